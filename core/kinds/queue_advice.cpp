// SPDX-License-Identifier: GPL-3.0-or-later
// What is advised about queues and the consumers that read them.
#include "core/kinds/queue_advice.h"

#include "core/base/distribution_sum.h"
#include "core/kinds/access_advice.h"
#include "core/kinds/key_advice.h"
#include "core/kinds/source_rates.h"

#include <cmath>
#include <optional>

namespace sluice {

namespace {

/// What a worker needs for one batch, seldom more.
Duration batchTime(const Consumer::Config& reader) {
    return highSum(reader.processing, static_cast<int>(reader.drawsPerBatch()));
}

/// Mean seconds a worker that gets full batches needs for one message.
double timePerMessage(const Consumer::Config& reader) {
    return seconds(reader.processing.average()) * static_cast<double>(reader.drawsPerBatch())
           / static_cast<double>(reader.batchSize);
}

// SQS-28, SQS-132
std::optional<Finding> shortVisibilityTimeout(const Neighbourhood& queue) {
    const Neighbour<Consumer>* worst = nullptr;
    std::int64_t workers = 0;
    for (const auto& reader : queue.readers) {
        workers += reader.config.workers;
        const bool isShort =
            batchTime(reader.config) > visibilityTimeoutOf(queue.config, reader.config);
        if (!isShort || reader.config.heartbeat > Duration::zero()) continue;
        if (worst == nullptr || batchTime(reader.config) > batchTime(worst->config))
            worst = &reader;
    }
    if (worst == nullptr) return std::nullopt;
    const Consumer::Config& reader = worst->config;
    const bool isOfReader = reader.visibilitySetBy == SetBy::Request;
    const Duration need = batchTime(reader);
    const std::string messages =
        reader.batchSize == 1 ? "it" : "a batch of " + std::to_string(reader.batchSize);
    const Duration average = reader.processing.average() * reader.drawsPerBatch();
    const bool varies = average < need;
    Finding result = advice(
        isOfReader ? *worst->node : queue.node,
        "visibility_timeout",
        quotedName(queue.node) + " hides a received message for "
            + spoken(visibilityTimeoutOf(queue.config, reader)) + ", but "
            + quotedName(*worst->node) + (varies ? " may need " : " needs ") + spoken(need)
            + " for " + messages + (varies ? " (" + spoken(average) + " on average)" : "")
            + ". Messages come back while they are being processed.",
        "The visibility timeout runs from the receive, and a worker processes the messages of a "
        "batch one after the other. When it ends before the message is deleted, the message is "
        "visible again and another worker does the same work: it is processed twice, its receive "
        "count goes up, and in the end a good message lands in the dead-letter queue. Set the "
        "timeout well above the time for a whole batch, or let the workers extend it by a "
        "heartbeat.");
    const Duration enough = roundedUp(2 * need, kLongestVisibility);
    if (enough >= need) result.fix = {{result.node, "visibility_timeout", enough}};
    result.demonstration = workers > 1
                               ? Demonstration{worst->node->id, "DuplicatesProcessed", 1, 1h}
                               : Demonstration{queue.node.id, "VisibilityTimeoutsExpired", 1, 1h};
    return result;
}

// SQS-75
std::optional<Finding> deadLettersExpireEarly(const Neighbourhood& queue) {
    if (isFifo(queue.config) || queue.config.retention >= kLongestRetention) return std::nullopt;
    const auto source =
        std::find_if(queue.sources.begin(), queue.sources.end(), [&](const auto& each) {
            return each.config.retention >= queue.config.retention;
        });
    if (source == queue.sources.end()) return std::nullopt;
    Finding result = advice(
        queue.node,
        "retention",
        quotedName(queue.node) + " keeps messages for " + toText(queue.config.retention)
            + ", not longer than " + quotedName(*source->node)
            + ", whose dead letters it takes. They may be gone before anyone looks at them.",
        "In a standard queue the retention of a dead letter counts from when it was first sent, "
        "not from when it was moved: days spent in the source queue are gone. A message that was "
        "retried until late in its life is deleted from the dead-letter queue soon after it "
        "arrives, without a trace. Give dead-letter queues the longest retention, 14 d.");
    result.fix = {{queue.node.id, "retention", kLongestRetention}};
    if (source->config.maxReceiveCount > 0)
        result.demonstration = {{queue.node.id, "MessagesExpired", 1, queue.config.retention + 1h}};
    return result;
}

// SQS-70, SQS-71
std::optional<Finding> noDeadLetterQueue(const Neighbourhood& queue) {
    const Neighbour<Consumer>* reader = queue.failingReader();
    if (reader == nullptr || !queue.deadLetters.empty() || !queue.sources.empty())
        return std::nullopt;
    Finding result = advice(
        queue.node,
        "",
        (queue.hasPoison() ? "Some messages in " + quotedName(queue.node)
                                 + " can never be processed, but it has no dead-letter queue."
                           : quotedName(*reader->node) + " sometimes fails, but "
                                 + quotedName(queue.node) + " has no dead-letter queue.")
            + " Such messages come back again and again until their retention ends.",
        "A message that fails is never deleted, so it becomes visible again after every visibility "
        "timeout. Poison messages pile up, take the workers' time from good ones, and are lost "
        "when the retention ends; nobody is told. A dead-letter queue sets a message aside after "
        "the maximum number of receives, so that someone can look at it and send it again later.");
    Addition addition{queue.node.id,
                      "dead_letter",
                      std::string(Queue::kKey),
                      queue.node.name.substr(0, 60) + "-dead-letters",
                      {{"retention", kLongestRetention}}};
    if (isFifo(queue.config)) {
        addition.properties.emplace("type", detail::toValue(queue.config.type)); // SQS-69
    }
    result.addition = std::move(addition);
    result.demonstration = {{reader->node->id, "ProcessingFailures", 5, 1h}};
    return result;
}

// SQS-70
std::optional<Finding> noSecondChance(const Neighbourhood& queue) {
    if (queue.deadLetters.empty() || queue.config.maxReceiveCount > 1) return std::nullopt;
    const auto reader =
        std::find_if(queue.readers.begin(), queue.readers.end(), [](const auto& each) {
            return each.config.failureShare > 0 || each.config.crashShare > 0;
        });
    if (reader == queue.readers.end()) return std::nullopt;
    Finding result = advice(
        queue.node,
        "max_receive_count",
        quotedName(queue.node) + " gives a message one receive only, and "
            + quotedName(*reader->node)
            + " sometimes fails without any fault of the message: good messages become dead "
              "letters.",
        "Most failures pass: a timeout of a database, a worker that is restarted. With a maximum "
        "of 1 the first of them sends a good message to the dead-letter queue, where somebody has "
        "to send it back by hand. Allow a few receives, so that only what fails every time is set "
        "aside.");
    result.fix = {{queue.node.id, "max_receive_count", Queue::Config{}.maxReceiveCount}};
    result.demonstration = {{queue.node.id, "MessagesMovedToDeadLetterQueue", 1, 1h}};
    return result;
}

// SQS-43
std::optional<Finding> expiresWhileRetried(const Neighbourhood& queue) {
    const Neighbour<Consumer>* reader = queue.failingReader();
    if (reader == nullptr || queue.deadLetters.empty()
        || reader->config.onFailure != OnFailure::LeaveHidden) {
        return std::nullopt;
    }
    const Duration retrying =
        queue.config.maxReceiveCount * visibilityTimeoutOf(queue.config, reader->config);
    if (retrying < queue.config.retention) return std::nullopt;
    Finding result = advice(
        queue.node,
        "retention",
        "A message of " + quotedName(queue.node) + " that keeps failing needs " + spoken(retrying)
            + " for its " + std::to_string(queue.config.maxReceiveCount)
            + " receives, but is removed after " + toText(queue.config.retention)
            + ": it never reaches the dead-letter queue.",
        "Retention counts from the send and goes on while a message is in flight. When it ends, "
        "the message is deleted; expired messages do not go to the dead-letter queue. Keep them "
        "longer, or make the visibility timeout or the maximum receives smaller.");
    result.fix = {{queue.node.id, "retention", roundedUp(2 * retrying, kLongestRetention)}};
    if (retrying >= kLongestRetention) result.fix.clear();
    result.demonstration = {{queue.node.id, "MessagesExpired", 1, 2 * queue.config.retention + 1h}};
    return result;
}

// SQS-43
std::optional<Finding> nobodyReceives(const Neighbourhood& queue) {
    if (!queue.readers.empty() || !queue.isSentTo || !queue.sources.empty()) return std::nullopt;
    Finding result = advice(
        queue.node,
        "",
        "Nobody receives from " + quotedName(queue.node) + ": what is sent there is removed after "
            + toText(queue.config.retention) + ". Link it to a consumer.",
        "A queue keeps messages until they are deleted by a consumer or their retention ends. "
        "Expired messages are gone without a trace: they do not go to a dead-letter queue and the "
        "producer is not told.");
    result.demonstration = {{queue.node.id, "MessagesExpired", 1, queue.config.retention + 1h}};
    return result;
}

// SQS-43, SQS-44
std::optional<Finding> delayedForEver(const Neighbourhood& queue) {
    if (queue.config.delay < queue.config.retention) return std::nullopt;
    Finding result = advice(
        queue.node,
        "retention",
        quotedName(queue.node) + " delays messages by " + toText(queue.config.delay)
            + " and removes them after " + toText(queue.config.retention)
            + ": nobody can ever receive one.",
        "Retention counts from the send, also while a message is delayed. The delay must be much "
        "shorter than the retention.");
    result.fix = {{queue.node.id, "retention", Queue::Config{}.retention}};
    if (!queue.producers.empty())
        result.demonstration = {{queue.node.id, "MessagesExpired", 1, 1h}};
    return result;
}

std::optional<Finding> growsForEver(const Neighbourhood& queue) {
    double capacity = 0;
    for (const auto& reader : queue.readers) {
        const double time = timePerMessage(reader.config);
        if (time <= 0) return std::nullopt;
        capacity += static_cast<double>(reader.config.workers) / time;
    }
    if (queue.readers.empty() || queue.arrivals <= capacity) return std::nullopt;
    const auto& first = queue.readers.front();
    const double missing = queue.arrivals * 1.25 - capacity;
    const auto added = static_cast<std::int64_t>(std::ceil(missing * timePerMessage(first.config)));
    Finding result = advice(
        *first.node,
        "workers",
        scaledText(queue.arrivals, Unit::PerSecond) + " come into " + quotedName(queue.node)
            + ", but its consumers can process only " + scaledText(capacity, Unit::PerSecond)
            + ". The backlog grows without end.",
        "A queue evens out bursts, but not a lasting overload: every message waits longer than the "
        "one before it until messages reach the end of their retention and are lost. Workers "
        "should be busy for no more than about 80 % of the time; closer to 100 % the waiting time "
        "grows very fast.");
    if (first.config.workers + added <= 1'000)
        result.fix = {{first.node->id, "workers", first.config.workers + added}};
    result.demonstration = {{queue.node.id, "ApproximateAgeOfOldestMessage", 20, 2h}};
    return result;
}

bool isSentTo(const Document& document, const Node& queue) {
    return std::any_of(document.links.begin(), document.links.end(), [&](const Link& link) {
        return link.to == queue.id && link.toPort == "in" && link.fromPort != "dead_letter";
    });
}

} // namespace

void Queue::advise(const Document& document,
                   const Registry& /*registry*/,
                   const Node& node,
                   std::vector<Finding>& findings) {
    const Neighbourhood queue{document,
                              node,
                              configOf<Queue>(node),
                              nodesAfter<Consumer>(document, node.id, "out"),
                              nodesBefore<Producer>(document, node.id, "in"),
                              nodesBefore<Queue>(document, node.id, "in"),
                              nodesAfter<Queue>(document, node.id, "dead_letter"),
                              arrivalsPerSecond(document, node.id),
                              isSentTo(document, node),
                              limitsOf(document.settings).value_or(LimitsProfile{})};
    checkQueue(document, queue, findings);
    for (const auto rule : {shortVisibilityTimeout,
                            deadLettersExpireEarly,
                            noDeadLetterQueue,
                            noSecondChance,
                            expiresWhileRetried,
                            nobodyReceives,
                            delayedForEver,
                            growsForEver}) {
        if (auto finding = rule(queue)) findings.push_back(std::move(*finding));
    }
    adviseOnSending(queue, findings);
    if (queue.config.encryption == Encryption::Kms) {
        adviseOnKey(document, node, queue.config.keyState, &codeOf, findings);
    }
    adviseOnAccess(document, node, findings);
}

} // namespace sluice
