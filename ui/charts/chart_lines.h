// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart of the document means: which lines it has, what they are called and how they look.
#pragma once

#include "core/model/document.h"
#include "core/schema/node_kind.h"
#include "ui/session/series_store.h"
#include "ui/theme/theme.h"

#include <QString>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sluice::ui {

/// One line of a chart, ready to draw.
struct ChartLine {
    SeriesId id;
    ChartSeries source; ///< The entry of the document it stands for.
    QString name;       ///< Short: what tells it apart from the other lines of the chart.
    Unit unit = Unit::None;
    QColor color;
};

/// Which colours lines have had, by the title of their chart: they keep them while others come and
/// go. Rows of a palette, so that they hold in light and dark.
using LineColors = std::map<std::pair<std::string, SeriesId>, std::size_t>;

/// The lines of `chart` whose node and series exist. A new line has the colour of its node's kind
/// unless another line of the chart has it already.
std::vector<ChartLine> chartLines(const Chart& chart,
                                  const Document& document,
                                  const Registry& registry,
                                  const Theme& theme,
                                  LineColors& colors);

/// The charts of a document that has none of its own: one for each title that a metric asks for
/// (MetricSpec::chart), with the series of the first few nodes that have such a metric.
std::vector<Chart> defaultCharts(const Document& document, const Registry& registry);

/// How an axis counts: values are multiplied by `factor` and followed by `symbol`.
struct AxisUnit {
    double factor = 1;
    QString symbol;

    friend bool operator==(const AxisUnit&, const AxisUnit&) = default;
};

/// The unit in which an axis from 0 to `upper` is labelled with short numbers: 0.04 s counts in ms.
AxisUnit axisUnit(Unit unit, double upper);

/// The unit all lines share; None when they differ.
Unit sharedUnit(const std::vector<ChartLine>& lines);

} // namespace sluice::ui
