// SPDX-License-Identifier: GPL-3.0-or-later
// Metrics as CSV (RFC 4180, UTF-8, lines end with LF), one row per sample time and series. Counters
// tell what was counted since the row before.
#pragma once

#include "core/model/document.h"
#include "core/sim/frame.h"

#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// "time_s,node,name,series,unit,value", with its line end.
std::string csvHeader();

/// One row per sample, in their order: simulated seconds, NodeId, the node's name, series key,
/// unit, value (empty when the interval held none). Samples of nodes that are not in the document
/// are left out.
std::string csvRows(const Document& document, std::span<const Sample> samples);

/// A field, quoted when it has to be.
std::string csvField(std::string_view text);

} // namespace sluice
