// SPDX-License-Identifier: GPL-3.0-or-later
// The attributes of topics between their text in the API and the typed rules that
// decide. Errors are InvalidParameter; their texts are the reasons, without "Invalid parameter: ".
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/queue_attributes.h"
#include "core/broker/topic_rules.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// What a topic was told by CreateTopic and SetTopicAttributes.
struct TopicAttributes {
    TopicRules rules;     ///< What its messages obey.
    AttributeTexts texts; ///< As given; without the ones set to "".
};

/// Attributes of a new topic: defaults with `given` set.
ApiResult<TopicAttributes> createTopicAttributes(const AttributeTexts& given,
                                                 const LimitsProfile& limits);
/// Whether the name is one of SetTopicAttributes.
bool isTopicAttribute(std::string_view name);
/// Requires: isTopicAttribute(name).
ApiResult<>
setTopicAttribute(TopicAttributes& attributes, const std::string& name, const std::string& value);
/// Text of an attribute with its default; nothing when it has none and was not set.
std::optional<std::string> topicAttributeText(const TopicAttributes& attributes,
                                              std::string_view name);
/// The first of `given` that is another in `existing`, empty when there is none (SNS-4).
std::string differingTopicAttribute(const TopicAttributes& existing, const AttributeTexts& given);

} // namespace sluice
