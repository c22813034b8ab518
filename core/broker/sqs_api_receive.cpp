// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "core/broker/hashing.h"
#include "core/broker/notification_text.h"
#include "core/broker/request_checks.h"
#include "core/broker/sqs_api.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr std::array<std::string_view, 10> kSystemAttributes{"All",
                                                             "ApproximateFirstReceiveTimestamp",
                                                             "ApproximateReceiveCount",
                                                             "AWSTraceHeader",
                                                             "DeadLetterQueueSourceArn",
                                                             "MessageDeduplicationId",
                                                             "MessageGroupId",
                                                             "SenderId",
                                                             "SentTimestamp",
                                                             "SequenceNumber"};

std::string millisecondsText(SimTime time) {
    using std::chrono::milliseconds;
    return std::to_string(std::chrono::duration_cast<milliseconds>(time - kRunStart).count());
}

ApiError
errorOfReceive(Refusal refusal, const ReceiveMessageRequest& request, const LimitsProfile& limits) {
    std::int64_t value = request.visibilityTimeout.value_or(0);
    if (refusal == Refusal::CountOutOfRange) value = request.maxNumberOfMessages.value_or(1);
    if (refusal == Refusal::WaitOutOfRange) value = request.waitTimeSeconds.value_or(0);
    return errorOf(refusal, value, {}, limits);
}

} // namespace

AttributeTexts SqsApi::systemAttributes(const HostedQueue& queue,
                                        const Received& received,
                                        const std::vector<std::string>& names) {
    const Message& message = m_host.messages()[received.message];
    const MessageDetails& details = m_host.details(received.message);
    AttributeTexts all{{"SenderId", m_host.place().account},
                       {"SentTimestamp", millisecondsText(message.sentAt)},
                       {"ApproximateReceiveCount", std::to_string(received.receipt.receiveCount)},
                       {"AWSTraceHeader", details.traceHeader},
                       {"DeadLetterQueueSourceArn", details.sourceArn},
                       {"MessageDeduplicationId", details.deduplicationId},
                       {"MessageGroupId", details.groupId}};
    const SimTime first = queue.queue.firstReceivedAt(received.receipt);
    if (first != kNever) all["ApproximateFirstReceiveTimestamp"] = millisecondsText(first);
    if (details.sequenceNumber != 0) all["SequenceNumber"] = sequenceText(details.sequenceNumber);
    const bool areAll = std::find(names.begin(), names.end(), "All") != names.end();
    AttributeTexts chosen;
    for (const auto& [name, text] : all) {
        const bool isAsked = areAll || std::find(names.begin(), names.end(), name) != names.end();
        if (isAsked && !text.empty()) chosen.emplace(name, text);
    }
    return chosen;
}

ReceivedMessage SqsApi::describe(const HostedQueue& queue,
                                 const Received& received,
                                 const ReceiveMessageRequest& request) {
    const Message& message = m_host.messages()[received.message];
    ReceivedMessage result;
    result.messageId = messageIdOf(message.serial);
    result.receiptHandle = handleText(queue.id, received.receipt);
    result.body = messageText(m_host.bodies(), message, queue.id);
    result.md5OfBody = md5Hex(result.body);
    result.attributes = systemAttributes(queue, received, request.messageSystemAttributeNames);
    result.messageAttributes =
        selectAttributes(m_host.bodies()[message.body].attributes, request.messageAttributeNames);
    result.md5OfMessageAttributes = md5OfAttributes(result.messageAttributes);
    return result;
}

ApiResult<ReceiveMessageResult> SqsApi::answerWith(const ReceiveAnswer& answer,
                                                   const Waiting& waiting) {
    if (answer.refusal != Refusal::None) {
        return tl::unexpected(errorOfReceive(answer.refusal, waiting.request, m_host.limits()));
    }
    ReceiveMessageResult result;
    const HostedQueue* queue = m_host.find(waiting.queue);
    for (std::uint32_t at = 0; at < answer.batch.count; ++at) {
        const Received& received = answer.batch.entries[at];
        if (queue != nullptr) {
            result.messages.push_back(describe(*queue, received, waiting.request));
        }
        m_host.messages().release(received.message);
    }
    return result;
}

ApiResult<ReceiveMessageResult> SqsApi::receiveMessage(std::string_view queueUrl,
                                                       const ReceiveMessageRequest& request) {
    const auto queue = findQueue(queueUrl, "sqs:ReceiveMessage");
    if (!queue) return tl::unexpected(queue.error());
    for (const std::string& name : request.messageSystemAttributeNames) {
        if (std::find(kSystemAttributes.begin(), kSystemAttributes.end(), name)
            == kSystemAttributes.end()) {
            return refused(ApiErrorCode::InvalidAttributeName, "Unknown Attribute " + name + ".");
        }
    }
    const std::string& attempt = request.receiveRequestAttemptId;
    ApiResult<> checked =
        attempt.empty() ? ApiResult<>() : checkId("ReceiveRequestAttemptId", attempt);
    if (checked) checked = admit(**queue, CallClass::Receive);
    if (!checked) return tl::unexpected(checked.error());

    ReceiveRequest call;
    call.maxMessages = request.maxNumberOfMessages.value_or(1);
    call.visibilityTimeout = secondsOf(request.visibilityTimeout);
    call.waitTime = secondsOf(request.waitTimeSeconds);
    call.attemptId = attempt.empty() ? 0 : dedupIdOf(attempt);
    call.caller = m_host.newCaller();
    const Waiting waiting{call.caller, (*queue)->id, request};
    (*queue)->queue.receiveMessage(m_host.now(), call, m_host.random(), m_host.sink(**queue));
    m_host.settle();
    if (const auto answer = m_host.takeAnswer(call.caller)) return answerWith(*answer, waiting);
    const std::uint32_t ticket = call.caller.worker;
    m_waiting.emplace(ticket, waiting);
    ReceiveMessageResult result;
    result.ticket = ticket;
    return result;
}

std::optional<ApiResult<ReceiveMessageResult>> SqsApi::answerOf(std::uint32_t ticket) {
    m_host.settle();
    const auto found = m_waiting.find(ticket);
    if (found == m_waiting.end()) return std::nullopt;
    const auto answer = m_host.takeAnswer(found->second.caller);
    const bool isGone = m_host.find(found->second.queue) == nullptr;
    if (!answer && !isGone) return std::nullopt;
    const Waiting waiting = found->second;
    m_waiting.erase(found);
    if (!answer) {
        return refused(ApiErrorCode::QueueDoesNotExist, "The specified queue does not exist.");
    }
    return answerWith(*answer, waiting);
}

} // namespace sluice
