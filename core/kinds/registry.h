// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"

namespace sluice {

/// Descriptions of every kind of node, in palette order, and of the settings of links. Made once,
/// never changed.
const Registry& registry();

} // namespace sluice
