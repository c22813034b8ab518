// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/sim_time.h"
#include "core/schema/property.h"

#include <cstdint>

namespace sluice {

/// How a producer's rate develops over the run.
enum class Schedule : std::uint8_t { Constant, Burst, Step, Ramp, Sine, Replay };
/// Whether messages come at even distances or at random (a Poisson process).
enum class Spacing : std::uint8_t { Even, Poisson };

/// When to act next.
struct Arrival {
    Duration at{};         ///< Duration::max(): never.
    bool isMessage = true; ///< False: only ask again then; nothing was found until there.
};

/// When messages are sent. Rates are messages per second.
struct RateSchedule {
    Schedule schedule = Schedule::Constant;
    Spacing spacing = Spacing::Even;
    double rate =
        10; ///< Rate, or rate between bursts, before the step, at the ramp's start, sine's lowest.
    double peakRate =
        50; ///< Rate during bursts, after the step, at the ramp's end, sine's highest.
    Duration period =
        60s; ///< From burst to burst; of the sine; until the step; length of the ramp.
    Duration burstLength = 10s; ///< Of one burst.

    /// Messages per second at `sinceStart`, not for Replay.
    double rateAt(Duration sinceStart) const;
    /// The next message after `sinceStart`. Not for Replay.
    Arrival next(Duration sinceStart, Rng& rng) const;

private:
    Arrival nextPiecewise(Duration sinceStart, Rng& rng) const;
    Arrival nextSmooth(Duration sinceStart, Rng& rng) const;
    Duration gap(double presentRate, Rng& rng) const;
    Duration nextChange(Duration sinceStart) const;
    double highestRate() const;
};

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<Schedule>();
template <>
std::span<const ChoiceSpec> choicesOf<Spacing>();
} // namespace detail

} // namespace sluice
