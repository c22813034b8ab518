// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/series_store.h"

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

/// Adds the lowest and the highest point of a group in their order of time; of a group without any
/// value, one point, so that the gap stays.
void appendExtremes(std::span<const SeriesPoint> group, std::vector<SeriesPoint>& result) {
    const SeriesPoint* lowest = nullptr;
    const SeriesPoint* highest = nullptr;
    for (const SeriesPoint& point : group) {
        if (std::isnan(point.value)) continue;
        if (lowest == nullptr || point.value < lowest->value) lowest = &point;
        if (highest == nullptr || point.value >= highest->value) highest = &point;
    }
    if (lowest == nullptr) {
        result.push_back(group.front());
        return;
    }
    const auto [first, last] = std::minmax(lowest, highest);
    result.push_back(*first);
    if (first != last) result.push_back(*last);
}

void thinOlderHalf(std::vector<SeriesPoint>& points) {
    constexpr std::size_t kGroup = 4;
    const std::size_t half = points.size() / 2 / kGroup * kGroup;
    std::vector<SeriesPoint> thinned;
    thinned.reserve(points.size());
    for (std::size_t i = 0; i < half; i += kGroup)
        appendExtremes({points.data() + i, kGroup}, thinned);
    thinned.insert(thinned.end(), points.begin() + static_cast<std::ptrdiff_t>(half), points.end());
    points = std::move(thinned);
}

bool isEarlier(const SeriesPoint& point, double time) {
    return point.time < time;
}

bool isLater(double time, const SeriesPoint& point) {
    return time < point.time;
}

} // namespace

void SeriesStore::append(const Frame& frame) {
    if (frame.run != m_run) {
        clear();
        m_run = frame.run;
    }
    m_now = seconds(frame.now - kRunStart);
    for (const Sample& sample : frame.samples) {
        auto& points = m_series[{sample.node, sample.series}];
        points.push_back({seconds(sample.time - kRunStart), sample.value});
        if (points.size() > kSeriesCap) thinOlderHalf(points);
    }
}

void SeriesStore::clear() {
    m_series.clear();
    m_now = 0;
}

double SeriesStore::begin() const {
    double earliest = m_now;
    for (const auto& [id, points] : m_series) earliest = std::min(earliest, points.front().time);
    return earliest;
}

std::span<const SeriesPoint> SeriesStore::points(const SeriesId& id) const {
    const auto found = m_series.find(id);
    return found == m_series.end() ? std::span<const SeriesPoint>{} : found->second;
}

std::vector<SeriesPoint>
SeriesStore::decimated(const SeriesId& id, double from, double to, int columns) const {
    const auto all = points(id);
    auto first = std::lower_bound(all.begin(), all.end(), from, isEarlier);
    auto last = std::upper_bound(first, all.end(), to, isLater);
    if (first != all.begin()) --first;
    if (last != all.end()) ++last;
    if (std::distance(first, last) <= std::ptrdiff_t{2} * columns || to <= from)
        return {first, last};
    const double width = (to - from) / columns;
    std::vector<SeriesPoint> result;
    result.reserve(2 * static_cast<std::size_t>(columns) + 4);
    for (auto group = first; group != last;) {
        const double end = (std::floor(group->time / width) + 1) * width;
        auto next = std::lower_bound(group + 1, last, end, isEarlier);
        appendExtremes({group, next}, result);
        group = next;
    }
    return result;
}

std::optional<double> SeriesStore::valueAt(const SeriesId& id, double time) const {
    const auto all = points(id);
    const auto after = std::upper_bound(all.begin(), all.end(), time, isLater);
    if (after == all.begin()) return std::nullopt;
    return std::prev(after)->value;
}

} // namespace sluice::ui
