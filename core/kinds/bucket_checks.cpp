// SPDX-License-Identifier: GPL-3.0-or-later
// What the service would refuse of a bucket's notification rules.
#include "core/base/text.h"
#include "core/kinds/advice.h"
#include "core/kinds/bucket.h"
#include "core/kinds/link_access.h"

namespace sluice {

namespace {

/// The rule that a link of events stands for.
NotificationRule ruleOf(const Document& document, const Link& link) {
    Bucket::EventConfig settings;
    assignAll(settings, Bucket::linkProperties(), link.properties);
    const Node* target = document.node(link.to);
    const auto party = target == nullptr ? std::nullopt : partyOf(document, *target);
    return {std::string(wildcardOf(settings.type)),
            settings.prefix,
            settings.suffix,
            party ? party->arn : std::string()};
}

} // namespace

std::string Bucket::linkProblem(const Document& document, const Link& link) {
    const auto problem = checkNotifications(std::array{ruleOf(document, link)});
    return problem ? sentence(problem->message) + ' ' + problem->remedy : std::string();
}

// ACL-14: a target of a wrong kind is no rule at all; one that overlaps an earlier one is not
// taken.
void Bucket::advise(const Document& document,
                    const Registry& /*registry*/,
                    const Node& node,
                    std::vector<Finding>& findings) {
    std::vector<NotificationRule> taken;
    std::vector<const Link*> links;
    for (const Link& link : document.links) {
        if (link.from != node.id || link.fromPort != kLinkPort) continue;
        if (std::string problem = linkProblem(document, link); !problem.empty()) {
            findings.push_back(settingError(node, {}, problem));
            findings.back().link = link.id;
            continue;
        }
        taken.push_back(ruleOf(document, link));
        links.push_back(&link);
        const auto problem = checkNotifications(taken);
        if (!problem) continue;
        Finding result = advice(
            node,
            {},
            quotedName(node) + " does not tell " + quotedName(*document.node(link.to))
                + " anything: it already tells "
                + quotedName(*document.node(links[problem->earlier.value_or(0)]->to))
                + " of such objects, and the service refuses a second rule for them.",
            sentence(problem->message)
                + " Give one of the two links a prefix or suffix that the other has not, or notify "
                  "a topic and subscribe both to it.");
        result.severity = Severity::Warning;
        result.link = link.id;
        findings.push_back(std::move(result));
        taken.pop_back();
        links.pop_back();
    }
}

} // namespace sluice
