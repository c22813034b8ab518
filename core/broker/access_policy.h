// SPDX-License-Identifier: GPL-3.0-or-later
// Access policies of queues as documents: their form only. Who may do what follows from them
// elsewhere.
#pragma once

#include "core/broker/api_error.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// Whether the document has the form of a policy: at most 8,192 bytes, a JSON object with Version
/// and statements. The error names the place.
ApiResult<> checkPolicy(std::string_view document);

/// What AddPermission allows: these accounts may call these actions ("SendMessage" or "*").
struct Permission {
    std::string label;
    std::vector<std::string> accounts;
    std::vector<std::string> actions;
};

/// The policy with one more statement whose Sid is the label; `document` may be empty.
ApiResult<std::string>
addPermission(std::string_view document, std::string_view queueArn, const Permission& permission);

/// The policy without that statement; empty when it was the last one.
ApiResult<std::string> removePermission(std::string_view document, std::string_view label);

} // namespace sluice
