// SPDX-License-Identifier: GPL-3.0-or-later
// Own generator and own samplers: the standard distributions give different numbers with different
// libraries.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace sluice {

/// xoshiro256** (Blackman and Vigna, 2018). A value: copying it copies the future of the stream.
class Rng {
public:
    Rng() = default;
    /// Seeds all four words from `seed` with SplitMix64.
    explicit Rng(std::uint64_t seed);

    /// The next 64 random bits.
    std::uint64_t next() {
        const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
        const std::uint64_t shifted = m_state[1] << 17U;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = std::rotl(m_state[3], 45);
        return result;
    }
    /// Uniform in [0, 1) with 53 random bits.
    double unit() { return unitOf(next()); }
    /// What unit() makes of these bits.
    static constexpr double unitOf(std::uint64_t bits) {
        return static_cast<double>(bits >> 11U) * 0x1p-53;
    }
    /// Uniform in [0, bound), without modulo bias. Requires: bound > 0.
    std::uint64_t below(std::uint64_t bound);
    /// True with `probability` (0 to 1). Draws nothing when the probability is 0 or 1.
    bool chance(double probability) { return probability > 0.0 && drawChance(probability); }

    friend bool operator==(const Rng&, const Rng&) = default;

private:
    // Apart: most settings that say how often something happens are 0.
    bool drawChance(double probability);

    std::array<std::uint64_t, 4> m_state{1, 2, 3, 4};
};

/// The stream of one part of a run. Streams of different `stream` numbers are independent, so
/// adding a node leaves the draws of all others alone.
Rng streamFor(std::uint64_t seed, std::uint64_t stream);

namespace detail {

inline constexpr std::size_t kLayers = 256;

/// How far the layers reach that the ziggurat cuts e^-x into; the last one is a point.
extern const std::array<double, kLayers + 1> kExponentialWidth;

/// The draw goes on: `x` in `layer` may be beside the curve.
double exponentialBesideCore(Rng& rng, std::size_t layer, double x);

} // namespace detail

/// Exponential with mean 1, by the ziggurat method (Marsaglia and Tsang, 2000); its common path
/// needs no libm.
[[gnu::always_inline]] inline double standardExponential(Rng& rng) {
    const std::uint64_t bits = rng.next();
    const std::size_t layer = bits % detail::kLayers;
    const double x = Rng::unitOf(bits) * detail::kExponentialWidth[layer];
    return x < detail::kExponentialWidth[layer + 1] ? x
                                                    : detail::exponentialBesideCore(rng, layer, x);
}

/// Normal with mean 0 and standard deviation 1, by the ziggurat method.
double standardNormal(Rng& rng);

} // namespace sluice
