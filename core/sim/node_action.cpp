// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/node_action.h"

#include <algorithm>
#include <optional>

namespace sluice {

namespace {

ActionAnswer refusal(std::string text) {
    return {true, std::move(text)};
}

std::optional<NodeIndex> find(const World& world, NodeId id) {
    for (std::size_t i = world.nodes.size(); i-- > 0;) {
        if (world.kernel.wiring[i].id == id && world.nodes[i].index() != 0) {
            return static_cast<NodeIndex>(i);
        }
    }
    return std::nullopt;
}

/// The action with a value for every field, all of them checked.
Result<NodeAction> completed(NodeAction action, const NodeKind& kind) {
    const auto spec = std::find_if(kind.actions.begin(),
                                   kind.actions.end(),
                                   [&](const ActionSpec& each) { return each.key == action.key; });
    if (spec == kind.actions.end()) {
        return failure("There is no action “" + action.key + "” for a " + std::string(kind.label)
                       + ".");
    }
    for (const PropertySpec& field : spec->fields) {
        const auto [entry, isMissing] =
            action.values.try_emplace(std::string(field.key), field.defaultValue);
        if (const auto checked = check(field, entry->second); !isMissing && !checked) {
            return failure(std::string(field.label) + ": " + checked.error().message);
        }
    }
    return action;
}

/// Why a node that the action's fields name will not do; empty when all do.
template <class Kind>
std::string wrongNode(const World& world, const Kind& node, const NodeAction& action) {
    for (const ActionSpec& spec : registry().find(Kind::kKey)->actions) {
        if (spec.key != action.key) continue;
        for (const PropertySpec& field : spec.fields) {
            if (field.type != ValueType::Node) continue;
            const auto id = std::get<std::int64_t>(action.values.at(std::string(field.key)));
            if (id == 0) continue;
            const auto index = find(world, static_cast<NodeId>(id));
            const Kind* named = index ? std::get_if<Kind>(&world.nodes[raw(*index)]) : nullptr;
            if (named == nullptr) {
                return std::string(field.label) + ": there is no such " + std::string(Kind::kLabel)
                       + " in the running simulation.";
            }
            if constexpr (requires { node.refusal(action, *named); }) {
                if (std::string why = node.refusal(action, *named); !why.empty()) return why;
            }
        }
    }
    return {};
}

} // namespace

ActionAnswer applyAction(World& world, const NodeAction& action, HopLog* hops) {
    if (world.isHalted()) {
        return refusal("The run has stopped. Restart it first.");
    }
    const auto index = find(world, action.node);
    if (!index) {
        return refusal("The part is not in the running simulation.");
    }
    ActionAnswer answer;
    withNode(world.nodes[raw(*index)], [&](auto& node) {
        using Kind = std::remove_cvref_t<decltype(node)>;
        auto whole = completed(action, *registry().find(Kind::kKey));
        if (!whole) {
            answer = refusal(whole.error().message);
            return;
        }
        if (std::string why = wrongNode(world, node, *whole); !why.empty()) {
            answer = refusal(std::move(why));
            return;
        }
        whole->nodeName = world.geography.placeOf(action.node).name;
        Context context(world.kernel, *index, hops);
        if constexpr (requires { node.act(context, *whole); }) {
            answer = node.act(context, *whole);
        }
    });
    fetchAll(world.kernel);
    return answer;
}

} // namespace sluice
