// SPDX-License-Identifier: GPL-3.0-or-later
// The attributes of a queue between their text in the API and the typed rules that decide.
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/queue_rules.h"
#include "core/broker/redrive_policy.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// Attributes of a request or an answer: name to text.
using AttributeTexts = std::map<std::string, std::string>;

/// What a queue was told by CreateQueue and SetQueueAttributes.
struct QueueAttributes {
    QueueRules
        rules; ///< What its messages obey; rules.dedupScope is that of the creation (SQS-95).
    DedupScope dedupScope = DedupScope::Queue; ///< As set last.
    std::string policy;
    RedrivePolicy redrive; ///< rules.maxReceiveCount is its count.
    std::optional<RedriveAllowPolicy> redriveAllow;
    std::string kmsKey;

    friend bool operator==(const QueueAttributes&, const QueueAttributes&) = default;
};

/// Attributes of a new queue: defaults with `given` set. Whether the name goes with the type
/// (SQS-2) and the dead-letter target exists (SQS-69) is for the caller to check.
ApiResult<QueueAttributes> createAttributes(const AttributeTexts& given,
                                            const LimitsProfile& limits);
/// `before` with `given` set; nothing changes when one of them is refused (SQS-5, SQS-7).
ApiResult<QueueAttributes> changeAttributes(const QueueAttributes& before,
                                            const AttributeTexts& given);

/// Text of a settable attribute; nothing when it is not set or not of this type of queue.
std::optional<std::string> attributeText(const QueueAttributes& attributes, std::string_view name);
/// All that can be set, in alphabetical order.
const std::vector<std::string_view>& settableAttributes();

/// The first of `given` whose value is another in `existing`, empty when there is none: attributes
/// not given are not compared (SQS-3). Requires: createAttributes(given) succeeds.
std::string differingAttribute(const QueueAttributes& existing, const AttributeTexts& given);

} // namespace sluice
