// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/picture.h"

#include <QPointF>
#include <QRectF>

#include <vector>

namespace sluice::ui {

/// Where a message on display sits, document units.
struct MarkPlace {
    std::uint64_t message = 0;
    QPointF at;

    friend bool operator==(const MarkPlace&, const MarkPlace&) = default;
};

/// Where the marks of the lanes sit, in document units: one row per message group in one frame, and
/// a foot for the number of groups. In a row, from left to right: the group's name, messages that
/// wait, oldest towards the right (delayed ones behind a clock), the gate all lanes share, and
/// those in flight, the oldest at the right.
struct LanesLayout {
    /// One group. Indices of marks count from the exit: those in flight first, then the waiting.
    struct Row {
        QRectF rect, name;
        qreal gateX = 0;
        int inFlightListed = 0, inFlightShown = 0, waitingShown = 0;
        /// Messages that did not fit.
        std::int64_t inFlightMore = 0, waitingMore = 0;
        QRectF inFlightMoreText, waitingMoreText;
        QRectF time;           ///< Of how long a lock still holds; empty where there is no room.
        bool hasClock = false; ///< Some of the waiting ones shown are delayed.
        QPointF clock;

        QPointF lock() const { return {gateX, rect.center().y()}; }
        QPointF inFlight(int index) const;
        QPointF waiting(int index) const;
        /// Centre of the mark at `index` of Lane::marks; of one that did not fit, where it counts.
        QPointF place(int index) const;
    };

    LanesLayout(const Lanes& lanes, const QRectF& frame);

    QRectF frame; ///< Rows and foot.
    std::vector<Row> rows;
    qreal gateX = 0;
    QRectF foot;
    std::int64_t groupsMore = 0; ///< Groups beyond the rows.

    /// Where a message enters and leaves whose lane is not on display.
    QPointF entry() const;
    QPointF exit() const;
    /// All listed messages, in order of message.
    std::vector<MarkPlace> marks(const Lanes& lanes) const;
};

inline constexpr qreal kLanePitch = 21;
inline constexpr qreal kLanesFoot = 17;
/// Height of a part of lanes, whatever it holds, so that cards keep still while they run.
inline constexpr qreal kLanesHeight = kLaneCap * kLanePitch + 2 + kLanesFoot;

} // namespace sluice::ui
