// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about the kind; what it does is in queue.cpp.
#include "core/kinds/name_checks.h"
#include "core/kinds/queue.h"

#include <array>

namespace sluice {

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<QueueType>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"standard", "Standard"}, {"fifo", "FIFO"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<DedupScope>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"queue", "Whole queue"}, {"message_group", "Each message group"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<ThroughputLimit>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"per_queue", "Per queue"}, {"per_message_group", "Per message group (high throughput)"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<Encryption>() {
    static constexpr std::array<ChoiceSpec, 3> kChoices{
        {{"none", "None"}, {"sse_sqs", "SSE-SQS"}, {"sse_kms", "SSE-KMS"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<KeyState>() {
    static constexpr std::array<ChoiceSpec, 3> kChoices{
        {{"enabled", "Enabled"}, {"disabled", "Disabled"}, {"missing", "Does not exist"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<OldHandle>() {
    static constexpr std::array<ChoiceSpec, 3> kChoices{
        {{"delete", "Deletes the message"}, {"ignore", "Does nothing"}, {"reject", "Is an error"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<RedrivePermission>() {
    static constexpr std::array<ChoiceSpec, 3> kChoices{
        {{"allow_all", "Every queue"}, {"deny_all", "No queue"}, {"by_queue", "Named queues"}}};
    return kChoices;
}

} // namespace detail

std::span<const PortSpec> Queue::ports() {
    static constexpr std::array<PortSpec, 3> kPorts{
        {{"in",
          "Messages in",
          false,
          static_cast<std::uint8_t>(Flow::Send | Flow::DeadLetter)
              | static_cast<std::uint8_t>(Flow::Notify | Flow::Event),
          true,
          PortSide::Left,
          "A queue takes messages from producers, and dead letters from other queues. To read from "
          "it, link the queue to "
          "a consumer."},
         {"out",
          "Consumers",
          true,
          static_cast<std::uint8_t>(Flow::Receive),
          true,
          PortSide::Right,
          ""},
         {"dead_letter",
          "Dead-letter queue",
          true,
          static_cast<std::uint8_t>(Flow::DeadLetter),
          false,
          PortSide::Bottom,
          "",
          "max_receive_count"}}};
    return kPorts;
}

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Property<Queue::Config>> Queue::properties() {
    using C = Config;
    static const std::array<Property<C>, 28> kRows{{
        property<&C::type>({"type",
                            "Type",
                            "Standard queues deliver at least once in nearly the order of "
                            "sending; FIFO queues keep the order within groups and drop "
                            "duplicates. Changing it makes another, empty queue."}),
        property<&C::visibilityTimeout>(
            {"visibility_timeout",
             "Visibility timeout",
             "A received message stays hidden from other consumers this long."},
            Unit::None,
            {0, 43'200, kWholeSeconds}),
        property<&C::delay>({"delay",
                             "Delivery delay",
                             "A sent message stays hidden this long before anyone can receive "
                             "it."},
                            Unit::None,
                            {0, 900, kWholeSeconds}),
        property<&C::receiveWait>(
            {"receive_wait",
             "Receive wait time",
             "How long a receive waits for a message when the consumer does not say so itself; 0 "
             "is short polling."},
            Unit::None,
            {0, 20, kWholeSeconds}),
        property<&C::retention>({"retention",
                                 "Message retention",
                                 "A message that is still here after this time is "
                                 "removed for good."},
                                Unit::None,
                                {60, 1'209'600, kWholeSeconds}),
        property<&C::maxMessageSize>(
            {"max_message_size",
             "Maximum message size",
             "Larger messages are refused. The limits profile may allow less.",
             TextForm::Plain,
             nullptr,
             "sqs.max_message_bytes"},
            Unit::Bytes,
            {1'024, 1'048'576}),
        property<&C::maxReceiveCount>(
            {"max_receive_count",
             "Maximum receives",
             "A message received this often without being deleted moves to the dead-letter "
             "queue at the next receive. Without a dead-letter queue it has no effect."},
            Unit::None,
            {1, 1'000}),
        property<&C::contentBasedDedup>(
            {"content_dedup",
             "Content-based deduplication",
             "A message without deduplication ID gets the SHA-256 of its body as one."},
            Unit::None,
            {},
            {"type", "fifo"}),
        property<&C::dedupScope>({"dedup_scope",
                                  "Deduplication scope",
                                  "Whether one ID is remembered for the whole queue or for "
                                  "each group by itself."},
                                 Unit::None,
                                 {},
                                 {"type", "fifo"}),
        property<&C::throughputLimit>(
            {"throughput_limit",
             "Throughput quota",
             "Per queue: 300 calls of each kind a second. Per message group: the high-throughput "
             "quota; it needs the scope of each message group."},
            Unit::None,
            {},
            {"type", "fifo"}),
        property<&C::hasQuotas>(
            {"enforce_quotas", "Enforce quotas", "Whether calls above the quota are throttled."},
            Unit::None,
            {},
            {"type", "fifo"}),
        property<&C::encryption>({"encryption",
                                  "Encryption",
                                  "Of message bodies stored from now on. SSE-KMS needs a key and "
                                  "callers that may use it."}),
        property<&C::keyState>({"key_state", "Key", "State of the KMS key."},
                               Unit::None,
                               {},
                               {"encryption", "sse_kms"}),
        property<&C::keyReuse>({"key_reuse",
                                "Data key reuse",
                                "How long a caller reuses a data key before it asks for "
                                "another."},
                               Unit::None,
                               {60, 86'400, kWholeSeconds},
                               {"encryption", "sse_kms"}),
        property<&C::redrivePermission>(
            {"redrive_allow",
             "Dead letters allowed from",
             "Which queues may use this one as their dead-letter queue."}),
        property<&C::redriveSources>({"redrive_sources",
                                      "Allowed source queues",
                                      "Names of at most ten queues, separated by commas."},
                                     Unit::None,
                                     {0, 1'000},
                                     {"redrive_allow", "by_queue"}),
        property<&C::queueName>(
            {"queue_name",
             "Queue name",
             "Name in the API: 1 to 80 letters, digits, - and _; of a FIFO queue with .fifo at the "
             "end. Empty: made from the part's name.",
             TextForm::Plain,
             &queueNameProblem},
            Unit::None,
            {0, 80}),
        property<&C::policy>(
            {"policy", "Access policy", "JSON document that says who may use the queue."},
            Unit::None,
            {0, 8'192}),
        property<&C::hosts>(
            {"hosts", "Hosts", "Servers that messages are spread over; 1 makes polls complete."},
            Unit::None,
            {1, kMaxHosts}),
        property<&C::sampledHosts>(
            {"sampled_hosts",
             "Hosts per short poll",
             "How many hosts a short poll asks; messages on the others are not found."},
            Unit::None,
            {1, kMaxHosts}),
        property<&C::duplicateShare>({"duplicate_share",
                                      "Duplicate share",
                                      "Share of receives after which the message is delivered "
                                      "once more although it is in flight or deleted."},
                                     Unit::Share,
                                     {0, 1},
                                     {"type", "standard"}),
        property<&C::reorderWindow>({"reorder_window",
                                     "Order window",
                                     "A message may be overtaken by others sent up to this much "
                                     "later; 0 keeps the order."},
                                    Unit::None,
                                    {0, 600},
                                    {"type", "standard"}),
        property<&C::oldHandle>({"old_handle",
                                 "Delete with an old handle",
                                 "What a delete does when the message has been received again "
                                 "since."},
                                Unit::None,
                                {},
                                {"type", "standard"}),
        property<&C::purgeDuration>({"purge_duration",
                                     "Purge takes",
                                     "How long a purge takes; what is sent meanwhile goes too."},
                                    Unit::None,
                                    {0, 60}),
        property<&C::attributePropagation>({"attribute_propagation",
                                            "Settings take effect after",
                                            "How long a changed setting takes to get around."},
                                           Unit::None,
                                           {0, 900}),
        property<&C::keyPolicy>(
            {"key_policy",
             "Key policy",
             "JSON policy of the KMS key: a service that sends to the queue needs "
             "kms:GenerateDataKey and kms:Decrypt in it. Empty: the key alias/aws/sqs, which no "
             "other service can use."},
            Unit::None,
            {0, 32'768},
            {"encryption", "sse_kms"}),
        property<&C::confirmsSubscriptions>(
            {"confirms",
             "Confirms subscriptions",
             "Whether its owner confirms subscriptions to topics of other accounts; otherwise they "
             "vanish after two days."}),
        property<&C::outages>({"outages",
                               "Outages",
                               "Times from the start of the run at which its region goes down and "
                               "comes back in turn: \"10 s, 60 s\" is down from 10 s to 60 s. What "
                               "is stored stays; nothing can be sent or received."}),
    }};
    return kRows;
}

} // namespace sluice
