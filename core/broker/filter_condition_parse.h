// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/filter_policy.h"
#include "core/broker/filter_program.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// What is wrong with a condition, and where.
struct ConditionProblem {
    ApiError error;
    std::vector<std::string> steps; ///< Member names and indices from the condition to the value.
    bool isName = false;            ///< Not that value is wrong but its name.
};

/// Appends one value of a key's array to the program: a literal or an operator with its operand
/// (SNS-28 to SNS-37).
tl::expected<void, ConditionProblem> appendCondition(FilterProgram& program,
                                                     const nlohmann::ordered_json& value,
                                                     const FilterKnobs& knobs);

/// Whether a member of this name makes `$or` an ordinary key (SNS-35).
bool isFilterOperator(std::string_view name);

} // namespace sluice
