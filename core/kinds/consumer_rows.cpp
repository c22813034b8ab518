// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about the kind; what it does is in consumer.cpp.
#include "core/kinds/consumer.h"

#include <array>

namespace sluice {

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<OnFailure>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"leave_hidden", "Leave it hidden until its timeout"},
         {"release", "Make it visible at once"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<DeleteWhen>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"after_each", "After each message"}, {"after_batch", "After the whole batch"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<ProcessingPer>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"message", "Each message"}, {"batch", "Whole batch"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<SetBy>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"queue", "By the queue"}, {"request", "By each receive call"}}};
    return kChoices;
}

} // namespace detail

std::span<const PortSpec> Consumer::ports() {
    static constexpr std::array<PortSpec, 2> kPorts{
        {{"in",
          "Queues",
          false,
          static_cast<std::uint8_t>(Flow::Receive),
          true,
          PortSide::Left,
          "A consumer receives from queues. Put a queue between them and link the queue to the "
          "consumer."},
         {"payloads",
          "Payload bucket",
          true,
          static_cast<std::uint8_t>(Flow::Store),
          false,
          PortSide::Bottom,
          ""}}};
    return kPorts;
}

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Property<Consumer::Config>> Consumer::properties() {
    using C = Config;
    static const std::array<Property<C>, 21> kRows{{
        property<&C::workers>(
            {"workers", "Workers", "How many messages are processed at the same time."},
            Unit::Workers,
            {1, 1'000}),
        property<&C::batchSize>(
            {"batch_size", "Batch size", "Most messages one receive call returns."},
            Unit::Messages,
            {1, 10}),
        property<&C::waitTime>({"wait_time",
                                "Receive wait time",
                                "How long a receive call waits for a message: long polling. 0 "
                                "returns at once, also with "
                                "nothing: short polling."},
                               Unit::None,
                               {0, 20, kWholeSeconds}),
        property<&C::pollPause>(
            {"poll_pause",
             "Pause after an empty receive",
             "How long a worker waits after a receive call that returned nothing."},
            Unit::None,
            {0, 86'400}),
        property<&C::processing>(
            {"processing_time", "Processing time", "Time a worker needs for one message."},
            Unit::None,
            {0, kLongestTime}),
        property<&C::processingPer>(
            {"processing_per",
             "Processing time is for",
             "Each message, one after the other, or the whole batch of a receive call at once, as "
             "when all of it is written to a database together. For a whole batch a worker also "
             "crashes at most once."}),
        property<&C::failureShare>(
            {"failure_share",
             "Failure share",
             "Share of messages whose processing fails although nothing is wrong with them."},
            Unit::Share,
            {0, 1}),
        property<&C::onFailure>(
            {"on_failure", "After a failure", "What happens to a message that failed."}),
        property<&C::deleteWhen>(
            {"delete_when", "Delete", "When processed messages are deleted from the queue."}),
        property<&C::crashShare>(
            {"crash_share",
             "Crash share",
             "Share of messages during which the worker crashes and loses its whole batch."},
            Unit::Share,
            {0, 1}),
        property<&C::restartTime>(
            {"restart_time", "Restart time", "How long a crashed worker is away."},
            Unit::None,
            {0, 86'400}),
        property<&C::heartbeat>(
            {"heartbeat",
             "Heartbeat",
             "While working, a worker extends the visibility timeout of its messages this often; 0 "
             "means never."},
            Unit::None,
            {0, 43'200}),
        property<&C::heartbeatExtension>(
            {"heartbeat_extension",
             "Heartbeat extends to",
             "New visibility timeout set by each heartbeat, counted from then."},
            Unit::None,
            {0, 43'200, kWholeSeconds}),
        property<&C::heartbeatGrowth>(
            {"heartbeat_growth",
             "Heartbeat growth",
             "Factor by which interval and extension grow from one heartbeat of a batch to the "
             "next: 2 turns 30 s into 60 s and 120 s."},
            Unit::None,
            {1, 10}),
        property<&C::waitSetBy>({"wait_set_by",
                                 "Wait time set",
                                 "Whether receive calls give a wait time of their own or leave it "
                                 "to the queue."}),
        property<&C::visibilitySetBy>({"visibility_set_by",
                                       "Visibility timeout set",
                                       "Whether receive calls give a visibility timeout of their "
                                       "own or leave it to the queue."}),
        property<&C::visibilityTimeout>(
            {"visibility_timeout",
             "Visibility timeout",
             "What each receive call asks for in place of the queue's."},
            Unit::None,
            {0, 43'200, kWholeSeconds},
            {"visibility_set_by", "request"}),
        property<&C::errorPause>({"error_pause",
                                  "Pause after an error",
                                  "How long a worker waits after a receive call was refused or "
                                  "its answer got lost."},
                                 Unit::None,
                                 {0.001, 3'600}),
        property<&C::receiveLoss>(
            {"receive_loss",
             "Lost answers",
             "Share of the answers with messages that never arrive, as when a connection breaks: "
             "the queue has handed the messages out, but nobody works on them."},
            Unit::Share,
            {0, 1}),
        property<&C::repeatsAttempts>(
            {"receive_attempt_ids",
             "Repeats attempt IDs",
             "Whether the call after a lost answer carries the ReceiveRequestAttemptId of the one "
             "before. A FIFO queue then hands out the same messages again at once; otherwise they "
             "stay hidden until their visibility timeout ends."}),
        property<&C::mayUseKey>(
            {"may_use_key",
             "May use keys",
             "Whether it has permission for the keys of queues encrypted with KMS."}),
    }};
    return kRows;
}

std::span<const Metric<Consumer::Metrics>> Consumer::metrics() {
    using M = Metrics;
    using enum MetricType;
    static const std::array<Metric<M>, 11> kRows{{
        metric<&M::processed>({"MessagesProcessed",
                               "Messages processed",
                               "Messages processed successfully, repeated ones "
                               "included.",
                               Counter,
                               Unit::Messages}),
        metric<&M::duplicates>({"DuplicatesProcessed",
                                "Duplicates processed",
                                "Messages processed successfully that had been before.",
                                Counter,
                                Unit::Messages}),
        metric<&M::failures>({"ProcessingFailures",
                              "Failures",
                              "Messages whose processing failed.",
                              Counter,
                              Unit::Messages}),
        metric<&M::crashes>(
            {"WorkerCrashes", "Crashes", "Times a worker crashed.", Counter, Unit::None}),
        metric<&M::polls>({"ReceiveCalls",
                           "Receive calls",
                           "ReceiveMessage requests made.",
                           Counter,
                           Unit::Calls}),
        metric<&M::refused>({"ReceivesRefused",
                             "Receives refused",
                             "Receive calls answered by an error, such as OverLimit.",
                             Counter,
                             Unit::Calls}),
        metric<&M::answersLost>({"ReceiveAnswersLost",
                                 "Receive answers lost",
                                 "Answers with messages that never arrived.",
                                 Counter,
                                 Unit::Calls}),
        metric<&M::fetched>({"PayloadsFetched",
                             "Payloads fetched",
                             "Large payloads read from a bucket.",
                             Counter,
                             Unit::Messages}),
        metric<&M::busyWorkers>(
            {"BusyWorkers", "Busy workers", "Workers processing a message.", Gauge, Unit::Workers}),
        metric<&M::processTime>({"ProcessTime",
                                 "Processing time",
                                 "Time workers took for a message.",
                                 Distribution,
                                 Unit::Seconds}),
        metric<&M::endToEndLatency>({"EndToEndLatency",
                                     "End-to-end latency",
                                     "From sending to the end of successful processing.",
                                     Distribution,
                                     Unit::Seconds}),
    }};
    return kRows;
}

} // namespace sluice
