// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/kinds.h"

#include "core/kinds/describe.h"
#include "core/kinds/link_settings.h"

namespace sluice {

namespace {

template <class... Kinds>
Registry describeAll(std::type_identity<std::variant<std::monostate, Kinds...>> /*list*/) {
    Registry result;
    for (const auto& row : linkProperties()) {
        result.linkProperties.push_back(row.spec);
    }
    (result.kinds.push_back(describe<Kinds>(result.linkProperties)), ...);
    return result;
}

template <class... Kinds>
NodeState make(std::type_identity<std::variant<std::monostate, Kinds...>> /*list*/,
               std::string_view key) {
    NodeState result;
    ((Kinds::kKey == key ? static_cast<void>(result.template emplace<Kinds>())
                         : static_cast<void>(0)),
     ...);
    return result;
}

} // namespace

const Registry& registry() {
    static const Registry kRegistry = describeAll(std::type_identity<NodeState>{});
    return kRegistry;
}

NodeState makeNode(std::string_view kind, const PropertyMap& properties) {
    NodeState result = make(std::type_identity<NodeState>{}, kind);
    assign(result, properties);
    return result;
}

void assign(NodeState& state, const PropertyMap& properties) {
    withNode(state, [&](auto& node) {
        using Kind = std::remove_cvref_t<decltype(node)>;
        assignAll(node.config, Kind::properties(), properties);
    });
}

} // namespace sluice
