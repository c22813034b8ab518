// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sim_time.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace sluice {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr int kMaxDecimals = 18;

struct TimeUnit {
    std::string_view symbol;
    std::uint64_t nanoseconds;
};

constexpr std::array kUnits{
    TimeUnit{"d", 86'400'000'000'000},
    TimeUnit{"h", 3'600'000'000'000},
    TimeUnit{"min", 60'000'000'000},
    TimeUnit{"s", 1'000'000'000},
    TimeUnit{"ms", 1'000'000},
    TimeUnit{"us", 1'000},
    TimeUnit{"ns", 1},
    // Read, never written.
    TimeUnit{"µs", 1'000},
    TimeUnit{"μs", 1'000},
    TimeUnit{"", 1'000'000'000},
};
constexpr std::size_t kWrittenUnits = 7;

// "1.5" for 90 minutes in hours; empty when the decimals do not end, or below one unit.
std::string exactIn(const TimeUnit& unit, std::uint64_t magnitude) {
    if (magnitude < unit.nanoseconds) return {};
    std::string text = std::to_string(magnitude / unit.nanoseconds);
    Wide rest = magnitude % unit.nanoseconds;
    if (rest != 0) text += '.';
    for (int i = 0; i < kMaxDecimals && rest != 0; ++i) {
        rest *= 10;
        text += static_cast<char>('0' + static_cast<int>(rest / unit.nanoseconds));
        rest %= unit.nanoseconds;
    }
    return rest == 0 ? text : std::string{};
}

std::uint64_t magnitudeOf(Duration duration) {
    const auto count = static_cast<std::uint64_t>(duration.count());
    return duration.count() < 0 ? 0 - count : count;
}

// The digits at the start of `text`, which are taken off it.
std::string_view takeDigits(std::string_view& text) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), isDigit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view digits = text.substr(0, length);
    text.remove_prefix(length);
    return digits;
}

// A decimal number in parts; 10^18 times the decimals is exact in 64 bits.
struct DecimalNumber {
    Wide whole = 0;
    std::uint64_t decimals = 0; // in units of 10^-18
};

constexpr std::uint64_t kDecimalsInOne = 1'000'000'000'000'000'000U;
constexpr Wide kLargestDuration = Wide{1} << 63U;

// Values past the range stay past it: the caller compares with kLargestDuration.
DecimalNumber decimalOf(std::string_view whole, std::string_view decimals) {
    DecimalNumber result;
    for (const char c : whole) {
        result.whole =
            std::min(result.whole * 10 + static_cast<unsigned>(c - '0'), kLargestDuration + 1);
    }
    std::uint64_t place = kDecimalsInOne;
    for (const char c : decimals) {
        place /= 10;
        result.decimals += place * static_cast<unsigned>(c - '0');
    }
    return result;
}

tl::unexpected<Error> notADuration(std::string_view text) {
    if (trimmed(text).empty()) return failure("Enter a time with its unit, for example 30 s.");
    return failure("\"" + std::string(text)
                   + "\" is not a duration. Write a number and a unit, for example 250 ms; units "
                     "are ns, us, ms, s, min, h and d.");
}

std::string padded(std::uint64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

/// A time of any length.
struct SignedTime {
    Wide magnitude = 0; ///< Nanoseconds.
    bool isNegative = false;

    Wide largest() const { return isNegative ? kLargestDuration : kLargestDuration - 1; }
    bool fits() const { return magnitude <= largest(); }
    Duration clamped() const {
        const auto bits = static_cast<std::uint64_t>(std::min(magnitude, largest()));
        return Duration{static_cast<std::int64_t>(isNegative ? 0 - bits : bits)};
    }
};

Result<SignedTime> readSignedTime(std::string_view text) {
    std::string_view rest = trimmed(text);
    const bool isNegative = rest.starts_with('-');
    if (isNegative) rest.remove_prefix(1);
    const std::string_view whole = takeDigits(rest);
    std::string_view decimals;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        decimals = takeDigits(rest);
    }
    if (whole.empty() && decimals.empty()) return notADuration(text);

    const std::string_view symbol = trimmed(rest);
    const auto* const unit = std::find_if(
        kUnits.begin(), kUnits.end(), [&](const TimeUnit& each) { return each.symbol == symbol; });
    if (unit == kUnits.end()) {
        return failure("\"" + std::string(symbol) + "\" in \"" + std::string(text)
                       + "\" is not a unit of time. Use ns, us, ms, s, min, h or d, for example "
                         "250 ms.");
    }
    const DecimalNumber number = decimalOf(whole, decimals.substr(0, kMaxDecimals));
    const Wide magnitude =
        number.whole * unit->nanoseconds
        + (Wide{number.decimals} * unit->nanoseconds + kDecimalsInOne / 2) / kDecimalsInOne;
    return SignedTime{magnitude, isNegative};
}

} // namespace

Duration fromSeconds(double value) {
    constexpr double kLimit = 9223372036854775808.0; // 2^63
    const double nanoseconds = value * 1e9;
    if (nanoseconds >= kLimit) return Duration::max();
    if (nanoseconds <= -kLimit) return Duration::min();
    return Duration{std::llround(nanoseconds)};
}

std::string toText(Duration duration) {
    if (duration == Duration::zero()) return "0 s";
    std::string best;
    for (std::size_t i = 0; i < kWrittenUnits; ++i) {
        const std::string number = exactIn(kUnits[i], magnitudeOf(duration));
        if (number.empty()) continue;
        std::string text = number + ' ' + std::string(kUnits[i].symbol);
        if (best.empty() || text.size() < best.size()) best = std::move(text);
    }
    return duration < Duration::zero() ? '-' + best : best;
}

Result<Duration> parseDuration(std::string_view text) {
    const auto read = readSignedTime(text);
    if (!read) return tl::unexpected<Error>(read.error());
    if (!read->fits()) {
        return failure("\"" + std::string(text)
                       + "\" is too long a time. The longest is 106 751 d, about 292 years.");
    }
    return read->clamped();
}

Result<Duration> parseClampedDuration(std::string_view text) {
    return readSignedTime(text).map([](const SignedTime& read) { return read.clamped(); });
}

std::string toClockText(SimTime time) {
    const Duration sinceStart = time.time_since_epoch();
    const std::uint64_t milliseconds = magnitudeOf(sinceStart) / 1'000'000;
    const std::uint64_t wholeSeconds = milliseconds / 1000;
    const std::string text = padded(wholeSeconds / 3600, 2) + ':'
                             + padded(wholeSeconds / 60 % 60, 2) + ':'
                             + padded(wholeSeconds % 60, 2) + '.' + padded(milliseconds % 1000, 3);
    return sinceStart < Duration::zero() ? '-' + text : text;
}

std::string toIsoText(SimTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time.time_since_epoch());
    const std::chrono::year_month_day date{std::chrono::sys_days{day}};
    const std::string clock = toClockText(kRunStart + (time.time_since_epoch() - day));
    return padded(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4) + '-'
           + padded(static_cast<unsigned>(date.month()), 2) + '-'
           + padded(static_cast<unsigned>(date.day()), 2) + 'T' + clock + 'Z';
}

} // namespace sluice
