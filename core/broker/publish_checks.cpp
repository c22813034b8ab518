// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/publish_checks.h"

#include "core/broker/request_checks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace sluice {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestSubject = 100;
constexpr std::size_t kLongestAttribute = 256;

tl::unexpected<ApiError> invalidValue(std::string message) {
    return refused(ApiErrorCode::ParameterValueInvalid, std::move(message));
}

/// String, Number or Binary, possibly with a label; String.Array is one of its own.
bool isType(std::string_view type) {
    const std::string_view plain = type.substr(0, type.find('.'));
    const bool hasEmptyLabel = type.size() == plain.size() + 1;
    return (plain == "String" || plain == "Number" || plain == "Binary") && !hasEmptyLabel;
}

bool isName(std::string_view name) {
    const auto isCharacter = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
               || c == '_' || c == '-' || c == '.';
    };
    return !name.empty() && name.size() <= kLongestAttribute && name.front() != '.'
           && name.back() != '.' && name.find("..") == std::string_view::npos
           && std::all_of(name.begin(), name.end(), isCharacter);
}

ApiResult<> checkValue(const MessageAttribute& attribute) {
    const std::string subject = "The message attribute '" + attribute.name + "' ";
    if (attribute.value.empty()) {
        return invalidValue(subject
                            + "must contain non-empty message attribute value for message "
                              "attribute type '"
                            + attribute.type + "'.");
    }
    const bool isNumber = attribute.type == "Number" || attribute.type.rfind("Number.", 0) == 0;
    if (isNumber && normalizedNumber(attribute.value).empty()) {
        return invalidValue("Could not cast message attribute '" + attribute.name
                            + "' value to number.");
    }
    if (attribute.type == "String.Array") {
        const Json json = Json::parse(attribute.value, nullptr, false);
        if (json.is_discarded() || !json.is_array()) {
            return invalidValue(subject + "of type String.Array must be a JSON array.");
        }
    }
    return {};
}

} // namespace

tl::unexpected<ApiError> invalidTopicParameter(std::string_view what) {
    return refused(ApiErrorCode::InvalidParameter, "Invalid parameter: " + std::string(what));
}

ApiError topicErrorOf(Refusal refusal) {
    const auto invalid = [](std::string_view text) { return invalidTopicParameter(text).value(); };
    switch (refusal) {
    case Refusal::MessageTooLong:
        return invalid("Message too long");
    case Refusal::MissingGroup:
        return invalid("The MessageGroupId parameter is required for FIFO topics");
    case Refusal::MissingDedup:
        return invalid("The topic should either have ContentBasedDeduplication enabled or "
                       "MessageDeduplicationId provided explicitly");
    case Refusal::DedupOnStandard:
        return invalid("MessageDeduplicationId Reason: The request includes "
                       "MessageDeduplicationId parameter that is not valid for this topic type");
    case Refusal::GroupOnStandard:
        return invalid("MessageGroupId Reason: The request includes MessageGroupId parameter that "
                       "is not valid for this topic type");
    default:
        return {ApiErrorCode::Throttled, "Rate exceeded"};
    }
}

ApiResult<> checkSubject(std::string_view subject) {
    const bool isPrintable =
        std::all_of(subject.begin(), subject.end(), [](char c) { return c >= ' ' && c < 0x7F; });
    if (subject.empty() || subject.size() > kLongestSubject || !isPrintable
        || subject.front() == ' ') {
        return invalidTopicParameter("Subject");
    }
    return {};
}

ApiResult<> checkTopicAttributes(std::span<const MessageAttribute> attributes) {
    std::set<std::string_view> names;
    for (const MessageAttribute& attribute : attributes) {
        if (!isName(attribute.name)) {
            return invalidValue("The message attribute name '" + attribute.name
                                + "' is invalid: it has 1 to 256 alphanumeric characters, "
                                  "underscores, hyphens and single periods.");
        }
        if (!isType(attribute.type)) {
            return invalidValue("The message attribute '" + attribute.name
                                + "' has an invalid message attribute type, the set of supported "
                                  "type prefixes is Binary, Number, and String.");
        }
        if (auto value = checkValue(attribute); !value) return value;
        if (!names.insert(attribute.name).second) {
            return invalidValue("The message attribute '" + attribute.name + "' is repeated.");
        }
    }
    return {};
}

ApiResult<> checkTopicMessage(std::string_view message,
                              std::span<const MessageAttribute> attributes,
                              const LimitsProfile& limits) {
    if (message.empty()) return invalidTopicParameter("Empty message");
    if (messageBytes(message, attributes) > limits.topicMaxMessageBytes) {
        return invalidTopicParameter("Message too long");
    }
    return {};
}

ApiResult<> checkTopicId(std::string_view parameter, const std::string& id) {
    if (id.empty() || checkId(parameter, id)) return {};
    return invalidTopicParameter(
        std::string(parameter)
        + " Reason: it can only include alphanumeric and punctuation characters. 1 to 128 in "
          "length");
}

ApiResult<StructuredMessage> StructuredMessage::parse(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        return invalidTopicParameter("Message Structure - JSON message body failed to parse");
    }
    StructuredMessage message;
    for (const auto& [key, value] : json.items()) {
        if (value.is_string()) message.m_texts.emplace(key, value.get<std::string>());
    }
    if (!message.m_texts.contains("default")) {
        return invalidTopicParameter("Message Structure - No default entry in JSON message body");
    }
    return message;
}

const std::string& StructuredMessage::textFor(std::string_view key) const {
    const auto found = m_texts.find(key);
    return found == m_texts.end() ? m_texts.find("default")->second : found->second;
}

} // namespace sluice
