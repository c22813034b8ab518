// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "core/broker/hashing.h"
#include "core/broker/publish_quota.h"
#include "core/broker/request_checks.h"
#include "core/broker/sns_api.h"

#include <algorithm>
#include <set>

namespace sluice {

namespace {

constexpr std::size_t kMostEntries = 10;
constexpr std::size_t kLongestId = 80;

bool isBatchId(std::string_view id) {
    return !id.empty() && id.size() <= kLongestId && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
               || c == '_' || c == '-';
    });
}

} // namespace

// All checks that need no topic.
ApiResult<TopicMessage> SnsApi::prepareMessage(const PublishRequest& request) {
    ApiResult<> checked =
        checkTopicMessage(request.message, request.messageAttributes, m_host.limits());
    if (checked && !request.subject.empty()) checked = checkSubject(request.subject);
    if (checked) checked = checkTopicAttributes(request.messageAttributes);
    if (checked) checked = checkTopicId("MessageGroupId", request.messageGroupId);
    if (checked) checked = checkTopicId("MessageDeduplicationId", request.messageDeduplicationId);
    if (!checked) return tl::unexpected(checked.error());
    TopicMessage message;
    message.publishedAt = m_host.now();
    message.text = request.message;
    message.subject = request.subject;
    message.attributes = request.messageAttributes;
    message.groupId = request.messageGroupId;
    message.deduplicationId = request.messageDeduplicationId;
    if (!request.messageStructure.empty()) {
        if (request.messageStructure != "json") return invalidTopicParameter("MessageStructure");
        auto structured = StructuredMessage::parse(request.message);
        if (!structured) return tl::unexpected(structured.error());
        message.structured = std::move(*structured);
    }
    return message;
}

ApiResult<SnsApi::Outgoing> SnsApi::prepareEntry(HostedTopic& topic,
                                                 const PublishRequest& request) {
    auto message = prepareMessage(request);
    if (!message) return tl::unexpected(message.error());
    Outgoing out{std::move(*message), {}};
    const TopicRules& rules = topic.topic.rules();
    const bool isByContent = out.message.deduplicationId.empty() && rules.contentBasedDedup;
    if (isByContent) out.message.deduplicationId = sha256Hex(request.message);
    out.entry.bytes = messageBytes(request.message, request.messageAttributes);
    out.entry.group = m_host.bodies().group(request.messageGroupId);
    if (!out.message.deduplicationId.empty()) {
        out.entry.dedupId = dedupIdOf(out.message.deduplicationId);
    }
    const Refusal refusal = topic.topic.check(out.entry);
    if (refusal != Refusal::None) return tl::unexpected(topicErrorOf(refusal));
    return out;
}

// The account's share first, then the topic's (SNS-56, SNS-60).
Refusal
SnsApi::takeQuota(HostedTopic& topic, std::int64_t messages, std::int64_t bytes, GroupIndex group) {
    if (!hasQuotas) return Refusal::None;
    const TopicRules& rules = topic.topic.rules();
    CallQuota& quota = rules.type == TopicType::Fifo ? m_fifoPublishQuota : m_publishQuota;
    const std::int64_t perSecond = accountPublishesPerSecond(rules, m_host.place().region);
    if (perSecond > 0 && !quota.take(m_host.now(), perSecond, messages)) return Refusal::Throttled;
    return topic.topic.takeQuota(m_host.now(), messages, bytes, group);
}

ApiResult<> SnsApi::checkKey(const HostedTopic& topic) const {
    const auto key = topicAttributeText(topic.attributes, "KmsMasterKeyId");
    if (!key) return {};
    const bool mayUseKey = keyPermissions.generateDataKey && keyPermissions.decrypt;
    switch (keyRefusal(m_host.stateOfKey(*key), mayUseKey)) {
    case Refusal::None:
        return {};
    case Refusal::KmsDisabled:
        return refused(ApiErrorCode::TopicKmsDisabled, *key + " is disabled.");
    case Refusal::KmsNotFound:
        return refused(ApiErrorCode::TopicKmsNotFound, "Key " + *key + " does not exist.");
    default:
        return refused(ApiErrorCode::TopicKmsAccessDenied,
                       "The ciphertext references a key that doesn't exist or that you don't have "
                       "access to.");
    }
}

PublishResult SnsApi::store(HostedTopic& topic, const Outgoing& outgoing) {
    const MessageIndex index = m_host.addMessage(outgoing.message);
    PublishEntry entry = outgoing.entry;
    entry.message = index;
    entry.serial = m_host.message(index).serial;
    const PublishOutcome outcome =
        topic.topic.publish(m_host.now(), entry, m_host.random(), m_host.sink(topic));
    m_host.message(index).sequenceNumber = outcome.sequenceNumber;
    m_host.releaseMessage(index);
    PublishResult result;
    result.messageId = messageIdOf(outcome.serial);
    if (outcome.sequenceNumber != 0) result.sequenceNumber = sequenceText(outcome.sequenceNumber);
    return result;
}

ApiResult<PublishResult> SnsApi::publishToTopic(std::string_view arn,
                                                std::string_view parameter,
                                                const PublishRequest& request) {
    const auto topic = findTopic(arn, "sns:Publish", parameter);
    if (!topic) return tl::unexpected(topic.error());
    if (auto key = checkKey(**topic); !key) return tl::unexpected(key.error());
    const auto outgoing = prepareEntry(**topic, request);
    if (!outgoing) return tl::unexpected(outgoing.error());
    const Refusal refusal = takeQuota(**topic, 1, outgoing->entry.bytes, outgoing->entry.group);
    if (refusal != Refusal::None) return tl::unexpected(topicErrorOf(refusal));
    PublishResult result = store(**topic, *outgoing);
    m_host.settleTopics();
    return result;
}

ApiResult<PublishResult> SnsApi::publish(const PublishRequest& request) {
    const int given = static_cast<int>(!request.topicArn.empty())
                      + static_cast<int>(!request.targetArn.empty())
                      + static_cast<int>(!request.phoneNumber.empty());
    if (given == 0) {
        return invalidTopicParameter("TopicArn or TargetArn Reason: no value for required "
                                     "parameter");
    }
    if (given > 1) {
        return invalidTopicParameter("Only one of TopicArn, TargetArn and PhoneNumber may be "
                                     "given");
    }
    if (!request.topicArn.empty()) return publishToTopic(request.topicArn, "TopicArn", request);
    if (!topicNameInArn(request.targetArn, m_host.place()).empty()) {
        const bool isEndpoint =
            topicNameInArn(request.targetArn, m_host.place()).rfind("endpoint/", 0) == 0;
        if (!isEndpoint) return publishToTopic(request.targetArn, "TargetArn", request);
    }
    return publishDirectly(request);
}

ApiResult<> SnsApi::checkBatch(const std::vector<PublishBatchEntry>& entries) {
    if (entries.empty()) {
        return refused(ApiErrorCode::TopicEmptyBatch,
                       "The batch request doesn't contain any entries.");
    }
    if (entries.size() > kMostEntries) {
        return refused(ApiErrorCode::TopicTooManyEntries,
                       "The batch request contains more entries than permissible.");
    }
    std::set<std::string_view> ids;
    std::int64_t bytes = 0;
    for (const PublishBatchEntry& entry : entries) {
        if (!isBatchId(entry.id)) {
            return refused(ApiErrorCode::TopicInvalidBatchId,
                           "The Id of a batch entry in a batch request doesn't abide by the "
                           "specification.");
        }
        if (!ids.insert(entry.id).second) {
            return refused(ApiErrorCode::TopicBatchIdsNotDistinct,
                           "Two or more batch entries in the request have the same Id.");
        }
        bytes += messageBytes(entry.message.message, entry.message.messageAttributes);
    }
    if (bytes <= m_host.limits().topicMaxMessageBytes) return {};
    return refused(ApiErrorCode::TopicBatchTooLong,
                   "The length of all the batch messages put together is more than the limit.");
}

ApiResult<BatchResult<PublishResult>>
SnsApi::publishBatch(std::string_view arn, const std::vector<PublishBatchEntry>& entries) {
    const auto topic = findTopic(arn, "sns:Publish");
    if (!topic) return tl::unexpected(topic.error());
    ApiResult<> checked = checkBatch(entries);
    if (checked) checked = checkKey(**topic);
    if (!checked) return tl::unexpected(checked.error());
    BatchResult<PublishResult> result;
    std::vector<std::pair<std::string, Outgoing>> accepted;
    const bool isEachAlone = (*topic)->topic.rules().isByGroup();
    std::int64_t bytes = 0;
    for (const PublishBatchEntry& entry : entries) {
        auto outgoing = prepareEntry(**topic, entry.message);
        if (outgoing && isEachAlone) {
            const PublishEntry& one = outgoing->entry;
            const Refusal refusal = takeQuota(**topic, 1, one.bytes, one.group);
            if (refusal != Refusal::None) outgoing = tl::unexpected(topicErrorOf(refusal));
        }
        if (!outgoing) {
            result.failed.push_back({entry.id, outgoing.error()});
            continue;
        }
        bytes += outgoing->entry.bytes;
        accepted.emplace_back(entry.id, std::move(*outgoing));
    }
    if (!isEachAlone && !accepted.empty()) {
        const auto count = static_cast<std::int64_t>(accepted.size());
        const Refusal refusal = takeQuota(**topic, count, bytes);
        if (refusal != Refusal::None) return tl::unexpected(topicErrorOf(refusal));
    }
    for (const auto& [id, outgoing] : accepted) {
        result.successful.push_back({id, store(**topic, outgoing)});
    }
    m_host.settleTopics();
    return result;
}

} // namespace sluice
