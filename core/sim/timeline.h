// SPDX-License-Identifier: GPL-3.0-or-later
// The past of a run: snapshots at intervals and the log of inputs: edits and actions on
// nodes. Any past instant is the nearest snapshot before it, run on with the logged inputs repeated
// at their times; it equals what the run was then, bit for bit.
#pragma once

#include "core/kernel/node_action.h"
#include "core/model/patch.h"
#include "core/sim/live_edit.h"
#include "core/sim/simulator.h"
#include "core/sim/world.h"

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace sluice {

/// What came from outside during a run, and the simulated time at which it came.
struct TimedInput {
    SimTime time;
    std::variant<Patch, NodeAction> input;

    friend bool operator==(const TimedInput&, const TimedInput&) = default;
};

/// A gibibyte: what a classroom machine can spare beside the run itself.
inline constexpr std::uint64_t kMostSnapshotBytes = std::uint64_t{1} << 30U;

class Timeline {
public:
    /// Begins with `start`, which must be at time 0. Keeps at most `mostSnapshots` (at least 2), of
    /// at most about `mostBytes` together; the first and the two newest are kept in any case.
    explicit Timeline(World start,
                      std::size_t mostSnapshots = 64,
                      std::uint64_t mostBytes = kMostSnapshotBytes);

    /// Stores a snapshot when enough has happened since the last one. Call between instants as the
    /// run goes on.
    void observe(const World& world);
    /// Completes the present instant, applies the edit to `world` and logs it. Returns what the
    /// user should know of it.
    std::vector<EditNews> edit(World& world, const Patch& patch, RunObserver* observer = nullptr);
    /// The same for an action.
    ActionAnswer act(World& world, const NodeAction& action, RunObserver* observer = nullptr);
    /// The World as it was at `time`. Requires: `time` is not after the newest time observed or of
    /// the newest input.
    World at(SimTime time) const;
    /// Forgets everything after `time`: the run goes on differently from there.
    void truncate(SimTime time);

    /// In the order in which they came.
    const std::vector<TimedInput>& inputs() const { return m_inputs; }
    std::size_t snapshotCount() const { return m_snapshots.size(); }

private:
    struct Snapshot {
        World world;
        std::size_t inputs = 0;  // how many logged inputs it has seen
        std::uint64_t bytes = 0; // about how large it is
    };

    void thinOut(std::size_t kept);

    std::vector<Snapshot> m_snapshots; // ascending time
    std::vector<TimedInput> m_inputs;  // ascending time
    std::size_t m_mostSnapshots;
    std::uint64_t m_mostBytes;
    std::uint64_t m_mostCopies = 0; // stored at once so far
    std::uint64_t m_eventsBetween;  // events from one snapshot to the next
};

} // namespace sluice
