// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing from a distribution: a call for every message on every link, so it goes without libm.
#include "core/base/assert.h"
#include "core/base/distribution.h"
#include "core/base/portable_math.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

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

Duration Distribution::sampleOther(Rng& rng) const {
    const auto nanoseconds = static_cast<double>(mean.count());
    switch (shape) {
    case Shape::Uniform: {
        SLUICE_ASSERT(mean <= upper && mean >= Duration::zero());
        const auto width = static_cast<std::uint64_t>((upper - mean).count());
        return clamped(mean + Duration{static_cast<std::int64_t>(rng.below(width + 1))});
    }
    case Shape::Lognormal:
        return rounded(nanoseconds * lognormalFactor(variation, rng));
    case Shape::Erlang:
        return rounded(nanoseconds * erlangFactor(phases, rng));
    case Shape::Constant:
    case Shape::Exponential: // sample() draws these itself
    case Shape::Empirical:
        break;
    }
    SLUICE_ASSERT(!values.empty());
    return clamped(values[rng.below(values.size())]);
}

} // namespace sluice
