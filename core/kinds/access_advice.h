// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/policy_form.h"
#include "core/model/document.h"
#include "core/model/findings.h"

#include <vector>

namespace sluice {

/// Adds a warning for each action of a policy that looks misspelt. A policy of wrong form is said
/// to be wrong elsewhere.
void adviseOnActions(const Node& node,
                     std::string_view property,
                     std::string_view policy,
                     const PolicyLimits& limits,
                     std::vector<Finding>& findings);
/// Adds that for the node's own policy; and advice, with a fix where a statement in it is all that
/// is missing, for each link over which somebody calls the node in vain.
void adviseOnAccess(const Document& document, const Node& node, std::vector<Finding>& findings);

} // namespace sluice
