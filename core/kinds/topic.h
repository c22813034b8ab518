// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/derived.h"
#include "core/broker/prices.h"
#include "core/broker/sns_topic.h"
#include "core/kernel/context.h"
#include "core/kernel/earliest_timer.h"
#include "core/kernel/node_action.h"
#include "core/kinds/key_choices.h"
#include "core/kinds/party.h"
#include "core/kinds/subscriber.h"
#include "core/model/document.h"
#include "core/schema/action.h"
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
        bool isEncrypted = false;
        KeyState keyState = KeyState::Enabled;
        std::string keyPolicy;
        double duplicateShare = 0;
        Duration orderWindow{};
        double retryJitter = 0;
        Duration filterPropagation{};

        friend bool operator==(const Config&, const Config&) = default;
    };
    /// Settings of a subscription: a link to a subscriber.
    struct SubscriptionConfig {
        bool isRaw = false;
        std::string filterPolicy;
        FilterScope filterScope = FilterScope::Attributes;
        bool hasDeadLetters = true;
        std::string deadLetterQueue;
        std::string deliveryPolicy;
        bool replaysArchive = false;
        Duration replayFrom{};
        Duration replayUntil{};

        friend bool operator==(const SubscriptionConfig&, const SubscriptionConfig&) = default;
    };
    struct Metrics {
        std::uint64_t published = 0, publishedBytes = 0, deduplicated = 0, refused = 0,
                      throttled = 0, unheard = 0;
        std::uint64_t delivered = 0, failed = 0, attempts = 0, filteredOut = 0, deadLettered = 0,
                      redriveFailed = 0, lost = 0, replayed = 0;
        std::uint64_t lostInAll = 0; ///< lost + unheard
        std::uint64_t filteredByAttributes = 0, filteredNoAttributes = 0, filteredInvalid = 0,
                      filteredByBody = 0, filteredInvalidBody = 0;
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
    static std::span<const LinkFigureSpec> linkFigures();
    static std::span<const Metric<Metrics>> metrics();
    static std::span<const ActionSpec> actions();
    static void
    advise(const Document&, const Registry&, const Node& node, std::vector<Finding>& findings);
    static std::string linkProblem(const Document& document, const Link& link);

    void start(Context& context);
    std::string stop(Context& context); ///< What the user should know of it, or nothing.
    void onCall(Context& context, const Call& call);
    /// A call of the topic never arrives, as its link is gone. Whether it has taken over what the
    /// call holds.
    bool onCutOff(Context& context, const Call& call);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    void linkChanged(Context& context, LinkIndex link, const PropertyMap& properties);
    void subscriberChanged(Context& context, LinkIndex link, const Subscriber& subscriber);
    /// Tells the ARN of a dead-letter queue that it is linked to.
    void deadLettersAt(Context& context, LinkIndex link, const std::string& arn);
    void configChanged(Context& context);
    ActionAnswer act(Context& context, const NodeAction& action);
    std::string_view
    unavailable(std::string_view action, const Kernel& kernel, const NodeWiring& wiring) const;
    /// Counts the deliveries that arrived since: queues answer only what they refuse.
    void bringGaugesUpToDate(const Kernel& kernel);
    /// What all requests and deliveries so far would cost, in US dollars.
    double cost() const;
    void beforeSample(SimTime now, Duration interval);
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    void addTo(Digest& digest) const;
    Party party(const PartPlace& place) const;
    void placed(const PartPlace& place);

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
    static constexpr std::uint32_t kNoQuota = 0xFFFFFFFFU; // not asked for yet
    static constexpr PortIndex kSubscribers = 1;
    static constexpr PortIndex kDeadLetters = 2;

    /// A link from the topic, as its subscription in the store.
    struct Receiver {
        LinkIndex link = kNoLink;
        Subscriber end;
        SubscriptionConfig settings;
        bool isSubscribed = false; ///< False until the other end is known.
        bool isTrusted = true;     ///< Nothing was refused lately: silence is taken for success.
        SubscriptionIndex subscription = 0;
        std::uint64_t confirmed = 0; ///< Of LinkState::taken, what the store knows of.
        /// Subscriptions over the same link before, with deliveries that may be under way still.
        std::vector<SubscriptionIndex> former;
        std::uint64_t strays = 0; ///< Such deliveries of a topic of another type, which is gone.

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
        bool isPlain = false;  ///< Silent, and it gets the message as it is.
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
    /// A body with a text for each protocol, and what one protocol gets of it.
    struct ProtocolBody {
        std::uint32_t body = 0;
        std::string_view key; ///< Subscriber::messageKey, or the name of its protocol.
        std::uint32_t made = 0;

        friend bool operator==(const ProtocolBody&, const ProtocolBody&) = default;
    };
    /// By how many bytes an envelope makes this body longer.
    struct Overhead {
        std::uint32_t body = 0;
        std::uint32_t bytes = 0;

        friend bool operator==(const Overhead&, const Overhead&) = default;
    };

    /// A dead-letter queue it is linked to.
    struct DeadLetters {
        LinkIndex link = kNoLink;
        std::string arn;

        friend bool operator==(const DeadLetters&, const DeadLetters&) = default;
    };

    /// That of the subscription; null: what fails is lost (SNS-48).
    const DeadLetters* deadLettersOf(const SubscriptionConfig& settings) const;
    void updateAll(Context& context);
    TopicRules rules(Context& context) const;
    Receiver& receiverAt(LinkIndex link);
    bool isUnconfirmed(const Receiver& receiver, const LinkState& link) const;
    Receiver& receiverOf(SubscriptionIndex subscription) {
        return m_receivers[m_routes[subscription].receiver];
    }
    void describe(const Receiver& receiver, Subscription& subscription) const;
    void setFilter(SimTime now, const Receiver& receiver, Subscription& subscription) const;
    void findRoute(const Receiver& receiver);
    bool canBroadcast(Context& context, std::span<const SubscriptionIndex> to);
    /// Whether the service lets it subscribe to a topic of this type (SNS-52).
    bool isWelcome(const Context& context, const Subscriber& end) const;
    void subscribe(Context& context, Receiver& receiver);
    /// Counts what arrived for the subscriptions that sent it: first for those of before, as they
    /// sent first.
    void confirmArrived(Receiver& receiver, const Kernel& kernel);
    /// A delivery that was taken for accepted was not.
    void takeBack(Receiver& receiver, const Attempt& attempt);
    /// The same of one that a topic of another type sent.
    static void takeBackStray(Receiver& receiver);
    void askToConfirm(Context& context, const Receiver& receiver);
    void confirm(Context& context, LinkIndex link);
    void replay(const Receiver& receiver, Context& context);
    void update(SimTime now, const Receiver& receiver);
    ActionAnswer subscribeAgain(Context& context);
    ActionAnswer publishByHand(Context& context, const NodeAction& action);
    Refusal admitByHand(Context& context, const PublishEntry& entry);
    /// The body that this receiver gets of one with a text for each (SNS-12).
    std::uint32_t bodyFor(Context& context, std::uint32_t body, const Subscriber& end);
    PublishEntry entryOf(Context& context, MessageIndex index) const;
    void wrap(Context& context, Message& message, std::uint64_t sequenceNumber);
    void addReason(Context& context,
                   Message& message,
                   SubscriptionIndex subscription,
                   DeliveryOutcome reason);
    std::uint16_t envelope(Context& context);
    std::string subscriptionArn(Context& context, SubscriptionIndex subscription) const;
    void addSigns(SimTime now,
                  const LinkState& link,
                  const Receiver& receiver,
                  SimTime retryAt,
                  Picture& picture) const;
    bool takeAccountQuota(Context& context, std::int64_t messages);
    Refusal
    takeQuotas(Context& context, std::int64_t messages, std::int64_t bytes, GroupIndex group);
    Refusal admit(Context& context, const Call& call, const Batch& batch);
    void
    publish(Context& context, const Call& call, const Batch& batch, Surroundings& surroundings);
    void publishOne(Context& context, const PublishEntry& entry, Surroundings& surroundings);
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

    std::vector<Receiver> m_receivers;    // in order of their links' appearance
    std::vector<Route> m_routes;          // by subscription
    Derived<std::uint64_t> m_broadcastTo; // SnsTopic::targetsVersion() of that time
    bool m_isRerouted = false;            // routes changed since the broadcast was formed
    TopicUsage m_usage;                   // but for what cost() reads elsewhere
    std::string m_arn;
    PartPlace m_place;
    std::vector<Overhead> m_overheads;
    std::vector<Letter> m_letters;
    std::vector<ProtocolBody> m_protocolBodies;
    std::uint64_t m_publishedByHand = 0;
    std::vector<DeadLetters> m_deadLetters;
    std::uint16_t m_envelope = 0; // for the receivers as they are; 0: not made yet
    /// Attempts with an answer to come; without a message when the store forgot them.
    SlotPool<Attempt> m_attempts;
    std::uint32_t m_stores = 0; // how often it became a topic of another type; low 7 bits
    std::uint32_t m_publishQuota = kNoQuota; // the shared one of its account and region
    EarliestTimer m_timer;
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
