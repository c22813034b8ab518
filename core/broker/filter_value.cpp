// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_value.h"

#include <charconv>
#include <cmath>

namespace sluice {

double filterNumber(double exact) {
    constexpr double kMost = 1e9;
    constexpr double kUnitsPerOne = 1e5; // 10^9 in units of the fifth decimal is exact in a double
    if (!(std::abs(exact) <= kMost)) return exact;
    return std::round(exact * kUnitsPerOne) / kUnitsPerOne;
}

std::optional<double> parseFilterNumber(std::string_view text) {
    const std::size_t sign = text.starts_with('+') || text.starts_with('-') ? 1 : 0;
    // from_chars would also take "inf" and "nan", but no plus.
    const char first = sign < text.size() ? text[sign] : '\0';
    if (first != '.' && (first < '0' || first > '9')) return std::nullopt;
    if (text.front() == '+') text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return filterNumber(number);
}

bool areEqual(const FilterValue& left, const FilterValue& right) {
    if (left.kind != right.kind) return false;
    if (left.kind == FilterValue::Kind::String) return left.text == right.text;
    return left.kind != FilterValue::Kind::Number || left.number == right.number;
}

} // namespace sluice
