// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/timeline.h"

#include "core/base/assert.h"
#include "core/sim/live_edit.h"
#include "core/sim/node_action.h"

#include <algorithm>

namespace sluice {

namespace {

// Re-simulating this many events takes a few hundredths of a second.
constexpr std::uint64_t kFirstInterval = 250'000;

// About what a snapshot takes: nodes, links and histograms; a stored copy with its message.
constexpr std::uint64_t kFixedBytes = std::uint64_t{1} << 18U;
constexpr std::uint64_t kBytesPerCopy = 112;

std::uint64_t storedCopies(const World& world) {
    std::uint64_t copies = 0;
    for (const NodeState& state : world.nodes) {
        withNode(state, [&](const auto& node) {
            if constexpr (requires { node.store.storedCount(); }) {
                copies += node.store.storedCount();
            }
        });
    }
    return copies;
}

void repeat(World& world, const TimedInput& logged) {
    if (const auto* patch = std::get_if<Patch>(&logged.input)) {
        applyEdit(world, *patch);
    } else {
        applyAction(world, std::get<NodeAction>(logged.input));
    }
}

} // namespace

Timeline::Timeline(World start, std::size_t mostSnapshots, std::uint64_t mostBytes)
    : m_mostSnapshots(std::max<std::size_t>(mostSnapshots, 2))
    , m_mostBytes(mostBytes)
    , m_eventsBetween(kFirstInterval) {
    SLUICE_ASSERT(start.now() == kRunStart);
    m_snapshots.push_back({std::move(start), 0, 0});
}

void Timeline::observe(const World& world) {
    if (world.eventCount < m_snapshots.back().world.eventCount + m_eventsBetween) {
        return;
    }
    const std::uint64_t stored = storedCopies(world);
    // Copying what is stored must stay a small part of the work.
    if (world.eventCount < m_snapshots.back().world.eventCount + stored) return;
    m_snapshots.push_back({world, m_inputs.size(), kFixedBytes + kBytesPerCopy * stored});
    const auto isTooMuch = [&] {
        std::uint64_t bytes = 0;
        for (const Snapshot& each : m_snapshots) bytes += each.bytes;
        return m_snapshots.size() > m_mostSnapshots || bytes > m_mostBytes;
    };
    while (m_snapshots.size() > 2 && isTooMuch()) thinOut();
}

/// Every second one goes, but for the first and the newest, and new ones come half as often.
void Timeline::thinOut() {
    Snapshot newest = std::move(m_snapshots.back());
    m_snapshots.pop_back();
    std::size_t kept = 1;
    for (std::size_t i = 2; i < m_snapshots.size(); i += 2) {
        m_snapshots[kept++] = std::move(m_snapshots[i]);
    }
    m_snapshots.resize(kept);
    m_snapshots.push_back(std::move(newest));
    m_eventsBetween *= 2;
}

std::vector<EditNews> Timeline::edit(World& world, const Patch& patch, RunObserver* observer) {
    runUntil(world, world.now(), observer);
    auto news = applyEdit(world, patch, observer == nullptr ? nullptr : &observer->hops);
    m_inputs.push_back({world.now(), patch});
    return news;
}

ActionAnswer Timeline::act(World& world, const NodeAction& action, RunObserver* observer) {
    runUntil(world, world.now(), observer);
    ActionAnswer answer =
        applyAction(world, action, observer == nullptr ? nullptr : &observer->hops);
    m_inputs.push_back({world.now(), action});
    return answer;
}

World Timeline::at(SimTime time) const {
    const auto later = std::upper_bound(
        m_snapshots.begin() + 1,
        m_snapshots.end(),
        time,
        [](SimTime wanted, const Snapshot& snapshot) { return wanted < snapshot.world.now(); });
    const Snapshot& nearest = *(later - 1);
    World world = nearest.world;
    for (std::size_t i = nearest.inputs; i < m_inputs.size() && m_inputs[i].time <= time; ++i) {
        runUntil(world, m_inputs[i].time);
        repeat(world, m_inputs[i]);
    }
    runUntil(world, time);
    return world;
}

void Timeline::truncate(SimTime time) {
    while (m_snapshots.size() > 1 && m_snapshots.back().world.now() > time) {
        m_snapshots.pop_back();
    }
    while (!m_inputs.empty() && m_inputs.back().time > time) {
        m_inputs.pop_back();
    }
}

} // namespace sluice
