// SPDX-License-Identifier: GPL-3.0-or-later
// What is advised about what producers send to a queue.
#include "core/kinds/queue_advice.h"
#include "core/kinds/source_rates.h"

#include <optional>

namespace sluice {

namespace {

using Source = Neighbour<Producer>;

constexpr Duration kDedupWindow = 5min;      // SQS-93
constexpr double kCallsPerSecond = 300;      // SQS-117
constexpr double kMessagesPerSecond = 3'000; // SQS-117

Demonstration refusals(const Source& source) {
    return {source.node->id, "SendsRefused", 1, 1h};
}

// SQS-52
std::optional<Finding> tooLarge(const Neighbourhood& queue, const Source& source) {
    const bool isReference = source.config.largePayload == LargePayload::ThroughBucket
                             && source.config.messageSize > source.config.payloadThreshold;
    if (isReference || source.config.messageSize <= queue.config.maxMessageSize)
        return std::nullopt;
    Finding result = advice(
        queue.node,
        "max_message_size",
        quotedName(*source.node) + " sends messages of "
            + scaledText(static_cast<double>(source.config.messageSize), Unit::Bytes) + ", but "
            + quotedName(queue.node) + " takes at most "
            + scaledText(static_cast<double>(queue.config.maxMessageSize), Unit::Bytes)
            + ": all of them are refused.",
        "Body and attributes together count. A queue takes at most 1 MiB; larger payloads belong "
        "in a bucket, with a reference sent through the queue.");
    if (source.config.messageSize <= Queue::Config{}.maxMessageSize)
        result.fix = {{queue.node.id, "max_message_size", source.config.messageSize}};
    result.demonstration = refusals(source);
    return result;
}

// SQS-88
std::optional<Finding> missingGroup(const Neighbourhood& queue, const Source& source) {
    if (!isFifo(queue.config) || source.config.messageGroup != MessageGroup::None)
        return std::nullopt;
    Finding result = advice(
        *source.node,
        "message_group",
        quotedName(*source.node) + " sends without a message group, and the FIFO queue "
            + quotedName(queue.node) + " refuses every message without one.",
        "A FIFO queue keeps the order within a message group, so every message must name its "
        "group. One group for each customer, device or order keeps the order where it matters and "
        "lets different groups be processed side by side.");
    result.fix = {{source.node->id, "message_group", std::string("per_key")}};
    result.demonstration = refusals(source);
    return result;
}

// SQS-90
std::optional<Finding> missingDedupId(const Neighbourhood& queue, const Source& source) {
    if (!isFifo(queue.config) || queue.config.contentBasedDedup
        || source.config.dedupId != DedupId::None) {
        return std::nullopt;
    }
    Finding result = advice(
        *source.node,
        "dedup_id",
        quotedName(*source.node) + " sends without a deduplication ID, and "
            + quotedName(queue.node)
            + " does not make one from the content: every message is refused.",
        "A FIFO queue drops repetitions of a message within five minutes and tells them by the "
        "deduplication ID. Either the producer gives each message its own, or the queue takes the "
        "SHA-256 of the body; then two messages with equal bodies count as one.");
    result.fix = {{source.node->id, "dedup_id", std::string("unique")}};
    result.demonstration = refusals(source);
    return result;
}

// SQS-91, SQS-93
std::optional<Finding> takenForDuplicates(const Neighbourhood& queue, const Source& source) {
    const Producer::Config& config = source.config;
    if (!isFifo(queue.config)) return std::nullopt;
    const bool isPerKey = config.dedupId == DedupId::PerKey;
    const bool isByBody = config.dedupId == DedupId::None && queue.config.contentBasedDedup
                          && config.body.find("{n}") == std::string::npos;
    if (!isPerKey && !isByBody) return std::nullopt;
    Finding result = advice(
        *source.node,
        "dedup_id",
        quotedName(*source.node) + " gives different messages the same "
            + (isPerKey ? "deduplication ID" : "body, from which their deduplication ID is made")
            + ": " + quotedName(queue.node) + " keeps only the first of them in five minutes.",
        "A send whose deduplication ID was seen in the last five minutes succeeds, but nothing is "
        "stored, and the producer is not told. That is right for repetitions of one message only. "
        "Give every message an ID of its own that its repetitions share.");
    result.fix = {{source.node->id, "dedup_id", std::string("unique")}};
    result.demonstration = {{queue.node.id, "NumberOfDeduplicatedSentMessages", 1, 1h}};
    return result;
}

// SQS-93, SQS-116
std::optional<Finding> lateRetry(const Neighbourhood& queue, const Source& source) {
    const Producer::Config& config = source.config;
    if (!isFifo(queue.config) || config.answerLoss <= 0 || config.retries == 0
        || config.retryAfter < kDedupWindow) {
        return std::nullopt;
    }
    Finding result = advice(
        *source.node,
        "retry_after",
        quotedName(*source.node) + " repeats a send only after " + spoken(config.retryAfter)
            + ", but " + quotedName(queue.node)
            + " forgets deduplication IDs after 5 min: the message is stored twice.",
        "The deduplication window is five minutes from the first accepted send and is not "
        "extended. Exactly-once processing holds only if the producer repeats a send within it and "
        "the consumer deletes within the visibility timeout.");
    result.fix = {{source.node->id, "retry_after", Duration(10s)}};
    result.demonstration = {{source.node->id, "SendsRetried", 1, 2 * config.retryAfter + 1h}};
    return result;
}

// SQS-98
std::optional<Finding> oneGroup(const Neighbourhood& queue, const Source& source) {
    const Producer::Config& config = source.config;
    const bool isOne = config.messageGroup == MessageGroup::Single
                       || (config.messageGroup == MessageGroup::PerKey && config.keys == 1);
    if (!isFifo(queue.config) || !isOne || queue.producers.size() > 1 || queue.workers() < 2)
        return std::nullopt;
    Finding result = advice(
        *source.node,
        "message_group",
        "All messages in " + quotedName(queue.node) + " are of one message group, so only one of "
            + std::to_string(queue.workers()) + " workers is ever busy.",
        "While a message of a group is in flight, no other message of that group is handed out: "
        "that is how order is kept. More workers help only if there are more groups. Use one group "
        "for each thing whose order matters, such as a customer or an order.");
    if (config.messageGroup == MessageGroup::Single)
        result.fix.push_back({source.node->id, "message_group", std::string("per_key")});
    if (config.keys == 1) {
        result.fix.push_back({source.node->id, "keys", Producer::Config{}.keys});
    }
    result.demonstration = {{queue.node.id, "ApproximateNumberOfMessagesVisible", 10, 1h}};
    return result;
}

// SQS-92
std::optional<Finding> dedupIdOnStandard(const Neighbourhood& queue, const Source& source) {
    if (isFifo(queue.config) || source.config.dedupId == DedupId::None) return std::nullopt;
    Finding result = advice(
        *source.node,
        "dedup_id",
        quotedName(*source.node) + " sends deduplication IDs, which the standard queue "
            + quotedName(queue.node) + " refuses.",
        "Only FIFO queues deduplicate. A standard queue delivers at least once: consumers must "
        "expect a message twice and do no harm then.");
    result.fix = {{source.node->id, "dedup_id", std::string("none")}};
    result.demonstration = refusals(source);
    return result;
}

// SQS-47
std::optional<Finding> ownDelayOnFifo(const Neighbourhood& queue, const Source& source) {
    const bool isDelayed = source.config.hasOwnDelay && source.config.ownDelay > Duration::zero();
    if (!isFifo(queue.config) || !isDelayed) return std::nullopt;
    Finding result = advice(
        *source.node,
        "own_delay",
        quotedName(*source.node) + " gives each message a delay of its own, which the FIFO queue "
            + quotedName(queue.node) + " refuses.",
        "Delays of single messages would break the order. A FIFO queue knows only the delivery "
        "delay of the whole queue.");
    result.fix = {{source.node->id, "own_delay", false},
                  {queue.node.id, "delay", source.config.ownDelay}};
    result.demonstration = refusals(source);
    return result;
}

// SQS-117
std::optional<Finding> aboveQuota(const Neighbourhood& queue, const Source& source) {
    const Producer::Config& config = source.config;
    const bool hasQuota = isFifo(queue.config) && queue.config.hasQuotas
                          && queue.config.throughputLimit == ThroughputLimit::PerQueue;
    const double rate = messagesPerSecond(config);
    if (!hasQuota || rate <= kCallsPerSecond * static_cast<double>(config.batchSize)
        || rate > kMessagesPerSecond) {
        return std::nullopt;
    }
    Finding result = advice(
        *source.node,
        "batch_size",
        quotedName(*source.node) + " makes more than 300 send calls a second, the most that the "
            + "FIFO queue " + quotedName(queue.node) + " accepts. The rest is throttled.",
        "Sends, receives and deletes of a FIFO queue are limited to 300 calls a second each. A "
        "batch of up to ten messages counts as one call, so batches carry 3 000 messages a second, "
        "at a tenth of the price. High throughput mode lifts the limit further.");
    result.fix = {{source.node->id, "batch_size", std::int64_t{10}}};
    result.demonstration = {{queue.node.id, "ThrottledRequests", 1, 1h}};
    return result;
}

// SQS-78, SQS-115
std::optional<Finding> brokenOrder(const Neighbourhood& queue) {
    if (!isFifo(queue.config) || queue.deadLetters.empty() || queue.failingReader() == nullptr)
        return std::nullopt;
    Finding result = advice(
        queue.node,
        "",
        "When a message of the FIFO queue " + quotedName(queue.node)
            + " becomes a dead letter, the messages after it in its group go on without it: the "
              "order has a gap.",
        "A dead-letter queue frees the group of a message that cannot be processed. That is good "
        "where messages are independent, and wrong where each builds on the one before it, such as "
        "edits of a document: there, let the group wait and raise an alarm instead.");
    result.demonstration = {{queue.node.id, "MessagesMovedToDeadLetterQueue", 1, 1h}};
    return result;
}

} // namespace

void adviseOnSending(const Neighbourhood& queue, std::vector<Finding>& findings) {
    for (const Source& source : queue.producers) {
        for (const auto rule : {tooLarge,
                                missingGroup,
                                missingDedupId,
                                takenForDuplicates,
                                lateRetry,
                                oneGroup,
                                dedupIdOnStandard,
                                ownDelayOnFifo,
                                aboveQuota}) {
            if (auto finding = rule(queue, source)) findings.push_back(std::move(*finding));
        }
    }
    if (auto finding = brokenOrder(queue)) findings.push_back(std::move(*finding));
}

} // namespace sluice
