// SPDX-License-Identifier: GPL-3.0-or-later
// A filter policy in the form it is matched in: flat lists that copy with the World. An object of
// the policy is a run of nodes of which all must hold; nested objects are spelled out as paths
// ("a.b"), which is why key "a.b" and nesting a in b are the same (SNS-27).
#pragma once

#include "core/broker/filter_value.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// A piece of FilterProgram::text.
struct FilterText {
    std::uint32_t begin = 0;
    std::uint32_t length = 0;

    friend bool operator==(const FilterText&, const FilterText&) = default;
};

/// The operators of SNS-28 to SNS-36.
enum class FilterOperator : std::uint8_t {
    Equals,
    EqualsIgnoreCase, ///< ASCII letters only.
    Prefix,
    Suffix,
    AnythingBut, ///< Of several operands.
    AnythingButPrefix,
    Numeric,  ///< Two operands: from, to.
    Cidr,     ///< The operand's text is the address, its number the bits.
    Exists,   ///< Operand True or False.
    Wildcard, ///< The operands are what stands before, between and after the stars.
};

struct FilterOperand {
    FilterValue::Kind kind = FilterValue::Kind::Null;
    FilterText text;
    double number = 0;

    friend bool operator==(const FilterOperand&, const FilterOperand&) = default;
};

/// One value of a key's array.
struct FilterCondition {
    FilterOperator test = FilterOperator::Equals;
    bool includesFrom = false; ///< Numeric: whether the ends themselves hold.
    bool includesTo = false;
    std::uint32_t firstOperand = 0;
    std::uint32_t operandCount = 0;

    friend bool operator==(const FilterCondition&, const FilterCondition&) = default;
};

/// A path that the policy names, once for all its places.
struct FilterKey {
    FilterText path;
    std::uint64_t hash = 0; ///< pathHash() of the path.

    friend bool operator==(const FilterKey&, const FilterKey&) = default;
};

/// A node holds: All when all nodes in it do, Any when one does, Key when one of its conditions
/// does.
struct FilterNode {
    enum class Kind : std::uint8_t { All, Any, Key };

    Kind kind = Kind::All;
    std::uint32_t end = 0;            ///< Index behind the last node in it; those start behind it.
    std::uint32_t key = 0;            ///< Key: index in FilterProgram::keys.
    std::uint32_t firstCondition = 0; ///< Key.
    std::uint32_t conditionCount = 0; ///< Key.
    FilterText path;                  ///< Any: where the $or is written, empty at the top.

    friend bool operator==(const FilterNode&, const FilterNode&) = default;
};

struct FilterProgram {
    std::string text; ///< All paths and operands.
    std::vector<FilterKey> keys;
    std::vector<FilterNode> nodes; ///< The root first; none without a policy.
    std::vector<FilterCondition> conditions;
    std::vector<FilterOperand> operands;

    std::string_view textOf(FilterText piece) const {
        return std::string_view(text).substr(piece.begin, piece.length);
    }
    std::string_view pathOf(const FilterNode& node) const {
        return textOf(node.kind == FilterNode::Kind::Key ? keys[node.key].path : node.path);
    }
    std::span<const FilterCondition> conditionsOf(const FilterNode& node) const {
        return std::span(conditions).subspan(node.firstCondition, node.conditionCount);
    }
    std::span<const FilterOperand> operandsOf(const FilterCondition& condition) const {
        return std::span(operands).subspan(condition.firstOperand, condition.operandCount);
    }
    FilterValue valueOf(const FilterOperand& operand) const {
        return {operand.kind, textOf(operand.text), operand.number};
    }
    FilterText add(std::string_view piece);

    friend bool operator==(const FilterProgram&, const FilterProgram&) = default;
};

/// Hash of a path, taken piece by piece: pathHash("a.b") is extendedHash(pathHash("a"), "b").
std::uint64_t pathHash(std::string_view path);
std::uint64_t extendedHash(std::uint64_t hash, std::string_view member);

/// Whether a present value meets a condition other than Exists.
bool conditionHolds(const FilterProgram& program,
                    const FilterCondition& condition,
                    const FilterValue& value);

} // namespace sluice
