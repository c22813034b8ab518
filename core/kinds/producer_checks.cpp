// SPDX-License-Identifier: GPL-3.0-or-later
// What the service, or the client in front of it, would refuse of everything a producer sends.
#include "core/base/text.h"
#include "core/broker/message_attributes.h"
#include "core/broker/policy_form.h"
#include "core/broker/request_checks.h"
#include "core/kinds/access_advice.h"
#include "core/kinds/advice.h"
#include "core/kinds/producer.h"
#include "core/kinds/topic.h"

#include <algorithm>
#include <limits>

namespace sluice {

namespace {

/// Whether it sends to a part of this kind.
bool sendsTo(const Document& document, const Node& node, std::string_view kind) {
    return std::ranges::any_of(document.links, [&](const Link& link) {
        if (link.from != node.id || link.fromPort != "out") return false;
        const Node* end = document.node(link.to);
        return end != nullptr && end->kind == kind;
    });
}

// SQS-53, SQS-54, SQS-55; of a topic their number does not matter (SNS-13)
void checkAttributes(const Node& node,
                     const Producer::Config& config,
                     LimitsProfile limits,
                     bool isForTopics,
                     std::vector<Finding>& findings) {
    if (isForTopics) limits.maxMessageAttributes = std::numeric_limits<std::int64_t>::max();
    const auto attributes = parseAttributes(config.attributes);
    if (!attributes) {
        findings.push_back(settingError(node, "attributes", attributes.error().message));
        return;
    }
    for (const auto& variant : attributeVariants(*attributes)) {
        if (const auto checked = checkMessageAttributes(variant, limits); !checked) {
            findings.push_back(settingError(node, "attributes", checked.error().message));
            return;
        }
    }
}

// ACL-1, ACL-3: one that cannot be read would allow nothing.
void checkIdentityPolicy(const Node& node,
                         const Producer::Config& config,
                         std::vector<Finding>& findings) {
    constexpr std::string_view kKey = "identity_policy";
    const std::string& policy = config.identityPolicy;
    if (policy.empty()) return;
    if (const auto problem = diagnosePolicy(policy, kIdentityPolicyLimits))
        findings.push_back(settingError(node, kKey, sentence(problem->text)));
    adviseOnActions(node, kKey, policy, kIdentityPolicyLimits, findings);
}

} // namespace

std::string Producer::linkProblem(const Document& document, const Link& link) {
    const Node& node = *document.node(link.from);
    const auto limits = limitsOf(document.settings);
    const auto attributes = parseAttributes(configOf<Producer>(node).attributes);
    if (document.node(link.to)->kind != Queue::kKey || !limits || !attributes) return {};
    const auto count = static_cast<std::int64_t>(attributes->size());
    if (count <= limits->maxMessageAttributes) return {};
    return quotedName(node) + " sends " + std::to_string(count)
           + " message attributes with each message; a queue takes at most "
           + std::to_string(limits->maxMessageAttributes) + ". Remove some, or publish to a topic.";
}

void Producer::advise(const Document& document,
                      const Registry& /*registry*/,
                      const Node& node,
                      std::vector<Finding>& findings) {
    const auto config = configOf<Producer>(node);
    const auto limits = limitsOf(document.settings);
    if (!limits) {
        return; // said of the document
    }
    const bool isForTopics =
        sendsTo(document, node, Topic::kKey) && !sendsTo(document, node, Queue::kKey);
    checkAttributes(node, config, *limits, isForTopics, findings);
    checkIdentityPolicy(node, config, findings);
    if (const auto checked = checkBody(config.body); !checked) {
        findings.push_back(settingError(node, "body", checked.error().message)); // SQS-49, SQS-50
    }
    const bool isThroughBucket = config.largePayload == LargePayload::ThroughBucket;
    if (isThroughBucket && config.messageSize > limits->extendedClientMaxBytes) {
        findings.push_back(
            settingError(node,
                         "message_size",
                         "the client that keeps payloads in a bucket takes at most "
                             + std::to_string(limits->extendedClientMaxBytes)
                             + " bytes. Send less, or choose another limits profile."));
    }
}

} // namespace sluice
