// SPDX-License-Identifier: GPL-3.0-or-later
// AddPermission and RemovePermission: statements of a queue's access policy added and removed by
// their label (ACL-5).
#pragma once

#include "core/broker/api_error.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// What AddPermission allows: these accounts may call these actions ("SendMessage" or "*").
struct Permission {
    std::string label;
    std::vector<std::string> accounts;
    std::vector<std::string> actions;
};

/// The policy with one more statement whose Sid is the label; `document` may be empty. OverLimit
/// when it would hold more than a policy may (ACL-4).
ApiResult<std::string>
addPermission(std::string_view document, std::string_view queueArn, const Permission& permission);

/// The policy without that statement; empty when it was the last one.
ApiResult<std::string> removePermission(std::string_view document, std::string_view label);

} // namespace sluice
