// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"
#include "core/sim/world.h"

#include <vector>

namespace sluice {

/// The sample at the end of a run, so that it agrees with the totals: like sample() at `end`, but
/// with all that happens at `end`, of which a sample taken on the way has only what came before it.
/// Nothing when no sample is due at `end`. Requires: world.now() < end, and nothing is due between.
/// Works on its own copy; the run itself goes on as ever.
std::vector<Sample> closingSample(World world, SimTime end);

} // namespace sluice
