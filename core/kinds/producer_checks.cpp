// SPDX-License-Identifier: GPL-3.0-or-later
// What the service, or the client in front of it, would refuse of everything a producer sends.
#include "core/broker/message_attributes.h"
#include "core/broker/request_checks.h"
#include "core/kinds/advice.h"
#include "core/kinds/producer.h"

namespace sluice {

namespace {

// SQS-53, SQS-54, SQS-55
void checkAttributes(const Node& node,
                     const Producer::Config& config,
                     const LimitsProfile& limits,
                     std::vector<Finding>& findings) {
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

} // namespace

void Producer::advise(const Document& document,
                      const Registry& /*registry*/,
                      const Node& node,
                      std::vector<Finding>& findings) {
    const auto config = configOf<Producer>(node);
    const auto limits = limitsOf(document.settings);
    if (!limits) {
        return; // said of the document
    }
    checkAttributes(node, config, *limits, findings);
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
