// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

/// What a condition of a filter policy is held against: an attribute, an element of one, or a leaf
/// of a body. Borrows its text.
struct FilterValue {
    enum class Kind : std::uint8_t { String, Number, True, False, Null };

    Kind kind = Kind::Null;
    std::string_view text; ///< String.
    double number = 0;     ///< Number: rounded by filterNumber().
};

/// Numbers of filters count with five decimals between -10^9 and 10^9 (SNS-32); beyond, where only
/// equality matters, they stay as they are.
double filterNumber(double exact);

/// Reads all of `text` as a decimal number ("5", "+2.50", "1e3") without allocating; nothing when
/// it is none or beyond what a double holds.
std::optional<double> parseFilterNumber(std::string_view text);

/// Whether two values are equal by kind, and numbers by value: 1 equals 1.0, not "1" (SNS-28).
bool areEqual(const FilterValue& left, const FilterValue& right);

} // namespace sluice
