// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots of a World with a million queued copies against memcpy of the same bytes, and a jump
// into the past of the headline case. Fails when gate G7 is missed.
#include "core/sim/simulator.h"
#include "core/sim/timeline.h"
#include "tests/bench/bench_support.h"
#include "tests/bench/headline.h"

#include <cstdio>
#include <cstring>

namespace sluice::bench {

namespace {

constexpr std::uint32_t kQueues = 24;
constexpr std::uint32_t kMessages = 1'000'000 / kQueues;
constexpr int kRounds = 9;

/// 24 queues that hold a million copies of 41 666 messages.
World backlogWorld() {
    World world;
    for (std::uint32_t i = 0; i < kQueues; ++i) world.nodes.emplace_back(Queue{});
    for (std::uint32_t i = 0; i < kMessages; ++i) {
        const MessageIndex index = world.kernel.messages.add({});
        for (NodeState& node : world.nodes) {
            world.kernel.messages.retain(index);
            std::get<Queue>(node).store.sendMessage(kRunStart + 1us * i,
                                                    {index, i, 256, 0, 0, kNotGiven});
        }
    }
    return world;
}

/// Milliseconds to reach an instant half a simulated second after the newest snapshot before it.
Spread measureJump() {
    World world = headlineWorld();
    runUntil(world, kRunStart + 1s);
    const World snapshot = world;
    World jumped;
    return milliseconds(kRounds, [&] {
        jumped = snapshot;
        runUntil(jumped, kRunStart + 1'500ms);
    });
}

/// Milliseconds to reach instants all over the headline case, 3 simulated seconds long, by the
/// snapshots that a run keeps.
Spread measureJumpsInTimeline() {
    World world = headlineWorld();
    Timeline timeline(world);
    constexpr std::uint64_t kSlice = 20'000; // events, as the engine runs
    while (!runSome(world, kRunStart + 3s, kSlice)) timeline.observe(world);
    std::vector<double> readings;
    for (SimTime past = kRunStart + 50ms; past < kRunStart + 3s; past += 230ms)
        readings.push_back(nanoseconds([&] { world = timeline.at(past); }) / 1e6);
    return spreadOf(readings);
}

int runAll() {
    Yardstick yardstick;
    yardstick.before = measureYardstick();
    const std::size_t before = residentBytes().value_or(0);
    World world = backlogWorld();
    const std::size_t bytes = residentBytes().value_or(0) - before;
    std::vector<char> source(bytes, 1);
    std::vector<char> target(bytes, 2);
    World snapshot = world;
    const Spread plain =
        milliseconds(kRounds, [&] { std::memcpy(target.data(), source.data(), source.size()); });
    const Spread recycled = milliseconds(kRounds, [&] { snapshot = world; });
    const Spread restored = milliseconds(kRounds, [&] { world = snapshot; });
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): the copy is what is measured.
    const Spread fresh = milliseconds(kRounds, [&] { const World copy = world; });
    const Spread jump = measureJump();
    const Spread inTimeline = measureJumpsInTimeline();
    yardstick.after = measureYardstick();
    std::printf("ms, a million copies, %.1f MiB: memcpy %s, recycled %s, restore %s, fresh %s\n",
                static_cast<double>(bytes) / 1048576.0,
                toText(plain).c_str(),
                toText(recycled).c_str(),
                toText(restored).c_str(),
                toText(fresh).c_str());
    std::printf("ms, jump of half a simulated second of the headline case: %s\n",
                toText(jump).c_str());
    std::printf("ms, jumps all over the headline case by the snapshots a run keeps: %s\n",
                toText(inTimeline).c_str());
    print(yardstick);
    const bool ratio =
        judge("G7 recycled, in memcpys", recycled.median / plain.median, 3, yardstick);
    const bool time = judge("G7 recycled, in ms", recycled.median, 5, yardstick);
    const bool past = judge("G7 jump, in ms", jump.median, 100, yardstick);
    const bool kept =
        judge("G7 longest jump by kept snapshots, in ms", inTimeline.maximum, 100, yardstick);
    return ratio && time && past && kept ? 0 : 1;
}

} // namespace

} // namespace sluice::bench

int main() {
    return sluice::bench::runAll();
}
