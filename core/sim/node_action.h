// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/node_action.h"
#include "core/sim/world.h"

namespace sluice {

/// Carries out a user's action on the running node it names. Refused, and nothing changes, when
/// there is no such node, its kind has no such action or a value is not what the action's fields
/// allow; a field without a value has its default. Requires: the present instant is complete.
ActionAnswer applyAction(World& world, const NodeAction& action, HopLog* hops = nullptr);

} // namespace sluice
