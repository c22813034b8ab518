// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about the kind; what it does is in topic.cpp.
#include "core/kinds/link_filter.h"
#include "core/kinds/name_checks.h"
#include "core/kinds/topic.h"

#include <array>

namespace sluice {

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<TopicType>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"standard", "Standard"}, {"fifo", "FIFO"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<FifoThroughputScope>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"topic", "Whole topic"}, {"message_group", "Each message group"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<FilterScope>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"attributes", "Message attributes"}, {"body", "Message body"}}};
    return kChoices;
}

} // namespace detail

namespace {

constexpr double kLongestReplay = 365 * kWholeDays; // as long as an archive keeps anything

} // namespace

std::span<const PortSpec> Topic::ports() {
    static constexpr std::array<PortSpec, 3> kPorts{
        {{"in",
          "Messages in",
          false,
          Flow::Send | Flow::Event,
          true,
          PortSide::Left,
          "A topic takes messages from producers and event sources, and events of buckets."},
         {"subscribers",
          "Subscriptions",
          true,
          static_cast<std::uint8_t>(Flow::Notify),
          true,
          PortSide::Right,
          ""},
         {"dead_letter",
          "Dead-letter queues",
          true,
          static_cast<std::uint8_t>(Flow::DeadLetter),
          true,
          PortSide::Bottom,
          ""}}};
    return kPorts;
}

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Property<Topic::Config>> Topic::properties() {
    using C = Config;
    static const std::array<Property<C>, 15> kRows{{
        property<&C::type>({"type",
                            "Type",
                            "Standard topics deliver to everything, at least once and in nearly "
                            "the order of publishing; FIFO topics keep the order within message "
                            "groups, drop duplicates, and deliver to queues only. Changing it "
                            "makes another topic."}),
        property<&C::contentBasedDedup>(
            {"content_based_dedup",
             "Content-based deduplication",
             "The SHA-256 of the body stands in for a deduplication ID that was not given."},
            Unit::None,
            {},
            {"type", "fifo"}),
        property<&C::throughputScope>(
            {"throughput_scope",
             "Deduplication and quota",
             "Whether duplicates are recognised and publishes counted over the whole topic or in "
             "each message group."},
            Unit::None,
            {},
            {"type", "fifo"}),
        property<&C::archiveRetention>(
            {"archive_retention",
             "Archive",
             "How many whole days published messages are kept for a replay, 1 to 365; 0 keeps "
             "none. A subscription asks for the replay."},
            Unit::None,
            {0, kLongestTime, kWholeDays},
            {"type", "fifo"}),
        property<&C::deliveryPolicy>(
            {"delivery_policy",
             "Delivery policy",
             "Retries and pace of deliveries to web servers, as JSON; empty: three retries, 20 s "
             "apart. A subscription may have its own.",
             TextForm::TopicDeliveryPolicy},
            Unit::None,
            {0, 30'000},
            {"protocol", "https,http", Whose::AnyLinkEnd}),
        property<&C::hasQuotas>({"enforce_quotas",
                                 "Enforce quotas",
                                 "Whether more messages a second are refused than the account may "
                                 "publish to all its topics in the region together. The quota can "
                                 "be raised on request."}),
        property<&C::topicName>({"topic_name",
                                 "Topic name",
                                 "Name in the API and in ARNs: letters, digits, - and _, at most "
                                 "256; empty: made from the part's name.",
                                 TextForm::Plain,
                                 &topicNameProblem},
                                Unit::None,
                                {0, 256}),
        property<&C::policy>(
            {"policy",
             "Access policy",
             "Who may publish and subscribe, as a JSON policy document; empty: everyone in the "
             "topic's own account."},
            Unit::None,
            {0, 30'720}),
        property<&C::isEncrypted>({"encrypted",
                                   "Encrypted with KMS",
                                   "Whether message bodies are encrypted with a key of KMS: "
                                   "publishers need kms:GenerateDataKey and kms:Decrypt on it. "
                                   "Subjects, attributes and ids are not encrypted."}),
        property<&C::keyState>(
            {"key_state", "Key", "State of the KMS key."}, Unit::None, {}, {"encrypted", "true"}),
        property<&C::keyPolicy>(
            {"key_policy",
             "Key policy",
             "JSON policy of the KMS key: a service that publishes, as a bucket does, needs "
             "kms:GenerateDataKey and kms:Decrypt in it. Empty: the key alias/aws/sns, which no "
             "other service can use."},
            Unit::None,
            {0, 32'768},
            {"encrypted", "true"}),
        property<&C::duplicateShare>(
            {"duplicate_share",
             "Share of duplicates",
             "Share of the deliveries of a standard topic that are made twice."},
            Unit::Share,
            {0, 1},
            {"type", "standard"}),
        property<&C::orderWindow>(
            {"order_window",
             "Order window",
             "How far messages of a standard topic may overtake each other: each delivery waits a "
             "random part of it. What the service takes besides is sns.latency_ms of the limits."},
            Unit::None,
            {0, 60},
            {"type", "standard"}),
        property<&C::retryJitter>({"retry_jitter",
                                   "Retry jitter",
                                   "By how much of itself a delay between two attempts may be "
                                   "shorter or longer."},
                                  Unit::Share,
                                  {0, 1}),
        property<&C::filterPropagation>(
            {"filter_propagation",
             "Filter changes take",
             "How long the filter policy before a change still decides; the service may need 15 "
             "minutes."},
            Unit::None,
            {0, 900}),
    }};
    return kRows;
}

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Property<Topic::SubscriptionConfig>> Topic::linkProperties() {
    using C = SubscriptionConfig;
    static const std::array<Property<C>, 9> kRows{{
        property<&C::filterPolicy>(
            {kFilterPolicyKey,
             "Filter policy",
             "Which messages this subscriber wants, as JSON: {\"type\": [\"order\", \"refund\"]}. "
             "Empty: all of them."},
            Unit::None,
            {0, 256'000}),
        property<&C::filterScope>({kFilterScopeKey,
                                   "Filter looks at",
                                   "Whether the filter policy speaks of message attributes or of "
                                   "the body, which must be JSON then."}),
        property<&C::isRaw>({"raw_delivery",
                             "Raw delivery",
                             "Delivers the message as it was published, without the JSON envelope "
                             "around it. Queues and web servers only."}),
        property<&C::hasDeadLetters>(
            {"dead_letters",
             "Dead letters",
             "Whether messages that could not be delivered go to a dead-letter queue that the "
             "topic is linked to; otherwise, or when it is linked to none, they are lost."}),
        property<&C::deadLetterQueue>(
            {"dead_letter_queue",
             "Dead-letter queue",
             "Name of the one that is meant, when the topic is linked to several; empty: the first "
             "one.",
             TextForm::Plain,
             nullptr,
             {},
             "dead_letter"},
            Unit::None,
            {0, 80},
            {"dead_letters", "true"}),
        property<&C::deliveryPolicy>(
            {"delivery_policy",
             "Delivery policy",
             "Retries and pace of deliveries to this web server, as JSON; empty: as the topic "
             "says.",
             TextForm::DeliveryPolicy},
            Unit::None,
            {0, 30'000},
            {"protocol", "https,http", Whose::LinkEnd}),
        property<&C::replaysArchive>(
            {"replay",
             "Replay archive",
             "Delivers again what the topic's archive holds, once, when it is switched on or the "
             "times below change. It needs a FIFO topic with an archive."},
            Unit::None,
            {},
            {"type", "fifo", Whose::LinkStart}),
        property<&C::replayFrom>(
            {"replay_from",
             "Replay from",
             "Publish time of the first message delivered again, from the start of the run."},
            Unit::None,
            {0, kLongestReplay},
            {"replay", "true"}),
        property<&C::replayUntil>(
            {"replay_until",
             "Replay until",
             "Messages published at this time or later are not delivered again; 0 s: there is no "
             "end, all up to now are."},
            Unit::None,
            {0, kLongestReplay},
            {"replay", "true"}),
    }};
    return kRows;
}

std::span<const LinkFigureSpec> Topic::linkFigures() {
    static constexpr std::array<LinkFigureSpec, 7> kFigures{
        {{"Delivered", "Messages that this subscriber took."},
         {"Filtered out", "Messages that its filter policy held back."},
         {"Attempts", "Attempts to deliver to it, retries included."},
         {"Failed attempts", "Those that it did not take."},
         {"Under way", "Deliveries that wait for their next attempt or are being attempted."},
         {"Dead letters", "Messages given up and sent to the dead-letter queue."},
         {"Lost", "Messages given up without a dead-letter queue, or that it did not take."}}};
    return kFigures;
}

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Metric<Topic::Metrics>> Topic::metrics() {
    using M = Metrics;
    using enum MetricType;
    static const std::array<Metric<M>, 24> kRows{{
        metric<&M::published>({"NumberOfMessagesPublished",
                               "Published",
                               "Messages accepted by Publish.",
                               Counter,
                               Unit::Messages}),
        metric<&M::delivered>({"NumberOfNotificationsDelivered",
                               "Delivered",
                               "Messages taken by subscribers.",
                               Counter,
                               Unit::Messages}),
        metric<&M::failed>({"NumberOfNotificationsFailed",
                            "Failed",
                            "Deliveries that failed: of web servers every attempt, of other "
                            "subscribers once when it is given up.",
                            Counter,
                            Unit::Messages}),
        metric<&M::filteredOut>({"NumberOfNotificationsFilteredOut",
                                 "Filtered out",
                                 "Messages that a filter policy held back.",
                                 Counter,
                                 Unit::Messages}),
        metric<&M::filteredByAttributes>({"NumberOfNotificationsFilteredOut-MessageAttributes",
                                          "Filtered by attributes",
                                          "Of these: a policy on attributes did not match.",
                                          Counter,
                                          Unit::Messages}),
        metric<&M::filteredNoAttributes>(
            {"NumberOfNotificationsFilteredOut-NoMessageAttributes",
             "Filtered: no attributes",
             "Of these: the message has no attributes, and the policy wants some.",
             Counter,
             Unit::Messages}),
        metric<&M::filteredInvalid>({"NumberOfNotificationsFilteredOut-InvalidAttributes",
                                     "Filtered: invalid attributes",
                                     "Of these: an attribute is not what its type says.",
                                     Counter,
                                     Unit::Messages}),
        metric<&M::filteredByBody>({"NumberOfNotificationsFilteredOut-MessageBody",
                                    "Filtered by body",
                                    "Of these: a policy on the body did not match.",
                                    Counter,
                                    Unit::Messages}),
        metric<&M::filteredInvalidBody>({"NumberOfNotificationsFilteredOut-InvalidMessageBody",
                                         "Filtered: invalid body",
                                         "Of these: the body is no JSON object.",
                                         Counter,
                                         Unit::Messages}),
        metric<&M::deadLettered>({"NumberOfNotificationsRedrivenToDlq",
                                  "Dead letters",
                                  "Messages that went to the dead-letter queue.",
                                  Counter,
                                  Unit::Messages,
                                  MetricRole::DeadLettered}),
        metric<&M::redriveFailed>({"NumberOfNotificationsFailedToRedriveToDlq",
                                   "Refused dead letters",
                                   "Messages that the dead-letter queue did not take: they are "
                                   "lost.",
                                   Counter,
                                   Unit::Messages}),
        metric<&M::lostInAll>({"MessagesLost",
                               "Lost",
                               "What is gone for good: deliveries, and messages that nobody was "
                               "subscribed to.",
                               Counter,
                               Unit::Messages}),
        metric<&M::lost>({"NotificationsLost",
                          "Lost: deliveries",
                          "Of these: given up without a dead-letter queue, or cut off as the "
                          "subscription was removed: the messages are gone.",
                          Counter,
                          Unit::Messages,
                          MetricRole::Lost}),
        metric<&M::unheard>({"MessagesWithoutSubscriber",
                             "Lost: no subscriber",
                             "Of these: messages published while nobody was subscribed.",
                             Counter,
                             Unit::Messages,
                             MetricRole::Lost}),
        metric<&M::deduplicated>({"NumberOfDeduplicatedMessages",
                                  "Deduplicated",
                                  "FIFO: messages accepted but not delivered again.",
                                  Counter,
                                  Unit::Messages}),
        metric<&M::attempts>({"DeliveryAttempts",
                              "Attempts",
                              "Attempts to deliver, retries included.",
                              Counter,
                              Unit::Calls}),
        metric<&M::waiting>({"DeliveriesWaiting",
                             "Waiting",
                             "Deliveries that wait for their next attempt or their turn.",
                             Gauge,
                             Unit::Messages}),
        metric<&M::refused>({"PublishesRefused",
                             "Refused",
                             "Messages that Publish refused.",
                             Counter,
                             Unit::Messages}),
        metric<&M::throttled>({"PublishesThrottled",
                               "Throttled",
                               "Of these, those above the quota.",
                               Counter,
                               Unit::Messages}),
        metric<&M::publishedBytes>({"PublishSize",
                                    "Published bytes",
                                    "Bytes of bodies and attributes published.",
                                    Counter,
                                    Unit::Bytes}),
        metric<&M::pending>({"SubscriptionsPending",
                             "Pending subscriptions",
                             "Subscriptions that are not confirmed yet.",
                             Gauge,
                             Unit::None}),
        metric<&M::archived>(
            {"MessagesArchived", "Archived", "Messages kept for a replay.", Gauge, Unit::Messages}),
        metric<&M::replayed>({"NotificationsReplayed",
                              "Replayed",
                              "Deliveries of messages from the archive.",
                              Counter,
                              Unit::Messages}),
        metric<&M::cost>({"EstimatedCost",
                          "Cost",
                          "At list prices of us-east-1 by type of endpoint, in US dollars.",
                          Gauge,
                          Unit::Dollars}),
    }};
    return kRows;
}

} // namespace sluice
