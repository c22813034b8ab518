// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QPointF>
#include <QRectF>

#include <span>
#include <vector>

namespace sluice::ui {

/// How a dragged card comes into line with others, document units.
struct AlignmentGuides {
    QPointF shift;         ///< What brings it into line; 0 in a direction where nothing is near.
    bool isAcross = false; ///< Whether there is something in line in x: a line going down.
    bool isDown = false;   ///< The same in y.
    std::vector<QLineF> lines; ///< Through everything that is in line then; at most two.
};

/// Brings a side or the middle of `moving` into line with the same of the nearest other that is not
/// further off than `reach`, in each direction by itself.
AlignmentGuides alignmentGuides(const QRectF& moving, std::span<const QRectF> others, qreal reach);

} // namespace sluice::ui
