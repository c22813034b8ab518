// SPDX-License-Identifier: GPL-3.0-or-later
// What watching costs: the headline case alone, with its hops collected and thrown away, and with
// the delivery checker reading them. The run itself must not notice: its fingerprint stays the
// same.
#include "core/sim/sampler.h"
#include "tests/bench/bench_support.h"
#include "tests/bench/headline.h"
#include "tests/support/delivery_run.h"

#include <cstdio>

namespace sluice::bench {

namespace {

constexpr SimTime kEnd = kRunStart + 500ms;
constexpr int kRuns = 5;

struct Measured {
    double nanosecondsPerMessage = 0;
    std::uint64_t fingerprint = 0;
    std::string text;
};

Measured result(const World& world, double elapsed) {
    return {elapsed / static_cast<double>(totals(world).sent), digest(world) ^ world.trace, {}};
}

Measured alone() {
    World world = headlineWorld();
    return result(world, nanoseconds([&] { runUntil(world, kEnd); }));
}

Measured collected() {
    World world = headlineWorld();
    RunObserver observer;
    const double elapsed = nanoseconds([&] {
        while (!runSome(world, kEnd, 20'000, &observer)) observer.hops.take();
    });
    return result(world, elapsed);
}

Measured checked() {
    test::CheckedRun run(headlineWorld());
    const double elapsed = nanoseconds([&] { run.until(kEnd); });
    Measured measured = result(run.world, elapsed);
    measured.text = run.deliveries().text();
    return measured;
}

/// Prints the cost beside that of `base` and returns it; no `base`: this is it.
Measured measure(const char* title, Measured (*once)(), const Measured* base) {
    std::vector<double> costs;
    Measured last;
    for (int i = 0; i < kRuns; ++i) {
        last = once();
        costs.push_back(last.nanosecondsPerMessage);
    }
    const Spread spread = spreadOf(costs);
    last.nanosecondsPerMessage = spread.median;
    std::printf("%s: ns per message %s = x %.2f\n",
                title,
                toText(spread).c_str(),
                base == nullptr ? 1 : spread.median / base->nanosecondsPerMessage);
    if (!last.text.empty()) std::printf("  %s\n", last.text.c_str());
    std::fflush(stdout);
    return last;
}

int runAll() {
    Yardstick yardstick;
    yardstick.before = measureYardstick();
    alone(); // warms up
    const Measured base = measure("alone", alone, nullptr);
    const bool isSame = measure("hops collected", collected, &base).fingerprint == base.fingerprint
                        && measure("hops checked", checked, &base).fingerprint == base.fingerprint;
    yardstick.after = measureYardstick();
    print(yardstick);
    std::printf("the runs are %s\n", isSame ? "the same" : "DIFFERENT");
    return isSame ? 0 : 1;
}

} // namespace

} // namespace sluice::bench

int main() {
    return sluice::bench::runAll();
}
