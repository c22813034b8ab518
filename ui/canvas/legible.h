// SPDX-License-Identifier: GPL-3.0-or-later
// Far away, texts of notes and titles of frames would be too small to read. They grow then, from
// their upper left corner on, as far as there is room.
#pragma once

#include <QPainter>
#include <QRectF>

#include <algorithm>
#include <span>

namespace sluice::ui {

/// Below this zoom small text cannot be read at its own size.
inline constexpr qreal kLegibleZoom = 0.75;

/// How many times as large `rect` may be without reaching anything of `taken` or beyond `bounds`,
/// with a little distance; 1 where there is no room. All in document units.
qreal roomToGrow(const QRectF& rect, std::span<const QRectF> taken, const QRectF& bounds);

/// How many times as large a text is drawn that may be `room` times as large.
inline qreal growthAt(qreal zoom, qreal room) {
    return std::clamp(kLegibleZoom / zoom, 1.0, std::max(1.0, room));
}

inline QRectF grown(const QRectF& rect, qreal growth) {
    return {rect.topLeft(), rect.size() * growth};
}

/// Until restored, `painter` paints so many times as large, away from `corner`.
inline void grow(QPainter& painter, QPointF corner, qreal growth) {
    painter.translate(corner);
    painter.scale(growth, growth);
    painter.translate(-corner);
}

} // namespace sluice::ui
