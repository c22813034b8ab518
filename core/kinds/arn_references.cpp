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

/// The name now of the part that this name meant, if the start of the link is linked to it at
/// `port`; else the name itself.
std::string nameNow(const Document& before,
                    const Document& after,
                    const Link& link,
                    std::string_view port,
                    const std::string& name) {
    for (const Link& other : after.links) {
        const Node* old = before.node(other.to);
        const bool isMeant = other.from == link.from && other.fromPort == port && old != nullptr
                             && referenceTo(before, *old) == name;
        if (isMeant) return referenceTo(after, *after.node(other.to));
    }
    return name;
}

void followNames(const Document& before, Document& after) {
    for (Link& link : after.links) {
        for (const PropertySpec& spec : linkSpecs(after, registry(), link)) {
            const auto value = link.properties.find(spec.key);
            if (spec.namesPartAt.empty() || value == link.properties.end()) continue;
            if (auto* name = std::get_if<std::string>(&value->second))
                *name = nameNow(before, after, link, spec.namesPartAt, *name);
        }
    }
}

} // namespace

std::string referenceTo(const Document& document, const Node& node) {
    const auto party = partyOf(document, node);
    if (!party) return node.name;
    constexpr std::string_view kFifo = ".fifo";
    std::string inArn = party->arn.substr(party->arn.rfind(':') + 1);
    if (inArn.ends_with(kFifo)) inArn.resize(inArn.size() - kFifo.size());
    return nameInArn(node.name, node.name.size()) == inArn ? node.name : inArn;
}

void followRenamedParts(const Document& before, Document& after) {
    followNames(before, after);
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
