// SPDX-License-Identifier: GPL-3.0-or-later
// Raw costs of a FIFO store: send, receive in tens and delete per message, with 1, 100 and 100 000
// message groups and a backlog of 1e3 to 1e7 messages, in steady state and while draining; and
// resident bytes per copy.
#include "core/base/random.h"
#include "core/broker/fifo_store.h"
#include "tests/bench/bench_support.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>
#include <vector>

namespace sluice::bench {

namespace {

constexpr std::array<std::uint32_t, 3> kGroups = {1, 100, 100'000};
constexpr std::array<std::uint32_t, 5> kBacklogs = {1'000, 10'000, 100'000, 1'000'000, 10'000'000};
constexpr std::uint32_t kCycles = 100'000; // of ten messages
constexpr int kRounds = 3;

struct Costs {
    double send = 0, receive = 0, remove = 0; // ns per message
    double fill = 0;                          // ns per send while the backlog grows
    double bytes = 0;                         // resident, per stored copy
};

/// A queue at a steady backlog. The groups of the messages are drawn at random.
class Load {
public:
    explicit Load(std::uint32_t groups) : m_groups(groups) { m_rules.type = QueueType::Fifo; }

    void send(std::uint32_t messages) {
        for (std::uint32_t i = 0; i < messages; ++i) {
            const auto group = 1 + static_cast<GroupIndex>(m_random.below(m_groups));
            const MessageIndex message{m_sent++};
            m_store.sendMessage(m_now, {message, group, 0, 0s, false}, m_sent, m_rules);
        }
    }
    void receive() {
        ReceiveScan scan;
        for (m_batch.count = 0; m_batch.count < Batch::kCapacity; ++m_batch.count) {
            const Selection found = m_store.receiveNext(m_now, scan, m_rules);
            if (found.kind != Selection::Kind::Received) break;
            m_batch.entries[m_batch.count] = found.received;
        }
        m_received += m_batch.count;
    }
    void remove() {
        CopyRefusal refusal = CopyRefusal::None;
        for (std::uint32_t i = 0; i < m_batch.count; ++i) {
            m_store.deleteMessage(m_now, m_batch.entries[i].receipt, m_rules, refusal);
        }
    }
    void wait() {
        m_now += 10us;
        while (m_store.elapseNext(m_now, m_rules)) {
        }
    }
    std::uint64_t received() const { return m_received; }

private:
    FifoStore m_store;
    QueueRules m_rules;
    Rng m_random{1};
    Batch m_batch;
    SimTime m_now = kRunStart;
    std::uint32_t m_groups = 1;
    std::uint32_t m_sent = 0;
    std::uint64_t m_received = 0;
};

Costs measure(std::uint32_t groups, std::uint32_t backlog) {
    Costs costs;
    const std::size_t before = residentBytes().value_or(0);
    Load load(groups);
    costs.fill = nanoseconds([&] { load.send(backlog); }) / backlog;
    const std::size_t after = residentBytes().value_or(0);
    costs.bytes = (static_cast<double>(after) - static_cast<double>(before)) / backlog;
    for (std::uint32_t cycle = 0; cycle < kCycles; ++cycle) {
        load.wait();
        costs.send += nanoseconds([&] { load.send(Batch::kCapacity); });
        costs.receive += nanoseconds([&] { load.receive(); });
        costs.remove += nanoseconds([&] { load.remove(); });
    }
    const auto messages = static_cast<double>(load.received());
    costs.send /= static_cast<double>(kCycles) * Batch::kCapacity;
    costs.receive /= messages;
    costs.remove /= messages;
    return costs;
}

Spread spread(const std::vector<Costs>& rounds, double Costs::*member) {
    std::vector<double> readings;
    readings.reserve(rounds.size());
    for (const Costs& costs : rounds) {
        readings.push_back(costs.*member);
    }
    return spreadOf(readings);
}

/// Total ns per message of one case.
double printCase(std::uint32_t groups, std::uint32_t backlog) {
    std::vector<Costs> rounds;
    rounds.reserve(kRounds);
    for (int round = 0; round < kRounds; ++round) {
        rounds.push_back(measure(groups, backlog));
    }
    std::printf("%6u groups, %8u queued: send %s, receive in tens %s, delete %s; fill %s ns/send; "
                "%.1f B per copy\n",
                groups,
                backlog,
                toText(spread(rounds, &Costs::send)).c_str(),
                toText(spread(rounds, &Costs::receive)).c_str(),
                toText(spread(rounds, &Costs::remove)).c_str(),
                toText(spread(rounds, &Costs::fill)).c_str(),
                rounds.front().bytes); // later rounds reuse the program's memory
    return spread(rounds, &Costs::send).median + spread(rounds, &Costs::receive).median
           + spread(rounds, &Costs::remove).median;
}

/// Growth of the total per tenfold backlog, by least squares: 0 is flat.
double slopeOf(const std::vector<double>& totals) {
    const auto count = static_cast<double>(totals.size());
    double sum = 0;
    double weighted = 0;
    double squares = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const double x = static_cast<double>(i) - (count - 1) / 2;
        sum += totals[i];
        weighted += x * totals[i];
        squares += x * x;
    }
    return weighted / squares / (sum / count);
}

int runAll() {
    Yardstick yardstick;
    yardstick.before = measureYardstick();
    for (const std::uint32_t groups : kGroups) {
        std::vector<double> totals;
        totals.reserve(kBacklogs.size());
        for (const std::uint32_t backlog : kBacklogs) {
            totals.push_back(printCase(groups, backlog));
        }
        std::printf("%6u groups: total %+.1f %% per tenfold backlog, %.1f ns at 1e3, %.1f ns at "
                    "1e7\n",
                    groups,
                    100 * slopeOf(totals),
                    totals.front(),
                    totals.back());
    }
    yardstick.after = measureYardstick();
    print(yardstick);
    return 0;
}

} // namespace

} // namespace sluice::bench

int main() {
    return sluice::bench::runAll();
}
