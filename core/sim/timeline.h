// SPDX-License-Identifier: GPL-3.0-or-later
// The past of a run: snapshots at intervals and the log of edits. Any past instant is the nearest
// snapshot before it, run on with the logged edits applied at their times; it equals what the run
// was then, bit for bit.
#pragma once

#include "core/model/patch.h"
#include "core/sim/simulator.h"
#include "core/sim/world.h"

#include <cstddef>
#include <vector>

namespace sluice {

/// An edit and the simulated time at which it was made.
struct TimedEdit {
    SimTime time;
    Patch patch;

    friend bool operator==(const TimedEdit&, const TimedEdit&) = default;
};

class Timeline {
public:
    /// Begins with `start`, which must be at time 0. Keeps at most `mostSnapshots` (at least 2).
    explicit Timeline(World start, std::size_t mostSnapshots = 64);

    /// Stores a snapshot when enough has happened since the last one. Call between instants as the
    /// run goes on.
    void observe(const World& world);
    /// Completes the present instant, applies the edit to `world` and logs it.
    void edit(World& world, const Patch& patch, RunObserver* observer = nullptr);
    /// The World as it was at `time`. Requires: `time` is not after the newest time observed or
    /// edited.
    World at(SimTime time) const;
    /// Forgets everything after `time`: the run goes on differently from there.
    void truncate(SimTime time);

    const std::vector<TimedEdit>& edits() const { return m_edits; }
    std::size_t snapshotCount() const { return m_snapshots.size(); }

private:
    struct Snapshot {
        World world;
        std::size_t edits = 0; // how many logged edits it has seen
    };

    std::vector<Snapshot> m_snapshots; // ascending time
    std::vector<TimedEdit> m_edits;    // ascending time
    std::size_t m_mostSnapshots;
    std::uint64_t m_eventsBetween; // events from one snapshot to the next
};

} // namespace sluice
