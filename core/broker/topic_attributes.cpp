// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/topic_attributes.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kLongestDisplayName = 100;
constexpr std::size_t kLongestPolicy = 30'720;
constexpr std::size_t kMostStatements = 100;

ApiResult<> checkPolicyForm(const std::string& text) {
    const OrderedJson json = OrderedJson::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object() || !json.contains("Statement")) {
        return invalidParameter("Policy Error: PolicyParseException");
    }
    if (text.size() > kLongestPolicy) return invalidParameter("Policy Error: Policy is too long");
    const OrderedJson& statements = json["Statement"];
    if (statements.is_array() && statements.size() > kMostStatements) {
        return invalidParameter("Policy Error: Policy has too many statements");
    }
    return {};
}

ApiResult<> setDeliveryPolicy(TopicAttributes& a, const std::string& text) {
    const auto policy = text.empty() ? TopicDeliveryPolicy{} : parseTopicDeliveryPolicy(text);
    if (!policy) return tl::unexpected(policy.error());
    a.rules.deliveryPolicy = *policy;
    return {};
}

ApiResult<> setArchivePolicy(TopicAttributes& a, const std::string& text) {
    const OrderedJson json = OrderedJson::parse(text.empty() ? "{}" : text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        return invalidParameter("ArchivePolicy: failed to parse JSON.");
    }
    a.rules.archiveRetention = Duration::zero();
    if (json.empty()) return {};
    const OrderedJson days = json.value("MessageRetentionPeriod", OrderedJson());
    const auto number = days.is_string()           ? wholeNumber(days.get<std::string>())
                        : days.is_number_integer() ? std::optional(days.get<std::int64_t>())
                                                   : std::nullopt;
    if (!number || *number < 1 || *number > 365) {
        return invalidParameter("ArchivePolicy: MessageRetentionPeriod must be from 1 to 365 days");
    }
    a.rules.archiveRetention = 24h * *number;
    return {};
}

ApiResult<> setDedup(TopicAttributes& a, const std::string& text) {
    a.rules.contentBasedDedup = text == "true";
    return {};
}

ApiResult<> setScope(TopicAttributes& a, const std::string& text) {
    a.rules.throughputScope =
        text == "MessageGroup" ? FifoThroughputScope::MessageGroup : FifoThroughputScope::Topic;
    return {};
}

ApiResult<> checkDisplayName(TopicAttributes& /*a*/, const std::string& text) {
    return text.size() <= kLongestDisplayName ? ApiResult<>() : invalidParameter("DisplayName");
}

ApiResult<> checkDataProtection(TopicAttributes& /*a*/, const std::string& text) {
    return text.size() <= kLongestPolicy ? ApiResult<>()
                                         : invalidParameter("DataProtectionPolicy is too long");
}

ApiResult<> checkPolicy(TopicAttributes& /*a*/, const std::string& text) {
    return text.empty() ? ApiResult<>() : checkPolicyForm(text);
}

struct TopicRow {
    std::string_view name;
    std::string_view choices;  // "false,true"; empty: any text
    std::string_view standard; // its default, empty: none
    bool isFifoOnly = false;
    ApiResult<> (*assign)(TopicAttributes&, const std::string&) = nullptr;
};

constexpr std::array<TopicRow, 10> kTopicRows{{
    {"ArchivePolicy", "", "", true, setArchivePolicy},
    {"ContentBasedDeduplication", "false,true", "false", true, setDedup},
    {"DataProtectionPolicy", "", "", false, checkDataProtection},
    {"DeliveryPolicy", "", "", false, setDeliveryPolicy},
    {"DisplayName", "", "", false, checkDisplayName},
    {"FifoThroughputScope", "Topic,MessageGroup", "Topic", true, setScope},
    {"KmsMasterKeyId", "", "", false, nullptr},
    {"Policy", "", "", false, checkPolicy},
    {"SignatureVersion", "1,2", "", false, nullptr},
    {"TracingConfig", "PassThrough,Active", "", false, nullptr},
}};

const TopicRow* findRow(std::string_view name) {
    const auto* found = std::find_if(kTopicRows.begin(),
                                     kTopicRows.end(),
                                     [&](const TopicRow& row) { return row.name == name; });
    return found == kTopicRows.end() ? nullptr : found;
}

/// "LambdaSuccessFeedbackRoleArn" and so on: the protocol cut off, empty when it is none.
std::string_view feedbackOf(std::string_view name) {
    for (const std::string_view service : {"HTTP", "Firehose", "Lambda", "Application", "SQS"}) {
        if (name.substr(0, service.size()) != service) continue;
        const std::string_view rest = name.substr(service.size());
        const bool isOne = rest == "SuccessFeedbackRoleArn" || rest == "FailureFeedbackRoleArn"
                           || rest == "SuccessFeedbackSampleRate";
        return isOne ? rest : std::string_view();
    }
    return {};
}

bool isChoice(std::string_view choices, std::string_view text) {
    while (!choices.empty()) {
        const std::size_t end = std::min(choices.find(','), choices.size());
        if (choices.substr(0, end) == text) return true;
        choices.remove_prefix(std::min(end + 1, choices.size()));
    }
    return false;
}

} // namespace

bool isTopicAttribute(std::string_view name) {
    return findRow(name) != nullptr || !feedbackOf(name).empty();
}

ApiResult<>
setTopicAttribute(TopicAttributes& attributes, const std::string& name, const std::string& value) {
    if (const TopicRow* row = findRow(name)) {
        if (row->isFifoOnly && attributes.rules.type != TopicType::Fifo) {
            return invalidParameter(name);
        }
        if (!row->choices.empty() && !isChoice(row->choices, value)) return invalidParameter(name);
        ApiResult<> assigned;
        if (row->assign != nullptr) assigned = row->assign(attributes, value);
        if (!assigned) return assigned;
    } else if (feedbackOf(name) == "SuccessFeedbackSampleRate") {
        const auto percent = wholeNumber(value);
        if (!percent || *percent < 0 || *percent > 100) return invalidParameter(name);
    }
    if (value.empty()) {
        attributes.texts.erase(name);
    } else {
        attributes.texts.insert_or_assign(name, value);
    }
    return {};
}

ApiResult<TopicAttributes> createTopicAttributes(const AttributeTexts& given,
                                                 const LimitsProfile& limits) {
    TopicAttributes attributes;
    attributes.rules.limits = limits;
    if (const auto fifo = given.find("FifoTopic"); fifo != given.end()) {
        if (!isChoice("false,true", fifo->second)) return invalidParameter("FifoTopic");
        if (fifo->second == "true") attributes.rules.type = TopicType::Fifo;
    }
    for (const auto& [name, value] : given) {
        if (name == "FifoTopic") continue;
        if (!isTopicAttribute(name)) return invalidParameter("Unknown attribute " + name);
        if (auto set = setTopicAttribute(attributes, name, value); !set) {
            return tl::unexpected(set.error());
        }
    }
    return attributes;
}

std::optional<std::string> topicAttributeText(const TopicAttributes& attributes,
                                              std::string_view name) {
    const bool isFifo = attributes.rules.type == TopicType::Fifo;
    if (name == "FifoTopic") return isFifo ? std::optional<std::string>("true") : std::nullopt;
    const auto found = attributes.texts.find(std::string(name));
    if (found != attributes.texts.end()) return found->second;
    const TopicRow* row = findRow(name);
    const bool hasDefault =
        row != nullptr && !row->standard.empty() && (isFifo || !row->isFifoOnly);
    return hasDefault ? std::optional<std::string>(row->standard) : std::nullopt;
}

std::string differingTopicAttribute(const TopicAttributes& existing, const AttributeTexts& given) {
    const auto wanted = createTopicAttributes(given, existing.rules.limits);
    for (const auto& [name, value] : given) {
        if (!wanted || topicAttributeText(existing, name) != topicAttributeText(*wanted, name)) {
            return name;
        }
    }
    return {};
}

} // namespace sluice
