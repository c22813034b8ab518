// SPDX-License-Identifier: GPL-3.0-or-later
// Everything of a World but the nodes themselves: time, events, arenas, links. A plain value; nodes
// reach it through their Context only.
#pragma once

#include "core/base/distribution.h"
#include "core/base/ids.h"
#include "core/kernel/body_store.h"
#include "core/kernel/call.h"
#include "core/kernel/event_queue.h"
#include "core/kernel/message.h"
#include "core/schema/limits_profile.h"
#include "core/schema/port.h"

#include <cstdint>
#include <vector>

namespace sluice {

/// A link while it runs.
struct LinkState {
    LinkId id{};
    NodeIndex from = kNoNode;
    NodeIndex to = kNoNode;
    PortIndex fromPort = 0;
    PortIndex toPort = 0;
    Flow flow = Flow::Send; ///< What its output port emits.
    bool isLive = true;     ///< False once removed; calls still under way on it are dropped.
    Distribution latency;
    Duration regionLatency{}; ///< Added to each latency: its ends lie in different regions.
    Rng random; ///< The link's own stream: other links' and nodes' draws do not depend on it.

    friend bool operator==(const LinkState&, const LinkState&) = default;
};

/// A node's place in the network and its random stream.
struct NodeWiring {
    NodeId id{};
    Rng random;
    std::vector<std::vector<LinkIndex>> links; ///< Live links by port, in order of LinkId.

    friend bool operator==(const NodeWiring&, const NodeWiring&) = default;
};

/// Why a run cannot go on: a bound was reached.
enum class Halt : std::uint8_t { None, TooManyEventsAtOnce, TooManyMessages };

struct Kernel {
    SimTime now;
    EventQueue events;
    MessagePool messages;
    SlotPool<Call> calls;
    SlotPool<Batch> batches;
    BodyStore bodies;
    LimitsProfile limits; ///< Of the document, in force for every request.
    std::vector<LinkState> links;
    std::vector<NodeWiring> wiring;
    Halt halt = Halt::None;
    NodeIndex haltedAt = kNoNode;

    friend bool operator==(const Kernel&, const Kernel&) = default;
};

/// Most messages alive at once; reaching it halts the run with a finding instead of exhausting
/// memory.
inline constexpr std::size_t kMaxLiveMessages = 50'000'000;

} // namespace sluice
