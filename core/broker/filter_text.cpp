// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_text.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace sluice {

namespace {

constexpr std::array<std::string_view, 10> kOperatorNames{"",
                                                          "equals-ignore-case",
                                                          "prefix",
                                                          "suffix",
                                                          "anything-but",
                                                          "anything-but",
                                                          "numeric",
                                                          "cidr",
                                                          "exists",
                                                          "wildcard"};

/// The shortest text that reads back as the number, without an exponent where that is readable.
std::string numberText(double number) {
    constexpr double kUnreadable = 1e15;
    const auto format =
        std::abs(number) < kUnreadable ? std::chars_format::fixed : std::chars_format::general;
    std::array<char, 48> digits{};
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), number, format);
    return {digits.data(), result.ptr};
}

std::string inQuotes(std::string_view text) {
    return nlohmann::json(text).dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace); // attributes may be no UTF-8
}

/// The bounds of a numeric condition: sign, as policies write it, and number, the lower first.
struct Bounds {
    std::array<std::string_view, 2> signs;
    std::array<std::string, 2> numbers;
};

Bounds boundsOf(const FilterProgram& program, const FilterCondition& condition) {
    const auto ends = program.operandsOf(condition);
    Bounds bounds;
    const auto set = [&](std::size_t place, std::string_view sign) {
        bounds.signs.at(place) = sign;
        bounds.numbers.at(place) = numberText(ends[place].number);
    };
    if (ends[0].number == ends[1].number) {
        set(0, "=");
        return bounds;
    }
    if (std::isfinite(ends[0].number)) set(0, condition.includesFrom ? ">=" : ">");
    if (std::isfinite(ends[1].number)) set(1, condition.includesTo ? "<=" : "<");
    return bounds;
}

/// The operands one after the other; in a summary strings stand without quotes.
std::string operandsText(const FilterProgram& program,
                         const FilterCondition& condition,
                         std::string_view separator,
                         bool isQuoted) {
    std::string text;
    const auto operands = program.operandsOf(condition);
    for (const FilterOperand& operand : operands) {
        if (&operand != operands.data()) text += separator;
        const FilterValue value = program.valueOf(operand);
        const bool isBare = !isQuoted && value.kind == FilterValue::Kind::String;
        text += isBare ? std::string(value.text) : valueJson(value);
    }
    return text;
}

/// The pattern of a wildcard condition with its escapes.
std::string patternText(const FilterProgram& program, const FilterCondition& condition) {
    std::string pattern;
    const auto pieces = program.operandsOf(condition);
    for (const FilterOperand& piece : pieces) {
        if (&piece != pieces.data()) pattern += '*';
        for (const char c : program.textOf(piece.text)) {
            if (c == '*' || c == '\\') pattern += '\\';
            pattern += c;
        }
    }
    return pattern;
}

std::string networkText(const FilterProgram& program, const FilterCondition& condition) {
    const FilterOperand& network = program.operandsOf(condition).front();
    return std::string(program.textOf(network.text)) + '/' + numberText(network.number);
}

std::string numericJson(const FilterProgram& program, const FilterCondition& condition) {
    const Bounds bounds = boundsOf(program, condition);
    std::string text;
    for (std::size_t place = 0; place < 2; ++place) {
        if (bounds.signs.at(place).empty()) continue;
        if (!text.empty()) text += ',';
        text += inQuotes(bounds.signs.at(place)) + ',' + bounds.numbers.at(place);
    }
    return '[' + text + ']';
}

/// The sign as people write it.
std::string_view typographic(std::string_view sign) {
    if (sign == ">=") return "≥";
    return sign == "<=" ? "≤" : sign;
}

std::string numericShort(const FilterProgram& program, const FilterCondition& condition) {
    const Bounds bounds = boundsOf(program, condition);
    std::string text;
    for (std::size_t place = 0; place < 2; ++place) {
        if (bounds.signs.at(place).empty()) continue;
        if (!text.empty()) text += " and ";
        text += typographic(bounds.signs.at(place));
        text += ' ' + bounds.numbers.at(place);
    }
    return text;
}

} // namespace

std::string valueJson(const FilterValue& value) {
    switch (value.kind) {
    case FilterValue::Kind::String:
        return inQuotes(value.text);
    case FilterValue::Kind::Number:
        return numberText(value.number);
    case FilterValue::Kind::True:
        return "true";
    case FilterValue::Kind::False:
        return "false";
    case FilterValue::Kind::Null:
        break;
    }
    return "null";
}

std::string conditionJson(const FilterProgram& program, const FilterCondition& condition) {
    std::string operand = operandsText(program, condition, ",", true);
    switch (condition.test) {
    case FilterOperator::Equals:
        return operand;
    case FilterOperator::AnythingBut:
        if (condition.operandCount > 1) operand = '[' + operand + ']';
        break;
    case FilterOperator::AnythingButPrefix:
        operand = "{\"prefix\":" + operand + '}';
        break;
    case FilterOperator::Numeric:
        operand = numericJson(program, condition);
        break;
    case FilterOperator::Cidr:
        operand = inQuotes(networkText(program, condition));
        break;
    case FilterOperator::Wildcard:
        operand = inQuotes(patternText(program, condition));
        break;
    default:
        break;
    }
    const std::string_view name = kOperatorNames.at(static_cast<std::size_t>(condition.test));
    return '{' + inQuotes(name) + ':' + operand + '}';
}

std::string conditionShort(const FilterProgram& program, const FilterCondition& condition) {
    std::string operands = operandsText(program, condition, ", ", false);
    switch (condition.test) {
    case FilterOperator::Equals:
        return operands;
    case FilterOperator::EqualsIgnoreCase:
        return operands + " in any case";
    case FilterOperator::Prefix:
        return operands + '*';
    case FilterOperator::Suffix:
        return '*' + operands;
    case FilterOperator::AnythingBut:
        return "not " + operands;
    case FilterOperator::AnythingButPrefix:
        return "not " + operands + '*';
    case FilterOperator::Numeric:
        return numericShort(program, condition);
    case FilterOperator::Cidr:
        return "in " + networkText(program, condition);
    case FilterOperator::Exists:
        return operands == "true" ? "exists" : "is absent";
    case FilterOperator::Wildcard:
        break;
    }
    return patternText(program, condition);
}

} // namespace sluice
