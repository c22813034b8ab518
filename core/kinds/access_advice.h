// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"
#include "core/model/findings.h"

#include <vector>

namespace sluice {

/// Adds a warning, with a fix where a statement in its policy is all that is missing, for each link
/// over which somebody calls the node in vain.
void adviseOnAccess(const Document& document, const Node& node, std::vector<Finding>& findings);

} // namespace sluice
