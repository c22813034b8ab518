// SPDX-License-Identifier: GPL-3.0-or-later
// What can be measured of a queue.
#include "core/broker/prices.h"
#include "core/kinds/queue.h"

#include <array>

namespace sluice {

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Metric<Queue::Metrics>> Queue::metrics() {
    using M = Metrics;
    using enum MetricType;
    static const std::array<Metric<M>, 32> kRows{{
        metric<&M::sent>({"NumberOfMessagesSent",
                          "Messages sent",
                          "Messages added to the queue.",
                          Counter,
                          Unit::Messages}),
        metric<&M::sentByHand>({"MessagesSentByHand",
                                "Sent by hand",
                                "Of these, by the user's own action.",
                                Counter,
                                Unit::Messages,
                                MetricRole::Sent}),
        metric<&M::received>({"NumberOfMessagesReceived",
                              "Messages received",
                              "Messages handed to consumers.",
                              Counter,
                              Unit::Messages}),
        metric<&M::deleteCalls>({"NumberOfMessagesDeleted",
                                 "Deletions",
                                 "Deletions that succeeded; deleting the same message twice counts "
                                 "twice.",
                                 Counter,
                                 Unit::Messages}),
        metric<&M::deleted>({"MessagesDeleted",
                             "Messages deleted",
                             "Messages removed by a deletion, each counted once.",
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
                             "Messages whose send was refused, for whatever reason.",
                             Counter,
                             Unit::Messages}),
        metric<&M::deduplicated>({"NumberOfDeduplicatedSentMessages",
                                  "Messages deduplicated",
                                  "Messages accepted but not stored, as duplicates of one sent in "
                                  "the last five minutes.",
                                  Counter,
                                  Unit::Messages}),
        metric<&M::throttled>({"ThrottledRequests",
                               "Throttled calls",
                               "Calls above the quota.",
                               Counter,
                               Unit::Calls}),
        metric<&M::redriven>({"MessagesRedriven",
                              "Messages redriven",
                              "Messages moved back to where they came from.",
                              Counter,
                              Unit::Messages}),
        metric<&M::purged>({"MessagesPurged",
                            "Messages purged",
                            "Messages removed by a purge.",
                            Counter,
                            Unit::Messages}),
        metric<&M::groupsInFlight>({"ApproximateNumberOfGroupsWithInflightMessages",
                                    "Groups in flight",
                                    "Message groups of a FIFO queue with a message in flight.",
                                    Gauge,
                                    Unit::None}),
        metric<&M::noisyGroups>({"ApproximateNumberOfNoisyGroups",
                                 "Noisy groups",
                                 "Tenants that hold more than their share of what is in flight.",
                                 Gauge,
                                 Unit::None}),
        metric<&M::quietVisible>({"ApproximateNumberOfMessagesVisibleInQuietGroups",
                                  "Visible, quiet groups",
                                  "Visible messages of tenants that are not noisy.",
                                  Gauge,
                                  Unit::Messages}),
        metric<&M::quietInFlight>({"ApproximateNumberOfMessagesNotVisibleInQuietGroups",
                                   "In flight, quiet groups",
                                   "Messages in flight of tenants that are not noisy.",
                                   Gauge,
                                   Unit::Messages}),
        metric<&M::quietDelayed>({"ApproximateNumberOfMessagesDelayedInQuietGroups",
                                  "Delayed, quiet groups",
                                  "Delayed messages of tenants that are not noisy.",
                                  Gauge,
                                  Unit::Messages}),
        metric<&M::quietAgeOfOldest>({"ApproximateAgeOfOldestMessageInQuietGroups",
                                      "Age of oldest, quiet groups",
                                      "Age of the oldest message of tenants that are not noisy.",
                                      Gauge,
                                      Unit::Seconds}),
        metric<&M::billedRequests>({"BilledRequests",
                                    "Billed requests",
                                    "API calls, each 64 KiB of payload counted as one.",
                                    Counter,
                                    Unit::Calls}),
        metric<&M::billedGroupRequests>({"BilledGroupRequests",
                                         "Billed requests with groups",
                                         "Those that carried a message group.",
                                         Counter,
                                         Unit::Calls}),
        metric<&M::keyCalls>(
            {"KeyRequests", "Key requests", "Data keys asked of KMS.", Counter, Unit::Calls}),
        metric<&M::cost>({"EstimatedCharges",
                          "Cost",
                          "US dollars for all requests so far at list prices, without the free "
                          "tier.",
                          Gauge,
                          Unit::Dollars}),
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

double Queue::cost() const {
    return queueCost(
        config.type == QueueType::Fifo, counted.billedRequests, counted.billedGroupRequests);
}

void Queue::beforeSample(SimTime now, Duration /*interval*/) {
    chooseGroups();
    counted.ageOfOldest = seconds(store.ageOfOldest(now));
    counted.cost = cost();
    counted.groupsInFlight =
        store.withStore([](const auto& messages) { return messages.groupsInFlight(); });
    const auto fair = store.fairFigures(now);
    counted.noisyGroups = fair.noisyGroups;
    counted.quietVisible = fair.visible;
    counted.quietInFlight = fair.inFlight;
    counted.quietDelayed = fair.delayed;
    counted.quietAgeOfOldest = seconds(fair.ageOfOldest);
}

} // namespace sluice
