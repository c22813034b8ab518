// SPDX-License-Identifier: GPL-3.0-or-later
// Simulated time: integer nanoseconds since the start of the run. It never comes from a wall clock.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

using namespace std::chrono_literals;

/// A length of simulated time in whole nanoseconds.
using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// Tag that keeps simulated instants apart from every other clock. It has no now().
struct SimClock {
    using rep = Duration::rep;
    using period = Duration::period;
    using duration = Duration;
};

/// An instant of the run, counted from its start.
using SimTime = std::chrono::time_point<SimClock, Duration>;

inline constexpr SimTime kRunStart{};
/// Later than every instant of every run.
inline constexpr SimTime kNever = SimTime::max();

/// Nanoseconds since the start of the run.
constexpr std::uint64_t ticks(SimTime time) {
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

/// Seconds as a floating-point number, for charts and rates only; never for deciding order.
constexpr double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

/// The nearest Duration to `value` seconds; values beyond about ±292 years are clamped.
Duration fromSeconds(double value);

/// Shortest exact text in one unit: "250 ms", "1.5 s", "90 s", "4 d"; units ns, us, ms, s, min, h,
/// d. parseDuration reads it back to the same value.
std::string toText(Duration duration);

/// Reads "250 ms", "1.5s", "4 d", "0"; a bare number is seconds. Fails on unknown units and on
/// values that do not fit.
Result<Duration> parseDuration(std::string_view text);

/// The same, but values that do not fit are clamped as fromSeconds() does, for a caller that knows
/// a closer limit.
Result<Duration> parseClampedDuration(std::string_view text);

/// A clock reading "00:02:14.380" (hours may grow past 99), milliseconds rounded down.
std::string toClockText(SimTime time);

/// A date and time "1970-01-01T00:02:14.380Z" as services write them: every run starts at the
/// beginning of 1970. Milliseconds rounded down.
std::string toIsoText(SimTime time);

} // namespace sluice
