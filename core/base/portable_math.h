// SPDX-License-Identifier: GPL-3.0-or-later
// exp, log and sqrt from the four basic operations only: the same bits with every compiler,
// optimisation level and C library, and usable in constant expressions. Within 2 units in the last
// place of the exact value. Relies on -ffp-contract=off.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace sluice::portable {

inline constexpr double kLn2High = 6.93147180369123816490e-01; // 33 bits, so multiples are exact
inline constexpr double kLn2Low = 1.90821492927058770002e-10;

/// e to the power of x. Requires: x is not NaN. 0 below about -708, infinity above about 709.
constexpr double exp(double x) {
    if (x < -708.0) return 0.0;
    if (x > 709.0) return std::numeric_limits<double>::infinity();
    const double scaled = x * 1.44269504088896338700;
    const auto power = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    const auto whole = static_cast<double>(power);
    const double rest = (x - whole * kLn2High) - whole * kLn2Low; // at most ln 2 / 2
    double sum = 1.0;
    for (int term = 14; term >= 1; --term) {
        sum = 1.0 + rest * sum / term;
    }
    return sum * std::bit_cast<double>(static_cast<std::uint64_t>(power + 1023) << 52U);
}

/// The natural logarithm. Requires: x is positive, finite and not subnormal.
constexpr double log(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    auto power = static_cast<std::int64_t>(bits >> 52U) - 1023;
    constexpr std::uint64_t kFraction = (std::uint64_t{1} << 52U) - 1;
    auto mantissa = std::bit_cast<double>((bits & kFraction) | (std::uint64_t{1023} << 52U));
    if (mantissa > 1.41421356237309504880) {
        mantissa *= 0.5;
        ++power;
    }
    // log m = 2 (s + s^3/3 + s^5/5 + ...), |s| below 0.172
    const double s = (mantissa - 1.0) / (mantissa + 1.0);
    const double square = s * s;
    double sum = 0.0;
    for (int term = 23; term >= 3; term -= 2) {
        sum = square * (1.0 / term + sum);
    }
    const auto whole = static_cast<double>(power);
    return whole * kLn2High + (2.0 * s + (2.0 * s * sum + whole * kLn2Low));
}

/// log(1 + x), exact also for tiny x. Requires: x >= 0, finite.
constexpr double logOnePlus(double x) {
    const double sum = 1.0 + x;
    return sum == 1.0 ? x : log(sum) * (x / (sum - 1.0)); // Kahan
}

/// The square root by Newton's method. Requires: x is 0, or positive, finite and not subnormal.
constexpr double sqrt(double x) {
    if (x == 0.0) return 0.0;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    auto root = std::bit_cast<double>((bits >> 1U) + (std::uint64_t{511} << 52U)); // within 6 %
    for (int round = 0; round < 5; ++round) {
        root = 0.5 * (root + x / root);
    }
    return root;
}

} // namespace sluice::portable
