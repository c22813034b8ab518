// SPDX-License-Identifier: GPL-3.0-or-later
// The headline case in its queue-only form: 100 000 messages a second through 24 queues, every
// message sent, received, processed and deleted by events of its own. Two loads: workers that are
// mostly idle, so that messages come one by one, and workers at their limit, so that batches fill.
// Fails when messages are not conserved or two runs differ.
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"
#include "tests/bench/bench_support.h"
#include "tests/bench/headline.h"

#include <cstdio>

namespace sluice::bench {

namespace {

constexpr Duration kLength = 3s;
constexpr int kRuns = 5;

bool isConserved(const World& world) {
    for (const NodeState& node : world.nodes) {
        const auto* queue = std::get_if<Queue>(&node);
        if (queue != nullptr && !queue->store.isConsistent(world.now())) return false;
    }
    return true;
}

bool measure(const char* title, Duration handling, double unit) {
    std::vector<double> speeds;
    std::vector<double> costs;
    std::uint64_t expected = 0;
    bool isRight = true;
    double events = 0;
    for (int run = 0; run < kRuns; ++run) {
        World world = headlineWorld(handling);
        const double elapsed = nanoseconds([&] { runUntil(world, kRunStart + kLength); });
        const RunTotals sums = totals(world);
        speeds.push_back(static_cast<double>(kLength.count()) / elapsed);
        costs.push_back(elapsed / static_cast<double>(sums.sent));
        events = static_cast<double>(sums.events) / static_cast<double>(sums.sent);
        const std::uint64_t fingerprint = digest(world) ^ world.trace;
        isRight = isRight && isConserved(world) && (run == 0 || fingerprint == expected);
        expected = fingerprint;
    }
    const Spread cost = spreadOf(costs);
    std::printf("%s: x real time %s, ns per message %s = %.1f Y, %.2f events per message, %s\n",
                title,
                toText(spreadOf(speeds)).c_str(),
                toText(cost).c_str(),
                cost.median / unit,
                events,
                isRight ? "conserved, runs equal" : "WRONG");
    std::fflush(stdout);
    return isRight;
}

int runAll() {
    Yardstick yardstick;
    yardstick.before = measureYardstick();
    const bool idle = measure("handling 8 ms", 8ms, yardstick.before);
    const bool full = measure("handling 31 ms", 31ms, yardstick.before);
    yardstick.after = measureYardstick();
    print(yardstick);
    return idle && full ? 0 : 1;
}

} // namespace

} // namespace sluice::bench

int main() {
    return sluice::bench::runAll();
}
