// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the moment at which a run shows a problem, and how to look at it. A value that only reads
// samples: searching never changes the run, so the same document always has the same moment.
#pragma once

#include "core/model/findings.h"
#include "core/sim/frame.h"
#include "core/sim/timeline.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sluice {

/// The instant searched for and how to watch it come.
struct Moment {
    SimTime at;        ///< When the series reaches the threshold.
    SimTime watchFrom; ///< Shortly before.
    double speed = 1;  ///< Simulated seconds per second at which single messages can be followed.

    friend bool operator==(const Moment&, const Moment&) = default;
};

class MomentSearch {
public:
    /// Requires: `start` is at time 0 and is the run the samples will be of.
    MomentSearch(Demonstration what, const World& start);

    const Demonstration& what() const { return m_what; }
    /// Where one gives up.
    SimTime limit() const { return kRunStart + m_what.within; }
    /// Whether the run has such a node with such a series at all.
    bool isPossible() const { return m_series.has_value(); }
    /// Takes the next samples of the run, in order. True once one of them reaches the threshold;
    /// later samples are ignored.
    bool look(std::span<const Sample> samples);
    /// The exact instant within the sampling interval found. Re-simulates from the nearest
    /// snapshot. Requires: look() was true, and `past` covers that interval.
    Moment moment(const Timeline& past) const;
    /// The newest samples up to `time`, a bounded number of them: what charts show before it.
    std::vector<Sample> samplesUntil(SimTime time) const;

private:
    struct Series {
        std::size_t node = 0;    ///< NodeIndex
        std::size_t metric = 0;  ///< Index into the kind's metrics.
        std::uint32_t index = 0; ///< Index into NodeKind::series.
        bool isCounter = false;
    };

    /// Empty when the kind has no such series.
    static std::optional<Series>
    seriesOf(std::size_t node, std::string_view kindKey, std::string_view seriesKey);
    bool isReached(World& scratch) const;

    Demonstration m_what;
    std::optional<Series> m_series;
    Duration m_interval{};
    double m_count = 0; // sum of a counter's samples
    std::optional<SimTime> m_sampleTime;
    std::vector<Sample> m_recent;
};

} // namespace sluice
