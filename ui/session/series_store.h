// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"

#include <compare>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace sluice::ui {

/// Names one series of one node.
struct SeriesId {
    NodeId node{};
    std::uint32_t series = 0; ///< Index into NodeKind::series.

    // NOLINTNEXTLINE(modernize-use-nullptr): it takes the 0 behind a defaulted <=> for a pointer.
    friend auto operator<=>(const SeriesId&, const SeriesId&) = default;
};

/// One value at one simulated time.
struct SeriesPoint {
    double time = 0;  ///< Seconds since the start of the run.
    double value = 0; ///< NaN where the interval held no value.
};

/// The samples of the present run, collected from frames, for charts and tables. Bounded: past
/// kSeriesCap points the older half of a series keeps only the lowest and highest of every four.
class SeriesStore {
public:
    /// Takes the frame's samples; forgets everything first when the frame belongs to another run.
    void append(const Frame& frame);
    void clear();

    /// Time of the newest frame, in seconds.
    double now() const { return m_now; }
    /// Time of the oldest sample of all series, in seconds; now() without samples.
    double begin() const;
    /// All points of a series in order of time; empty for an unknown series.
    std::span<const SeriesPoint> points(const SeriesId& id) const;
    /// The points from `from` to `to` seconds and one beyond either end, thinned to the lowest and
    /// the highest value in each of about `columns` equal spans of time. The spans are counted from
    /// time 0, so that a window that slides keeps showing the same points.
    std::vector<SeriesPoint>
    decimated(const SeriesId& id, double from, double to, int columns) const;
    /// The last value at or before `time` seconds.
    std::optional<double> valueAt(const SeriesId& id, double time) const;

private:
    std::map<SeriesId, std::vector<SeriesPoint>> m_series;
    std::uint64_t m_run = 0;
    double m_now = 0;
};

inline constexpr std::size_t kSeriesCap = 20'000;

} // namespace sluice::ui
