// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/access_advice.h"

#include "core/kinds/link_access.h"

namespace sluice {

void adviseOnAccess(const Document& document, const Node& node, std::vector<Finding>& findings) {
    for (const Link& link : document.links) {
        if (link.from != node.id && link.to != node.id) {
            continue;
        }
        const auto access = linkAccess(document, link);
        const bool isCalled = access && (access->isStartCalled ? link.from : link.to) == node.id;
        if (!isCalled || access->isAllowed) {
            continue;
        }
        const Node* other = document.node(access->isStartCalled ? link.to : link.from);
        Finding result;
        result.severity = Severity::Advice;
        result.node = node.id;
        result.link = link.id;
        result.property = kPolicyKey;
        result.text = '"' + other->name + "\" may not call " + access->action + " on \"" + node.name
                      + "\": every call is refused.";
        result.why = access->reason;
        if (!access->mendedPolicy.empty()) {
            result.fix = {{node.id, std::string(kPolicyKey), access->mendedPolicy}};
        }
        const NodeKind* caller = registry().find(other->kind);
        for (const char* metric :
             {"NumberOfNotificationsFailed", "SendsRefused", "ReceivesRefused"}) {
            if (caller->seriesIndex(metric)) {
                result.demonstration = {other->id, metric, 1, 1h};
                break;
            }
        }
        findings.push_back(std::move(result));
    }
}

} // namespace sluice
