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

// However large they are: the first, and two to go back from.
constexpr std::size_t kLeastSnapshots = 3;
// About what a snapshot takes: nodes, links and histograms; a stored copy; a message.
constexpr std::uint64_t kFixedBytes = std::uint64_t{1} << 18U;
constexpr std::uint64_t kBytesPerCopy = 44;
constexpr std::uint64_t kBytesPerMessage = sizeof(Message) + sizeof(std::uint32_t);

std::uint64_t storedCopies(const World& world) {
    std::uint64_t copies = 0;
    for (const NodeState& state : world.nodes) {
        withNode(state, [&](const auto& node) {
            if constexpr (requires { node.storedCopies(); }) {
                copies += node.storedCopies();
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
    const std::uint64_t since = world.eventCount - m_snapshots.back().world.eventCount;
    if (since < m_eventsBetween) {
        return;
    }
    // Places of messages are used again but never given back.
    m_mostCopies = std::max(m_mostCopies, storedCopies(world));
    const std::uint64_t messages = world.kernel.messages.capacity();
    // Copying them must stay a small part of the work.
    if (since < std::max(m_mostCopies, messages)) {
        return;
    }
    const std::uint64_t bytes =
        kFixedBytes + kBytesPerCopy * m_mostCopies + kBytesPerMessage * messages;
    m_snapshots.push_back({world, m_inputs.size(), bytes});
    if (m_snapshots.size() > m_mostSnapshots) {
        thinOut(1);
        m_eventsBetween *= 2;
    }
    const auto total = [&] {
        std::uint64_t sum = 0;
        for (const Snapshot& each : m_snapshots) sum += each.bytes;
        return sum;
    };
    while (m_snapshots.size() > kLeastSnapshots && total() > m_mostBytes) {
        thinOut(kLeastSnapshots - 1);
    }
}

/// Every second one goes, but for the first and the newest `kept`.
void Timeline::thinOut(std::size_t kept) {
    const std::size_t end = m_snapshots.size() - kept;
    std::size_t to = 1;
    for (std::size_t i = 1; i < m_snapshots.size(); ++i) {
        const bool goes = i < end && i % 2 == 1;
        if (goes) continue;
        if (to != i) m_snapshots[to] = std::move(m_snapshots[i]);
        ++to;
    }
    m_snapshots.resize(to);
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
    runUntil(world, world.now(), observer); // nothing it set off is left between two parts
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
