// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/histogram.h"
#include "core/schema/unit.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// How a metric behaves over time. A counter only grows; its chart shows the growth during each
/// sampling interval. A distribution shows percentiles of the values recorded during each sampling
/// interval.
enum class MetricType : std::uint8_t { Counter, Gauge, Distribution };

/// What a counter adds to in the totals of the whole run (status bar, `sluice run`). Gauges of the
/// same role add up too.
enum class MetricRole : std::uint8_t {
    None,
    Sent,
    Refused, ///< Of what was sent: by every receiver, for good.
    Deleted,
    DeadLettered,
    Expired,
    Lost,    ///< Deliveries given up for good.
    Dropped, ///< Never sent: the sender had no time for them.
    InDeadLetterQueues
};

/// Description of one metric. The key is CloudWatch's name where there is one.
struct MetricSpec {
    std::string_view key;
    std::string_view label;
    std::string_view help;
    MetricType type = MetricType::Gauge;
    Unit unit = Unit::None;
    MetricRole role = MetricRole::None;
    /// Title of the chart that shows the metric of every node in a document without charts of its
    /// own; empty: shown in none.
    std::string_view chart = {};
};

/// A MetricSpec tied to fields of `Metrics`; `value` is set for counters and gauges, `histogram`
/// for distributions.
template <class Metrics>
struct Metric {
    MetricSpec spec;
    double (*value)(const Metrics&) = nullptr;
    Histogram& (*histogram)(Metrics&) = nullptr;
};

template <auto Member>
struct MetricField;
template <class Metrics, class Field, Field Metrics::*Member>
struct MetricField<Member> {
    static Metric<Metrics> row(const MetricSpec& spec) {
        if constexpr (std::is_same_v<Field, Histogram>) {
            return {spec, nullptr, [](Metrics& metrics) -> Histogram& { return metrics.*Member; }};
        } else {
            return {spec,
                    [](const Metrics& metrics) { return static_cast<double>(metrics.*Member); },
                    nullptr};
        }
    }
};

/// Makes the row for a field of a Metrics struct.
template <auto Member>
auto metric(const MetricSpec& spec) {
    return MetricField<Member>::row(spec);
}

/// One line in a chart or one column of a CSV file. Counters and gauges give one series under the
/// metric's key, distributions give `key.p50`, `key.p90`, `key.p99`.
struct SeriesSpec {
    std::string key;
    std::string label;
    Unit unit = Unit::None;
    std::size_t metric = 0; ///< Index into NodeKind::metrics.
};

} // namespace sluice
