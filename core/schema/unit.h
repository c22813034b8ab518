// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// What a number counts. Durations carry their own unit; Seconds is for numbers that stand for time
/// in a chart.
enum class Unit : std::uint8_t {
    None,
    Messages,
    Bytes,
    PerSecond,
    Share,
    Seconds,
    Calls,
    Workers,
    Dollars,
    Factor ///< How many times as much.
};

/// Short symbol of a unit: "msg", "B", "msg/s", "%", "s", "$" (before the number), "×"; empty for None.
std::string_view symbol(Unit unit);

/// A number as people read it, with at most four significant digits: "1.2 k msg/s", "35 ms", "256
/// KiB", "12.5 %" (a Share of 0.125), "$0.0039". Thin spaces separate thousands.
std::string scaledText(double value, Unit unit);

/// A whole number with thin spaces between thousands: "12 480".
std::string groupedText(std::int64_t value);

} // namespace sluice
