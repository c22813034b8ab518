// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/sampler.h"

#include <array>
#include <limits>

namespace sluice {

namespace {

// The percentiles of seriesOf(), in its order.
constexpr std::array<double, 3> kShares{0.50, 0.90, 0.99};
constexpr auto kShareCount = static_cast<std::uint32_t>(kShares.size());

void addPercentiles(const Histogram& histogram, Sample point, std::vector<Sample>& points) {
    for (const double share : kShares) {
        point.value = histogram.count() == 0 ? std::numeric_limits<double>::quiet_NaN()
                                             : seconds(histogram.percentile(share));
        points.push_back(point);
        ++point.series;
    }
}

template <class Kind>
void sampleNode(Kind& node, NodeSampler& memory, Sample point, std::vector<Sample>* points) {
    const auto rows = Kind::metrics();
    std::size_t distribution = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].histogram != nullptr) {
            Histogram& histogram = rows[i].histogram(node.counted);
            if (points != nullptr) {
                addPercentiles(histogram, point, *points);
            }
            memory.histograms[distribution++].merge(histogram);
            histogram.clear();
            point.series += kShareCount;
            continue;
        }
        const double value = rows[i].value(node.counted);
        const bool isCounter = rows[i].spec.type == MetricType::Counter;
        if (points != nullptr) {
            point.value = isCounter ? value - memory.lastCounts[i] : value;
            point.total = isCounter ? value : 0;
            points->push_back(point);
            point.total = 0;
        }
        memory.lastCounts[i] = isCounter ? value : 0;
        ++point.series;
    }
}

template <class Kind>
void summarise(const Kind& node,
               const NodeSampler& memory,
               Sample point,
               std::vector<Sample>& points) {
    auto counted = node.counted;
    const auto rows = Kind::metrics();
    std::size_t distribution = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].histogram != nullptr) {
            Histogram whole = memory.histograms[distribution++];
            whole.merge(rows[i].histogram(counted));
            addPercentiles(whole, point, points);
            point.series += kShareCount;
        } else {
            point.value = rows[i].value(counted);
            points.push_back(point);
            ++point.series;
        }
    }
}

void addToTotals(RunTotals& totals, MetricRole role, double value) {
    const auto count = static_cast<std::uint64_t>(value);
    switch (role) {
    case MetricRole::None:
        break;
    case MetricRole::Sent:
        totals.sent += count;
        break;
    case MetricRole::Refused:
        totals.refused += count;
        break;
    case MetricRole::Deleted:
        totals.deleted += count;
        break;
    case MetricRole::DeadLettered:
        totals.deadLettered += count;
        break;
    case MetricRole::Expired:
        totals.expired += count;
        break;
    case MetricRole::Lost:
        totals.lost += count;
        break;
    case MetricRole::Dropped:
        totals.dropped += count;
        break;
    case MetricRole::InDeadLetterQueues:
        totals.inDeadLetterQueues += count;
        break;
    }
}

template <class Kind>
void addNode(RunTotals& totals, const Kind& node) {
    for (const auto& row : Kind::metrics()) {
        if (row.spec.role == MetricRole::None) continue;
        addToTotals(totals, row.spec.role, row.value(node.counted));
    }
    // Now, unlike its metric, which is as of the newest sample.
    if constexpr (requires { node.cost(); }) totals.cost += node.cost();
}

} // namespace

void sample(World& world, std::vector<Sample>* samples) {
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        withNode(world.nodes[i], [&](auto& node) {
            bringGaugesUpToDate(node, world.kernel);
            node.beforeSample(world.now(), world.sampleInterval);
            sampleNode(
                node, world.samplers[i], {world.now(), world.kernel.wiring[i].id, 0, 0}, samples);
        });
    }
}

std::vector<Sample> summary(const World& world) {
    std::vector<Sample> points;
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        withNode(world.nodes[i], [&](const auto& node) {
            summarise(
                node, world.samplers[i], {world.now(), world.kernel.wiring[i].id, 0, 0}, points);
        });
    }
    return points;
}

RunTotals totals(const World& world) {
    RunTotals result = world.retired;
    result.events = world.eventCount;
    for (const NodeState& state : world.nodes) {
        withNode(state, [&](const auto& node) { addNode(result, node); });
    }
    return result;
}

void keepTotals(World& world, NodeIndex index) {
    RunTotals& kept = world.retired;
    const std::uint64_t present = kept.inDeadLetterQueues; // what it holds now goes with it
    withNode(world.nodes[raw(index)], [&](const auto& node) { addNode(kept, node); });
    kept.inDeadLetterQueues = present;
}

} // namespace sluice
