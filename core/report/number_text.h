// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/unit.h"

#include <string>
#include <string_view>

namespace sluice {

/// Shortest digits that read back to the same number, with a point and without grouping; `missing`
/// for NaN and infinities.
std::string plainNumber(double value, std::string_view missing);

/// The unit of unscaled values: "msg", "s", "B", "msg/s", "share" (0 to 1), "USD"; empty for None.
std::string_view plainUnit(Unit unit);

} // namespace sluice
