// SPDX-License-Identifier: GPL-3.0-or-later
// The headline case (see headline.h) in its forms, 3 simulated seconds each: 7.2 million copies.
// Messages are published to a topic with 24 queues, in F sent to the queues by the producer itself.
//   A  constant latency, messages sent ten a call
//   B  constant latency
//   D  random latency of every copy
//   E  D with one more event and a delete for every message
//   F  D with FIFO queues of 1, 100 and 100 000 groups
// Gates: G1 and G2. Fails when one is missed, copies are not conserved or two runs differ.
// `bench_headline D E` runs only those forms, `bench_headline 1 D` each of them once,
// `bench_headline profile D` only 150 ms of it and judges nothing: for tools that count
// instructions.
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"
#include "tests/bench/bench_support.h"
#include "tests/bench/headline.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace sluice::bench {

namespace {

constexpr Duration kLength = 3s;
constexpr Duration kProfileLength = 150ms;

struct Case {
    std::string_view name;
    HeadlineForm form;
    double allowed = 0; ///< Y per copy; 0: no gate.
    double leastSpeed = 0;
};

constexpr std::array<Case, 7> kCases{{{"A", {false, 10, false, 0}},
                                      {"B", {false, 1, false, 0}, 0.7},
                                      {"D", {true, 1, false, 0}, 1.35, 3},
                                      {"E", {true, 1, true, 0}, 2.3},
                                      {"F1", {true, 1, false, 1, false}},
                                      {"F100", {true, 1, false, 100, false}},
                                      {"F100000", {true, 1, false, 100'000, false}}}};

/// What went through all queues. The sources' copies less those still under way must be there.
struct Flow {
    std::uint64_t made = 0, underWay = 0, sent = 0, received = 0, deleted = 0, timedOut = 0,
                  moved = 0;
    bool isConserved = true;
};

Flow flowOf(const World& world) {
    Flow flow;
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        const NodeState& node = world.nodes[i];
        if (const auto* topic = std::get_if<Topic>(&node)) {
            flow.made += topic->store.totals().begun;
        } else if (const auto* producer = std::get_if<Producer>(&node)) {
            const auto& links = world.kernel.wiring[i].links.front();
            if (links.size() > 1) flow.made += producer->counted.sent * links.size();
        } else if (const auto* queue = std::get_if<Queue>(&node)) {
            flow.isConserved = flow.isConserved && queue->store.isConsistent(world.now());
            flow.underWay += world.kernel.whole(world.kernel.wiring[i].inbox).size();
            flow.sent += queue->counted.sent;
            flow.received += queue->counted.received;
            flow.deleted += queue->counted.deleted;
            flow.timedOut += queue->counted.timedOut;
            flow.moved += queue->counted.moved;
        }
    }
    world.kernel.visitEvents([&](const Event& event) {
        if (event.kind() != EventKind::Arrival) return;
        if (!std::holds_alternative<Queue>(world.nodes[raw(event.node())])) return;
        const Call& call = world.kernel.calls[static_cast<std::uint32_t>(event.detail())];
        if (call.kind == CallKind::SendMessage) ++flow.underWay;
        if (call.kind == CallKind::SendMessageBatch)
            flow.underWay += world.kernel.batches[call.payload].count;
    });
    return flow;
}

struct Run {
    double speed = 0, cost = 0; // x real time, ns per copy
    std::uint64_t fingerprint = 0;
    Flow flow;
    double events = 0; // per copy
};

Run runOnce(const HeadlineForm& form, Duration length = kLength) {
    World world = headlineWorld(form);
    const double elapsed = nanoseconds([&] { runUntil(world, kRunStart + length); });
    Run run;
    run.flow = flowOf(world);
    run.speed = static_cast<double>(length.count()) / elapsed;
    run.cost = elapsed / static_cast<double>(run.flow.sent);
    run.fingerprint = digest(world) ^ world.trace;
    run.events = static_cast<double>(world.eventCount) / static_cast<double>(run.flow.sent);
    // A batch that is being collected was made but is no call yet.
    const std::uint64_t collected = run.flow.made - run.flow.sent - run.flow.underWay;
    const auto most = static_cast<std::uint64_t>(24 * (form.sendBatch - 1));
    run.flow.isConserved = run.flow.isConserved && collected <= most;
    return run;
}

bool measure(const Case& each, int runs) {
    std::vector<double> speeds;
    std::vector<double> costs;
    Run first;
    bool isRight = true;
    Yardstick yardstick;
    yardstick.before = measureYardstick();
    for (int i = 0; i < runs; ++i) {
        const Run run = runOnce(each.form);
        first = i == 0 ? run : first;
        isRight = isRight && run.flow.isConserved && run.fingerprint == first.fingerprint;
        speeds.push_back(run.speed);
        costs.push_back(run.cost);
    }
    yardstick.after = measureYardstick();
    const Flow& flow = first.flow;
    const Spread speed = spreadOf(speeds);
    const double cost = spreadOf(costs).median / yardstick.mean();
    std::printf("%s: x real time %s, ns per copy %s = %.2f Y, %.2f events per copy, %s\n",
                std::string(each.name).c_str(),
                toText(speed).c_str(),
                toText(spreadOf(costs)).c_str(),
                cost,
                first.events,
                isRight ? "conserved, runs equal" : "WRONG");
    std::printf("  copies: stored %.2f M, received %.2f M, deleted %.2f M, timed out %llu, dead "
                "letters %llu\n  ",
                static_cast<double>(flow.sent) / 1e6,
                static_cast<double>(flow.received) / 1e6,
                static_cast<double>(flow.deleted) / 1e6,
                static_cast<unsigned long long>(flow.timedOut),
                static_cast<unsigned long long>(flow.moved));
    print(yardstick);
    const std::string gate = "  " + std::string(each.name) + " Y per copy";
    const bool isCheap = each.allowed == 0 || judge(gate, cost, each.allowed, yardstick);
    const bool isFast = speed.median >= each.leastSpeed || !yardstick.steady();
    if (!isFast) std::printf("  below %.0fx real time: missed\n", each.leastSpeed);
    std::fflush(stdout);
    return isRight && isCheap && isFast;
}

bool profile(const Case& each) {
    const Run run = runOnce(each.form, kProfileLength);
    std::printf("%s: %llu copies, fingerprint %016llx\n",
                std::string(each.name).c_str(),
                static_cast<unsigned long long>(run.flow.sent),
                static_cast<unsigned long long>(run.fingerprint));
    return run.flow.isConserved;
}

int runAll(int count, const char* const* arguments) {
    int runs = 5;
    bool isProfiled = false;
    std::vector<std::string_view> wanted;
    for (int i = 1; i < count; ++i) {
        const int number = std::atoi(arguments[i]);
        if (number > 0) {
            runs = number;
        } else if (std::string_view(arguments[i]) == "profile") {
            isProfiled = true;
        } else {
            wanted.emplace_back(arguments[i]);
        }
    }
    bool isRight = true;
    for (const Case& each : kCases) {
        const bool isWanted =
            wanted.empty() || std::find(wanted.begin(), wanted.end(), each.name) != wanted.end();
        if (isWanted) isRight = (isProfiled ? profile(each) : measure(each, runs)) && isRight;
    }
    return isRight ? 0 : 1;
}

} // namespace

} // namespace sluice::bench

int main(int count, const char* const* arguments) {
    return sluice::bench::runAll(count, arguments);
}
