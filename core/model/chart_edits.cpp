// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/chart_edits.h"

#include <algorithm>

namespace sluice {

namespace {

bool hasSeries(const Registry& registry, const Node& node, std::string_view series) {
    const NodeKind* kind = registry.find(node.kind);
    return kind != nullptr && kind->seriesIndex(series).has_value();
}

/// Whether the chart has this series of every part of the document that has it, and nothing else.
bool showsAll(const Chart& chart,
              std::string_view series,
              const Document& document,
              const Registry& registry) {
    const auto isOther = [&](const ChartSeries& each) { return each.series != series; };
    if (std::ranges::any_of(chart.series, isOther)) return false;
    return std::ranges::all_of(document.nodes, [&](const Node& node) {
        return !hasSeries(registry, node, series)
               || std::ranges::count(chart.series, node.id, &ChartSeries::node) > 0;
    });
}

} // namespace

void chartAddedParts(const Document& before, Document& after, const Registry& registry) {
    const auto isNew = [&](const Node& node) { return before.node(node.id) == nullptr; };
    const auto firstNew = std::ranges::find_if(after.nodes, isNew);
    if (firstNew == after.nodes.end()) return;
    for (Chart& chart : after.charts) {
        if (chart.series.empty()) continue;
        const std::string series = chart.series.front().series;
        if (!showsAll(chart, series, before, registry)) continue;
        for (auto node = firstNew; node != after.nodes.end(); ++node) {
            const bool hasRoom = chart.series.size() < kUnchosenChartLines;
            if (hasRoom && isNew(*node) && hasSeries(registry, *node, series))
                chart.series.push_back({node->id, series});
        }
    }
}

} // namespace sluice
