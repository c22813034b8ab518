// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_lines.h"

#include "core/model/chart_edits.h"
#include "ui/session/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::ui {

namespace {

/// Neighbours in this order are easy to tell apart.
constexpr std::array kOthers{Token::Queue,
                             Token::Stream,
                             Token::Topic,
                             Token::Accent,
                             Token::DeadLetter,
                             Token::Source,
                             Token::Store,
                             Token::Compute};

/// Row 0 of the palette of a line is the colour of its kind, then come others.
QColor colorOf(std::size_t row, std::string_view role, const Theme& theme) {
    if (row == 0) return theme.color(categoryColor(role));
    if (row <= kOthers.size()) return theme.color(kOthers[row - 1]);
    return theme.messageColor(
        static_cast<std::uint8_t>((row - kOthers.size() - 1) % kMessageColors));
}

bool isTaken(const std::vector<ChartLine>& lines, const QColor& color) {
    return std::ranges::any_of(lines, [&](const ChartLine& line) { return line.color == color; });
}

std::size_t
freeRow(const std::vector<ChartLine>& lines, std::string_view role, const Theme& theme) {
    std::size_t row = 0;
    while (row <= kOthers.size() + kMessageColors && isTaken(lines, colorOf(row, role, theme)))
        ++row;
    return row;
}

/// Lines that had a colour keep it; the others choose from what is left.
void colorLines(std::vector<ChartLine>& lines,
                const std::string& title,
                const std::vector<std::string_view>& roles,
                const Theme& theme,
                LineColors& colors) {
    for (const bool isKnown : {true, false}) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::pair key(title, lines[i].id);
            if (lines[i].color.isValid() || colors.contains(key) != isKnown) continue;
            if (!isKnown) colors[key] = freeRow(lines, roles[i], theme);
            lines[i].color = colorOf(colors[key], roles[i], theme);
        }
    }
}

template <class Same>
bool allAlike(const std::vector<ChartSeries>& series, Same same) {
    return std::ranges::all_of(series,
                               [&](const ChartSeries& other) { return same(other, series[0]); });
}

/// Adds the series of one node to the chart named by each metric, making the chart when it is new.
void addDefaults(const Node& node, const NodeKind& kind, std::vector<Chart>& charts) {
    for (const SeriesSpec& series : kind.series) {
        const std::string_view title = kind.metrics[series.metric].chart;
        if (title.empty()) continue;
        auto chart = std::ranges::find(charts, title, &Chart::title);
        if (chart == charts.end()) chart = charts.insert(chart, {std::string(title), {}});
        if (chart->series.size() < kUnchosenChartLines)
            chart->series.push_back({node.id, series.key});
    }
}

} // namespace

std::vector<ChartLine> chartLines(const Chart& chart,
                                  const Document& document,
                                  const Registry& registry,
                                  const Theme& theme,
                                  LineColors& colors) {
    const auto& all = chart.series;
    const bool isOneNode = allAlike(all, [](auto& a, auto& b) { return a.node == b.node; });
    const bool isOneSeries = allAlike(all, [](auto& a, auto& b) { return a.series == b.series; });
    std::vector<ChartLine> lines;
    std::vector<std::string_view> roles;
    for (const ChartSeries& series : all) {
        const Node* node = document.node(series.node);
        const NodeKind* kind = node == nullptr ? nullptr : registry.find(node->kind);
        const auto index = kind == nullptr ? std::nullopt : kind->seriesIndex(series.series);
        if (!index) continue;
        const SeriesSpec& spec = kind->series[*index];
        QString name = fromView(node->name);
        if (isOneNode && !isOneSeries) name = translated(spec.label);
        if (!isOneNode && !isOneSeries) name += QStringLiteral(" · ") + translated(spec.label);
        lines.push_back(
            {{node->id, static_cast<std::uint32_t>(*index)}, series, name, spec.unit, QColor()});
        roles.push_back(kind->colorRole);
    }
    colorLines(lines, chart.title, roles, theme, colors);
    return lines;
}

std::vector<Chart> defaultCharts(const Document& document, const Registry& registry) {
    std::vector<Chart> charts;
    for (const Node& node : document.nodes)
        if (const NodeKind* kind = registry.find(node.kind)) addDefaults(node, *kind, charts);
    return charts;
}

AxisUnit axisUnit(Unit unit, double upper) {
    struct Step {
        double from;
        double factor;
        const char* symbol;
    };
    constexpr std::array<Step, 5> kTimes{{{7200, 1.0 / 3600, "h"},
                                          {600, 1.0 / 60, "min"},
                                          {0.5, 1, "s"}, // 0.5 rather than 500
                                          {1e-3, 1e3, "ms"},
                                          {0, 1e6, "µs"}}};
    constexpr std::array<Step, 4> kSizes{{{0x1p30, 0x1p-30, "GiB"},
                                          {0x1p20, 0x1p-20, "MiB"},
                                          {0x1p10, 0x1p-10, "KiB"},
                                          {0, 1, "B"}}};
    const auto choose = [upper](const auto& steps) -> AxisUnit {
        const auto found =
            std::ranges::find_if(steps, [upper](const Step& step) { return upper >= step.from; });
        return {found->factor, QString::fromUtf8(found->symbol)};
    };
    if (unit == Unit::Seconds) return choose(kTimes);
    if (unit == Unit::Bytes) return choose(kSizes);
    return {unit == Unit::Share ? 100.0 : 1.0, translated(symbol(unit))};
}

Unit sharedUnit(const std::vector<ChartLine>& lines) {
    if (lines.empty()) return Unit::None;
    const bool isShared = std::ranges::all_of(
        lines, [&](const ChartLine& line) { return line.unit == lines.front().unit; });
    return isShared ? lines.front().unit : Unit::None;
}

} // namespace sluice::ui
