// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/broker/api_names.h"
#include "core/broker/policy_form.h"
#include "core/broker/request_checks.h"
#include "core/broker/sqs_api.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

constexpr Duration kNameRest = 60s; // SQS-12
constexpr std::int64_t kMostListed = 1'000;
constexpr std::size_t kMostTags = 50;

std::int64_t wholeSeconds(SimTime time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time - kRunStart).count();
}

/// A count as the service tells it: off by up to the profile's share, always in the same way
/// (SQS-129).
std::string countText(const HostedQueue& queue, std::uint64_t exact) {
    Digest digest;
    digest.add(raw(queue.id));
    digest.add(exact);
    const double part = static_cast<double>(digest.value() >> 11U) * 0x1p-52 - 1; // -1 to 1
    const auto most = static_cast<double>(queue.queue.rules().limits.countErrorPercent) / 100;
    return std::to_string(std::llround(static_cast<double>(exact) * (1 + most * part)));
}

/// Attributes that can only be read.
struct ReadRow {
    std::string_view name;
    std::string (*read)(const HostedQueue&, const ServicePlace&) = nullptr;
};
constexpr std::array<ReadRow, 6> kReadOnly{{
    {"ApproximateNumberOfMessages",
     [](const HostedQueue& q, const ServicePlace&) {
         return countText(q, q.queue.visibleCount());
     }},
    {"ApproximateNumberOfMessagesDelayed",
     [](const HostedQueue& q, const ServicePlace&) {
         return countText(q, q.queue.delayedCount());
     }},
    {"ApproximateNumberOfMessagesNotVisible",
     [](const HostedQueue& q, const ServicePlace&) {
         return countText(q, q.queue.inFlightCount());
     }},
    {"CreatedTimestamp",
     [](const HostedQueue& q, const ServicePlace&) {
         return std::to_string(wholeSeconds(q.createdAt));
     }},
    {"LastModifiedTimestamp",
     [](const HostedQueue& q, const ServicePlace&) {
         return std::to_string(wholeSeconds(q.modifiedAt));
     }},
    {"QueueArn", [](const HostedQueue& q, const ServicePlace& at) { return queueArn(q.name, at); }},
}};

void readInto(AttributeTexts& texts,
              const HostedQueue& queue,
              const ServicePlace& place,
              std::string_view wanted) {
    const bool isAll = wanted == "All";
    for (const ReadRow& row : kReadOnly) {
        if (isAll || row.name == wanted) texts.emplace(row.name, row.read(queue, place));
    }
    for (const std::string_view name : settableAttributes()) {
        if (!isAll && name != wanted) continue;
        if (auto text = attributeText(queue.attributes, name)) texts.emplace(name, *text);
    }
}

bool isAttribute(std::string_view name) {
    const auto& settable = settableAttributes();
    return name == "All" || std::find(settable.begin(), settable.end(), name) != settable.end()
           || std::any_of(kReadOnly.begin(), kReadOnly.end(), [&](const ReadRow& row) {
                  return row.name == name;
              });
}

} // namespace

ApiResult<>
SqsApi::authorise(std::string_view name, std::string_view policy, std::string_view action) {
    const std::string arn = queueArn(name, m_host.place());
    const CalledResource called{action, arn, m_host.place().account, policy, kQueuePolicyLimits};
    if (mayCall(caller, called)) return {};
    return tl::unexpected(errorOf(Refusal::AccessDenied, 0, name));
}

ApiResult<HostedQueue*> SqsApi::findQueue(std::string_view queueUrl, std::string_view action) {
    if (auto present = checkPresent("QueueUrl", queueUrl); !present) {
        return tl::unexpected(present.error());
    }
    m_host.settle();
    HostedQueue* queue = m_host.find(nameInUrl(queueUrl));
    if (queue == nullptr) {
        return refused(ApiErrorCode::QueueDoesNotExist, "The specified queue does not exist.");
    }
    if (auto may = authorise(queue->name, queue->attributes.policy, action); !may) {
        return tl::unexpected(may.error());
    }
    return queue;
}

// The dead-letter queue exists, is of the same type and lets this queue use it (SQS-69, SQS-79).
ApiResult<> SqsApi::checkTarget(const QueueAttributes& attributes, std::string_view name) {
    const RedrivePolicy& redrive = attributes.redrive;
    if (redrive.deadLetterTargetArn.empty()) return {};
    const auto invalid = [&](std::string_view reason) -> ApiResult<> {
        return tl::unexpected(parameterValueError("RedrivePolicy", toText(redrive), reason));
    };
    const HostedQueue* target = m_host.find(nameInArn(redrive.deadLetterTargetArn, m_host.place()));
    if (target == nullptr) return invalid("Dead letter target does not exist.");
    if (target->attributes.rules.type != attributes.rules.type) {
        return invalid("Dead-letter queue must be same type of queue as the source.");
    }
    const auto& allow = target->attributes.redriveAllow;
    if (allow && !allow->allows(queueArn(name, m_host.place()))) {
        return invalid("The dead-letter queue's RedriveAllowPolicy does not permit this source "
                       "queue.");
    }
    return {};
}

ApiResult<std::string> SqsApi::createQueue(const CreateQueueRequest& request) {
    const auto fifo = request.attributes.find("FifoQueue");
    const bool isFifo = fifo != request.attributes.end() && fifo->second == "true";
    if (auto name = checkQueueName(request.queueName, isFifo); !name) {
        return tl::unexpected(name.error());
    }
    if (auto may = authorise(request.queueName, {}, "sqs:CreateQueue"); !may) {
        return tl::unexpected(may.error());
    }
    m_host.settle();
    const auto attributes = createAttributes(request.attributes, m_host.limits());
    if (!attributes) return tl::unexpected(attributes.error());
    if (const HostedQueue* existing = m_host.find(request.queueName)) {
        const std::string other = differingAttribute(existing->attributes, request.attributes);
        if (other.empty())
            return queueUrl(existing->name, m_host.place()); // tags are not compared (SQS-4)
        return refused(ApiErrorCode::QueueNameExists,
                       "A queue already exists with the same name and a different value for "
                       "attribute "
                           + other);
    }
    const auto deletedAt = m_host.deletedAt(request.queueName);
    if (deletedAt && m_host.now() < *deletedAt + kNameRest) {
        return refused(ApiErrorCode::QueueDeletedRecently,
                       "You must wait 60 seconds after deleting a queue before you can create "
                       "another with the same name.");
    }
    if (auto target = checkTarget(*attributes, request.queueName); !target) {
        return tl::unexpected(target.error());
    }
    HostedQueue& queue = m_host.create(request.queueName, *attributes);
    queue.tags = request.tags;
    return queueUrl(queue.name, m_host.place());
}

ApiResult<std::string> SqsApi::getQueueUrl(std::string_view queueName) {
    if (auto present = checkPresent("QueueName", queueName); !present) {
        return tl::unexpected(present.error());
    }
    const auto queue = findQueue(queueUrl(queueName, m_host.place()), "sqs:GetQueueUrl");
    if (!queue) return tl::unexpected(queue.error());
    return queueUrl((*queue)->name, m_host.place());
}

// A page begins after the queue that `nextToken` names.
ApiResult<ListResult> SqsApi::pageOf(const std::vector<HostedQueue*>& queues,
                                     const ListRequest& request) const {
    const std::int64_t most = request.maxResults.value_or(kMostListed);
    if (most < 1 || most > kMostListed) {
        return tl::unexpected(
            parameterValueError("MaxResults",
                                std::to_string(most),
                                "MaxResults must be an integer between 1 and 1000."));
    }
    ListResult result;
    std::string_view last;
    for (const HostedQueue* queue : queues) {
        if (queue->name <= request.nextToken) continue;
        if (static_cast<std::int64_t>(result.queueUrls.size()) == most) {
            if (request.maxResults) result.nextToken = last; // SQS-17
            break;
        }
        result.queueUrls.push_back(queueUrl(queue->name, m_host.place()));
        last = queue->name;
    }
    return result;
}

ApiResult<ListResult> SqsApi::listQueues(const ListRequest& request) {
    if (auto may = authorise("*", {}, "sqs:ListQueues"); !may) {
        return tl::unexpected(may.error());
    }
    m_host.settle();
    std::vector<HostedQueue*> queues = m_host.queues();
    queues.erase(std::remove_if(queues.begin(),
                                queues.end(),
                                [&](const HostedQueue* queue) {
                                    return queue->name.compare(0,
                                                               request.queueNamePrefix.size(),
                                                               request.queueNamePrefix)
                                           != 0;
                                }),
                 queues.end());
    return pageOf(queues, request);
}

ApiResult<> SqsApi::deleteQueue(std::string_view queueUrl) {
    const auto queue = findQueue(queueUrl, "sqs:DeleteQueue");
    if (!queue) return tl::unexpected(queue.error());
    m_host.remove(**queue);
    return {};
}

ApiResult<> SqsApi::purgeQueue(std::string_view queueUrl) {
    const auto queue = findQueue(queueUrl, "sqs:PurgeQueue");
    if (!queue) return tl::unexpected(queue.error());
    const Refusal refusal = (*queue)->queue.purge(m_host.now(), m_host.sink(**queue));
    if (refusal != Refusal::None) return tl::unexpected(errorOf(refusal, 0, (*queue)->name));
    m_host.settle();
    return {};
}

ApiResult<AttributeTexts> SqsApi::getQueueAttributes(std::string_view queueUrl,
                                                     const std::vector<std::string>& names) {
    const auto queue = findQueue(queueUrl, "sqs:GetQueueAttributes");
    if (!queue) return tl::unexpected(queue.error());
    AttributeTexts texts; // none are asked for: none are returned (SQS-6)
    for (const std::string& name : names) {
        if (!isAttribute(name)) {
            return refused(ApiErrorCode::InvalidAttributeName, "Unknown Attribute " + name + ".");
        }
        readInto(texts, **queue, m_host.place(), name);
    }
    return texts;
}

ApiResult<> SqsApi::setQueueAttributes(std::string_view queueUrl, const AttributeTexts& given) {
    const auto queue = findQueue(queueUrl, "sqs:SetQueueAttributes");
    if (!queue) return tl::unexpected(queue.error());
    if (given.empty()) return checkPresent("Attribute.Name", "");
    const auto attributes = changeAttributes((*queue)->attributes, given);
    if (!attributes) return tl::unexpected(attributes.error());
    if (given.contains("RedrivePolicy")) {
        if (auto target = checkTarget(*attributes, (*queue)->name); !target) return target;
    }
    m_host.change(**queue, *attributes);
    m_host.settle();
    return {};
}

ApiResult<> SqsApi::addPermission(std::string_view queueUrl, const Permission& permission) {
    const auto queue = findQueue(queueUrl, "sqs:AddPermission");
    if (!queue) return tl::unexpected(queue.error());
    QueueAttributes attributes = (*queue)->attributes;
    auto policy = sluice::addPermission(
        attributes.policy, queueArn((*queue)->name, m_host.place()), permission);
    if (!policy) return tl::unexpected(policy.error());
    attributes.policy = std::move(*policy);
    m_host.change(**queue, attributes);
    return {};
}

ApiResult<> SqsApi::removePermission(std::string_view queueUrl, std::string_view label) {
    const auto queue = findQueue(queueUrl, "sqs:RemovePermission");
    if (!queue) return tl::unexpected(queue.error());
    QueueAttributes attributes = (*queue)->attributes;
    auto policy = sluice::removePermission(attributes.policy, label);
    if (!policy) return tl::unexpected(policy.error());
    attributes.policy = std::move(*policy);
    m_host.change(**queue, attributes);
    return {};
}

ApiResult<> SqsApi::tagQueue(std::string_view queueUrl, const Tags& tags) {
    const auto queue = findQueue(queueUrl, "sqs:TagQueue");
    if (!queue) return tl::unexpected(queue.error());
    if (tags.empty()) return checkPresent("Tags", "");
    Tags all = (*queue)->tags;
    for (const auto& [key, value] : tags) {
        if (key.empty() || key.size() > 128 || value.size() > 256) {
            return tl::unexpected(parameterValueError(
                "Tags", key, "Keys have 1 to 128 characters, values at most 256."));
        }
        all[key] = value;
    }
    if (all.size() > kMostTags) {
        return tl::unexpected(parameterValueError(
            "Tags", std::to_string(all.size()), "A queue can have at most 50 tags."));
    }
    (*queue)->tags = std::move(all);
    return {};
}

ApiResult<> SqsApi::untagQueue(std::string_view queueUrl, const std::vector<std::string>& tagKeys) {
    const auto queue = findQueue(queueUrl, "sqs:UntagQueue");
    if (!queue) return tl::unexpected(queue.error());
    if (tagKeys.empty()) return checkPresent("TagKeys", "");
    for (const std::string& key : tagKeys) (*queue)->tags.erase(key);
    return {};
}

ApiResult<Tags> SqsApi::listQueueTags(std::string_view queueUrl) {
    const auto queue = findQueue(queueUrl, "sqs:ListQueueTags");
    if (!queue) return tl::unexpected(queue.error());
    return (*queue)->tags;
}

} // namespace sluice
