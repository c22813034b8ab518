// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/producer.h"

#include <span>

namespace sluice {

/// Which service speaks.
enum class EventOrigin : std::uint8_t { Alarm, Scaling, Database, Budget };

/// Another service that tells of something that happened: a producer whose messages have that
/// service's form.
struct EventSource {
    struct Config {
        EventOrigin origin = EventOrigin::Alarm;
        double rate = 1.0 / 30;
        Spacing spacing = Spacing::Poisson;
        Times times;

        friend bool operator==(const Config&, const Config&) = default;
    };
    struct Metrics {
        std::uint64_t sent = 0, refused = 0, notAccepted = 0, givenUp = 0;

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "event_source";
    static constexpr std::string_view kLabel = "Event source";
    static constexpr std::string_view kCategory = "Sources";
    static constexpr std::string_view kColorRole = "source";
    static constexpr std::string_view kHelp =
        "A service that publishes what happens in it: an alarm that changes its state, a group of "
        "servers that grows, a database that fails over, a budget that is used up. Link it to a "
        "topic; its messages have the form of the service.";
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
    static Party party(const PartPlace& place) { return {roleArn(place), place.account}; }

    Config config;
    Metrics counted;
    Producer sender; ///< Does the sending; its settings are made from `config`.

    friend bool operator==(const EventSource&, const EventSource&) = default;

private:
    void configureSender();
    void count();
};

/// What a message of this service looks like; "{n}" and "{time}" stand for its number and the time
/// it was sent, see bodyText().
std::string_view eventBody(EventOrigin origin);

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<EventOrigin>();
} // namespace detail

} // namespace sluice
