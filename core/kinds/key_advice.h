// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/queue_rules.h"
#include "core/model/findings.h"

#include <vector>

namespace sluice {

/// Adds advice about the KMS key of a queue or topic: a key that nobody can use, and linked parts
/// without permission for it (SQS-125, SNS-58). `codeOf` names errors as the part's service does.
void adviseOnKey(const Document& document,
                 const Node& node,
                 KeyState state,
                 ApiErrorCode (*codeOf)(Refusal),
                 std::vector<Finding>& findings);

} // namespace sluice
