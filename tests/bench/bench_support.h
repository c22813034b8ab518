// SPDX-License-Identifier: GPL-3.0-or-later
// What every benchmark shares. The machine may be busy, so figures are medians with their spread,
// and times are also given as multiples of a yardstick measured in the same process.
#pragma once

#include "core/base/sim_time.h"

#include <queue>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::bench {

/// The middle and the ends of repeated readings, in the readings' unit.
struct Spread {
    double median = 0;
    double minimum = 0;
    double maximum = 0;
};

/// Requires: at least one reading.
Spread spreadOf(std::vector<double> readings);

/// "21.3 [20.8..23.0]".
std::string toText(const Spread& spread);

/// Wall-clock nanoseconds of one call.
template <class Work>
double nanoseconds(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::nano> elapsed =
        std::chrono::steady_clock::now() - start;
    return elapsed.count();
}

/// Milliseconds that `work` takes, of so many rounds.
template <class Work>
Spread milliseconds(int rounds, Work&& work) {
    std::vector<double> readings;
    readings.reserve(static_cast<std::size_t>(rounds));
    for (int round = 0; round < rounds; ++round) readings.push_back(nanoseconds(work) / 1e6);
    return spreadOf(readings);
}

/// How far after its cause an event is due in the hold model.
enum class Mix : std::uint8_t {
    /// 60 % exponential 1 ms, 20 % constant 200 us, 15 % uniform 5 to 50 ms, 5 % constant 30 s.
    Mixed,
    /// Exponential 1 ms.
    Exponential,
};

/// `count` delays of the hold model; the same for every run.
std::vector<Duration> holdDelays(Mix mix, std::size_t count);

/// A hold model on std::priority_queue of 24-byte events ordered by (time, sequence).
class HeapHold {
public:
    /// Starts with `pending` events and warms up with three holds for each. `delays` is borrowed.
    HeapHold(const std::vector<Duration>& delays, std::size_t pending);
    /// Pops the earliest event and pushes its successor, `holds` times.
    void run(std::size_t holds);
    /// Fingerprint of the order of all events popped so far.
    std::uint64_t order() const { return m_order; }

private:
    struct Pending {
        SimTime time;
        std::uint64_t sequence = 0;
        std::uint64_t what = 0;
    };
    struct Later {
        bool operator()(const Pending& left, const Pending& right) const {
            return left.time != right.time ? left.time > right.time
                                           : left.sequence > right.sequence;
        }
    };
    void push(SimTime now, std::uint64_t what);

    const std::vector<Duration>& m_delays;
    std::priority_queue<Pending, std::vector<Pending>, Later> m_heap;
    std::size_t m_nextDelay = 0;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_order = 0;
};

/// Takes in one popped event; cheap, so that it hardly shows in the times.
constexpr std::uint64_t mixOrder(std::uint64_t order, SimTime time, std::uint64_t what) {
    const auto ticks = static_cast<std::uint64_t>(time.time_since_epoch().count());
    return (order ^ ticks ^ (what << 1U)) * 0x9E3779B97F4A7C15U;
}

/// The yardstick Y: ns per hold of HeapHold with 10 000 pending events, Mix::Mixed; the median of
/// five rounds. Takes about half a second.
double measureYardstick();

/// Two readings of Y, one before and one after the measured work.
struct Yardstick {
    double before = 0;
    double after = 0;

    double mean() const { return (before + after) / 2; }
    /// False when the readings differ by more than 20 %: the machine was too busy to judge.
    bool steady() const;
};

/// Prints both readings, and whether they allow a judgement.
void print(const Yardstick& yardstick);

/// One gate: `measured` must be at most `allowed`. Prints "met", "missed", or "not judged" when the
/// yardstick was not steady. Returns false only when missed.
bool judge(const std::string& gate, double measured, double allowed, const Yardstick& yardstick);

/// Resident memory of this process, nothing where the system does not tell.
std::optional<std::size_t> residentBytes();

} // namespace sluice::bench
