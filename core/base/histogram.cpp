// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/histogram.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cmath>

namespace sluice {

Duration Histogram::upperEdge(std::size_t bucket) {
    const std::uint64_t power = kFirstPower + bucket / kSteps;
    const std::uint64_t steps = kSteps + bucket % kSteps;
    return Duration{static_cast<std::int64_t>(steps << (power - kStepBits))};
}

Histogram::Histogram() : m_buckets(kBuckets) {}

void Histogram::merge(const Histogram& other) {
    for (std::size_t i = 0; i < kBuckets; ++i) {
        m_buckets[i] += other.m_buckets[i];
    }
    m_count += other.m_count;
    m_sum = Duration{static_cast<std::int64_t>(static_cast<std::uint64_t>(m_sum.count())
                                               + static_cast<std::uint64_t>(other.m_sum.count()))};
    m_max = std::max(m_max, other.m_max);
}

void Histogram::clear() {
    std::fill(m_buckets.begin(), m_buckets.end(), 0);
    m_count = 0;
    m_sum = Duration::zero();
    m_max = Duration::zero();
}

Duration Histogram::mean() const {
    if (m_count == 0) return Duration::zero();
    const auto total = static_cast<std::uint64_t>(m_sum.count());
    return Duration{static_cast<std::int64_t>(total / m_count)};
}

Duration Histogram::percentile(double share) const {
    SLUICE_ASSERT(share >= 0.0 && share <= 1.0);
    if (m_count == 0) return Duration::zero();
    const double exactRank = std::ceil(share * static_cast<double>(m_count));
    const std::uint64_t rank =
        std::clamp(static_cast<std::uint64_t>(exactRank), std::uint64_t{1}, m_count);
    std::uint64_t passed = 0;
    for (std::size_t i = 0; i + 1 < kBuckets; ++i) {
        passed += m_buckets[i];
        if (passed >= rank) return std::min(upperEdge(i), m_max);
    }
    return m_max;
}

void Histogram::addTo(Digest& digest) const {
    digest.add(m_count);
    digest.add(m_sum.count());
    digest.add(m_max.count());
    for (std::size_t i = 0; i < kBuckets; ++i) {
        if (m_buckets[i] == 0) continue;
        digest.add(i);
        digest.add(m_buckets[i]);
    }
}

} // namespace sluice
