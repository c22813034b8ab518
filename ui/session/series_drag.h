// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"

#include <optional>

class QMimeData;

namespace sluice::ui {

/// Type of the payload of a metric that is dragged onto a chart: the decimal node id, a line feed,
/// the series key.
inline constexpr auto kSeriesMime = "application/x-sluice-series";

/// The series a drag carries; nothing when it carries none.
std::optional<ChartSeries> draggedSeries(const QMimeData& mime);

} // namespace sluice::ui
