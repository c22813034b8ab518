// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "core/broker/hashing.h"
#include "core/broker/request_checks.h"
#include "core/broker/sqs_api.h"

#include <algorithm>

namespace sluice {

namespace {

/// The error with the number or id of the request that it names.
ApiError errorOfSend(Refusal refusal, const SendMessageRequest& request, const QueueRules& rules) {
    switch (refusal) {
    case Refusal::MessageTooLong:
        return errorOf(refusal, std::min(rules.maxMessageBytes, rules.limits.maxMessageBytes));
    case Refusal::DedupOnStandard:
        return errorOf(refusal, 0, request.messageDeduplicationId);
    case Refusal::GroupOnStandard:
        return errorOf(refusal, 0, request.messageGroupId);
    default:
        return errorOf(refusal, request.delaySeconds.value_or(0), {}, rules.limits);
    }
}

std::vector<std::string> idsOf(const std::vector<SendMessageBatchEntry>& entries) {
    std::vector<std::string> ids;
    ids.reserve(entries.size());
    for (const auto& entry : entries) ids.push_back(entry.id);
    return ids;
}

std::uint64_t
dedupOf(const SendMessageRequest& request, const QueueRules& rules, std::string& text) {
    text = request.messageDeduplicationId;
    const bool isByContent =
        text.empty() && rules.type == QueueType::Fifo && rules.contentBasedDedup;
    if (isByContent) text = sha256Hex(request.messageBody);
    return text.empty() ? 0 : dedupIdOf(text);
}

} // namespace

ApiResult<>
SqsApi::admit(HostedQueue& queue, CallClass callClass, std::span<const GroupIndex> groups) {
    const bool isSend = callClass == CallClass::Send;
    const bool mayUseKey = keyPermissions.decrypt && (!isSend || keyPermissions.generateDataKey);
    Refusal refusal = queue.queue.authorise(callClass, mayUseKey);
    if (refusal == Refusal::None && callClass != CallClass::Receive) {
        refusal = queue.queue.takeQuota(m_host.now(), callClass, groups);
    }
    if (refusal != Refusal::None) return tl::unexpected(errorOf(refusal));
    return {};
}

// All checks of one message; nothing is stored yet.
ApiResult<SqsApi::Outgoing> SqsApi::prepare(HostedQueue& queue, const SendMessageRequest& request) {
    const QueueRules& rules = queue.queue.rules();
    Outgoing out;
    ApiResult<> checked = checkPresent("MessageBody", request.messageBody);
    const auto check = [&](std::string_view parameter, const std::string& id) {
        if (checked && !id.empty()) checked = checkId(parameter, id);
    };
    check("MessageGroupId", request.messageGroupId);
    check("MessageDeduplicationId", request.messageDeduplicationId);
    if (checked) checked = checkMessageAttributes(request.messageAttributes, rules.limits);
    if (checked) checked = checkSystemAttributes(request.messageSystemAttributes);
    if (!checked) return tl::unexpected(checked.error());

    out.body.text = request.messageBody;
    out.body.attributes = storedAttributes(request.messageAttributes);
    out.body.isLiteral = true;
    out.details.groupId = request.messageGroupId;
    for (const auto& header : request.messageSystemAttributes) {
        out.details.traceHeader = header.value;
    }
    out.entry.bytes = messageBytes(request.messageBody, request.messageAttributes);
    out.entry.group = m_host.bodies().group(request.messageGroupId);
    out.entry.dedupId = dedupOf(request, rules, out.details.deduplicationId);
    out.entry.delay = secondsOf(request.delaySeconds).value_or(kNotGiven);
    const Refusal refusal = queue.queue.check(out.entry, false);
    if (refusal != Refusal::None) {
        return tl::unexpected(errorOfSend(refusal, request, rules));
    }
    if (auto body = checkBody(request.messageBody); !body) return tl::unexpected(body.error());
    return out;
}

SendMessageResult SqsApi::store(HostedQueue& queue, const Outgoing& outgoing) {
    Message message;
    message.serial = m_host.nextSerial();
    message.sentAt = m_host.now();
    message.body = m_host.bodies().add(outgoing.body);
    message.size = static_cast<std::uint32_t>(outgoing.entry.bytes);
    const MessageIndex index = m_host.messages().add(message);
    m_host.details(index) = outgoing.details;

    SendEntry entry = outgoing.entry;
    entry.message = index;
    entry.serial = message.serial;
    const SendOutcome outcome = queue.queue.sendMessage(m_host.now(), entry);
    m_host.details(index).sequenceNumber = outcome.sequenceNumber;
    if (outcome.isDuplicate) m_host.messages().release(index); // SQS-93

    SendMessageResult result;
    result.messageId = messageIdOf(outcome.serial);
    result.md5OfMessageBody = md5Hex(outgoing.body.text);
    result.md5OfMessageAttributes = md5OfAttributes(outgoing.body.attributes);
    if (!outgoing.details.traceHeader.empty()) {
        const MessageAttributes header{{"AWSTraceHeader", "String", outgoing.details.traceHeader}};
        result.md5OfMessageSystemAttributes = md5OfAttributes(header);
    }
    if (outcome.sequenceNumber != 0) result.sequenceNumber = sequenceText(outcome.sequenceNumber);
    return result;
}

ApiResult<SendMessageResult> SqsApi::sendMessage(std::string_view queueUrl,
                                                 const SendMessageRequest& request) {
    const auto queue = findQueue(queueUrl, "sqs:SendMessage");
    if (!queue) return tl::unexpected(queue.error());
    const auto outgoing = prepare(**queue, request);
    if (!outgoing) return tl::unexpected(outgoing.error());
    if (auto admitted = admit(**queue, CallClass::Send, std::span(&outgoing->entry.group, 1));
        !admitted) {
        return tl::unexpected(admitted.error());
    }
    SendMessageResult result = store(**queue, *outgoing);
    m_host.settle();
    return result;
}

// What makes the whole batch fail, in the order of SQS-63.
ApiResult<> SqsApi::checkBatch(const HostedQueue& queue,
                               const std::vector<SendMessageBatchEntry>& entries) {
    const QueueRules& rules = queue.queue.rules();
    const auto ids = idsOf(entries);
    if (auto checked = checkBatchIds(ids, "SendMessageBatchRequestEntry", rules.limits); !checked) {
        return checked;
    }
    std::int64_t bytes = 0;
    for (const auto& [id, message] : entries) {
        const bool isFifo = rules.type == QueueType::Fifo;
        if (isFifo && message.messageGroupId.empty()) {
            return tl::unexpected(errorOf(Refusal::MissingGroupInBatch));
        }
        if (isFifo && message.messageDeduplicationId.empty() && !rules.contentBasedDedup) {
            return tl::unexpected(errorOf(Refusal::MissingDedup));
        }
        bytes += messageBytes(message.messageBody, message.messageAttributes);
    }
    return checkBatchBytes(bytes, rules.limits);
}

ApiResult<BatchResult<SendMessageResult>>
SqsApi::sendMessageBatch(std::string_view queueUrl,
                         const std::vector<SendMessageBatchEntry>& entries) {
    const auto queue = findQueue(queueUrl, "sqs:SendMessage");
    if (!queue) return tl::unexpected(queue.error());
    if (auto checked = checkBatch(**queue, entries); !checked) {
        return tl::unexpected(checked.error());
    }
    std::vector<GroupIndex> groups;
    for (const auto& [id, message] : entries) {
        groups.push_back(m_host.bodies().group(message.messageGroupId));
    }
    if (auto admitted = admit(**queue, CallClass::Send, groups); !admitted) {
        return tl::unexpected(admitted.error());
    }
    BatchResult<SendMessageResult> result;
    for (const auto& [id, message] : entries) {
        const auto outgoing = prepare(**queue, message);
        if (outgoing) {
            result.successful.push_back({id, store(**queue, *outgoing)});
        } else {
            result.failed.push_back({id, outgoing.error()});
        }
    }
    m_host.settle();
    return result;
}

ApiResult<> SqsApi::deleteOne(HostedQueue& queue, std::string_view receiptHandle) {
    if (auto present = checkPresent("ReceiptHandle", receiptHandle); !present) return present;
    const auto receipt = parseHandle(queue.id, receiptHandle);
    const Refusal refusal =
        receipt ? queue.queue.deleteMessage(m_host.now(), *receipt, m_host.sink(queue))
                : Refusal::HandleInvalid;
    if (refusal != Refusal::None) return tl::unexpected(errorOf(refusal, 0, receiptHandle));
    return {};
}

ApiResult<> SqsApi::deleteMessage(std::string_view queueUrl, std::string_view receiptHandle) {
    const auto queue = findQueue(queueUrl, "sqs:DeleteMessage");
    if (!queue) return tl::unexpected(queue.error());
    if (auto admitted = admit(**queue, CallClass::Delete); !admitted) return admitted;
    ApiResult<> result = deleteOne(**queue, receiptHandle);
    m_host.settle();
    return result;
}

ApiResult<> SqsApi::changeOne(HostedQueue& queue,
                              std::string_view receiptHandle,
                              std::optional<std::int64_t> visibilityTimeout) {
    if (auto present = checkPresent("ReceiptHandle", receiptHandle); !present) return present;
    if (!visibilityTimeout) return checkPresent("VisibilityTimeout", "");
    const auto receipt = parseHandle(queue.id, receiptHandle);
    Refusal refusal = Refusal::HandleInvalid;
    if (receipt) {
        refusal = queue.queue.changeMessageVisibility(
            m_host.now(), *receipt, secondsOf(*visibilityTimeout));
    }
    if (refusal == Refusal::None) return {};
    return tl::unexpected(errorOf(refusal, *visibilityTimeout, receiptHandle, m_host.limits()));
}

ApiResult<> SqsApi::changeMessageVisibility(std::string_view queueUrl,
                                            std::string_view receiptHandle,
                                            std::optional<std::int64_t> visibilityTimeout) {
    const auto queue = findQueue(queueUrl, "sqs:ChangeMessageVisibility");
    if (!queue) return tl::unexpected(queue.error());
    if (auto admitted = admit(**queue, CallClass::ChangeVisibility); !admitted) return admitted;
    ApiResult<> result = changeOne(**queue, receiptHandle, visibilityTimeout);
    m_host.settle();
    return result;
}

namespace {

/// Runs `act` on every entry of a batch whose ids are in order (SQS-67).
template <class Entry, class Act>
ApiResult<BatchResult<NoResult>> eachOf(const std::vector<Entry>& entries, Act&& act) {
    BatchResult<NoResult> result;
    for (const Entry& entry : entries) {
        if (const ApiResult<> done = act(entry)) {
            result.successful.push_back({entry.id, {}});
        } else {
            result.failed.push_back({entry.id, done.error()});
        }
    }
    return result;
}

template <class Entry>
ApiResult<> checkEntryIds(const std::vector<Entry>& entries,
                          std::string_view entryType,
                          const LimitsProfile& limits) {
    std::vector<std::string> ids;
    ids.reserve(entries.size());
    for (const Entry& entry : entries) ids.push_back(entry.id);
    return checkBatchIds(ids, entryType, limits);
}

} // namespace

ApiResult<BatchResult<NoResult>>
SqsApi::deleteMessageBatch(std::string_view queueUrl,
                           const std::vector<DeleteMessageBatchEntry>& entries) {
    const auto queue = findQueue(queueUrl, "sqs:DeleteMessage");
    if (!queue) return tl::unexpected(queue.error());
    ApiResult<> checked = checkEntryIds(entries, "DeleteMessageBatchRequestEntry", m_host.limits());
    if (checked) checked = admit(**queue, CallClass::Delete);
    if (!checked) return tl::unexpected(checked.error());
    auto result =
        eachOf(entries, [&](const auto& entry) { return deleteOne(**queue, entry.receiptHandle); });
    m_host.settle();
    return result;
}

ApiResult<BatchResult<NoResult>>
SqsApi::changeMessageVisibilityBatch(std::string_view queueUrl,
                                     const std::vector<ChangeVisibilityBatchEntry>& entries) {
    const auto queue = findQueue(queueUrl, "sqs:ChangeMessageVisibility");
    if (!queue) return tl::unexpected(queue.error());
    ApiResult<> checked =
        checkEntryIds(entries, "ChangeMessageVisibilityBatchRequestEntry", m_host.limits());
    if (checked) checked = admit(**queue, CallClass::ChangeVisibility);
    if (!checked) return tl::unexpected(checked.error());
    auto result = eachOf(entries, [&](const auto& entry) {
        return changeOne(**queue, entry.receiptHandle, entry.visibilityTimeout);
    });
    m_host.settle();
    return result;
}

} // namespace sluice
