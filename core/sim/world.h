// SPDX-License-Identifier: GPL-3.0-or-later
// The running simulation as one copyable value. Snapshot, rewind and fork are copies of it.
// Invariant: the same document, seed and edits at the same simulated times give equal Worlds, bit
// for bit, however they were run.
#pragma once

#include "core/kernel/kernel.h"
#include "core/kinds/kinds.h"
#include "core/model/findings.h"
#include "core/sim/geography.h"
#include "core/sim/run_totals.h"

#include <cstdint>
#include <vector>

namespace sluice {

/// What the sampler remembers of a node between two samples.
struct NodeSampler {
    std::vector<double> lastCounts; ///< By metric; counters only.
    std::vector<Histogram>
        histograms; ///< Of the whole run; distributions only, in order of metrics.

    friend bool operator==(const NodeSampler&, const NodeSampler&) = default;
};

struct World {
    Kernel kernel;
    std::vector<NodeState> nodes;      ///< By NodeIndex, like kernel.wiring.
    std::vector<NodeSampler> samplers; ///< By NodeIndex.
    Geography geography;
    RunTotals retired; ///< What nodes had counted that were removed (keepTotals()).
    std::uint64_t seed = 0;
    Duration sampleInterval = 1s;
    std::uint64_t eventCount = 0;
    std::uint64_t trace = 0;           ///< Running hash of all events, in order.
    SimTime instant;                   ///< Time of the newest event …
    std::uint32_t eventsAtInstant = 0; ///< … and how many there were at it.

    SimTime now() const { return kernel.now; }
    bool isHalted() const { return kernel.halt != Halt::None; }

    // Defaulted where they are compiled once: every file that holds a World would repeat them.
    World();
    World(const World& other);
    World(World&& other) noexcept;
    World& operator=(const World& other);
    World& operator=(World&& other) noexcept;
    ~World();
    friend bool operator==(const World& left, const World& right);
};

/// A World at time 0. Fails with the texts of the errors that validate() finds.
Result<World> build(const Document& document);

/// Fingerprint of everything that can influence the rest of the run, and of all events so far.
std::uint64_t digest(const World& world);

/// Why the run stopped, as a finding for the user; empty while it can go on.
std::vector<Finding> findings(const World& world);

/// More events than this at one instant are taken for a loop without delay.
inline constexpr std::uint32_t kMaxEventsAtInstant = 2'000'000;

} // namespace sluice
