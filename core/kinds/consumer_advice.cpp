// SPDX-License-Identifier: GPL-3.0-or-later
// What is advised about consumers and the queues they read.
#include "core/base/assert.h"
#include "core/base/distribution_sum.h"
#include "core/broker/prices.h"
#include "core/kinds/advice.h"
#include "core/kinds/link_settings.h"
#include "core/kinds/rate_schedule.h"
#include "core/kinds/source_rates.h"

#include <cmath>
#include <optional>

namespace sluice {

namespace {

using Queues = std::vector<Neighbour<Queue>>;

struct Reader {
    const Document& document;
    const Node& node;
    Consumer::Config config;
    Queues queues;
};

/// Time between two receive calls of a worker that finds nothing and does not wait.
Duration pollInterval(const Reader& reader, const Neighbour<Queue>& queue) {
    LinkSettings link;
    assignAll(link, linkProperties(), queue.link->properties);
    return std::max<Duration>(reader.config.pollPause + 2 * link.latency.average(), 1ms);
}

// SQS-20 … SQS-26, SQS-135
std::optional<Finding> shortPolling(const Reader& reader) {
    constexpr double kIdle = 4;
    if (reader.queues.size() != 1) return std::nullopt;
    const Neighbour<Queue>& queue = reader.queues.front();
    if (waitTimeOf(queue.config, reader.config) > Duration::zero()) return std::nullopt;
    const double calls =
        static_cast<double>(reader.config.workers) * 3'600 / seconds(pollInterval(reader, queue));
    const double messages = 3'600 * arrivalsPerSecond(reader.document, queue.node->id);
    if (calls < kIdle * messages) return std::nullopt;
    const double perMonth = queueCost(queue.config.type == QueueType::Fifo,
                                      static_cast<std::uint64_t>(std::llround(calls * 720)),
                                      0);
    const bool isOfQueue = reader.config.waitSetBy == SetBy::Queue;
    Finding result = advice(
        isOfQueue ? *queue.node : reader.node,
        isOfQueue ? "receive_wait" : "wait_time",
        quotedName(reader.node) + " asks " + quotedName(*queue.node) + " about "
            + groupedText(std::llround(calls)) + " times an hour, though "
            + (messages < 1 ? "hardly any messages"
                            : "only " + groupedText(std::llround(messages)) + " messages")
            + " come in. Let its receive calls wait: long polling.",
        "With a wait time of 0 a receive call returns at once, also with nothing, and every call "
        "is paid for: here about $"
            + amountText(perMonth)
            + " a month. It may also look at a part of the queue's hosts only and miss messages "
              "that are there. A call that waits up to 20 s returns as soon as a message comes: "
              "180 calls an hour for each worker instead, and no later delivery.");
    result.fix = {{result.node, result.property, Duration(20s)}};
    result.demonstration = {{queue.node->id, "NumberOfEmptyReceives", 10, 1h}};
    return result;
}

// SQS-30, SQS-132
std::optional<Finding> lateHeartbeat(const Reader& reader) {
    const Consumer::Config& config = reader.config;
    if (config.heartbeat <= Duration::zero() || reader.queues.empty()) return std::nullopt;
    const auto shortest = std::min_element(
        reader.queues.begin(), reader.queues.end(), [&](const auto& left, const auto& right) {
            return visibilityTimeoutOf(left.config, config)
                   < visibilityTimeoutOf(right.config, config);
        });
    const Duration timeout = visibilityTimeoutOf(shortest->config, config);
    const Duration extension = config.heartbeatExtension; // grows as the interval does
    const bool isLateAtFirst = config.heartbeat >= timeout;
    if (!isLateAtFirst && config.heartbeat < extension) return std::nullopt;
    Finding result = advice(
        reader.node,
        "heartbeat",
        isLateAtFirst
            ? quotedName(reader.node) + " sends its first heartbeat after "
                  + spoken(config.heartbeat) + ", but " + quotedName(*shortest->node)
                  + " hides a received message for " + spoken(timeout) + " only."
            : "The heartbeats of " + quotedName(reader.node) + " extend the visibility timeout to "
                  + spoken(config.heartbeatExtension) + ", but the next one comes later than that.",
        "A heartbeat sets the visibility timeout anew, counted from the call. One that comes after "
        "the timeout has ended is too late: the message is visible again and another worker may "
        "have it. Send heartbeats at half the timeout, so that one may be late or lost.");
    const Duration limit = std::min(timeout, extension > Duration::zero() ? extension : timeout);
    if (limit > Duration::zero()) result.fix = {{reader.node.id, "heartbeat", limit / 2}};
    if (limit > Duration::zero() && extension <= Duration::zero())
        result.fix.push_back({reader.node.id, "heartbeat_extension", timeout});
    const auto draws = static_cast<int>(config.drawsPerBatch());
    if (highSum(config.processing, draws) > limit)
        result.demonstration = {{shortest->node->id, "VisibilityTimeoutsExpired", 1, 1h}};
    return result;
}

std::optional<Finding> lateDeletes(const Reader& reader) {
    const Consumer::Config& config = reader.config;
    if (config.deleteWhen != DeleteWhen::AfterBatch || config.batchSize < 2
        || config.crashShare <= 0) {
        return std::nullopt;
    }
    Finding result = advice(
        reader.node,
        "delete_when",
        "When a worker of " + quotedName(reader.node)
            + " crashes, the whole batch is processed again, also what was finished. Delete each "
              "message as soon as it is processed.",
        "A message that was processed but not yet deleted comes back when its visibility timeout "
        "ends. Deleting after the whole batch saves calls, but one crash repeats the work of up to "
            + std::to_string(config.batchSize)
            + " messages and uses up a receive of each, so that good messages come nearer to the "
              "dead-letter queue.");
    result.fix = {{reader.node.id, "delete_when", std::string("after_each")}};
    result.demonstration = {{reader.node.id, "DuplicatesProcessed", 1, 1h}};
    return result;
}

/// The longest that its workers wait on another link than this one.
Duration waitElsewhere(const Reader& reader, const Neighbour<Queue>& queue) {
    Duration longest{};
    for (const auto& other : reader.queues) {
        if (other.link != queue.link)
            longest = std::max(longest, waitTimeOf(other.config, reader.config));
    }
    return longest;
}

/// A message is older than being processed explains: it lay there during half a wait elsewhere.
/// The busiest queue suffers most.
Demonstration waitingInVain(const Reader& reader) {
    const Neighbour<Queue>* victim = nullptr;
    double most = -1;
    for (const auto& queue : reader.queues) {
        const double arrivals = arrivalsPerSecond(reader.document, queue.node->id);
        if (arrivals <= most || waitElsewhere(reader, queue) == Duration::zero()) continue;
        most = arrivals;
        victim = &queue;
    }
    SLUICE_ASSERT(victim != nullptr);
    const auto draws = static_cast<int>(reader.config.drawsPerBatch());
    const Duration age =
        highSum(reader.config.processing, draws) + waitElsewhere(reader, *victim) / 2;
    return {victim->node->id, "ApproximateAgeOfOldestMessage", seconds(age), 1h};
}

// SQS-21
std::optional<Finding> waitingAtTheWrongQueue(const Reader& reader) {
    const Consumer::Config& config = reader.config;
    const auto waits = [&](const auto& queue) {
        return waitTimeOf(queue.config, config) > Duration::zero();
    };
    const bool isWaiting = std::any_of(reader.queues.begin(), reader.queues.end(), waits);
    if (reader.queues.size() < 2 || !isWaiting
        || static_cast<std::size_t>(config.workers) >= reader.queues.size()) {
        return std::nullopt;
    }
    Finding result = advice(
        reader.node,
        "workers",
        quotedName(reader.node)
            + " has fewer workers than queues: one that waits at an empty queue "
              "cannot serve the others meanwhile.",
        "A long poll holds a worker for up to 20 s when the queue is empty, even if another of its "
        "queues is full. Have at least one worker for every queue, or a consumer of its own for "
        "each.");
    result.fix = {{reader.node.id, "workers", static_cast<std::int64_t>(reader.queues.size())}};
    result.demonstration = waitingInVain(reader);
    return result;
}

} // namespace

void Consumer::advise(const Document& document,
                      const Registry& /*registry*/,
                      const Node& node,
                      std::vector<Finding>& findings) {
    const Reader reader{
        document, node, configOf<Consumer>(node), nodesBefore<Queue>(document, node.id, "in")};
    for (const auto rule : {shortPolling, lateHeartbeat, lateDeletes, waitingAtTheWrongQueue}) {
        if (auto finding = rule(reader)) findings.push_back(std::move(*finding));
    }
}

} // namespace sluice
