// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/topic.h"

#include <vector>

namespace sluice {

/// Adds what there is to advise about who publishes to the topic and who is subscribed to it.
/// Requires: the node is a topic of the document.
void adviseOnTopic(const Document& document, const Node& node, std::vector<Finding>& findings);

} // namespace sluice
