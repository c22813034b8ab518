// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace sluice {

/// Number of Unicode characters in `utf8`; nothing when it is not valid UTF-8 (overlong forms and
/// surrogates included) or holds a NUL character, which no document file can carry.
std::optional<std::size_t> characterCount(std::string_view utf8);

/// `text` without spaces, tabs and line ends at both sides.
std::string_view trimmed(std::string_view text);

} // namespace sluice
