// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/boundary_checks.h"

#include "core/base/text.h"
#include "core/model/boundaries.h"
#include "core/model/region_latency.h"

#include <algorithm>

namespace sluice {

namespace {

void checkSettings(const Settings& settings, std::vector<Finding>& findings) {
    const auto check = [&](const Result<>& checked, std::string_view key) {
        if (checked) return;
        findings.push_back({Severity::Error, {}, {}, std::string(key), checked.error().message});
    };
    check(checkCode(BoundaryType::Region, settings.region), "region");
    check(checkCode(BoundaryType::Account, settings.account), "account");
    const auto latencies = regionLatencies(settings.regionLatencies);
    if (!latencies) check(tl::unexpected<Error>(latencies.error()), "region_latencies");
}

/// Two frames of the type around the part of which neither lies in the other; null when all nest.
std::pair<const Boundary*, const Boundary*>
crossing(const Document& document, BoundaryType type, Point centre) {
    std::vector<const Boundary*> around;
    for (const Boundary& boundary : document.boundaries)
        if (boundary.type == type && contains(boundary, centre)) around.push_back(&boundary);
    for (std::size_t i = 0; i < around.size(); ++i) {
        for (std::size_t j = i + 1; j < around.size(); ++j) {
            if (!contains(*around[i], *around[j]) && !contains(*around[j], *around[i]))
                return {around[i], around[j]};
        }
    }
    return {};
}

void checkNesting(const Document& document, const Node& node, std::vector<Finding>& findings) {
    for (const BoundaryType type : {BoundaryType::Region, BoundaryType::Account}) {
        const auto [first, second] = crossing(document, type, centreOf(node.position));
        if (first == nullptr) continue;
        const std::string_view what = type == BoundaryType::Region ? "regions" : "accounts";
        Finding& finding = findings.emplace_back();
        finding.severity = Severity::Error;
        finding.node = node.id;
        finding.text = quoted(node.name) + " lies in two " + std::string(what) + " at once, "
                       + quoted(titleOf(*first)) + " and " + quoted(titleOf(*second))
                       + ". Move it, or one of the frames, so that it lies in one of them or one "
                         "frame lies within the other.";
    }
}

bool isDeadLetter(const Registry& registry, const Node& from, const Link& link) {
    const NodeKind* const kind = registry.find(from.kind);
    const auto port = kind == nullptr ? std::nullopt : kind->port(link.fromPort);
    return port && kind->ports[*port].flows == static_cast<std::uint8_t>(Flow::DeadLetter);
}

void checkDeadLetters(const Document& document,
                      const Registry& registry,
                      const Link& link,
                      std::vector<Finding>& findings) {
    const Node* const from = document.node(link.from);
    const Node* const to = document.node(link.to);
    if (from == nullptr || to == nullptr || !isDeadLetter(registry, *from, link)) return;
    const bool isOtherRegion = regionOf(document, *from) != regionOf(document, *to);
    if (!isOtherRegion && accountOf(document, *from) == accountOf(document, *to)) return;
    Finding& finding = findings.emplace_back();
    finding.severity = Severity::Error;
    finding.link = link.id;
    finding.text = quoted(to->name) + " cannot keep the dead letters of " + quoted(from->name)
                   + ": a dead-letter queue lies in the same region and account as its source. "
                     "Move it into the same "
                   + (isOtherRegion ? "region." : "account.");
}

} // namespace

void checkBoundaries(const Document& document,
                     const Registry& registry,
                     std::vector<Finding>& findings) {
    checkSettings(document.settings, findings);
    if (document.boundaries.empty()) return;
    for (const Boundary& boundary : document.boundaries) {
        const auto checked = checkCode(boundary.type, boundary.code);
        if (checked) continue;
        findings.push_back({Severity::Error, {}, {}, {}, checked.error().message});
        findings.back().boundary = boundary.id;
    }
    for (const Node& node : document.nodes) checkNesting(document, node, findings);
    for (const Link& link : document.links) checkDeadLetters(document, registry, link, findings);
}

} // namespace sluice
