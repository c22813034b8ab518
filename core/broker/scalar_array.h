// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/filter_value.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// Reads the value of a String.Array attribute: a JSON array of strings, numbers, true, false and
/// null (SNS-26). Whether strings are UTF-8 was checked when the message was sent. Allocates for
/// strings with escapes only. Borrows the text.
class ScalarArrayReader {
public:
    explicit ScalarArrayReader(std::string_view text);

    /// The next element, whose text lives until the next call; nothing at the end or a fault.
    std::optional<FilterValue> next();
    /// Whether what was read so far is no such array. Says all about the text at the end only.
    bool isFaulty() const { return m_isFaulty; }

private:
    std::optional<FilterValue> fault();
    void skipSpace();
    bool take(std::string_view word);
    bool takeString();
    bool takeEscape();
    bool takeUnicode();
    std::optional<unsigned> takeHex();
    std::optional<FilterValue> takeNumber();
    std::size_t digitsFrom(std::size_t place) const;

    std::string_view m_rest;
    std::string_view m_string;
    std::string m_decoded; ///< Of a string with escapes.
    bool m_isFaulty = false;
    bool m_isFirst = true;
    bool m_isOver = false;
};

/// Whether all of `text` is such an array.
bool isScalarArray(std::string_view text);

} // namespace sluice
