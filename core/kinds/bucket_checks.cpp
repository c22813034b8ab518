// SPDX-License-Identifier: GPL-3.0-or-later
// What the service would refuse of a bucket's notification rules.
#include "core/kinds/bucket.h"
#include "core/kinds/describe.h"
#include "core/kinds/link_access.h"

namespace sluice {

namespace {

/// The rule that a link of events stands for.
NotificationRule ruleOf(const Document& document, const Link& link, const Node& target) {
    Bucket::EventConfig settings;
    assignAll(settings, Bucket::linkProperties(), link.properties);
    const auto party = partyOf(document, target);
    return {std::string(wildcardOf(settings.type)),
            settings.prefix,
            settings.suffix,
            party ? party->arn : std::string()};
}

} // namespace

// ACL-14: events, filters, targets by their kind, and overlaps.
void Bucket::advise(const Document& document,
                    const Registry& /*registry*/,
                    const Node& node,
                    std::vector<Finding>& findings) {
    std::vector<NotificationRule> rules;
    std::vector<LinkId> links;
    for (const Link& link : document.links) {
        const Node* target = document.node(link.to);
        if (link.from != node.id || link.fromPort != kLinkPort || target == nullptr) {
            continue;
        }
        rules.push_back(ruleOf(document, link, *target));
        links.push_back(link.id);
    }
    if (const auto problem = checkNotifications(rules)) {
        Finding result;
        result.severity = Severity::Error;
        result.node = node.id;
        result.link = links[problem->rule];
        result.text = '"' + node.name + "\": " + problem->message + ' ' + problem->remedy;
        findings.push_back(std::move(result));
    }
}

} // namespace sluice
