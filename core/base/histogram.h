// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/sim_time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

/// Counts durations in logarithmic buckets (16 per power of two, so a percentile is off by at
/// most 6.25 %), from 1 µs to about 52 days; shorter and longer ones land in the first and last
/// bucket. Memory is taken at construction, so recording never allocates.
class Histogram {
public:
    Histogram();

    /// Counts a duration so many times; negative ones count as zero.
    void record(Duration duration, std::uint64_t times = 1);
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
    std::vector<std::uint64_t> m_buckets;
    std::uint64_t m_count = 0;
    Duration m_sum{};
    Duration m_max{};
};

} // namespace sluice
