// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/distribution_sum.h"

#include "core/base/assert.h"
#include "core/base/portable_math.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr double kCoveredShare = 0.99;
constexpr double kNormalQuantile = 2.326347874; // of kCoveredShare

/// Standard deviation over mean, squared, of one draw.
double squaredVariation(const Distribution& distribution) {
    const double mean = seconds(distribution.average());
    if (mean <= 0) return 0;
    switch (distribution.shape) {
    case Distribution::Shape::Constant:
        return 0;
    case Distribution::Shape::Uniform: {
        const double width = seconds(distribution.upper - distribution.mean) / mean;
        return width * width / 12;
    }
    case Distribution::Shape::Exponential:
        return 1;
    case Distribution::Shape::Lognormal:
        return distribution.variation * distribution.variation;
    case Distribution::Shape::Erlang:
        return 1.0 / distribution.phases;
    case Distribution::Shape::Empirical:
        break;
    }
    double sum = 0;
    for (const Duration value : distribution.values) {
        const double offset = seconds(value) / mean - 1;
        sum += offset * offset;
    }
    return sum / static_cast<double>(distribution.values.size());
}

/// Quantile of a gamma distribution with mean 1 (Wilson and Hilferty).
double gammaQuantile(double squared) {
    const double ninth = squared / 9;
    const double root = 1 - ninth + kNormalQuantile * portable::sqrt(ninth);
    return root * root * root;
}

double lognormalQuantile(double squared) {
    const double variance = portable::logOnePlus(squared);
    return portable::exp(kNormalQuantile * portable::sqrt(variance) - variance / 2);
}

/// Longest possible draw; Duration::max() when there is none.
Duration longest(const Distribution& distribution) {
    if (distribution.shape == Distribution::Shape::Constant) return distribution.mean;
    if (distribution.shape == Distribution::Shape::Uniform) return distribution.upper;
    if (distribution.shape == Distribution::Shape::Empirical)
        return *std::max_element(distribution.values.begin(), distribution.values.end());
    return Duration::max();
}

Duration highDraw(const Distribution& distribution) {
    const Duration width = distribution.upper - distribution.mean;
    if (distribution.shape == Distribution::Shape::Uniform)
        return distribution.mean + fromSeconds(seconds(width) * kCoveredShare);
    std::vector<Duration> values = distribution.values;
    const auto index = static_cast<std::size_t>(static_cast<double>(values.size()) * kCoveredShare);
    std::nth_element(
        values.begin(), values.begin() + static_cast<std::ptrdiff_t>(index), values.end());
    return values[index];
}

} // namespace

Duration highSum(const Distribution& distribution, int count) {
    SLUICE_ASSERT(count >= 1);
    using Shape = Distribution::Shape;
    const bool isBounded =
        distribution.shape == Shape::Uniform || distribution.shape == Shape::Empirical;
    if (isBounded && count == 1) return highDraw(distribution);
    const double squared = squaredVariation(distribution) / count;
    const double factor = squared <= 0                             ? 1
                          : distribution.shape == Shape::Lognormal ? lognormalQuantile(squared)
                                                                   : gammaQuantile(squared);
    const Duration sum = fromSeconds(seconds(distribution.average()) * count * factor);
    const Duration most = longest(distribution);
    return most == Duration::max() ? sum : std::min(sum, most * count);
}

} // namespace sluice
