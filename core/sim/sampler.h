// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"
#include "core/sim/world.h"

#include <vector>

namespace sluice {

/// Closes the present sampling interval of all nodes. Appends the points to `samples` unless it is
/// null; what it does to the World does not depend on that.
void sample(World& world, std::vector<Sample>* samples);

/// Value of one series over the whole run so far: counters and gauges as they stand, percentiles of
/// everything recorded; NaN when there is nothing. In order of node and series.
std::vector<Sample> summary(const World& world);

/// Sums by MetricRole.
RunTotals totals(const World& world);

/// Before a node is removed: what it counted so far stays in the totals.
void keepTotals(World& world, NodeIndex node);

} // namespace sluice
