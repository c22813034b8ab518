// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include "core/base/assert.h"
#include "core/base/portable_math.h"

#include <cstddef>

namespace sluice {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kGoldenGamma = 0x9E3779B97F4A7C15U;

// The finaliser of SplitMix64.
constexpr std::uint64_t scrambled(std::uint64_t word) {
    word = (word ^ (word >> 30U)) * 0xBF58476D1CE4E5B9U;
    word = (word ^ (word >> 27U)) * 0x94D049BB133111EBU;
    return word ^ (word >> 31U);
}

using detail::kLayers;

// A decreasing density cut into 256 layers of equal area: layer i reaches from 0 to width[i] and
// from height[i] to height[i + 1]. Layer 0 holds the tail too, so its width is only nominal.
struct Ziggurat {
    std::array<double, kLayers + 1> width{};
    std::array<double, kLayers + 1> height{};
};

struct ExponentialDensity {
    static constexpr double kTail = 7.69711747013104972;
    static constexpr double kArea = 0.0039496598225815571993;
    static constexpr double at(double x) { return portable::exp(-x); }
    static constexpr double inverse(double height) { return -portable::log(height); }
};

struct NormalDensity {
    static constexpr double kTail = 3.6541528853610087963519472518;
    static constexpr double kArea = 0.00492867323397465524494;
    static constexpr double at(double x) { return portable::exp(-0.5 * x * x); }
    static constexpr double inverse(double height) {
        return portable::sqrt(-2.0 * portable::log(height));
    }
};

template <class Density>
constexpr Ziggurat makeZiggurat() {
    Ziggurat result;
    result.width[0] = Density::kArea / Density::at(Density::kTail);
    result.width[1] = Density::kTail;
    result.height[1] = Density::at(Density::kTail);
    for (std::size_t i = 2; i < kLayers; ++i) {
        result.height[i] = result.height[i - 1] + Density::kArea / result.width[i - 1];
        result.width[i] = Density::inverse(result.height[i]);
    }
    result.width[kLayers] = 0.0;
    result.height[kLayers] = 1.0;
    return result;
}

constexpr Ziggurat kExponential = makeZiggurat<ExponentialDensity>();
constexpr Ziggurat kNormal = makeZiggurat<NormalDensity>();

// The published areas fit the published tails: the top layer ends at the peak of the density.
constexpr bool closes(const Ziggurat& table, double area) {
    const double excess =
        table.height[kLayers - 1] + area / table.width[kLayers - 1] - table.height[kLayers];
    return excess < 1e-9 && excess > -1e-9;
}
static_assert(closes(kExponential, ExponentialDensity::kArea));
static_assert(closes(kNormal, NormalDensity::kArea));

// True when a point of layer `layer` at `x`, uniform in height, lies under the density.
template <class Density>
bool isUnderCurve(const Ziggurat& table, std::size_t layer, double x, Rng& rng) {
    const double rise = table.height[layer + 1] - table.height[layer];
    return table.height[layer] + rng.unit() * rise < Density::at(x);
}

// A value beyond NormalDensity::kTail (Marsaglia, 1964).
double normalTail(Rng& rng) {
    while (true) {
        const double x = standardExponential(rng) / NormalDensity::kTail;
        if (2.0 * standardExponential(rng) > x * x) return NormalDensity::kTail + x;
    }
}

} // namespace

Rng::Rng(std::uint64_t seed) {
    for (std::uint64_t& word : m_state) {
        seed += kGoldenGamma;
        word = scrambled(seed);
    }
}

bool Rng::drawChance(double probability) {
    return probability >= 1.0 || unit() < probability;
}

// Lemire, 2019: multiply, and reject the few low products that would make some values likelier.
std::uint64_t Rng::below(std::uint64_t bound) {
    SLUICE_ASSERT(bound > 0);
    Wide product = Wide{next()} * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
        const std::uint64_t uneven = (0 - bound) % bound;
        while (static_cast<std::uint64_t>(product) < uneven) {
            product = Wide{next()} * bound;
        }
    }
    return static_cast<std::uint64_t>(product >> 64U);
}

Rng streamFor(std::uint64_t seed, std::uint64_t stream) {
    return Rng(scrambled(seed + kGoldenGamma) ^ scrambled(~stream * kGoldenGamma));
}

namespace detail {

const std::array<double, kLayers + 1> kExponentialWidth = kExponential.width;

double exponentialBesideCore(Rng& rng, std::size_t layer, double x) {
    double beyond = 0.0; // the tail has the shape of the whole, so it is drawn anew from there
    while (true) {
        if (layer == 0) {
            beyond += ExponentialDensity::kTail;
        } else if (isUnderCurve<ExponentialDensity>(kExponential, layer, x, rng)) {
            return beyond + x;
        }
        const std::uint64_t bits = rng.next();
        layer = bits % kLayers;
        x = Rng::unitOf(bits) * kExponential.width[layer];
        if (x < kExponential.width[layer + 1]) return beyond + x;
    }
}

} // namespace detail

double standardNormal(Rng& rng) {
    while (true) {
        const std::uint64_t bits = rng.next();
        const std::size_t layer = bits % kLayers;
        const double sign = (bits & kLayers) != 0 ? -1.0 : 1.0;
        const double x = Rng::unitOf(bits) * kNormal.width[layer];
        if (x < kNormal.width[layer + 1]) return sign * x;
        if (layer == 0) return sign * normalTail(rng);
        if (isUnderCurve<NormalDensity>(kNormal, layer, x, rng)) return sign * x;
    }
}

} // namespace sluice
