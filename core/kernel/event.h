// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"

#include <cstdint>
#include <type_traits>

namespace sluice {

/// What happens when an event is due.
enum class EventKind : std::uint8_t {
    /// A node's own timer; detail is the node's TimerToken.
    Timer,
    /// A call reaches the node at the end of its link, and those chained to it by Call::next
    /// theirs;
    /// detail is the position of the first in Kernel::calls.
    Arrival,
    /// All metrics are sampled; node and detail are unused.
    Sample,
    /// A message comes out of the node's inbox; detail is unused.
    Wake,
};

/// Something due at a simulated time: 16 bytes, ordered by time and then by insertion (the event
/// queue is stable, so no sequence number is stored). Details live in flat arenas of the World.
struct Event {
    SimTime time;
    std::uint64_t what = 0; // kind (4 bits) | node (20 bits) | detail (40 bits)

    EventKind kind() const { return static_cast<EventKind>(what >> 60U); }
    NodeIndex node() const { return static_cast<NodeIndex>((what >> 40U) & kMaxNode); }
    std::uint64_t detail() const { return what & kMaxDetail; }

    static constexpr std::uint64_t kMaxNode = (1ULL << 20U) - 1;
    static constexpr std::uint64_t kMaxDetail = (1ULL << 40U) - 1;

    friend bool operator==(const Event&, const Event&) = default;
};

/// Requires: node and detail within kMaxNode and kMaxDetail.
constexpr Event makeEvent(SimTime time, EventKind kind, NodeIndex node, std::uint64_t detail) {
    return {time,
            static_cast<std::uint64_t>(kind) << 60U | static_cast<std::uint64_t>(node) << 40U
                | detail};
}

static_assert(sizeof(Event) == 16 && std::is_trivially_copyable_v<Event>);

} // namespace sluice
