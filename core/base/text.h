// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// Number of Unicode characters in `utf8`; nothing when it is not valid UTF-8 (overlong forms and
/// surrogates included) or holds a NUL character, which no document file can carry.
std::optional<std::size_t> characterCount(std::string_view utf8);

/// `text` without spaces, tabs and line ends at both sides.
std::string_view trimmed(std::string_view text);
/// The text with a full stop, if it ends with none.
std::string sentence(std::string text);

inline bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// ASCII letters in lower case; other characters are left.
inline char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
std::string lowered(std::string_view text);

/// `text` between two '"'.
std::string quoted(std::string_view text);

/// The shortest decimal form that reads back as `number`.
std::string shortest(double number);

/// The number that `text` as a whole is, in decimal digits with perhaps a '-' before them; nothing
/// when it is none or does not fit.
std::optional<std::int64_t> wholeNumber(std::string_view text);

} // namespace sluice
