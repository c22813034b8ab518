// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/sim_time.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// A distribution of non-negative durations, as a plain value.
struct Distribution {
    enum class Shape : std::uint8_t {
        Constant,
        Uniform,
        Exponential,
        Lognormal,
        Erlang,
        Empirical
    };

    /// No draw is longer.
    static constexpr Duration kLongest = std::chrono::hours(24 * 36'525); // 100 years

    Shape shape = Shape::Constant;
    /// Mean for Constant, Exponential, Lognormal and Erlang; lower end for Uniform.
    Duration mean{};
    /// Upper end, Uniform only.
    Duration upper{};
    /// Coefficient of variation (standard deviation / mean), Lognormal only. Above 0, at most 10.
    double variation = 1.0;
    /// Number of exponential phases, Erlang only. 1 to 1 000.
    int phases = 1;
    /// Equally likely values, Empirical only. 1 to 10 000 of them.
    std::vector<Duration> values;

    /// Draws one duration, never negative, rounded to the nearest nanosecond. A Constant draws
    /// nothing from `rng`.
    [[gnu::always_inline]] Duration sample(Rng& rng) const {
        if (shape == Shape::Exponential) {
            return rounded(static_cast<double>(mean.count()) * standardExponential(rng));
        }
        return shape == Shape::Constant ? clamped(mean) : sampleOther(rng);
    }
    /// What every draw gives, if it is always the same.
    std::optional<Duration> constantValue() const {
        return shape == Shape::Constant ? std::optional(clamped(mean)) : std::nullopt;
    }
    /// The exact mean of what sample() draws, before rounding.
    Duration average() const;

    friend bool operator==(const Distribution&, const Distribution&) = default;

private:
    static Duration clamped(Duration value) {
        return std::clamp(value, Duration::zero(), kLongest);
    }
    // To the nearest nanosecond, halves up, as llround does.
    static Duration rounded(double nanoseconds) {
        if (nanoseconds >= static_cast<double>(kLongest.count())) return kLongest;
        const double positive = std::max(nanoseconds, 0.0);
        const auto whole = static_cast<std::int64_t>(positive);
        return Duration{whole + (positive - static_cast<double>(whole) >= 0.5 ? 1 : 0)};
    }
    Duration sampleOther(Rng& rng) const;
};

Distribution constant(Duration value);
Distribution exponential(Duration mean);

/// "5 ms", "uniform 5 ms to 50 ms", "exponential 8 ms", "lognormal 10 ms cv 0.5", "erlang 3 of 10
/// ms" (mean of the sum), "empirical 1 ms, 5 ms, 9 ms". parseDistribution reads it back to the same
/// value.
std::string toText(const Distribution& distribution);

/// Reads what toText writes, plus "constant 5 ms". The error names the part that is wrong and shows
/// a right example.
Result<Distribution> parseDistribution(std::string_view text);

} // namespace sluice
