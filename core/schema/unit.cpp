// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/unit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace sluice {

namespace {

constexpr std::string_view kThinSpace = "\u2009";

struct Scale {
    double factor;         ///< How much one of it is.
    std::string_view name; ///< Put before or in place of the unit's symbol.
    double from;           ///< Used for numbers of at least this.
};

// Each from the smallest up. The first is used below its `from` too.
constexpr std::array kThousands{Scale{1, "", 0},
                                Scale{1e3, "k", 1e3},
                                Scale{1e6, "M", 1e6},
                                Scale{1e9, "G", 1e9},
                                Scale{1e12, "T", 1e12}};
constexpr double kKibi = 1024;
constexpr std::array kBytes{Scale{1, "B", 0},
                            Scale{kKibi, "KiB", kKibi},
                            Scale{kKibi * kKibi, "MiB", kKibi* kKibi},
                            Scale{kKibi * kKibi * kKibi, "GiB", kKibi* kKibi* kKibi}};
constexpr std::array kTimes{Scale{1e-9, "ns", 0},
                            Scale{1e-6, "µs", 1e-6},
                            Scale{1e-3, "ms", 1e-3},
                            Scale{1, "s", 1},
                            Scale{60, "min", 120},
                            Scale{3'600, "h", 7'200},
                            Scale{86'400, "d", 172'800}};

/// Decimals that make four significant digits; at most six.
int decimalsFor(double value) {
    int decimals = 0;
    for (double limit = 1000; value < limit && decimals < 6; limit /= 10) {
        ++decimals;
    }
    return decimals;
}

std::string grouped(std::string digits) {
    for (std::size_t end = digits.size(); end > 3; end -= 3) {
        digits.insert(end - 3, kThinSpace);
    }
    return digits;
}

std::string fixedDigits(double value, int decimals) {
    std::array<char, 400> buffer{};
    const auto written = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return {buffer.data(), written.ptr};
}

/// A number of at least 0 with four significant digits and no zeros at the end.
std::string fourDigits(double value) {
    std::string text = fixedDigits(value, decimalsFor(value));
    if (text.find('.') == std::string::npos) return grouped(std::move(text));
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

/// Allows for rounding: 999.96 with four digits is 1000, so it already belongs to the next scale.
const Scale& scaleFor(double value, std::span<const Scale> scales) {
    constexpr double kNearlyThere = 0.99995;
    const auto above = std::find_if(scales.begin() + 1, scales.end(), [&](const Scale& scale) {
        return value < scale.from * kNearlyThere;
    });
    return *(above - 1);
}

/// Whole cents from a dollar on; below it three significant digits, because a single request costs
/// less than a millionth.
std::string dollars(double value) {
    constexpr int kCents = 2;
    constexpr int kMostDecimals = 12;
    constexpr double kGroupedFrom = 999.995;
    if (value == 0) return "$0";
    if (value >= kGroupedFrom) return '$' + grouped(fixedDigits(value, 0));
    int decimals = kCents;
    for (double limit = 1; value < limit && decimals < kMostDecimals; limit /= 10) ++decimals;
    std::string text = fixedDigits(value, decimals);
    const std::size_t least = text.find('.') + 1 + kCents;
    while (text.size() > least && text.ends_with('0')) text.pop_back();
    return '$' + text;
}

std::string withUnit(double value, Unit unit) {
    if (unit == Unit::Dollars) return dollars(value);
    if (unit == Unit::Share) return fourDigits(value * 100) + " %";
    if (value == 0 && unit == Unit::Seconds) return "0 s";
    if (unit == Unit::Seconds || unit == Unit::Bytes) {
        const Scale& scale =
            unit == Unit::Bytes ? scaleFor(value, kBytes) : scaleFor(value, kTimes);
        return fourDigits(value / scale.factor) + ' ' + std::string(scale.name);
    }
    const Scale& scale = scaleFor(value, kThousands);
    std::string text = fourDigits(value / scale.factor);
    for (const std::string_view part : {scale.name, symbol(unit)}) {
        if (!part.empty()) text.append(" ").append(part);
    }
    return text;
}

} // namespace

std::string_view symbol(Unit unit) {
    switch (unit) {
    case Unit::None:
        return "";
    case Unit::Messages:
        return "msg";
    case Unit::Bytes:
        return "B";
    case Unit::PerSecond:
        return "msg/s";
    case Unit::Share:
        return "%";
    case Unit::Seconds:
        return "s";
    case Unit::Calls:
        return "calls";
    case Unit::Workers:
        return "workers";
    case Unit::Dollars:
        return "$";
    case Unit::Factor:
        return "×";
    }
    return "";
}

std::string scaledText(double value, Unit unit) {
    if (!std::isfinite(value)) return "–";
    return (value < 0 ? "-" : "") + withUnit(std::abs(value), unit);
}

std::string groupedText(std::int64_t value) {
    std::string digits = std::to_string(value);
    const bool isNegative = digits.starts_with('-');
    return isNegative ? '-' + grouped(digits.substr(1)) : grouped(std::move(digits));
}

} // namespace sluice
