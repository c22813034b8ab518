// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/rate_schedule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace sluice {

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<Schedule>() {
    static constexpr std::array<ChoiceSpec, 6> kChoices{{{"constant", "Constant"},
                                                         {"burst", "Bursts"},
                                                         {"step", "Step"},
                                                         {"ramp", "Ramp"},
                                                         {"sine", "Sine wave"},
                                                         {"replay", "Replay of times"}}};
    return kChoices;
}

template <>
std::span<const ChoiceSpec> choicesOf<Spacing>() {
    static constexpr std::array<ChoiceSpec, 2> kChoices{
        {{"even", "Even"}, {"poisson", "Random (Poisson)"}}};
    return kChoices;
}

} // namespace detail

namespace {

// A schedule whose rate changes smoothly is looked at again at least this many times a period.
constexpr std::int64_t kLooksPerPeriod = 64;
// Steps tried in one go, so that a schedule that is silent for long costs an event now and then
// instead of a hang.
constexpr int kMostTries = 4096;
// Rates too small to matter give this, so that sums of times stay in range.
constexpr Duration kLongestGap = std::chrono::hours(24 * 365 * 50);

} // namespace

double RateSchedule::rateAt(Duration sinceStart) const {
    const Duration phase = sinceStart % period;
    switch (schedule) {
    case Schedule::Burst:
        return phase < burstLength ? peakRate : rate;
    case Schedule::Step:
        return sinceStart < period ? rate : peakRate;
    case Schedule::Ramp: {
        const double share = std::min(1.0, seconds(sinceStart) / seconds(period));
        return rate + (peakRate - rate) * share;
    }
    case Schedule::Sine: {
        const double turn = 2 * std::numbers::pi * seconds(phase) / seconds(period);
        return rate + (peakRate - rate) * (1 - std::cos(turn)) / 2;
    }
    case Schedule::Constant:
    case Schedule::Replay:
        break;
    }
    return rate;
}

double RateSchedule::highestRate() const {
    return schedule == Schedule::Constant ? rate : std::max(rate, peakRate);
}

// When the rate jumps next, or, for a smooth rate, when it should be looked at again while it is
// zero.
Duration RateSchedule::nextChange(Duration sinceStart) const {
    const Duration phase = sinceStart % period;
    switch (schedule) {
    case Schedule::Burst:
        return sinceStart - phase + (phase < burstLength ? burstLength : period);
    case Schedule::Step:
        return sinceStart < period ? period : Duration::max();
    case Schedule::Ramp:
    case Schedule::Sine:
        return sinceStart + std::max<Duration>(period / kLooksPerPeriod, 1ns);
    case Schedule::Constant:
    case Schedule::Replay:
        break;
    }
    return Duration::max();
}

Duration RateSchedule::gap(double presentRate, Rng& rng) const {
    const double mean = 1 / presentRate;
    const double drawn = spacing == Spacing::Even ? mean : mean * standardExponential(rng);
    return std::clamp<Duration>(fromSeconds(drawn), 1ns, kLongestGap);
}

Arrival RateSchedule::next(Duration sinceStart, Rng& rng) const {
    if (highestRate() <= 0) {
        return {Duration::max(), false};
    }
    const bool isSmooth = schedule == Schedule::Ramp || schedule == Schedule::Sine;
    return isSmooth ? nextSmooth(sinceStart, rng) : nextPiecewise(sinceStart, rng);
}

// A gap that a jump of the rate cuts short begins anew with the new rate; for a Poisson process
// that is exact, because it has no memory.
Arrival RateSchedule::nextPiecewise(Duration sinceStart, Rng& rng) const {
    Duration at = sinceStart;
    for (int i = 0; i < kMostTries; ++i) {
        const Duration change = nextChange(at);
        const double present = rateAt(at);
        if (present > 0) {
            const Duration due = at + gap(present, rng);
            if (due < change) {
                return {due, true};
            }
        }
        if (change == Duration::max()) {
            return {change, false};
        }
        at = change;
    }
    return {at, false};
}

// Even spacing follows the present rate. Poisson uses thinning (Lewis and Shedler, 1979):
// candidates come at the highest rate and are kept with the share present / highest.
Arrival RateSchedule::nextSmooth(Duration sinceStart, Rng& rng) const {
    const double highest = highestRate();
    Duration at = sinceStart;
    for (int i = 0; i < kMostTries; ++i) {
        if (spacing == Spacing::Even) {
            const double present = rateAt(at);
            const Duration due = present > 0 ? at + gap(present, rng) : Duration::max();
            if (due <= at + period || present >= highest / kLooksPerPeriod) {
                return {due, true};
            }
            at = nextChange(at);
        } else {
            at += gap(highest, rng);
            if (at > kLongestGap) {
                return {Duration::max(), false};
            }
            if (rng.chance(rateAt(at) / highest)) {
                return {at, true};
            }
        }
    }
    return {at, false};
}

} // namespace sluice
