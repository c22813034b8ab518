// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/patch.h"
#include "core/sim/world.h"

namespace sluice {

/// Changes a running simulation as the user changed the document: parts appear and disappear,
/// settings change, and the run goes on. Names, notes, charts and frames other than regions mean
/// nothing to it, positions nothing but the region a part is in. A changed seed takes effect at the
/// next restart. Parts of unknown kinds and links at unknown ports are left out. A removed queue
/// loses its messages; calls under way to removed parts are dropped.
void applyEdit(World& world, const Patch& patch, HopLog* hops = nullptr);

} // namespace sluice
