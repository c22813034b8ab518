// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/model/findings.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

// Where a new part goes, seen from the part it is linked to: below it, a little to the right.
constexpr double kRight = 208;
constexpr double kDown = 224;
constexpr double kRow = 136;

bool isTaken(const Document& document, Point place) {
    return std::any_of(document.nodes.begin(), document.nodes.end(), [&](const Node& node) {
        return std::abs(node.position.x - place.x) < 2 * kRow
               && std::abs(node.position.y - place.y) < kRow;
    });
}

Result<> add(Document& document, const Registry& registry, const Addition& addition) {
    const Node* from = document.node(addition.from);
    const NodeKind* kind = registry.find(addition.kind);
    if (from == nullptr || kind == nullptr) return failure("What the fix is about is gone.");
    Point place{from->position.x + kRight, from->position.y + kDown};
    while (isTaken(document, place)) place.y += kRow;
    const NodeId id = addNode(document, *kind, place);
    if (id == NodeId{}) return failure("The document is full. Remove a part first.");
    auto done = rename(document, id, addition.name);
    for (const auto& [key, value] : addition.properties) {
        if (done) done = setProperty(document, registry, id, key, value);
    }
    if (!done) return done;
    Result<LinkId> linked = failure("Nothing can be linked there.");
    for (const PortSpec& port : kind->ports) {
        if (port.isOutput || linked) continue;
        linked = connect(
            document, registry, {addition.from, addition.port}, {id, std::string(port.key)});
    }
    if (!linked) return tl::unexpected<Error>(linked.error());
    return {};
}

} // namespace

bool isMendable(const Finding& finding) {
    return !finding.fix.empty() || finding.addition.has_value();
}

Result<> mend(Document& document, const Registry& registry, const Finding& finding) {
    for (const Setting& setting : finding.fix) {
        auto done = setProperty(document, registry, setting.node, setting.property, setting.value);
        if (!done) return done;
    }
    if (finding.addition) return add(document, registry, *finding.addition);
    return {};
}

} // namespace sluice
