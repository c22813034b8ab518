// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing from a distribution: a call for every message on every link, so it goes without libm.
#include "core/base/assert.h"
#include "core/base/distribution.h"
#include "core/base/portable_math.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

Duration clamped(Duration value) {
    return std::clamp(value, Duration::zero(), Distribution::kLongest);
}

// To the nearest nanosecond, halves up, as llround does.
Duration rounded(double nanoseconds) {
    if (nanoseconds >= static_cast<double>(Distribution::kLongest.count())) {
        return Distribution::kLongest;
    }
    const double positive = std::max(nanoseconds, 0.0);
    const auto whole = static_cast<std::int64_t>(positive);
    return Duration{whole + (positive - static_cast<double>(whole) >= 0.5 ? 1 : 0)};
}

double lognormalFactor(double variation, Rng& rng) {
    const double variance = portable::logOnePlus(variation * variation);
    return portable::exp(std::sqrt(variance) * standardNormal(rng) - 0.5 * variance);
}

// A sum of `phases` exponentials whose mean is 1.
double erlangFactor(int phases, Rng& rng) {
    double sum = 0.0;
    for (int i = 0; i < phases; ++i) {
        sum += standardExponential(rng);
    }
    return sum / phases;
}

} // namespace

Duration Distribution::sample(Rng& rng) const {
    const auto nanoseconds = static_cast<double>(mean.count());
    switch (shape) {
    case Shape::Constant:
        return clamped(mean);
    case Shape::Uniform: {
        SLUICE_ASSERT(mean <= upper && mean >= Duration::zero());
        const auto width = static_cast<std::uint64_t>((upper - mean).count());
        return clamped(mean + Duration{static_cast<std::int64_t>(rng.below(width + 1))});
    }
    case Shape::Exponential:
        return rounded(nanoseconds * standardExponential(rng));
    case Shape::Lognormal:
        return rounded(nanoseconds * lognormalFactor(variation, rng));
    case Shape::Erlang:
        return rounded(nanoseconds * erlangFactor(phases, rng));
    case Shape::Empirical:
        SLUICE_ASSERT(!values.empty());
        break;
    }
    return clamped(values[rng.below(values.size())]);
}

} // namespace sluice
