// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/filter_program.h"

#include <string>

namespace sluice {

/// A value as JSON; bytes that are no UTF-8 are replaced.
std::string valueJson(const FilterValue& value);

/// A condition as a policy spells it: "{\"numeric\":[\">=\",1000]}".
std::string conditionJson(const FilterProgram& program, const FilterCondition& condition);

/// A condition in short, for a summary: "≥ 1000", "auto-*", "not eu, us".
std::string conditionShort(const FilterProgram& program, const FilterCondition& condition);

} // namespace sluice
