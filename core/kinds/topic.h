// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/filter_in_force.h"
#include "core/broker/prices.h"
#include "core/broker/sns_topic.h"
#include "core/kernel/context.h"
#include "core/kinds/party.h"
#include "core/kinds/subscriber.h"
#include "core/model/document.h"
#include "core/schema/metric.h"
#include "core/schema/node_kind.h"
#include "core/schema/picture.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace sluice {

/// Delivers each message published to it to every subscriber that wants it; stores nothing beyond
/// its attempts. A subscription is a link from its output.
struct Topic {
    struct Config {
        TopicType type = TopicType::Standard;
        bool contentBasedDedup = false;
        FifoThroughputScope throughputScope = FifoThroughputScope::Topic;
        Duration archiveRetention{};
        std::string deliveryPolicy;
        bool hasQuotas = true;
        std::string topicName;
        std::string policy;
        double duplicateShare = 0;
        double retryJitter = 0;
        Duration filterPropagation{};

        friend bool operator==(const Config&, const Config&) = default;
    };
    /// Settings of a subscription: a link to a subscriber.
    struct SubscriptionConfig {
        bool isRaw = false;
        std::string filterPolicy;
        FilterScope filterScope = FilterScope::MessageAttributes;
        bool hasDeadLetters = true;
        std::string deliveryPolicy;

        friend bool operator==(const SubscriptionConfig&, const SubscriptionConfig&) = default;
    };
    struct Metrics {
        std::uint64_t published = 0, publishedBytes = 0, deduplicated = 0, refused = 0,
                      throttled = 0, unheard = 0;
        std::uint64_t delivered = 0, failed = 0, attempts = 0, filteredOut = 0, deadLettered = 0,
                      redriveFailed = 0, lost = 0;
        std::uint64_t waiting = 0, pending = 0, archived = 0;
        double cost = 0; // US dollars

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "topic";
    static constexpr std::string_view kLabel = "Topic";
    static constexpr std::string_view kCategory = "Messaging";
    static constexpr std::string_view kColorRole = "topic";
    static constexpr std::string_view kHelp =
        "Delivers each message to every subscriber: queues, web servers, mailboxes, phones. A "
        "filter policy on a subscription holds back what its subscriber does not want. A topic "
        "stores nothing: what cannot be delivered is tried again for a while and then lost, unless "
        "there is a dead-letter queue.";
    static constexpr std::string_view kLinkPort = "subscribers";
    static std::span<const PortSpec> ports();
    static std::span<const Property<Config>> properties();
    static std::span<const Property<SubscriptionConfig>> linkProperties();
    static std::span<const Metric<Metrics>> metrics();
    static void
    advise(const Document&, const Registry&, const Node& node, std::vector<Finding>& findings);

    void start(Context& context);
    void stop(Context& context);
    void onCall(Context& context, const Call& call);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    void linkChanged(Context& context, LinkIndex link, const PropertyMap& properties);
    void subscriberChanged(Context& context, LinkIndex link, const Subscriber& subscriber);
    void configChanged(Context& context);
    void beforeSample(SimTime now, Duration interval);
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    void addTo(Digest& digest) const;
    Party party(const PartPlace& place) const;
    void placed(const PartPlace& place) { m_arn = party(place).arn; }

    Config config;
    Metrics counted;
    SnsTopic store;

    friend bool operator==(const Topic&, const Topic&) = default;

private:
    /// What the store asks of its surroundings, carried out on links; lives for one event.
    class Surroundings;

    /// In a call: an attempt that is answered only when it is refused. Beside the bit: which store
    /// it was of and the subscription.
    static constexpr std::uint32_t kSilent = 1U << 31U;
    static constexpr unsigned kStoreShift = 24;
    static constexpr std::uint32_t kMostSubscriptions = 1U << kStoreShift;
    static constexpr PortIndex kSubscribers = 1;
    static constexpr PortIndex kDeadLetters = 2;

    /// A link from the topic, as its subscription in the store.
    struct Receiver {
        LinkIndex link = kNoLink;
        Subscriber end;
        SubscriptionConfig settings;
        FilterInForce filter;
        bool isFiltering = false;
        bool isSubscribed = false; ///< False until the other end is known.
        bool isTrusted = true;     ///< Nothing was refused lately: silence is taken for success.
        SubscriptionIndex subscription = 0;

        friend bool operator==(const Receiver&, const Receiver&) = default;
    };

    /// What every delivery to a subscription needs of its receiver, close together.
    struct Route {
        LinkIndex link = kNoLink;
        std::uint32_t receiver = 0; ///< Position in m_receivers.
        CallKind call = CallKind::SendMessage;
        bool isSilent = false; ///< A queue that is trusted: it answers only what it refuses.
        bool wraps = false;    ///< It gets the message in an envelope (SNS-18).
        bool drops = false;    ///< It gets neither group nor deduplication ID (SNS-53).
        Duration patience{};   ///< How long an endpoint's answer is waited for.

        friend bool operator==(const Route&, const Route&) = default;
    };

    /// A body that also exists with the reason of a dead letter beside it.
    struct Letter {
        std::uint32_t body = 0;
        DeliveryOutcome reason = DeliveryOutcome::Success;
        std::uint32_t withReason = 0;

        friend bool operator==(const Letter&, const Letter&) = default;
    };
    /// By how many bytes an envelope makes this body longer.
    struct Overhead {
        std::uint32_t body = 0;
        std::uint32_t bytes = 0;

        friend bool operator==(const Overhead&, const Overhead&) = default;
    };

    TopicRules rules(Context& context) const;
    Receiver& receiverAt(LinkIndex link);
    Receiver& receiverOf(SubscriptionIndex subscription) {
        return m_receivers[m_routes[subscription].receiver];
    }
    void findRoute(const Receiver& receiver);
    Subscription subscriptionFor(const Receiver& receiver, SubscriptionState state) const;
    void subscribe(Context& context, Receiver& receiver);
    void update(Receiver& receiver);
    PublishEntry entryOf(Context& context, MessageIndex index) const;
    void wrap(Context& context, Message& message);
    void addReason(Context& context, Message& message, DeliveryOutcome reason);
    void
    addSign(SimTime now, const Kernel& kernel, const Receiver& receiver, Picture& picture) const;
    Refusal admit(Context& context, const Call& call, const Batch& batch);
    void
    publish(Context& context, const Call& call, const Batch& batch, Surroundings& surroundings);
    void publishOne(Context& context, MessageIndex index, Surroundings& surroundings);
    void refuse(Context& context, const Call& call, const Batch& refused, Refusal refusal);
    void takeAnswer(Context& context, const Call& call, Surroundings& surroundings);
    void takeNotified(Context& context, const Call& call, Surroundings& surroundings);
    void reportAnswered(Context& context, const Call& call, Surroundings& surroundings);
    void
    report(Context& context, const Attempt& attempt, Refusal refusal, Surroundings& surroundings);
    std::uint32_t silentAttempt(SubscriptionIndex subscription) const {
        return kSilent | (m_stores << kStoreShift) | (subscription % kMostSubscriptions);
    }
    template <class IsOver>
    void forgetAttempts(Context& context,
                        IsOver&& isOver,
                        bool isAnswerComing,
                        Surroundings& surroundings);
    void replaceStore(Context& context, Surroundings& surroundings);
    void settle(Context& context);
    void count();

    std::vector<Receiver> m_receivers; // in order of their links' appearance
    std::vector<Route> m_routes;       // by subscription
    TopicUsage m_usage;
    std::string m_arn;
    std::vector<Overhead> m_overheads;
    std::vector<Letter> m_letters;
    bool m_hasDeadLetters = false;
    /// Attempts with an answer to come; without a message when the store forgot them.
    SlotPool<Attempt> m_attempts;
    std::uint32_t m_stores = 0;    // how often it became a topic of another type; low 7 bits
    CallQuota m_publishQuota;      // SNS-60
    std::vector<SimTime> m_timers; // pending ones, the next one last
};

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<TopicType>();
template <>
std::span<const ChoiceSpec> choicesOf<FifoThroughputScope>();
template <>
std::span<const ChoiceSpec> choicesOf<FilterScope>();
} // namespace detail

} // namespace sluice
