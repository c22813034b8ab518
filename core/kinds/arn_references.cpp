// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/arn_references.h"

#include "core/base/text.h"
#include "core/kinds/link_access.h"
#include "core/model/boundaries.h"

#include <string>
#include <utility>
#include <vector>

namespace sluice {

namespace {

struct Renaming {
    std::string from; ///< An ARN as JSON holds it, in quotes.
    std::string to;
};

bool isElsewhere(const Document& before, const Node& old, const Document& after, const Node& now) {
    return regionOf(before, old) != regionOf(after, now)
           || accountOf(before, old) != accountOf(after, now);
}

std::vector<Renaming> renamings(const Document& before, const Document& after) {
    std::vector<Renaming> result;
    for (const Node& now : after.nodes) {
        const Node* old = before.node(now.id);
        if (old == nullptr || old->kind != now.kind
            || (old->name == now.name && old->properties == now.properties)
            || isElsewhere(before, *old, after, now)) {
            continue;
        }
        const auto was = partyOf(before, *old);
        const auto is = partyOf(after, now);
        if (was && is && was->arn != is->arn) {
            result.push_back({sluice::quoted(was->arn), sluice::quoted(is->arn)});
        }
    }
    return result;
}

void replaceAll(std::string& text, const Renaming& renaming) {
    for (std::size_t at = text.find(renaming.from); at != std::string::npos;
         at = text.find(renaming.from, at + renaming.to.size())) {
        text.replace(at, renaming.from.size(), renaming.to);
    }
}

} // namespace

void followRenamedParts(const Document& before, Document& after) {
    const auto all = renamings(before, after);
    if (all.empty()) return;
    for (Node& node : after.nodes) {
        for (auto& [key, value] : node.properties) {
            auto* text = std::get_if<std::string>(&value);
            if (text == nullptr) continue;
            for (const Renaming& renaming : all) replaceAll(*text, renaming);
        }
    }
}

} // namespace sluice
