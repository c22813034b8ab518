// SPDX-License-Identifier: GPL-3.0-or-later
// Places in a JSON text, so that an editor can mark what is wrong.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// Counted from 1, the column in Unicode characters.
struct TextPlace {
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const TextPlace&, const TextPlace&) = default;
};
/// The place of a byte; beyond the end, that of the end.
TextPlace placeOf(std::string_view text, std::size_t offset);

/// A JSON object or array with a line for each value, indented by two; nothing for other texts.
std::optional<std::string> indentedJson(std::string_view text);

struct JsonFault {
    std::size_t offset = 0; ///< Bytes before the place.
    std::string text;       ///< "there is no JSON value", without the place.
};
/// What keeps the text from being read: bad syntax, a member given twice, brackets more than 16
/// deep. JSON libraries would silently take the last of two members.
std::optional<JsonFault> findJsonFault(std::string_view text);

/// Bytes before the value that the path of member names and decimal indices leads to; when there is
/// no such value, before the last one on the way. Of members given twice the first is meant.
/// Requires: the text is sound JSON.
std::size_t offsetOfJson(std::string_view text, std::span<const std::string> path);

} // namespace sluice
