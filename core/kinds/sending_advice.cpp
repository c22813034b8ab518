// SPDX-License-Identifier: GPL-3.0-or-later
// What is advised about what producers send to a queue.
#include "core/kinds/queue_advice.h"
#include "core/kinds/source_rates.h"

#include <algorithm>
#include <optional>

namespace sluice {

namespace {

using Source = Neighbour<Producer>;

constexpr Duration kDedupWindow = 5min;   // SQS-93
constexpr std::int64_t kMostEntries = 10; // SQS-63

std::string bytesText(std::int64_t bytes) {
    return scaledText(static_cast<double>(bytes), Unit::Bytes);
}

/// Whether its messages carry only a reference to what is in a bucket.
bool isReference(const Source& source) {
    return source.config.largePayload == LargePayload::ThroughBucket
           && source.config.messageSize > source.config.payloadThreshold;
}

Demonstration refusals(const Source& source) {
    return {source.node->id, "SendsRefused", 1, 1h};
}

/// The bucket that a client keeps its payloads in or gets them from, or null.
const Node* bucketOf(const Document& document, const Node& client) {
    const auto link = std::ranges::find_if(document.links, [&](const Link& each) {
        return each.from == client.id && each.fromPort == "payloads";
    });
    return link == document.links.end() ? nullptr : document.node(link->to);
}

/// Sends a reference instead, where all who receive it can get the payload; else nothing.
std::vector<Setting> throughTheBucket(const Neighbourhood& queue, const Source& source) {
    const Node* bucket = bucketOf(queue.document, *source.node);
    const bool isReached = std::ranges::all_of(queue.readers, [&](const auto& reader) {
        return bucketOf(queue.document, *reader.node) == bucket;
    });
    if (bucket == nullptr || !isReached) return {};
    std::vector<Setting> result{{source.node->id, "large_payload", std::string("bucket")}};
    if (source.config.payloadThreshold > queue.mostBytes())
        result.push_back({source.node->id, "payload_threshold", queue.mostBytes()});
    return result;
}

// SQS-52
std::optional<Finding> tooLarge(const Neighbourhood& queue, const Source& source) {
    if (isReference(source) || source.config.messageSize <= queue.mostBytes()) return std::nullopt;
    const bool isOfProfile = queue.limits.maxMessageBytes < queue.config.maxMessageSize;
    Finding result = advice(
        queue.node,
        "max_message_size",
        quotedName(*source.node) + " sends messages of " + bytesText(source.config.messageSize)
            + ", but " + quotedName(queue.node) + " takes at most " + bytesText(queue.mostBytes())
            + (isOfProfile ? " by the limits profile" : "") + ": all of them are refused.",
        "Body and attributes together count. By the limits profile of the document a queue takes "
        "at most "
            + bytesText(queue.limits.maxMessageBytes)
            + "; larger payloads belong in a bucket, with a reference sent through the queue.");
    if (source.config.messageSize <= queue.limits.maxMessageBytes)
        result.fix = {{queue.node.id, "max_message_size", source.config.messageSize}};
    else
        result.fix = throughTheBucket(queue, source);
    result.demonstration = refusals(source);
    return result;
}

// SQS-64
std::optional<Finding> tooLargeTogether(const Neighbourhood& queue, const Source& source) {
    const Producer::Config& config = source.config;
    const std::int64_t together = config.batchSize * config.messageSize;
    if (isReference(source) || config.messageSize > queue.mostBytes()
        || together <= queue.limits.maxBatchBytes) {
        return std::nullopt;
    }
    Finding result = advice(
        *source.node,
        "batch_size",
        quotedName(*source.node) + " sends batches of " + bytesText(together) + ", but "
            + quotedName(queue.node) + " takes at most " + bytesText(queue.limits.maxBatchBytes)
            + " in one call: full batches are refused.",
        "The bodies and attributes of all messages in a batch count together. The limit is the "
        "same for every queue and does not depend on its maximum message size. Send fewer "
        "messages in a batch.");
    result.fix = {{source.node->id,
                   "batch_size",
                   std::max<std::int64_t>(1, queue.limits.maxBatchBytes / config.messageSize)}};
    result.demonstration = refusals(source);
    return result;
}

// PROF-1
std::optional<Finding> maximumAboveProfile(const Neighbourhood& queue) {
    const std::int64_t most = queue.limits.maxMessageBytes;
    const std::int64_t own = queue.config.maxMessageSize;
    if (own <= most || own == Queue::Config{}.maxMessageSize) return std::nullopt;
    Finding result = advice(queue.node,
                            "max_message_size",
                            quotedName(queue.node) + " is to take messages of " + bytesText(own)
                                + ", but the limits profile allows no more than " + bytesText(most)
                                + ". Larger ones are refused.",
                            "What a queue takes is limited by its own maximum message size and by "
                            "the limits of the service, which the document's limits profile "
                            "chooses. Choose a later profile, or keep to its limit.");
    result.fix = {{queue.node.id, "max_message_size", most}};
    const auto source = std::ranges::find_if(queue.producers, [&](const Source& each) {
        return !isReference(each) && each.config.messageSize > most;
    });
    if (source != queue.producers.end()) result.demonstration = refusals(*source);
    return result;
}

// SQS-92
std::optional<Finding> groupOnStandard(const Neighbourhood& queue, const Source& source) {
    if (isFifo(queue.config) || source.config.messageGroup == MessageGroup::None
        || queue.limits.groupsOnStandardQueues) {
        return std::nullopt;
    }
    Finding result = advice(
        *source.node,
        "message_group",
        quotedName(*source.node) + " sends message groups, which the standard queue "
            + quotedName(queue.node) + " refuses by the limits profile of the document.",
        "Standard queues take message groups since July 2025 only, for fair queues. Choose the "
        "profile AWS 2026, or send without a group.");
    result.fix = {{source.node->id, "message_group", std::string("none")}};
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

/// Send calls a second of all sources, with as large batches as they make or as they could.
double callsPerSecond(const Neighbourhood& queue, std::int64_t leastBatch) {
    double sum = 0;
    for (const Source& source : queue.producers) {
        sum += messagesPerSecond(source.config)
               / static_cast<double>(std::max(source.config.batchSize, leastBatch));
    }
    return sum;
}

// SQS-117
std::optional<Finding> aboveQuota(const Neighbourhood& queue) {
    const auto quota = static_cast<double>(queue.limits.fifoCallsPerSecond);
    const bool hasQuota = isFifo(queue.config) && queue.config.hasQuotas
                          && queue.config.throughputLimit == ThroughputLimit::PerQueue;
    if (!hasQuota || callsPerSecond(queue, 1) <= quota) return std::nullopt;
    const bool isAlone = queue.producers.size() == 1;
    const bool doBatchesHelp = callsPerSecond(queue, kMostEntries) <= quota;
    std::string who = isAlone ? quotedName(*queue.producers.front().node) + " makes"
                              : "The " + std::to_string(queue.producers.size()) + " producers of "
                                    + quotedName(queue.node) + " together make";
    Finding result = advice(
        isAlone && doBatchesHelp ? *queue.producers.front().node : queue.node,
        doBatchesHelp ? "batch_size" : "throughput_limit",
        std::move(who) + " more than " + groupedText(queue.limits.fifoCallsPerSecond)
            + " send calls a second, the most that the FIFO queue"
            + (isAlone ? ' ' + quotedName(queue.node) : "") + " accepts. The rest is throttled.",
        "Sends, receives and deletes of a FIFO queue are limited to "
            + groupedText(queue.limits.fifoCallsPerSecond)
            + " calls a second each, whoever makes them. A batch of up to ten messages counts as "
              "one call, so batches carry ten times as many messages, at a tenth of the price. "
              "High throughput mode lifts the limit further.");
    if (doBatchesHelp) {
        for (const Source& source : queue.producers)
            result.fix.push_back({source.node->id, "batch_size", kMostEntries});
    } else {
        result.fix = {{queue.node.id, "dedup_scope", std::string("message_group")},
                      {queue.node.id, "throughput_limit", std::string("per_message_group")}};
    }
    // Throttled calls may be receives: only sends have messages refused.
    result.demonstration = {{queue.node.id, "MessagesRefused", 1, 1h}};
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
                                tooLargeTogether,
                                missingGroup,
                                missingDedupId,
                                takenForDuplicates,
                                lateRetry,
                                oneGroup,
                                dedupIdOnStandard,
                                ownDelayOnFifo,
                                groupOnStandard}) {
            if (auto finding = rule(queue, source)) findings.push_back(std::move(*finding));
        }
    }
    for (const auto rule : {maximumAboveProfile, aboveQuota, brokenOrder}) {
        if (auto finding = rule(queue)) findings.push_back(std::move(*finding));
    }
}

} // namespace sluice
