// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/legible.h"

namespace sluice::ui {

qreal roomToGrow(const QRectF& rect, std::span<const QRectF> taken, const QRectF& bounds) {
    constexpr qreal kMost = 4;
    constexpr qreal kDistance = 12;
    const auto across = [&](qreal right) { return (right - rect.left()) / rect.width(); };
    const auto down = [&](qreal bottom) { return (bottom - rect.top()) / rect.height(); };
    qreal room = std::min({kMost, across(bounds.right()), down(bounds.bottom())});
    for (const QRectF& other : taken) {
        const bool isPassed = other.right() <= rect.left() || other.bottom() <= rect.top();
        if (isPassed || other == rect) continue;
        // It stops at the left side of the other or at its top, whichever comes later.
        room = std::min(room,
                        std::max(across(other.left() - kDistance), down(other.top() - kDistance)));
    }
    return std::max(1.0, room);
}

} // namespace sluice::ui
