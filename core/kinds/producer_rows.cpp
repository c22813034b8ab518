// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about the kind; what it does is in producer.cpp.
#include "core/kernel/body_store.h"
#include "core/kinds/producer.h"

#include <array>

namespace sluice {

namespace {

// Whether they fit the service is a matter of what the producer is linked to: the checks tell.
std::string attributesProblem(std::string_view text) {
    const auto attributes = parseAttributes(text);
    return attributes ? std::string() : attributes.error().message;
}

} // namespace

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<MessageGroup>() {
    static constexpr std::array<ChoiceSpec, 3> kChoices{
        {{"none", "None"}, {"per_key", "One per key"}, {"single", "One for all"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<DedupId>() {
    static constexpr std::array<ChoiceSpec, 3> kChoices{
        {{"none", "None"}, {"unique", "Unique to each message"}, {"per_key", "One per key"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<LargePayload>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"as_is", "Sent as they are"}, {"bucket", "Kept in the payload bucket"}}};
    return kChoices;
}

} // namespace detail

namespace {

constexpr double kHighestRate = 1e6;

} // namespace

std::span<const PortSpec> Producer::ports() {
    static constexpr std::array<PortSpec, 2> kPorts{{{"out",
                                                      "Messages",
                                                      true,
                                                      static_cast<std::uint8_t>(Flow::Send),
                                                      true,
                                                      PortSide::Right,
                                                      ""},
                                                     {"payloads",
                                                      "Payload bucket",
                                                      true,
                                                      static_cast<std::uint8_t>(Flow::Store),
                                                      false,
                                                      PortSide::Bottom,
                                                      "",
                                                      "large_payload"}}};
    return kPorts;
}

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Property<Producer::Config>> Producer::properties() {
    using C = Config;
    static const std::array<Property<C>, 32> kRows{{
        property<&C::schedule>({"schedule", "Schedule", "How the rate develops over time."}),
        property<&C::spacing>(
            {"spacing",
             "Spacing",
             "Even distances between messages, or random ones as from many independent senders."},
            Unit::None,
            {},
            {"schedule", "constant,burst,step,ramp,sine"}),
        property<&C::rate>(
            {"rate",
             "Rate",
             "Messages per second; between bursts, before the step, at the start of the "
             "ramp, or the lowest point of the wave."},
            Unit::PerSecond,
            {0, kHighestRate},
            {"schedule", "constant,burst,step,ramp,sine"}),
        property<&C::peakRate>({"peak_rate",
                                "Peak rate",
                                "Messages per second during bursts, after the step, at the "
                                "end of the ramp, or at the highest point of the wave."},
                               Unit::PerSecond,
                               {0, kHighestRate},
                               {"schedule", "burst,step,ramp,sine"}),
        property<&C::period>({"period",
                              "Period",
                              "From one burst or wave to the next; time until the step; length of "
                              "the ramp."},
                             Unit::None,
                             {0.001, kLongestTime},
                             {"schedule", "burst,step,ramp,sine"}),
        property<&C::burstLength>({"burst_length", "Burst length", "How long each burst lasts."},
                                  Unit::None,
                                  {0.001, kLongestTime},
                                  {"schedule", "burst"}),
        property<&C::replayTimes>({"replay_times",
                                   "Times",
                                   "When each message is sent, counted from the start of the "
                                   "producer. Load them from a CSV file with one time per line."},
                                  Unit::None,
                                  {0, kLongestTime},
                                  {"schedule", "replay"}),
        property<&C::startAfter>(
            {"start_after", "Start after", "Silence before the first message."},
            Unit::None,
            {0, kLongestTime}),
        property<&C::stopAfter>({"stop_after",
                                 "Stop after",
                                 "When the producer falls silent, counted from its start; 0 "
                                 "means never."},
                                Unit::None,
                                {0, kLongestTime}),
        property<&C::messageLimit>({"message_limit",
                                    "Message limit",
                                    "How many messages it sends in all; 0 means no "
                                    "limit."},
                                   Unit::Messages,
                                   {0, 1e12}),
        property<&C::messageSize>({"message_size", "Message size", "Bytes of body and attributes."},
                                  Unit::Bytes,
                                  {1, 2e9}),
        property<&C::keys>(
            {"keys",
             "Keys",
             "How many different keys (customers, devices) the messages carry, chosen at "
             "random. Messages of one key share a colour."},
            Unit::None,
            {1, 1e6}),
        property<&C::poisonShare>(
            {"poison_share", "Poison share", "Share of messages whose processing always fails."},
            Unit::Share,
            {0, 1}),
        property<&C::body>(
            {"body",
             "Body",
             "Text of the messages; {n} becomes the message's number, {key} its key."},
            Unit::None,
            {1, 10'000}),
        property<&C::attributes>(
            {"attributes",
             "Attributes",
             "Message attributes, as type=order; amount:Number=5. Without a type after the colon "
             "they are a String; others are Number, Binary and, for topics, String.Array. With "
             "type=order|refund the keys carry the values in turn.",
             TextForm::Plain,
             &attributesProblem},
            Unit::None,
            {0, 10'000}),
        property<&C::messageGroup>(
            {"message_group",
             "Message group",
             "FIFO queues keep the order within a group; fair queues take a group for a tenant."}),
        property<&C::groupNumber>(
            {"group_number", "Group number", "Which group the messages carry: 7 is group-7."},
            Unit::None,
            {1, 60e6},
            {"message_group", "single"}),
        property<&C::dedupId>(
            {"dedup_id",
             "Deduplication ID",
             "A FIFO queue stores only the first message of an ID within five minutes. A retried "
             "message keeps its ID."}),
        property<&C::hasOwnDelay>({"own_delay",
                                   "Own delay",
                                   "Whether each message carries a delay that "
                                   "takes the place of the queue's."}),
        property<&C::ownDelay>({"message_delay", "Message delay", "Delay carried by each message."},
                               Unit::None,
                               {0, 900, kWholeSeconds},
                               {"own_delay", "true"}),
        property<&C::batchSize>(
            {"batch_size", "Batch size", "Messages collected for one SendMessageBatch call."},
            Unit::Messages,
            {1, 10}),
        property<&C::batchWait>(
            {"batch_wait",
             "Batch wait",
             "An incomplete batch is sent when its first message has waited this long."},
            Unit::None,
            {0, 3'600}),
        property<&C::answerLoss>(
            {"answer_loss",
             "Lost answers",
             "Share of calls that succeed but whose answer gets lost, so that the producer sends "
             "again."},
            Unit::Share,
            {0, 1}),
        property<&C::retries>(
            {"retries", "Retries", "How often a call without answer or refused is repeated."},
            Unit::None,
            {0, 100}),
        property<&C::retryAfter>(
            {"retry_after", "Retry after", "Time from a call to its repetition."},
            Unit::None,
            {0.001, kLongestTime}),
        property<&C::largePayload>({"large_payload",
                                    "Large payloads",
                                    "Whether larger bodies are sent as they are, or kept in the "
                                    "payload bucket with a reference sent in their place."}),
        property<&C::payloadThreshold>({"payload_threshold",
                                        "Payload threshold",
                                        "Bodies above this size go through the bucket."},
                                       Unit::Bytes,
                                       {0, 1'048'576},
                                       {"large_payload", "bucket"}),
        property<&C::mayUseKey>(
            {"may_use_key",
             "May use keys",
             "Whether it has permission for the keys of queues and topics encrypted with KMS."}),
        property<&C::identityPolicy>(
            {"identity_policy",
             "Identity policy",
             "JSON policy of the role it acts as; empty: it may call everything, in other accounts "
             "where their policies let it in."},
            Unit::None,
            {0, 10'240}),
        property<&C::crashShare>(
            {"crash_share",
             "Share of crashes",
             "Share of the messages at which it crashes while it calls its receivers one after "
             "the other: those that were not called yet never get the message."},
            Unit::Share,
            {0, 1}),
        property<&C::callsPerSecond>(
            {"calls_per_second",
             "Calls it can make",
             "Calls a second that it can make; messages beyond are dropped. 0: no limit."},
            Unit::Calls,
            {0, 10'000'000}),
        property<&C::objectKey>(
            {"object_key",
             "Object key",
             "Name of the object that a payload is stored as; {n} stands for the message's number, "
             "and of alternatives with a vertical bar between them each key has one."},
            Unit::None,
            {1, 1'024},
            {"large_payload", "bucket"}),
    }};
    return kRows;
}

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Metric<Producer::Metrics>> Producer::metrics() {
    using M = Metrics;
    static const std::array<Metric<M>, 11> kRows{{
        metric<&M::sent>({"MessagesProduced",
                          "Messages produced",
                          "Messages created, whether or not linked to anything.",
                          MetricType::Counter,
                          Unit::Messages}),
        metric<&M::sentOut>({"MessagesSent",
                             "Messages sent",
                             "Messages that left for a queue or topic, each counted once, however "
                             "many take it and however often it is tried.",
                             MetricType::Counter,
                             Unit::Messages,
                             MetricRole::Sent}),
        metric<&M::poison>({"PoisonMessagesProduced",
                            "Poison messages produced",
                            "Messages created that always fail when processed.",
                            MetricType::Counter,
                            Unit::Messages}),
        metric<&M::calls>({"SendCalls",
                           "Send calls",
                           "SendMessage and SendMessageBatch calls made, repetitions included.",
                           MetricType::Counter,
                           Unit::Calls}),
        metric<&M::refused>({"SendsRefused",
                             "Sends refused",
                             "Messages a queue or topic refused, each time it was tried.",
                             MetricType::Counter,
                             Unit::Messages}),
        metric<&M::notAccepted>({"MessagesNotAccepted",
                                 "Messages not accepted",
                                 "Messages sent that every receiver refused for good.",
                                 MetricType::Counter,
                                 Unit::Messages,
                                 MetricRole::Refused}),
        metric<&M::retried>({"SendsRetried",
                             "Sends retried",
                             "Messages sent again after a lost answer or a refusal.",
                             MetricType::Counter,
                             Unit::Messages}),
        metric<&M::givenUp>({"SendsGivenUp",
                             "Sends given up",
                             "Refused messages whose retries are used up.",
                             MetricType::Counter,
                             Unit::Messages}),
        metric<&M::throughBucket>({"PayloadsStored",
                                   "Payloads stored",
                                   "Messages whose body went into the payload bucket.",
                                   MetricType::Counter,
                                   Unit::Messages}),
        metric<&M::crashes>({"SenderCrashes",
                             "Crashes",
                             "Crashes between two calls of the same message.",
                             MetricType::Counter,
                             Unit::None}),
        metric<&M::dropped>({"MessagesDropped",
                             "Dropped",
                             "Messages, for each receiver, that it could not send in time.",
                             MetricType::Counter,
                             Unit::Messages,
                             MetricRole::Dropped}),
    }};
    return kRows;
}

} // namespace sluice
