// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/kernel/context.h"
#include "core/schema/metric.h"
#include "core/schema/picture.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <map>
#include <span>

namespace sluice {

/// Stores objects: the large payloads whose messages carry only a reference through a queue.
struct Bucket {
    struct Config {
        Duration objectLifetime{};

        friend bool operator==(const Config&, const Config&) = default;
    };
    struct Metrics {
        std::uint64_t puts = 0, gets = 0, deletes = 0, missing = 0, expired = 0;
        std::uint64_t objects = 0, bytes = 0;

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "bucket";
    static constexpr std::string_view kLabel = "Bucket";
    static constexpr std::string_view kCategory = "Storage & endpoints";
    static constexpr std::string_view kColorRole = "store";
    static constexpr std::string_view kHelp =
        "Stores objects. Link a producer and a consumer to it as their payload bucket: bodies too "
        "large for a queue are kept here, and only a reference travels through the queue.";
    static std::span<const PortSpec> ports();
    static std::span<const Property<Config>> properties();
    static std::span<const Metric<Metrics>> metrics();

    void start(Context& context);
    void stop(Context& context);
    void onCall(Context& context, const Call& call);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    void configChanged(Context& context);
    void beforeSample(SimTime now, Duration interval);
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    void addTo(Digest& digest) const;

    Config config;
    Metrics counted;

    friend bool operator==(const Bucket&, const Bucket&) = default;

private:
    struct Object {
        std::uint32_t bytes = 0;
        SimTime storedAt;

        friend bool operator==(const Object&, const Object&) = default;
    };

    void put(SimTime now, std::uint64_t key, std::uint32_t bytes);
    bool remove(std::uint64_t key);
    static void reply(Context& context, const Call& request, CallKind kind, Refusal refusal);

    std::map<std::uint64_t, Object> m_objects; // by Message::payload
};

} // namespace sluice
