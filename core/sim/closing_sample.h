// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"
#include "core/sim/world.h"

#include <vector>

namespace sluice {

/// The sample at the end of a run, so that it agrees with the totals: like sample() at `end`, but
/// with all that happens at `end`, of which a sample taken on the way has only what came before it.
/// When none is due at `end` it closes the interval that has begun, which is shorter then.
/// Requires: world.now() < end, and no sample is due between. Works on its own copy; the run itself
/// goes on as ever.
std::vector<Sample> closingSample(World world, SimTime end);

/// For the summary of a run that has ended: the same World with all that is worked out only for
/// samples, as ages are, as of now. It is to be looked at, not to be run on.
World upToDate(World world);

} // namespace sluice
