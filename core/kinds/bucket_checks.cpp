// SPDX-License-Identifier: GPL-3.0-or-later
// What the service would refuse of a bucket's notification rules.
#include "core/kinds/bucket.h"
#include "core/kinds/describe.h"
#include "core/kinds/kinds.h"
#include "core/model/boundaries.h"

namespace sluice {

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
        EventConfig settings;
        assignAll(settings, linkProperties(), link.properties);
        std::string arn;
        const PartPlace place{
            target->name, regionOf(document, *target), accountOf(document, *target)};
        const NodeState state = makeNode(target->kind, target->properties);
        withNode(state, [&](const auto& kind) {
            if constexpr (requires { kind.party(place); }) {
                arn = kind.party(place).arn;
            }
        });
        rules.push_back(
            {std::string(wildcardOf(settings.type)), settings.prefix, settings.suffix, arn});
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
