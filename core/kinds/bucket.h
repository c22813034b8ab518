// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/broker/bucket_notifications.h"
#include "core/kernel/context.h"
#include "core/kinds/party.h"
#include "core/model/document.h"
#include "core/model/findings.h"
#include "core/schema/metric.h"
#include "core/schema/picture.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace sluice {

enum class ObjectEventType : std::uint8_t { Created, Removed };

/// All events of a type, as a notification rule names them: "s3:ObjectCreated:*".
std::string_view wildcardOf(ObjectEventType type);

/// Stores objects: the large payloads whose messages carry only a reference through a queue. Tells
/// queues and topics what happens to them.
struct Bucket {
    struct Config {
        Duration objectLifetime{};

        friend bool operator==(const Config&, const Config&) = default;
    };
    /// Settings of a link to who is told of events.
    struct EventConfig {
        ObjectEventType type = ObjectEventType::Created;
        std::string prefix;
        std::string suffix;

        friend bool operator==(const EventConfig&, const EventConfig&) = default;
    };
    struct Metrics {
        std::uint64_t puts = 0, gets = 0, deletes = 0, missing = 0, expired = 0;
        std::uint64_t events = 0, testEvents = 0, eventsRefused = 0;
        std::uint64_t objects = 0, bytes = 0;

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "bucket";
    static constexpr std::string_view kLabel = "Bucket";
    static constexpr std::string_view kCategory = "Storage & endpoints";
    static constexpr std::string_view kColorRole = "store";
    static constexpr std::string_view kHelp =
        "Stores objects. Link a producer and a consumer to it as their payload bucket: bodies too "
        "large for a queue are kept here, and only a reference travels through the queue. Link it "
        "to queues or topics to tell them when objects are created or removed.";
    static constexpr std::string_view kLinkPort = "events";
    static std::span<const PortSpec> ports();
    static std::span<const Property<Config>> properties();
    static std::span<const Property<EventConfig>> linkProperties();
    static std::span<const Metric<Metrics>> metrics();
    static void
    advise(const Document&, const Registry&, const Node& node, std::vector<Finding>& findings);
    static std::string linkProblem(const Document& document, const Link& link);

    void start(Context& context);
    void stop(Context& context);
    void onCall(Context& context, const Call& call);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    void accessChanged(Context& context);
    void configChanged(Context& context);
    void beforeSample(SimTime now, Duration interval);
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    void addTo(Digest& digest) const;
    static Party party(const PartPlace& place);
    void placed(const PartPlace& place);
    void linkChanged(Context& context, LinkIndex link, const PropertyMap& properties);

    Config config;
    Metrics counted;

    friend bool operator==(const Bucket&, const Bucket&) = default;

private:
    struct Object {
        std::uint32_t bytes = 0;
        SimTime storedAt;
        std::uint32_t body = 0;       ///< Index into BodyStore, of the message it was stored for.
        std::uint32_t messageKey = 0; ///< Message::key

        friend bool operator==(const Object&, const Object&) = default;
    };
    /// An object as its events tell of it.
    struct Stored {
        std::uint64_t key = 0; ///< Message::payload
        std::uint32_t bytes = 0;
        std::uint32_t body = 0;
        std::uint32_t messageKey = 0;
    };
    /// A notification rule: a link from the events port.
    struct Rule {
        LinkIndex link = kNoLink;
        EventConfig settings;
        bool isInForce = false; ///< The service took it; permission that goes later ends no rule.

        friend bool operator==(const Rule&, const Rule&) = default;
    };
    /// What is told of objects of one origin and size.
    struct EventBody {
        ObjectEventType type = ObjectEventType::Created;
        std::uint32_t object = 0;
        std::uint32_t bytes = 0;
        std::uint32_t body = 0;

        friend bool operator==(const EventBody&, const EventBody&) = default;
    };

    static LinkSign signOf(const Rule& rule, const LinkState& link);
    Rule& ruleAt(const Context& context, LinkIndex link);
    void settleRules(Context& context);
    void sendTestEvent(Context& context, LinkIndex link);
    void put(Context& context, const Message& message, std::uint32_t bytes);
    bool remove(std::uint64_t key);
    void takeRefusal(Context& context, const Call& call);
    static void reply(Context& context, const Call& request, CallKind kind, Refusal refusal);
    void notify(Context& context, ObjectEventType type, const Stored& object);
    void tell(Context& context, LinkIndex link, const Message& about);
    std::uint32_t eventBody(Context& context, ObjectEventType type, const Stored& object);

    std::map<std::uint64_t, Object> m_objects; // by Message::payload
    std::vector<Rule> m_rules;                 // in order of LinkId
    std::vector<EventBody> m_eventBodies;
    std::uint64_t m_told = 0;
    std::string m_name, m_region;
};

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<ObjectEventType>();
} // namespace detail

} // namespace sluice
