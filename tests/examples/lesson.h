// SPDX-License-Identifier: GPL-3.0-or-later
// Running an example and looking at its parts by name.
#pragma once

#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"

#include <QtGlobal>

#include <algorithm>
#include <string>

namespace sluice::test {

inline NodeId named(const Document& document, std::string_view name) {
    const auto found = std::find_if(document.nodes.begin(),
                                    document.nodes.end(),
                                    [&](const Node& node) { return node.name == name; });
    if (found == document.nodes.end()) qFatal("no part %s", std::string(name).c_str());
    return found->id;
}

inline void set(Document& document, const char* node, const char* key, const char* text) {
    const NodeId id = named(document, node);
    const NodeKind& kind = *registry().find(document.node(id)->kind);
    const auto value = parseValue(*kind.property(key), text);
    if (!value || !setProperty(document, registry(), id, key, *value)) qFatal("bad %s", key);
}

inline World run(const Document& document, Duration duration) {
    auto world = build(document);
    if (!world) qFatal("%s", world.error().message.c_str());
    runUntil(*world, kRunStart + duration);
    return *std::move(world);
}

/// A node of the running world as its own type.
template <class Kind>
const Kind& part(const World& world, const Document& document, std::string_view name) {
    const NodeId id = named(document, name);
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        if (world.kernel.wiring[i].id == id) return std::get<Kind>(world.nodes[i]);
    }
    qFatal("no running part %s", std::string(name).c_str());
}

} // namespace sluice::test
