// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/number_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace sluice {

std::string plainNumber(double value, std::string_view missing) {
    if (!std::isfinite(value)) return std::string(missing);
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), written.ptr};
}

std::string_view plainUnit(Unit unit) {
    if (unit == Unit::Dollars) return "USD";
    return unit == Unit::Share ? "share" : symbol(unit);
}

} // namespace sluice
