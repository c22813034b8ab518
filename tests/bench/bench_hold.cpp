// SPDX-License-Identifier: GPL-3.0-or-later
// The hold model (pop the earliest event, push its successor): the event queue of the kernel
// against std::priority_queue, in turn. Fails when the orders differ or the gate G6 is missed.
#include "core/kernel/event_queue.h"
#include "tests/bench/bench_support.h"

#include <cstdio>
#include <vector>

namespace sluice::bench {

namespace {

class QueueHold {
public:
    QueueHold(const std::vector<Duration>& delays, std::size_t pending) : m_delays(delays) {
        for (std::size_t i = 0; i < pending; ++i) {
            push(kRunStart, i);
        }
        run(3 * pending);
    }

    void run(std::size_t holds) {
        for (std::size_t i = 0; i < holds; ++i) {
            const Event event = *m_queue.popUntil(kNever);
            m_order = mixOrder(m_order, event.time, event.what);
            push(event.time, event.what);
        }
    }

    std::uint64_t order() const { return m_order; }

private:
    void push(SimTime now, std::uint64_t what) {
        m_queue.push({now + m_delays[m_nextDelay], what});
        m_nextDelay = m_nextDelay + 1 == m_delays.size() ? 0 : m_nextDelay + 1;
    }

    const std::vector<Duration>& m_delays;
    EventQueue m_queue;
    std::size_t m_nextDelay = 0;
    std::uint64_t m_order = 0;
};

struct Outcome {
    Spread queue;
    Spread heap;
    bool sameOrder = false;
};

Outcome compare(const std::vector<Duration>& delays, std::size_t pending) {
    constexpr std::size_t kHolds = 1'000'000;
    constexpr int kRounds = 5;
    QueueHold queue(delays, pending);
    HeapHold heap(delays, pending);
    std::vector<double> queueTimes;
    std::vector<double> heapTimes;
    for (int round = 0; round < kRounds; ++round) {
        queueTimes.push_back(nanoseconds([&] { queue.run(kHolds); }) / kHolds);
        heapTimes.push_back(nanoseconds([&] { heap.run(kHolds); }) / kHolds);
    }
    return {spreadOf(queueTimes), spreadOf(heapTimes), queue.order() == heap.order()};
}

int runAll() {
    constexpr std::size_t kDelays = std::size_t{1} << 20U;
    Yardstick yardstick;
    yardstick.before = measureYardstick();
    double atTenThousand = 0;
    double atMillion = 0;
    bool sameOrder = true;
    std::printf("ns per hold: median [min..max]\n%-6s %9s  %-24s%-26s%s\n",
                "mix",
                "pending",
                "event queue",
                "std::priority_queue",
                "ratio, order");
    for (const Mix mix : {Mix::Mixed, Mix::Exponential}) {
        const std::vector<Duration> delays = holdDelays(mix, kDelays);
        for (const std::size_t pending : {1'000U, 10'000U, 100'000U, 1'000'000U}) {
            const Outcome outcome = compare(delays, pending);
            std::printf("%-6s %9zu  %-24s%-26s%.2f, %s\n",
                        mix == Mix::Mixed ? "mixed" : "exp",
                        pending,
                        toText(outcome.queue).c_str(),
                        toText(outcome.heap).c_str(),
                        outcome.queue.median / outcome.heap.median,
                        outcome.sameOrder ? "equal" : "DIFFERENT");
            std::fflush(stdout);
            sameOrder = sameOrder && outcome.sameOrder;
            if (mix == Mix::Mixed && pending == 10'000) atTenThousand = outcome.queue.median;
            if (mix == Mix::Mixed && pending == 1'000'000) atMillion = outcome.queue.median;
        }
    }
    yardstick.after = measureYardstick();
    print(yardstick);
    const double unit = yardstick.mean();
    const bool small = judge("G6 at 10 000 pending, in Y", atTenThousand / unit, 0.5, yardstick);
    const bool large = judge("G6 at 1 000 000 pending, in Y", atMillion / unit, 0.6, yardstick);
    return sameOrder && small && large ? 0 : 1;
}

} // namespace

} // namespace sluice::bench

int main() {
    return sluice::bench::runAll();
}
