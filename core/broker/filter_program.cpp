// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_program.h"

#include "core/broker/ip_network.h"

#include <algorithm>

namespace sluice {

namespace {

// FNV-1a: walks the text once, piece after piece.
constexpr std::uint64_t kHashStart = 0xCBF29CE484222325U;

std::uint64_t hashOn(std::uint64_t hash, std::string_view text) {
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    return hash;
}

char lowerCase(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equalsIgnoringCase(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char c, char d) {
        return lowerCase(c) == lowerCase(d);
    });
}

bool isInRange(const FilterCondition& condition,
               std::span<const FilterOperand> ends,
               double number) {
    const double from = ends[0].number;
    const double to = ends[1].number;
    return (condition.includesFrom ? number >= from : number > from)
           && (condition.includesTo ? number <= to : number < to);
}

bool isInNetwork(const FilterValue& network, std::string_view text) {
    const auto address = parseIpAddress(text);
    const auto base = parseIpAddress(network.text);
    return address && base
           && sluice::isInNetwork(*address, *base, static_cast<unsigned>(network.number));
}

/// The first piece starts the text, the last ends it, the others follow each other between.
bool matchesWildcard(const FilterProgram& program,
                     std::span<const FilterOperand> pieces,
                     std::string_view text) {
    const std::string_view first = program.textOf(pieces.front().text);
    if (pieces.size() == 1) return text == first;
    const std::string_view last = program.textOf(pieces.back().text);
    if (text.size() < first.size() + last.size() || !text.starts_with(first)
        || !text.ends_with(last)) {
        return false;
    }
    text = text.substr(first.size(), text.size() - first.size() - last.size());
    for (const FilterOperand& piece : pieces.subspan(1, pieces.size() - 2)) {
        const std::size_t found = text.find(program.textOf(piece.text));
        if (found == std::string_view::npos) return false;
        text.remove_prefix(found + piece.text.length);
    }
    return true;
}

bool stringHolds(const FilterProgram& program,
                 const FilterCondition& condition,
                 std::string_view text) {
    const auto operands = program.operandsOf(condition);
    const FilterValue operand = program.valueOf(operands.front());
    switch (condition.test) {
    case FilterOperator::EqualsIgnoreCase:
        return equalsIgnoringCase(text, operand.text);
    case FilterOperator::Prefix:
        return text.starts_with(operand.text);
    case FilterOperator::Suffix:
        return text.ends_with(operand.text);
    case FilterOperator::Cidr:
        return isInNetwork(operand, text);
    case FilterOperator::Wildcard:
        return matchesWildcard(program, operands, text);
    default:
        return false;
    }
}

} // namespace

FilterText FilterProgram::add(std::string_view piece) {
    const FilterText added{static_cast<std::uint32_t>(text.size()),
                           static_cast<std::uint32_t>(piece.size())};
    text += piece;
    return added;
}

std::uint64_t pathHash(std::string_view path) {
    return hashOn(kHashStart, path);
}

std::uint64_t extendedHash(std::uint64_t hash, std::string_view member) {
    return hashOn(hashOn(hash, "."), member);
}

bool conditionHolds(const FilterProgram& program,
                    const FilterCondition& condition,
                    const FilterValue& value) {
    const bool isString = value.kind == FilterValue::Kind::String;
    const auto operands = program.operandsOf(condition);
    switch (condition.test) {
    case FilterOperator::Equals:
        return areEqual(program.valueOf(operands.front()), value);
    case FilterOperator::AnythingBut:
        return std::none_of(operands.begin(), operands.end(), [&](const FilterOperand& operand) {
            return areEqual(program.valueOf(operand), value);
        });
    case FilterOperator::AnythingButPrefix:
        return !isString || !value.text.starts_with(program.textOf(operands.front().text));
    case FilterOperator::Numeric:
        return value.kind == FilterValue::Kind::Number
               && isInRange(condition, operands, value.number);
    default:
        return isString && stringHolds(program, condition, value.text);
    }
}

} // namespace sluice
