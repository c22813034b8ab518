// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/picture.h"
#include "ui/canvas/mark_row.h"

#include <QPointF>
#include <QRectF>

namespace sluice::ui {

/// Where the marks of a tube sit, in document units. From left to right: delayed messages behind a
/// clock, visible ones queueing up towards the right, a dashed line, and those in flight. A
/// dead-letter tube fills from the left instead.
struct TubeLayout {
    TubeLayout(const Tube& tube, const QRectF& frame);

    QRectF frame;
    QPointF clock;        ///< Centre of the clock glyph; meaningful when delayedShown > 0.
    qreal dividerX = 0;   ///< Of the dashed line.
    qreal delayedEnd = 0; ///< Right end of the delayed part.
    int delayedShown = 0;
    int visibleShown = 0;
    int inFlightShown = 0;
    /// Messages that did not fit.
    std::int64_t delayedMore = 0, visibleMore = 0, inFlightMore = 0;
    QRectF delayedMoreText, visibleMoreText, inFlightMoreText;

    /// Centre of the mark at `index`; oldest (next to leave) first.
    QPointF delayed(int index) const;
    QPointF visible(int index) const;
    QPointF inFlight(int index) const;
    /// Where an arriving message ends: the free slot behind the last visible one, or behind the
    /// number of those that do not fit.
    QPointF entry() const;
    /// Where a received message starts: behind those shown in flight, so that it hides none.
    QPointF exit() const;

private:
    void placeInFlight(const Tube& tube);

    bool m_isDeadLetter = false;
};

inline constexpr qreal kTubeHeight = 30;

} // namespace sluice::ui
