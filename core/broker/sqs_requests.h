// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters and results of the queue service's actions, by their names in the API (semantics
// §3.2). An absent optional is a parameter that was not given.
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/message_attributes.h"
#include "core/broker/queue_attributes.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

using Tags = std::map<std::string, std::string>;

struct CreateQueueRequest {
    std::string queueName;
    AttributeTexts attributes;
    Tags tags;
};

/// Of ListQueues and, with `queueUrl`, of ListDeadLetterSourceQueues.
struct ListRequest {
    std::string queueUrl;
    std::string queueNamePrefix;
    std::optional<std::int64_t> maxResults; ///< 1 to 1,000
    std::string nextToken;
};
struct ListResult {
    std::vector<std::string> queueUrls;
    std::string nextToken; ///< Empty: that was all, or MaxResults was not given (SQS-17).
};

struct SendMessageRequest {
    std::string messageBody;
    std::optional<std::int64_t> delaySeconds;
    MessageAttributes messageAttributes;
    MessageAttributes messageSystemAttributes;
    std::string messageDeduplicationId;
    std::string messageGroupId;
};
struct SendMessageResult {
    std::string messageId;
    std::string md5OfMessageBody;
    std::string md5OfMessageAttributes;       ///< Empty without attributes.
    std::string md5OfMessageSystemAttributes; ///< Empty without.
    std::string sequenceNumber;               ///< FIFO
};
struct SendMessageBatchEntry {
    std::string id;
    SendMessageRequest message;
};

struct ReceiveMessageRequest {
    std::optional<std::int64_t> maxNumberOfMessages; ///< Else 1.
    std::optional<std::int64_t> visibilityTimeout;   ///< Seconds; else the queue's.
    std::optional<std::int64_t> waitTimeSeconds;     ///< Else the queue's.
    std::vector<std::string> messageAttributeNames;
    std::vector<std::string> messageSystemAttributeNames;
    std::string receiveRequestAttemptId;
};
struct ReceivedMessage {
    std::string messageId;
    std::string receiptHandle;
    std::string md5OfBody;
    std::string body;
    AttributeTexts attributes; ///< System attributes asked for.
    MessageAttributes messageAttributes;
    std::string md5OfMessageAttributes; ///< Of those returned (SQS-59); empty without.
};
struct ReceiveMessageResult {
    std::vector<ReceivedMessage> messages; ///< Empty: the answer has no Messages member (SQS-26).
    /// Not 0: the call waits; SqsApi::answerOf() has its answer later.
    std::uint32_t ticket = 0;
};

struct DeleteMessageBatchEntry {
    std::string id;
    std::string receiptHandle;
};
struct ChangeVisibilityBatchEntry {
    std::string id;
    std::string receiptHandle;
    std::optional<std::int64_t> visibilityTimeout;
};

/// An entry of a batch that failed.
struct BatchResultError {
    std::string id;
    ApiError error;
    bool senderFault = true; ///< An outage of the service fails the whole call (SQS-65).
};
/// What became of a batch's entries, each list in the order of the request (SQS-66).
template <class Result>
struct BatchResult {
    struct Entry {
        std::string id;
        Result result;
    };
    std::vector<Entry> successful;
    std::vector<BatchResultError> failed;
};
struct NoResult {};

struct StartMessageMoveTaskRequest {
    std::string sourceArn;
    std::string destinationArn; ///< Empty: each goes back to where it came from.
    std::optional<std::int64_t> maxNumberOfMessagesPerSecond;
};
struct MessageMoveTask {
    std::string taskHandle; ///< Only while it runs (SQS-86).
    std::string status;     ///< RUNNING, COMPLETED, CANCELLING, CANCELLED or FAILED
    std::string sourceArn;
    std::string destinationArn;
    std::optional<std::int64_t> maxNumberOfMessagesPerSecond;
    std::uint64_t approximateNumberOfMessagesMoved = 0;
    std::uint64_t approximateNumberOfMessagesToMove = 0;
    std::int64_t startedTimestamp = 0; ///< Milliseconds.
};

} // namespace sluice
