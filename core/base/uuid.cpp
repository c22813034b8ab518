// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuid.h"

#include "core/base/digest.h"

namespace sluice {

namespace {

constexpr unsigned kDigits = 32;
constexpr unsigned kHalf = kDigits / 2;
constexpr unsigned kDigitBits = 4;

bool isBeforeDash(unsigned digits) {
    return digits == 8 || digits == 12 || digits == 16 || digits == 20;
}

/// Nothing for what is no hexadecimal digit.
std::optional<std::uint64_t> digitOf(char letter) {
    const auto from = [letter](char first) { return static_cast<std::uint64_t>(letter - first); };
    if (letter >= '0' && letter <= '9') return from('0');
    if (letter >= 'a' && letter <= 'f') return from('a') + 10;
    if (letter >= 'A' && letter <= 'F') return from('A') + 10;
    return std::nullopt;
}

/// How far the digit at a place is shifted within its half.
unsigned shiftOf(unsigned place) {
    return (kHalf - 1 - place % kHalf) * kDigitBits;
}

} // namespace

Uuid uuidOf(std::initializer_list<std::uint64_t> numbers) {
    Digest high;
    Digest low;
    low.add(1); // so that the halves are of two minds
    for (const std::uint64_t number : numbers) {
        high.add(number);
        low.add(number);
    }
    // Marked as random ones are: version 4, variant 1.
    constexpr std::uint64_t kVersion = 0xF000;
    constexpr unsigned kVariantShift = 60;
    return {(high.value() & ~kVersion) | 0x4000,
            (low.value() & ~(std::uint64_t{0xF} << kVariantShift))
                | std::uint64_t{0xA} << kVariantShift};
}

std::string toText(const Uuid& uuid) {
    constexpr std::string_view kLetters = "0123456789abcdef";
    std::string text;
    for (unsigned place = 0; place < kDigits; ++place) {
        if (isBeforeDash(place)) text += '-';
        text += kLetters[((place < kHalf ? uuid.high : uuid.low) >> shiftOf(place)) & 15U];
    }
    return text;
}

void UuidStart::add(unsigned place, std::uint64_t digit) {
    (place < kHalf ? m_digits.high : m_digits.low) |= digit << shiftOf(place);
    (place < kHalf ? m_mask.high : m_mask.low) |= std::uint64_t{15} << shiftOf(place);
}

std::optional<UuidStart> UuidStart::parse(std::string_view text) {
    UuidStart start;
    unsigned digits = 0;
    bool mayHaveDash = false;
    for (const char letter : text) {
        if (letter == '-' && mayHaveDash) {
            mayHaveDash = false;
            continue;
        }
        const auto digit = digitOf(letter);
        if (!digit || digits == kDigits) return std::nullopt;
        start.add(digits++, *digit);
        mayHaveDash = isBeforeDash(digits);
    }
    return digits < kFewestDigits ? std::nullopt : std::optional(start);
}

} // namespace sluice
