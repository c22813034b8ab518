// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <array>
#include <charconv>

namespace sluice {

namespace {

/// Bytes in the sequence that `lead` begins; 0 when it begins none.
std::size_t sequenceLength(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

/// Whether the bytes after the lead are right: continuation bytes, and a second byte that makes the
/// form neither overlong, nor a surrogate, nor above U+10FFFF.
bool hasRightTail(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence[0]);
    for (const char c : sequence.substr(1)) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) return false;
    }
    if (sequence.size() < 3) return true;
    const auto second = static_cast<unsigned char>(sequence[1]);
    if (lead == 0xE0) return second >= 0xA0;
    if (lead == 0xED) return second < 0xA0;
    if (lead == 0xF0) return second >= 0x90;
    return lead != 0xF4 || second < 0x90;
}

} // namespace

std::optional<std::size_t> characterCount(std::string_view utf8) {
    std::size_t count = 0;
    while (!utf8.empty()) {
        const std::size_t length = sequenceLength(static_cast<unsigned char>(utf8[0]));
        if (length == 0 || length > utf8.size() || utf8[0] == '\0') return std::nullopt;
        if (!hasRightTail(utf8.substr(0, length))) return std::nullopt;
        utf8.remove_prefix(length);
        ++count;
    }
    return count;
}

std::string sentence(std::string text) {
    if (!text.ends_with('.')) text += '.';
    return text;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string lowered(std::string_view text) {
    std::string lower;
    lower.reserve(text.size());
    for (const char c : text) {
        lower.push_back(lowered(c));
    }
    return lower;
}

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

std::string shortest(double number) {
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), written.ptr};
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace sluice
