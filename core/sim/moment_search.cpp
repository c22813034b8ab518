// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/moment_search.h"

#include "core/base/assert.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice {

namespace {

// Wall seconds from the start of the showing to the moment.
constexpr double kLeadSeconds = 3;
// About twenty messages a second can still be told apart.
constexpr double kWatchableEventsPerSecond = 150;
constexpr std::array<double, 5> kSpeeds{1, 0.5, 0.2, 0.1, 0.05};
constexpr std::size_t kMostSamples = 400'000;

double eventsPerSecondBefore(const Timeline& past, const World& there) {
    const Duration before = std::min(fromSeconds(kLeadSeconds), there.now() - kRunStart);
    if (before <= Duration::zero()) {
        return 0;
    }
    const World earlier = past.at(there.now() - before);
    return static_cast<double>(there.eventCount - earlier.eventCount) / seconds(before);
}

} // namespace

MomentSearch::MomentSearch(Demonstration what, const World& start)
    : m_what(std::move(what))
    , m_interval(start.sampleInterval) {
    for (std::size_t i = 0; i < start.nodes.size(); ++i) {
        if (start.kernel.wiring[i].id != m_what.node) {
            continue;
        }
        withNode(start.nodes[i], [&](const auto& node) {
            m_series = seriesOf(i, std::remove_cvref_t<decltype(node)>::kKey, m_what.metric);
        });
    }
}

std::optional<MomentSearch::Series>
MomentSearch::seriesOf(std::size_t node, std::string_view kindKey, std::string_view seriesKey) {
    const NodeKind* kind = registry().find(kindKey);
    SLUICE_ASSERT(kind != nullptr);
    const auto index = kind->seriesIndex(seriesKey);
    if (!index) {
        return std::nullopt;
    }
    const std::size_t metric = kind->series[*index].metric;
    return Series{node,
                  metric,
                  static_cast<std::uint32_t>(*index),
                  kind->metrics[metric].type == MetricType::Counter};
}

bool MomentSearch::look(std::span<const Sample> samples) {
    if (m_sampleTime || !m_series) {
        return m_sampleTime.has_value();
    }
    if (m_recent.size() > kMostSamples) {
        m_recent.erase(m_recent.begin(), m_recent.begin() + kMostSamples / 2);
    }
    m_recent.insert(m_recent.end(), samples.begin(), samples.end());
    for (const Sample& sample : samples) {
        if (sample.node != m_what.node || sample.series != m_series->index) {
            continue;
        }
        m_count = m_series->isCounter ? m_count + sample.value : sample.value;
        if (m_count >= m_what.threshold) {
            m_sampleTime = sample.time;
            return true;
        }
    }
    return false;
}

// Changes the World as sampling does, which is why it must be a copy nobody goes on with.
bool MomentSearch::isReached(World& scratch) const {
    bool result = false;
    withNode(scratch.nodes[m_series->node], [&](auto& node) {
        bringGaugesUpToDate(node, scratch.kernel);
        node.beforeSample(scratch.now(), scratch.sampleInterval);
        const auto& row = std::remove_cvref_t<decltype(node)>::metrics()[m_series->metric];
        result = row.value(node.counted) >= m_what.threshold;
    });
    return result;
}

Moment MomentSearch::moment(const Timeline& past) const {
    SLUICE_ASSERT(m_sampleTime.has_value());
    World scratch = past.at(std::max(kRunStart, *m_sampleTime - m_interval));
    while (!isReached(scratch) && scratch.now() < *m_sampleTime && step(scratch)) {
    }
    const double rate = eventsPerSecondBefore(past, scratch);
    Moment result;
    result.at = std::min(scratch.now(), *m_sampleTime);
    result.speed = kSpeeds.back();
    for (const double speed : kSpeeds) {
        if (rate * speed <= kWatchableEventsPerSecond) {
            result.speed = speed;
            break;
        }
    }
    result.watchFrom = std::max(kRunStart, result.at - fromSeconds(kLeadSeconds * result.speed));
    return result;
}

std::vector<Sample> MomentSearch::samplesUntil(SimTime time) const {
    const auto end = std::upper_bound(
        m_recent.begin(), m_recent.end(), time, [](SimTime wanted, const Sample& sample) {
            return wanted < sample.time;
        });
    return {m_recent.begin(), end};
}

} // namespace sluice
