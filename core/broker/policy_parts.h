// SPDX-License-Identifier: GPL-3.0-or-later
// How single values of a policy's JSON are read, for its check and for its evaluation.
#pragma once

#include "core/broker/access_conditions.h"
#include "core/broker/access_policy.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

struct PrincipalName {
    PrincipalKind kind = PrincipalKind::Everyone;
    std::string_view name; ///< The account's digits, an ARN or a service's name.
};
/// Nothing when a policy cannot name it so. `isService` says which member of Principal it is from.
std::optional<PrincipalName> parsePrincipal(std::string_view text, bool isService);

/// A condition's value as text: strings as they are, true, false and whole numbers as written.
std::optional<std::string> conditionText(const nlohmann::ordered_json& value);

/// Whether it is the statement of this Sid, which AddPermission and RemovePermission call its
/// label.
bool hasLabel(const nlohmann::ordered_json& statement, std::string_view label);

} // namespace sluice
