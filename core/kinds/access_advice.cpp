// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/access_advice.h"

#include "core/broker/policy_actions.h"
#include "core/kinds/link_access.h"

#include <optional>
#include <string>
#include <utility>

namespace sluice {

namespace {

/// A run in which the first call of `caller` is refused, if its kind counts refusals.
std::optional<Demonstration> firstRefusal(const Node& caller) {
    const NodeKind* kind = registry().find(caller.kind);
    for (const char* metric : {"NumberOfNotificationsFailed", "SendsRefused", "ReceivesRefused"}) {
        if (kind->seriesIndex(metric)) return Demonstration{caller.id, metric, 1, 1h};
    }
    return {};
}

Finding missingPermission(const Node& node,
                          const Node& caller,
                          const Link& link,
                          const LinkAccess& access) {
    Finding result;
    result.severity = Severity::Advice;
    result.node = node.id;
    result.link = link.id;
    result.property = kPolicyKey;
    result.text = '"' + caller.name + "\" may not call " + access.action + " on \"" + node.name
                  + "\": "
                  + (access.isTriedBeforehand
                         ? "its rule is refused and no event is sent: Unable to validate the "
                           "following destination configurations." // ACL-10
                         : "every call is refused.");
    result.why = access.reason;
    if (!access.mendedPolicy.empty()) {
        result.fix = {{node.id, std::string(kPolicyKey), access.mendedPolicy}};
    }
    if (!access.isTriedBeforehand) result.demonstration = firstRefusal(caller);
    return result;
}

} // namespace

void adviseOnActions(const Node& node,
                     std::string_view property,
                     std::string_view policy,
                     const PolicyLimits& limits,
                     std::vector<Finding>& findings) {
    if (policy.empty() || diagnosePolicy(policy, limits)) return; // what is wrong is said elsewhere
    for (const UnknownAction& action : unknownActions(policy)) {
        Finding result;
        result.severity = Severity::Warning;
        result.node = node.id;
        result.property = property;
        result.text = '"' + node.name + "\": in its policy, " + action.text;
        findings.push_back(std::move(result));
    }
}

void adviseOnAccess(const Document& document, const Node& node, std::vector<Finding>& findings) {
    if (const auto party = partyOf(document, node))
        adviseOnActions(node, kPolicyKey, party->policy, party->policyLimits, findings);
    for (const Link& link : document.links) {
        if (link.from != node.id && link.to != node.id) {
            continue;
        }
        const auto access = linkAccess(document, link);
        const bool isCalled = access && (access->isStartCalled ? link.from : link.to) == node.id;
        const NodeKind* start = registry().find(document.node(link.from)->kind);
        const bool isPossible =
            start->linkProblem == nullptr || start->linkProblem(document, link).empty();
        if (!isCalled || access->isAllowed || !isPossible) {
            continue;
        }
        const Node* caller = document.node(access->isStartCalled ? link.to : link.from);
        findings.push_back(missingPermission(node, *caller, link, *access));
    }
}

} // namespace sluice
