// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/scalar_array.h"

#include <algorithm>
#include <charconv>

namespace sluice {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

void appendUtf8(std::string& text, unsigned code) {
    const auto put = [&](unsigned byte) { text += static_cast<char>(byte); };
    if (code < 0x80U) return put(code);
    if (code < 0x800U) {
        put(0xC0U | (code >> 6U));
    } else {
        if (code < 0x10000U) {
            put(0xE0U | (code >> 12U));
        } else {
            put(0xF0U | (code >> 18U));
            put(0x80U | ((code >> 12U) & 0x3FU));
        }
        put(0x80U | ((code >> 6U) & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
}

} // namespace

ScalarArrayReader::ScalarArrayReader(std::string_view text) : m_rest(text) {
    skipSpace();
    if (!take("[")) fault();
}

std::optional<FilterValue> ScalarArrayReader::fault() {
    m_isFaulty = true;
    return std::nullopt;
}

std::optional<FilterValue> ScalarArrayReader::next() {
    if (m_isFaulty || m_isOver) return std::nullopt;
    skipSpace();
    if (take("]")) {
        skipSpace();
        m_isOver = true;
        return m_rest.empty() ? std::nullopt : fault();
    }
    if (!m_isFirst && !take(",")) return fault();
    m_isFirst = false;
    skipSpace();
    if (take("true")) return FilterValue{FilterValue::Kind::True, {}, 0};
    if (take("false")) return FilterValue{FilterValue::Kind::False, {}, 0};
    if (take("null")) return FilterValue{FilterValue::Kind::Null, {}, 0};
    if (!take("\"")) return takeNumber();
    if (!takeString()) return fault();
    return FilterValue{FilterValue::Kind::String, m_string, 0};
}

void ScalarArrayReader::skipSpace() {
    m_rest.remove_prefix(std::min(m_rest.find_first_not_of(kSpace), m_rest.size()));
}

bool ScalarArrayReader::take(std::string_view word) {
    if (!m_rest.starts_with(word)) return false;
    m_rest.remove_prefix(word.size());
    return true;
}

bool ScalarArrayReader::takeString() {
    const auto isOrdinary = [](char c) {
        return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
    };
    const auto run = [&] {
        const auto end = std::find_if_not(m_rest.begin(), m_rest.end(), isOrdinary);
        const std::string_view text =
            m_rest.substr(0, static_cast<std::size_t>(end - m_rest.begin()));
        m_rest.remove_prefix(text.size());
        return text;
    };
    m_string = run();
    if (!take("\"")) {
        m_decoded = m_string;
        while (!take("\"")) {
            if (!take("\\") || !takeEscape()) return false; // also: a control character, the end
            m_decoded += run();
        }
        m_string = m_decoded;
    }
    return true;
}

bool ScalarArrayReader::takeEscape() {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (take("u")) return takeUnicode();
    const std::size_t letter =
        m_rest.empty() ? std::string_view::npos : kLetters.find(m_rest.front());
    if (letter == std::string_view::npos) return false;
    m_decoded += kMeanings[letter];
    m_rest.remove_prefix(1);
    return true;
}

bool ScalarArrayReader::takeUnicode() {
    const auto first = takeHex();
    if (!first) return false;
    unsigned code = *first;
    if (code >= 0xDC00U && code < 0xE000U) return false;
    if (code >= 0xD800U && code < 0xDC00U) { // the first half of a surrogate pair
        const auto second = take("\\u") ? takeHex() : std::nullopt;
        if (!second || *second < 0xDC00U || *second >= 0xE000U) return false;
        code = 0x10000U + ((code - 0xD800U) << 10U) + (*second - 0xDC00U);
    }
    appendUtf8(m_decoded, code);
    return true;
}

std::optional<unsigned> ScalarArrayReader::takeHex() {
    const std::string_view digits = m_rest.substr(0, 4);
    unsigned code = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() < 4 || error != std::errc{} || end != digits.data() + 4) return std::nullopt;
    m_rest.remove_prefix(4);
    return code;
}

std::size_t ScalarArrayReader::digitsFrom(std::size_t place) const {
    return std::min(m_rest.find_first_not_of("0123456789", place), m_rest.size());
}

/// As JSON spells numbers: no plus, no leading zero, digits around the point.
std::optional<FilterValue> ScalarArrayReader::takeNumber() {
    const auto isAt = [&](std::size_t place, std::string_view any) {
        return place < m_rest.size() && any.find(m_rest[place]) != std::string_view::npos;
    };
    const std::size_t start = isAt(0, "-") ? 1 : 0;
    std::size_t end = digitsFrom(start);
    if (end == start || (isAt(start, "0") && end > start + 1)) return fault();
    if (isAt(end, ".")) {
        const std::size_t fraction = end + 1;
        end = digitsFrom(fraction);
        if (end == fraction) return fault();
    }
    if (isAt(end, "eE")) {
        const std::size_t power = end + (isAt(end + 1, "+-") ? 2 : 1);
        end = digitsFrom(power);
        if (end == power) return fault();
    }
    const auto number = parseFilterNumber(m_rest.substr(0, end));
    if (!number) return fault();
    m_rest.remove_prefix(end);
    return FilterValue{FilterValue::Kind::Number, {}, *number};
}

bool isScalarArray(std::string_view text) {
    ScalarArrayReader reader(text);
    while (reader.next()) {
    }
    return !reader.isFaulty();
}

} // namespace sluice
