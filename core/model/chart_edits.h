// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"
#include "core/schema/node_kind.h"

namespace sluice {

/// Most lines of a chart that nobody chose one by one: more are hard to tell apart.
inline constexpr std::size_t kUnchosenChartLines = 8;

/// A chart that shows one series of every part that has it goes on showing every one: the parts
/// that `after` has beyond `before` join it, up to kUnchosenChartLines lines.
void chartAddedParts(const Document& before, Document& after, const Registry& registry);

} // namespace sluice
