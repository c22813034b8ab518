// SPDX-License-Identifier: GPL-3.0-or-later
// Own generator and own samplers: the standard distributions give different numbers with different
// libraries.
#pragma once

#include <array>
#include <cstdint>

namespace sluice {

/// xoshiro256** (Blackman and Vigna, 2018). A value: copying it copies the future of the stream.
class Rng {
public:
    Rng() = default;
    /// Seeds all four words from `seed` with SplitMix64.
    explicit Rng(std::uint64_t seed);

    /// The next 64 random bits.
    std::uint64_t next();
    /// Uniform in [0, 1) with 53 random bits.
    double unit();
    /// Uniform in [0, bound), without modulo bias. Requires: bound > 0.
    std::uint64_t below(std::uint64_t bound);
    /// True with `probability` (0 to 1). Draws nothing when the probability is 0 or 1.
    bool chance(double probability);

    friend bool operator==(const Rng&, const Rng&) = default;

private:
    std::array<std::uint64_t, 4> m_state{1, 2, 3, 4};
};

/// The stream of one part of a run. Streams of different `stream` numbers are independent, so
/// adding a node leaves the draws of all others alone.
Rng streamFor(std::uint64_t seed, std::uint64_t stream);

/// Exponential with mean 1, by the ziggurat method (Marsaglia and Tsang, 2000); its common path
/// needs no libm.
double standardExponential(Rng& rng);

/// Normal with mean 0 and standard deviation 1, by the ziggurat method.
double standardNormal(Rng& rng);

} // namespace sluice
