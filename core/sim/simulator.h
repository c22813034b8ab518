// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"
#include "core/sim/world.h"

#include <cstdint>
#include <vector>

namespace sluice {

/// Collects what happens during a run, for drawing and charts. Watching never changes the run.
struct RunObserver {
    HopLog hops{kHopCap};
    std::vector<Sample> samples;
};

/// Processes all events due at or before `limit` and sets the time to `limit`, or to the time of
/// the halt when a bound was reached. Requires: limit >= world.now().
void runUntil(World& world, SimTime limit, RunObserver* observer = nullptr);

/// The same, stopping after the instant at which `mostEvents` events are reached. True when `limit`
/// was reached or the run halted. Edits and snapshots may follow: an instant is never left half
/// done. How soon plain sends are counted depends on who watches, so the instant may too.
bool runSome(World& world,
             SimTime limit,
             std::uint64_t mostEvents,
             RunObserver* observer = nullptr);

/// Processes the next instant at which anything but sampling happens. False when nothing is left to
/// happen.
bool step(World& world, RunObserver* observer = nullptr);

/// What there is to see of all nodes now, in order of NodeId.
std::vector<NodePicture> pictures(const World& world);

} // namespace sluice
