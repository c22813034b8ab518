// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/node_kind.h"

#include <algorithm>

namespace sluice {

namespace {

template <class Row>
std::optional<std::size_t> indexOf(const std::vector<Row>& rows, std::string_view key) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.key == key; });
    if (found == rows.end()) return std::nullopt;
    return static_cast<std::size_t>(found - rows.begin());
}

} // namespace

const PropertySpec* NodeKind::property(std::string_view propertyKey) const {
    const auto index = indexOf(properties, propertyKey);
    return index ? &properties[*index] : nullptr;
}

std::optional<std::size_t> NodeKind::port(std::string_view portKey) const {
    return indexOf(ports, portKey);
}

std::optional<std::size_t> NodeKind::seriesIndex(std::string_view seriesKey) const {
    return indexOf(series, seriesKey);
}

const PropertySpecs& Registry::linkPropertiesOf(std::string_view kindKey,
                                                std::string_view port) const {
    const NodeKind* kind = find(kindKey);
    const bool hasOwn = kind != nullptr && !kind->linkPort.empty() && kind->linkPort == port;
    return hasOwn ? kind->linkProperties : linkProperties;
}

const NodeKind* Registry::find(std::string_view kindKey) const {
    const auto index = indexOf(kinds, kindKey);
    return index ? &kinds[*index] : nullptr;
}

std::vector<SeriesSpec> seriesOf(std::span<const MetricSpec> metrics) {
    std::vector<SeriesSpec> series;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const MetricSpec& metric = metrics[i];
        const std::string key(metric.key);
        const std::string label(metric.label);
        if (metric.type != MetricType::Distribution) {
            series.push_back({key, label, metric.unit, i});
            continue;
        }
        for (const char* percentile : {"p50", "p90", "p99"}) {
            series.push_back({key + '.' + percentile, label + ' ' + percentile, metric.unit, i});
        }
    }
    return series;
}

} // namespace sluice
