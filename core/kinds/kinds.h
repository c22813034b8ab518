// SPDX-License-Identifier: GPL-3.0-or-later
// The one list of kinds. A new kind is one file pair in this folder, one word here and one icon.
#pragma once

#include "core/kinds/bucket.h"
#include "core/kinds/consumer.h"
#include "core/kinds/endpoint.h"
#include "core/kinds/event_source.h"
#include "core/kinds/producer.h"
#include "core/kinds/queue.h"
#include "core/kinds/registry.h"
#include "core/kinds/topic.h"
#include "core/model/document.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace sluice {

/// A running node. Empty once it was removed from the running simulation.
using NodeState =
    std::variant<std::monostate, Producer, EventSource, Topic, Queue, Consumer, Bucket, Endpoint>;

/// Calls `use(node)` with the node as its own type; does nothing for a removed one.
template <class State, class Use>
void withNode(State& state, Use&& use) {
    std::visit(
        [&](auto& node) {
            if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(node)>, std::monostate>) {
                use(node);
            }
        },
        state);
}

/// Whether the node has taken the call as a plain one, by its kind's onPlainCall(). Cheaper than
/// withNode(): most kinds have none.
[[gnu::always_inline]] inline bool
takePlainCall(NodeState& state, Context& context, const Call& call) {
    const auto takes = [&]<class Kind>(std::type_identity<Kind>) __attribute__((always_inline)) {
        if constexpr (requires(Kind & node) { node.onPlainCall(context, call); }) {
            auto* const node = std::get_if<Kind>(&state);
            return node != nullptr && node->onPlainCall(context, call);
        }
        return false;
    };
    return [&]<class... Kinds>(const std::variant<Kinds...>&) __attribute__((always_inline)) {
        return (takes(std::type_identity<Kinds>{}) || ...);
    }(state);
}

/// The same for a plain send that came by this link, by its kind's onPlainSend().
[[gnu::always_inline]] inline bool
takePlainSend(NodeState& state, Context& context, const LinkState& link, const PlainSend& what) {
    const auto takes = [&]<class Kind>(std::type_identity<Kind>) __attribute__((always_inline)) {
        if constexpr (requires(Kind & node) { node.onPlainSend(context, link, what); }) {
            auto* const node = std::get_if<Kind>(&state);
            return node != nullptr && node->onPlainSend(context, link, what);
        }
        return false;
    };
    return [&]<class... Kinds>(const std::variant<Kinds...>&) __attribute__((always_inline)) {
        return (takes(std::type_identity<Kinds>{}) || ...);
    }(state);
}

/// Whether nodes of its kind store messages.
inline bool storesMessages(const NodeState& state) {
    bool result = false;
    withNode(state, [&](const auto& node) { result = requires { node.storedCopies(); }; });
    return result;
}

/// A node of the given kind with these settings; empty when the kind is unknown.
/// Requires: the settings were checked against the kind.
NodeState makeNode(std::string_view kind, const PropertyMap& properties);

/// Changes settings in place. Requires: checked, and of the node's own kind.
void assign(NodeState& state, const PropertyMap& properties);

} // namespace sluice
