// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// A UUID in two halves, so that a million of them can be told apart without being written out.
struct Uuid {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend bool operator==(const Uuid&, const Uuid&) = default;
};

/// A UUID that is the same for the same numbers in the same order, and looks as random ones do.
Uuid uuidOf(std::initializer_list<std::uint64_t> numbers);
/// "9f2c04e1-77ab-4c3d-a0b8-1d90c8e5f19a"
std::string toText(const Uuid& uuid);

/// The first digits of a UUID as somebody types them: in any case, with or without dashes.
class UuidStart {
public:
    /// Fewer would be the start of too many.
    static constexpr unsigned kFewestDigits = 4;

    /// Nothing when no UUID can begin so, or it has too few digits.
    static std::optional<UuidStart> parse(std::string_view text);
    bool isOf(const Uuid& uuid) const {
        return ((uuid.high ^ m_digits.high) & m_mask.high) == 0
               && ((uuid.low ^ m_digits.low) & m_mask.low) == 0;
    }

private:
    void add(unsigned place, std::uint64_t digit);

    Uuid m_digits;
    Uuid m_mask; // of the digits that are given
};

} // namespace sluice
