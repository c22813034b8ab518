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

/// Sets what the node left to later of its gauges.
template <class Kind>
void bringGaugesUpToDate(Kind& node, const Kernel& kernel) {
    if constexpr (requires { node.bringGaugesUpToDate(kernel); }) node.bringGaugesUpToDate(kernel);
}

/// Whether the node is of a kind for which `take(node)` is true; `take` is false for kinds that it
/// does not concern. Cheaper than withNode(), as those cost nothing.
template <class Take>
[[gnu::always_inline]] inline bool isTaken(NodeState& state, Take&& take) {
    const auto takesAs = [&]<class Kind>(std::type_identity<Kind>) __attribute__((always_inline)) {
        auto* const node = std::get_if<Kind>(&state);
        return node != nullptr && take(*node);
    };
    return [&]<class... Kinds>(const std::variant<Kinds...>&) __attribute__((always_inline)) {
        return (takesAs(std::type_identity<Kinds>{}) || ...);
    }(state);
}

/// Has the node take the call as a plain one, by its kind's onPlainCall().
[[gnu::always_inline]] inline PlainOutcome
takePlainCall(NodeState& state, Context& context, const Call& call) {
    PlainOutcome outcome;
    isTaken(state, [&](auto& node) __attribute__((always_inline)) {
        if constexpr (requires { node.onPlainCall(context, call); })
            outcome = node.onPlainCall(context, call);
        return outcome.isTaken;
    });
    return outcome;
}

/// Has the node take what has arrived from its inbox, by its kind's onPlainSends(). Returns how
/// many it took; it leaves the others when the first of them has to be weighed.
[[gnu::always_inline]] inline std::uint32_t
takePlainSends(NodeState& state, Context& context, Inbox& inbox) {
    std::uint32_t taken = 0;
    isTaken(state, [&](auto& node) __attribute__((always_inline)) {
        if constexpr (requires { node.onPlainSends(context, inbox); })
            taken = node.onPlainSends(context, inbox);
        return taken > 0;
    });
    return taken;
}

/// Whether plain sends come to nodes of its kind through an inbox.
[[gnu::always_inline]] inline bool hasInbox(const NodeState& state) {
    return [&]<class... Kinds>(const std::variant<Kinds...>&) __attribute__((always_inline)) {
        return ((requires { &Kinds::onPlainSends; } && std::holds_alternative<Kinds>(state)) || ...);
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
