// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/tube_layout.h"

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr qreal kTubePad = 8;
constexpr qreal kDividerShare = 0.57;
/// Beside a count of those that do not fit: there moving messages come and go, not on the number.
constexpr qreal kLanding = 2 * kMarkRadius + 2;

int fittingBesideLanding(std::int64_t count, std::size_t listed, qreal room, qreal pitch) {
    const int shown = fitting(count, listed, room, pitch);
    if (shown == count) return shown;
    return std::max(std::min(shown, 1), fitting(count, listed, room - kLanding, pitch));
}

} // namespace

TubeLayout::TubeLayout(const Tube& tube, const QRectF& rect)
    : frame(rect)
    , m_isDeadLetter(tube.isDeadLetter) {
    const qreal middle = frame.center().y();
    const auto textAt = [&](qreal left, std::int64_t count) {
        return QRectF(left, middle - kRingRadius, moreWidth(count), 2 * kRingRadius);
    };
    const bool hasDivider = !m_isDeadLetter || tube.inFlightCount > 0;
    dividerX = hasDivider ? frame.left() + frame.width() * kDividerShare : frame.right();
    delayedEnd = frame.left();
    if (tube.delayedCount > 0) {
        const auto listed = static_cast<int>(tube.delayed.size());
        const int fewest = std::min(tube.delayedCount > 2 || listed < 2 ? 1 : 2, listed);
        // What the visible ones leave free.
        const qreal queued = kMarkPitch * static_cast<qreal>(tube.visible.size());
        const qreal start = frame.left() + kTubePad + kClockWidth;
        const qreal free = dividerX - start - queued - 2 * kTubePad;
        delayedShown =
            std::max(fewest, fitting(tube.delayedCount, tube.delayed.size(), free, kMarkPitch));
        delayedMore = tube.delayedCount - delayedShown;
        clock = {frame.left() + kTubePad + kMarkRadius, middle};
        delayedEnd = frame.left() + kTubePad + kClockWidth + kMarkPitch * delayedShown;
        if (delayedMore > 0) {
            delayedMoreText = textAt(delayedEnd, delayedMore);
            delayedEnd += delayedMoreText.width();
        }
    }
    const qreal room = dividerX - delayedEnd - (m_isDeadLetter ? kTubePad : 1.5 * kTubePad);
    visibleShown = fittingBesideLanding(tube.visibleCount, tube.visible.size(), room, kMarkPitch);
    visibleMore = tube.visibleCount - visibleShown;
    if (m_isDeadLetter)
        visibleMoreText = textAt(frame.left() + kMarkPitch * visibleShown + 4, visibleMore);
    else
        visibleMoreText = textAt(
            visible(visibleShown - 1).x() - kMarkRadius - 3 - moreWidth(visibleMore), visibleMore);
    if (hasDivider) placeInFlight(tube);
    inFlightMore = tube.inFlightCount - inFlightShown;
    inFlightMoreText = textAt(inFlight(inFlightShown).x() - kRingRadius + 1, inFlightMore);
}

void TubeLayout::placeInFlight(const Tube& tube) {
    const qreal room = frame.right() - dividerX - kTubePad - 2;
    constexpr qreal kGap = kRingPitch - 2 * kRingRadius; // the last one needs none behind it
    inFlightShown =
        fittingBesideLanding(tube.inFlightCount, tube.inFlight.size(), room + kGap, kRingPitch);
}

QPointF TubeLayout::delayed(int index) const {
    return {frame.left() + kTubePad + kClockWidth + kMarkPitch * index + kMarkRadius,
            frame.center().y()};
}

QPointF TubeLayout::visible(int index) const {
    if (m_isDeadLetter)
        return {frame.left() + kMarkRadius + 1 + kMarkPitch * index, frame.center().y()};
    return {dividerX - kTubePad - kMarkRadius - kMarkPitch * index, frame.center().y()};
}

QPointF TubeLayout::inFlight(int index) const {
    return {dividerX + kTubePad + kRingRadius + kRingPitch * index, frame.center().y()};
}

QPointF TubeLayout::exit() const {
    const qreal free =
        inFlightMore > 0 ? inFlightMoreText.right() + kLanding / 2 : inFlight(inFlightShown).x();
    return {std::min(free, frame.right() - kMarkRadius), frame.center().y()};
}

QPointF TubeLayout::entry() const {
    const QPointF slot = visible(visibleShown);
    if (visibleMore > 0) // before the number, or on the diamonds in front of it
        return m_isDeadLetter ? visible(0)
                              : QPointF(visibleMoreText.left() - kLanding / 2, slot.y());
    const qreal leftmost = delayedEnd + kTubePad;
    return m_isDeadLetter ? slot : QPointF(std::max(leftmost, slot.x()), slot.y());
}

} // namespace sluice::ui
