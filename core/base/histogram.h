// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/sim_time.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace sluice {

/// Counts durations in logarithmic buckets (16 per power of two, so a percentile is off by at
/// most 6.25 %), from 1 µs to about 52 days; shorter and longer ones land in the first and last
/// bucket. Memory is taken at construction, so recording never allocates.
class Histogram {
public:
    Histogram();

    /// Counts a duration so many times; negative ones count as zero.
    void record(Duration duration, std::uint64_t times = 1) {
        const Duration value = std::max(duration, Duration::zero());
        const auto nanoseconds = static_cast<std::uint64_t>(value.count());
        m_buckets[bucketOf(value.count())] += times;
        m_count += times;
        m_sum = Duration{static_cast<std::int64_t>(static_cast<std::uint64_t>(m_sum.count())
                                                   + nanoseconds * times)};
        m_max = std::max(m_max, value);
    }
    /// The same once for each of these. Requires: none is negative.
    [[gnu::always_inline]] void record(std::span<const Duration> durations) {
        auto sum = static_cast<std::uint64_t>(m_sum.count());
        Duration longest = m_max;
        std::uint64_t* const buckets = m_buckets.data();
        for (const Duration duration : durations) {
            ++buckets[bucketOf(duration.count())];
            sum += static_cast<std::uint64_t>(duration.count());
            longest = std::max(longest, duration);
        }
        m_count += durations.size();
        m_sum = Duration{static_cast<std::int64_t>(sum)};
        m_max = longest;
    }
    void merge(const Histogram& other);
    /// Forgets everything; keeps its memory.
    void clear();

    std::uint64_t count() const { return m_count; }
    /// Exact sum of all recorded durations, modulo 2^64 ns.
    Duration sum() const { return m_sum; }
    /// Exact mean rounded down, 0 when empty.
    Duration mean() const;
    /// Upper edge of the bucket in which the given share of the values is reached, but never more
    /// than max(); 0 when empty. Requires: 0 <= share <= 1.
    Duration percentile(double share) const;
    Duration max() const { return m_max; }
    void addTo(Digest& digest) const;

    friend bool operator==(const Histogram&, const Histogram&) = default;

private:
    static constexpr unsigned kStepBits = 4;    // 16 buckets per power of two
    static constexpr unsigned kFirstPower = 10; // 2^10 ns is about 1 us
    static constexpr unsigned kLastPower = 52;  // 2^52 ns is about 52 days
    static constexpr std::uint64_t kSteps = 1U << kStepBits;
    // One for shorter values, and one for longer ones.
    static constexpr std::size_t kBuckets = (kLastPower - kFirstPower) * kSteps + 2;

    // The exponent of a double and the first bits of its mantissa are the power and the step.
    static std::size_t bucketOf(std::int64_t nanoseconds) {
        static_assert(std::numeric_limits<double>::is_iec559);
        constexpr unsigned kMantissaBits = 52; // as many as the last power has: nothing is rounded
        static_assert(kLastPower <= kMantissaBits);
        constexpr std::int64_t kFirst = (1023LL + kFirstPower) << kStepBits;
        const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(nanoseconds));
        const auto place = static_cast<std::int64_t>(bits >> (kMantissaBits - kStepBits));
        constexpr auto kLast = static_cast<std::int64_t>(kBuckets) - 1;
        return static_cast<std::size_t>(std::clamp<std::int64_t>(1 + place - kFirst, 0, kLast));
    }
    // The first value past the bucket. Requires: not the last bucket.
    static Duration upperEdge(std::size_t bucket);

    std::vector<std::uint64_t> m_buckets;
    std::uint64_t m_count = 0;
    Duration m_sum{};
    Duration m_max{};
};

} // namespace sluice
