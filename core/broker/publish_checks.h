// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of the text in a Publish request, before any topic sees it.
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/message_attributes.h"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// "Invalid parameter: …", the usual error of the topic service.
tl::unexpected<ApiError> invalidTopicParameter(std::string_view what);

/// The error of Publish that a refusal stands for, in the words of its API (SNS-10, SNS-17,
/// SNS-60).
ApiError topicErrorOf(Refusal refusal);

/// Syntax of MessageGroupId or MessageDeduplicationId; empty: none is given (SNS-17).
ApiResult<> checkTopicId(std::string_view parameter, const std::string& id);

/// 1 to 100 printable ASCII characters that do not begin with a space (SNS-11).
ApiResult<> checkSubject(std::string_view subject);

/// Types, names and values; any number of them (SNS-13).
ApiResult<> checkTopicAttributes(std::span<const MessageAttribute> attributes);

/// Not empty and not above the limit with its attributes (SNS-10).
ApiResult<> checkTopicMessage(std::string_view message,
                              std::span<const MessageAttribute> attributes,
                              const LimitsProfile& limits);

/// The texts of a message with MessageStructure json, by protocol (SNS-12).
class StructuredMessage {
public:
    static ApiResult<StructuredMessage> parse(std::string_view json);

    /// For a protocol or push service; its `default` when there is none of its own.
    const std::string& textFor(std::string_view key) const;

    friend bool operator==(const StructuredMessage&, const StructuredMessage&) = default;

private:
    std::map<std::string, std::string, std::less<>> m_texts;
};

} // namespace sluice
