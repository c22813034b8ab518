// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_form.h"
#include "core/broker/policy_parts.h"
#include "core/broker/request_checks.h"
#include "core/broker/sns_api.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kLongestTopicName = 256;
constexpr std::size_t kMostTopicTags = 50;
ApiResult<> checkTopicName(std::string_view name, bool isFifo) {
    const bool hasSuffix = isFifoName(name);
    const std::string_view stem = hasSuffix ? name.substr(0, name.size() - 5) : name;
    const bool isWritten = !stem.empty() && name.size() <= kLongestTopicName
                           && std::all_of(stem.begin(), stem.end(), [](char c) {
                                  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                                         || (c >= '0' && c <= '9') || c == '_' || c == '-';
                              });
    if (isFifo && (!isWritten || !hasSuffix)) {
        return invalidTopicParameter(
            "Fifo Topic names must end with .fifo and must be made up of only uppercase and "
            "lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and "
            "256 characters long.");
    }
    if (!isWritten || hasSuffix != isFifo) return invalidTopicParameter("Topic Name");
    return {};
}

/// The policy of a topic that has none of its own: its owner may do everything.
OrderedJson ownersPolicy(const std::string& arn, const std::string& account) {
    OrderedJson statement;
    statement["Sid"] = "__default_statement_ID";
    statement["Effect"] = "Allow";
    statement["Principal"]["AWS"] = "*";
    statement["Action"] = {"SNS:GetTopicAttributes",
                           "SNS:SetTopicAttributes",
                           "SNS:AddPermission",
                           "SNS:RemovePermission",
                           "SNS:DeleteTopic",
                           "SNS:Subscribe",
                           "SNS:ListSubscriptionsByTopic",
                           "SNS:Publish"};
    statement["Resource"] = arn;
    statement["Condition"]["StringEquals"]["AWS:SourceOwner"] = account;
    OrderedJson policy;
    policy["Version"] = "2008-10-17";
    policy["Id"] = "__default_policy_ID";
    policy["Statement"] = OrderedJson::array({std::move(statement)});
    return policy;
}

OrderedJson policyOf(const HostedTopic& topic, const ServicePlace& place) {
    const auto text = topicAttributeText(topic.attributes, "Policy");
    OrderedJson policy = text ? OrderedJson::parse(*text, nullptr, false)
                              : ownersPolicy(topicArn(topic.name, place), place.account);
    if (!policy["Statement"].is_array())
        policy["Statement"] = OrderedJson::array({policy["Statement"]});
    return policy;
}

} // namespace

ApiResult<HostedTopic*>
SnsApi::findTopic(std::string_view arn, std::string_view action, std::string_view parameter) {
    if (!isArn(arn)) {
        return invalidTopicParameter(std::string(parameter)
                                     + " Reason: An ARN must have at least 6 elements, not "
                                     + std::to_string(arnParts(arn)));
    }
    m_host.settleTopics();
    const std::string_view name = topicNameInArn(arn, m_host.place());
    if (name.empty()) return invalidTopicParameter(parameter); // of another region (SNS-15)
    HostedTopic* topic = m_host.findTopic(name);
    if (topic == nullptr) return refused(ApiErrorCode::NotFound, "Topic does not exist");
    const std::string policy = topicAttributeText(topic->attributes, "Policy").value_or("");
    const CalledResource called{action, arn, m_host.place().account, policy, kTopicPolicyLimits};
    if (!action.empty() && !mayCall(caller, called)) {
        return refused(ApiErrorCode::AuthorizationError,
                       "User: " + (caller.arn.empty() ? caller.service : caller.arn)
                           + " is not authorized to perform: " + std::string(action)
                           + " on resource: " + std::string(arn));
    }
    return topic;
}

ApiResult<> SnsApi::checkTopicCount(TopicType type) {
    const auto all = m_host.topics();
    const auto count = std::count_if(all.begin(), all.end(), [&](const HostedTopic* topic) {
        return topic->attributes.rules.type == type;
    });
    const std::int64_t most =
        type == TopicType::Fifo ? m_host.limits().topicsFifo : m_host.limits().topicsStandard;
    if (count < most) return {};
    return refused(ApiErrorCode::TopicLimitExceeded,
                   "The account has reached its limit of " + std::to_string(most) + " topics.");
}

ApiResult<std::string> SnsApi::createTopic(const CreateTopicRequest& request) {
    const auto fifo = request.attributes.find("FifoTopic");
    const bool isFifo = fifo != request.attributes.end() && fifo->second == "true";
    if (auto name = checkTopicName(request.name, isFifo); !name) {
        return tl::unexpected(name.error());
    }
    AttributeTexts given = request.attributes;
    if (!request.dataProtectionPolicy.empty()) {
        given["DataProtectionPolicy"] = request.dataProtectionPolicy;
    }
    const auto attributes = createTopicAttributes(given, m_host.limits());
    if (!attributes) {
        return invalidTopicParameter("Attributes Reason: " + attributes.error().message);
    }
    if (request.tags.size() > kMostTopicTags) {
        return refused(ApiErrorCode::TagLimitExceeded,
                       "Could not complete request: tag quota of per resource exceeded");
    }
    m_host.settleTopics();
    if (const HostedTopic* existing = m_host.findTopic(request.name)) {
        if (!differingTopicAttribute(existing->attributes, given).empty()) {
            return invalidTopicParameter(
                "Attributes Reason: Topic already exists with different attributes");
        }
        if (!request.tags.empty() && request.tags != existing->tags) {
            return invalidTopicParameter("Tags Reason: Topic already exists with different tags");
        }
        return topicArn(existing->name, m_host.place());
    }
    if (auto count = checkTopicCount(attributes->rules.type); !count) {
        return tl::unexpected(count.error());
    }
    HostedTopic& topic = m_host.createTopic(request.name, *attributes);
    topic.tags = request.tags;
    return topicArn(topic.name, m_host.place());
}

ApiResult<> SnsApi::deleteTopic(std::string_view arn) {
    const auto topic = findTopic(arn, "sns:DeleteTopic");
    if (topic) {
        m_host.removeTopic(**topic);
    } else if (topic.error().code != ApiErrorCode::NotFound) {
        return tl::unexpected(topic.error());
    }
    return {}; // also when there is none (SNS-5)
}

ApiResult<> SnsApi::takeListQuota(CallQuota& quota) {
    if (!hasQuotas || quota.take(m_host.now(), m_host.limits().topicListsPerSecond)) return {};
    return refused(ApiErrorCode::Throttled, "Rate exceeded");
}

// A page begins after the topic that the token names.
ApiResult<TopicPage<std::string>> SnsApi::listTopics(std::string_view nextToken) {
    if (auto quota = takeListQuota(m_topicListQuota); !quota) {
        return tl::unexpected(quota.error());
    }
    m_host.settleTopics();
    TopicPage<std::string> page;
    std::string_view last;
    for (const HostedTopic* topic : m_host.topics()) {
        if (topic->name <= nextToken) continue;
        if (page.entries.size() == kListPage) {
            page.nextToken = last;
            break;
        }
        page.entries.push_back(topicArn(topic->name, m_host.place()));
        last = topic->name;
    }
    return page;
}

ApiResult<AttributeTexts> SnsApi::getTopicAttributes(std::string_view arn) {
    const auto found = findTopic(arn, "sns:GetTopicAttributes");
    if (!found) return tl::unexpected(found.error());
    const HostedTopic& topic = **found;
    AttributeTexts texts = topic.attributes.texts;
    for (const char* name : {"FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope"}) {
        if (auto text = topicAttributeText(topic.attributes, name)) texts[name] = *text;
    }
    const auto count = [&](SubscriptionState state) {
        return std::to_string(topic.topic.countOf(state));
    };
    texts["TopicArn"] = topicArn(topic.name, m_host.place());
    texts["Owner"] = m_host.place().account;
    texts["SubscriptionsConfirmed"] = count(SubscriptionState::Confirmed);
    texts["SubscriptionsPending"] = count(SubscriptionState::Pending);
    texts["SubscriptionsDeleted"] = count(SubscriptionState::Deleted);
    texts["EffectiveDeliveryPolicy"] = toText(topic.attributes.rules.deliveryPolicy);
    texts["Policy"] = policyOf(topic, m_host.place()).dump();
    texts.emplace("DisplayName", "");
    const SimTime begin = topic.topic.archiveBegin(m_host.now());
    if (begin != kNever) texts["BeginningArchiveTime"] = toIsoText(begin);
    return texts;
}

ApiResult<> SnsApi::setTopicAttributes(std::string_view arn,
                                       const std::string& name,
                                       const std::string& value) {
    const auto found = findTopic(arn, "sns:SetTopicAttributes");
    if (!found) return tl::unexpected(found.error());
    if (!isTopicAttribute(name)) return invalidTopicParameter("AttributeName");
    TopicAttributes attributes = (*found)->attributes;
    if (auto set = setTopicAttribute(attributes, name, value); !set) {
        return invalidTopicParameter(set.error().message);
    }
    (*found)->attributes = attributes;
    (*found)->topic.setRules(m_host.now(), attributes.rules, m_host.sink(**found));
    return {};
}

ApiResult<> SnsApi::putDataProtectionPolicy(std::string_view arn, const std::string& policy) {
    return setTopicAttributes(arn, "DataProtectionPolicy", policy);
}

ApiResult<std::string> SnsApi::getDataProtectionPolicy(std::string_view arn) {
    const auto topic = findTopic(arn, "sns:GetDataProtectionPolicy", "ResourceArn");
    if (!topic) return tl::unexpected(topic.error());
    return topicAttributeText((*topic)->attributes, "DataProtectionPolicy").value_or("");
}

ApiResult<> SnsApi::addPermission(std::string_view arn, const Permission& permission) {
    const auto found = findTopic(arn, "sns:AddPermission");
    if (!found) return tl::unexpected(found.error());
    if (permission.label.empty()) return invalidTopicParameter("Label");
    if (permission.accounts.empty()) return invalidTopicParameter("AWSAccountId");
    if (permission.actions.empty()) return invalidTopicParameter("ActionName");
    OrderedJson policy = policyOf(**found, m_host.place());
    for (const OrderedJson& statement : policy["Statement"]) {
        if (hasLabel(statement, permission.label)) {
            return invalidTopicParameter("Statement already exists");
        }
    }
    OrderedJson principals = OrderedJson::array();
    for (const auto& account : permission.accounts) {
        principals.push_back("arn:aws:iam::" + account + ":root");
    }
    OrderedJson actions = OrderedJson::array();
    for (const auto& action : permission.actions) {
        if (action.find_first_of(" :*") != std::string::npos || action.empty()) {
            return invalidTopicParameter("Policy statement action out of service scope!");
        }
        actions.push_back("SNS:" + action);
    }
    OrderedJson statement;
    statement["Sid"] = permission.label;
    statement["Effect"] = "Allow";
    statement["Principal"]["AWS"] = principals.size() == 1 ? principals[0] : principals;
    statement["Action"] = actions.size() == 1 ? actions[0] : actions;
    statement["Resource"] = std::string(arn);
    policy["Statement"].push_back(std::move(statement));
    return setTopicAttributes(arn, "Policy", policy.dump());
}

ApiResult<> SnsApi::removePermission(std::string_view arn, std::string_view label) {
    const auto found = findTopic(arn, "sns:RemovePermission");
    if (!found) return tl::unexpected(found.error());
    OrderedJson policy = policyOf(**found, m_host.place());
    OrderedJson kept = OrderedJson::array();
    for (const OrderedJson& statement : policy["Statement"]) {
        if (!hasLabel(statement, label)) kept.push_back(statement);
    }
    policy["Statement"] = std::move(kept);
    return setTopicAttributes(arn, "Policy", policy.dump());
}

ApiResult<HostedTopic*> SnsApi::findTagged(std::string_view arn) {
    auto topic = findTopic(arn, "sns:TagResource", "ResourceArn");
    if (!topic && topic.error().code == ApiErrorCode::NotFound) {
        return refused(ApiErrorCode::ResourceNotFoundException, "Resource does not exist");
    }
    return topic;
}

ApiResult<> SnsApi::tagResource(std::string_view arn, const Tags& tags) {
    const auto topic = findTagged(arn);
    if (!topic) return tl::unexpected(topic.error());
    Tags all = (*topic)->tags;
    for (const auto& [key, value] : tags) all.insert_or_assign(key, value);
    if (all.size() > kMostTopicTags) {
        return refused(ApiErrorCode::TagLimitExceeded,
                       "Could not complete request: tag quota of per resource exceeded");
    }
    (*topic)->tags = std::move(all);
    return {};
}

ApiResult<> SnsApi::untagResource(std::string_view arn, const std::vector<std::string>& keys) {
    const auto topic = findTagged(arn);
    if (!topic) return tl::unexpected(topic.error());
    for (const std::string& key : keys) (*topic)->tags.erase(key);
    return {};
}

ApiResult<Tags> SnsApi::listTagsForResource(std::string_view arn) {
    const auto topic = findTagged(arn);
    if (!topic) return tl::unexpected(topic.error());
    return (*topic)->tags;
}

} // namespace sluice
