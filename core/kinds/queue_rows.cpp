// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about the kind; what it does is in queue.cpp.
#include "core/kinds/queue.h"

#include <array>

namespace sluice {

std::span<const PortSpec> Queue::ports() {
    static constexpr std::array<PortSpec, 3> kPorts{
        {{"in",
          "Messages in",
          false,
          Flow::Send | Flow::DeadLetter,
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
          ""}}};
    return kPorts;
}

std::span<const Property<Queue::Config>> Queue::properties() {
    using C = Config;
    static const std::array<Property<C>, 6> kRows{{
        property<&C::visibilityTimeout>(
            {"visibility_timeout",
             "Visibility timeout",
             "A received message stays hidden from other consumers this long."},
            Unit::None,
            {0, 43'200}),
        property<&C::delay>({"delay",
                             "Delivery delay",
                             "A sent message stays hidden this long before anyone can receive "
                             "it."},
                            Unit::None,
                            {0, 900}),
        property<&C::receiveWait>(
            {"receive_wait",
             "Receive wait time",
             "How long a receive waits for a message when the consumer does not say so itself; 0 "
             "is short polling."},
            Unit::None,
            {0, 20}),
        property<&C::retention>({"retention",
                                 "Message retention",
                                 "A message that is still here after this time is "
                                 "removed for good."},
                                Unit::None,
                                {60, 1'209'600}),
        property<&C::maxMessageSize>(
            {"max_message_size", "Maximum message size", "Larger messages are refused."},
            Unit::Bytes,
            {1'024, 1'048'576}),
        property<&C::maxReceiveCount>(
            {"max_receive_count",
             "Maximum receives",
             "A message received this often without being deleted moves to the dead-letter "
             "queue at the next receive. Without a dead-letter queue it has no effect."},
            Unit::None,
            {1, 1'000}),
    }};
    return kRows;
}

std::span<const Metric<Queue::Metrics>> Queue::metrics() {
    using M = Metrics;
    using enum MetricType;
    static const std::array<Metric<M>, 16> kRows{{
        metric<&M::sent>({"NumberOfMessagesSent",
                          "Messages sent",
                          "Messages added to the queue.",
                          Counter,
                          Unit::Messages,
                          MetricRole::Sent}),
        metric<&M::received>({"NumberOfMessagesReceived",
                              "Messages received",
                              "Messages handed to consumers.",
                              Counter,
                              Unit::Messages}),
        metric<&M::deleted>({"NumberOfMessagesDeleted",
                             "Messages deleted",
                             "Messages deleted by consumers.",
                             Counter,
                             Unit::Messages,
                             MetricRole::Deleted}),
        metric<&M::emptyReceives>({"NumberOfEmptyReceives",
                                   "Empty receives",
                                   "Receive calls that returned nothing.",
                                   Counter,
                                   Unit::Calls}),
        metric<&M::visible>({"ApproximateNumberOfMessagesVisible",
                             "Visible messages",
                             "Messages ready to be received.",
                             Gauge,
                             Unit::Messages,
                             MetricRole::None,
                             "Queue depth"}),
        metric<&M::inFlight>({"ApproximateNumberOfMessagesNotVisible",
                              "Messages in flight",
                              "Messages received but neither deleted nor timed out.",
                              Gauge,
                              Unit::Messages}),
        metric<&M::delayed>({"ApproximateNumberOfMessagesDelayed",
                             "Delayed messages",
                             "Messages still waiting for their delivery delay.",
                             Gauge,
                             Unit::Messages}),
        metric<&M::ageOfOldest>({"ApproximateAgeOfOldestMessage",
                                 "Age of oldest message",
                                 "Age of the oldest message received at most twice.",
                                 Gauge,
                                 Unit::Seconds,
                                 MetricRole::None,
                                 "Age of oldest message"}),
        metric<&M::sentBytes>({"SentMessageSize",
                               "Bytes sent",
                               "Size of the messages added to the queue.",
                               Counter,
                               Unit::Bytes}),
        metric<&M::timedOut>(
            {"VisibilityTimeoutsExpired",
             "Visibility timeouts",
             "Messages that became visible again because they were not deleted in time.",
             Counter,
             Unit::Messages}),
        metric<&M::moved>({"MessagesMovedToDeadLetterQueue",
                           "Moved to dead-letter queue",
                           "Messages whose receives were used up.",
                           Counter,
                           Unit::Messages,
                           MetricRole::DeadLettered}),
        metric<&M::expired>({"MessagesExpired",
                             "Messages expired",
                             "Messages removed at the end of their retention.",
                             Counter,
                             Unit::Messages,
                             MetricRole::Expired}),
        metric<&M::refused>({"MessagesRefused",
                             "Messages refused",
                             "Sends refused because the message was too large.",
                             Counter,
                             Unit::Messages}),
        metric<&M::stored>({"MessagesStored",
                            "Stored messages",
                            "Visible, in flight and delayed together.",
                            Gauge,
                            Unit::Messages}),
        metric<&M::asDeadLetters>({"MessagesInDeadLetterQueue",
                                   "Dead letters stored",
                                   "Stored messages, when this queue is a dead-letter queue.",
                                   Gauge,
                                   Unit::Messages,
                                   MetricRole::InDeadLetterQueues}),
        metric<&M::queueTime>({"QueueTime",
                               "Time in queue",
                               "From sending to the first receive.",
                               Distribution,
                               Unit::Seconds}),
    }};
    return kRows;
}

} // namespace sluice
