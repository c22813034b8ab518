// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_support.h"

#include "core/base/assert.h"
#include "core/base/random.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>

namespace sluice::bench {

namespace {

constexpr std::size_t kRounds = 5;
constexpr std::size_t kDelays = std::size_t{1} << 20U;

Duration drawDelay(Mix mix, Rng& rng) {
    constexpr double kMean = 1e6;
    const std::uint64_t kind = mix == Mix::Mixed ? rng.below(100) : 0;
    if (kind < 60) return Duration{static_cast<std::int64_t>(kMean * standardExponential(rng))};
    if (kind < 80) return 200us;
    if (kind < 95) return 5ms + Duration{static_cast<std::int64_t>(rng.below(45'000'000))};
    return 30s;
}

} // namespace

Spread spreadOf(std::vector<double> readings) {
    SLUICE_ASSERT(!readings.empty());
    std::sort(readings.begin(), readings.end());
    const std::size_t half = readings.size() / 2;
    const double middle =
        readings.size() % 2 == 1 ? readings[half] : (readings[half - 1] + readings[half]) / 2;
    return {middle, readings.front(), readings.back()};
}

std::string toText(const Spread& spread) {
    std::array<char, 96> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%.1f [%.1f..%.1f]",
                  spread.median,
                  spread.minimum,
                  spread.maximum);
    return text.data();
}

std::vector<Duration> holdDelays(Mix mix, std::size_t count) {
    Rng rng(20260101);
    std::vector<Duration> delays(count);
    for (Duration& delay : delays) {
        delay = drawDelay(mix, rng);
    }
    return delays;
}

HeapHold::HeapHold(const std::vector<Duration>& delays, std::size_t pending) : m_delays(delays) {
    for (std::size_t i = 0; i < pending; ++i) {
        push(kRunStart, i);
    }
    run(3 * pending);
}

void HeapHold::run(std::size_t holds) {
    for (std::size_t i = 0; i < holds; ++i) {
        const Pending event = m_heap.top();
        m_heap.pop();
        m_order = mixOrder(m_order, event.time, event.what);
        push(event.time, event.what);
    }
}

void HeapHold::push(SimTime now, std::uint64_t what) {
    m_heap.push({now + m_delays[m_nextDelay], m_sequence++, what});
    m_nextDelay = m_nextDelay + 1 == m_delays.size() ? 0 : m_nextDelay + 1;
}

double measureYardstick() {
    constexpr std::size_t kHolds = 1'000'000;
    const std::vector<Duration> delays = holdDelays(Mix::Mixed, kDelays);
    HeapHold hold(delays, 10'000);
    std::vector<double> readings;
    for (std::size_t round = 0; round < kRounds; ++round) {
        const double elapsed = nanoseconds([&] { hold.run(kHolds); });
        readings.push_back(elapsed / static_cast<double>(kHolds));
    }
    return spreadOf(readings).median;
}

bool Yardstick::steady() const {
    return std::max(before, after) <= 1.2 * std::min(before, after);
}

void print(const Yardstick& yardstick) {
    std::printf("yardstick Y: %.1f ns before, %.1f ns after%s\n",
                yardstick.before,
                yardstick.after,
                yardstick.steady() ? "" : " (differ by more than 20 %: no judgement)");
}

bool judge(const std::string& gate, double measured, double allowed, const Yardstick& yardstick) {
    const bool met = measured <= allowed;
    const char* const verdict = !yardstick.steady() ? "not judged" : met ? "met" : "missed";
    std::printf("%s: %.2f of %.2f allowed: %s\n", gate.c_str(), measured, allowed, verdict);
    return met || !yardstick.steady();
}

std::optional<std::size_t> residentBytes() {
    std::ifstream statistics("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    if (!(statistics >> total >> resident)) return std::nullopt;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

} // namespace sluice::bench
