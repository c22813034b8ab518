// SPDX-License-Identifier: GPL-3.0-or-later
// Frames (regions, accounts, networks) as they look on the canvas and in exports.
#pragma once

#include "core/base/sim_time.h"
#include "core/model/document.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QRectF>
#include <QString>

#include <array>
#include <vector>

namespace sluice::ui {

struct BoundaryLayout {
    BoundaryId id{};
    QRectF rect;
    QRectF label;   ///< The title, in the upper left corner.
    qreal room = 1; ///< How many times as large the title may be drawn, see legible.h.
    QString outage; ///< "down", or how many of its parts are; empty: none.

    /// Title and outage as they are drawn at a zoom.
    QRectF titleAt(qreal zoom) const;
};

/// Places of a frame in document units.
BoundaryLayout layoutBoundary(const Boundary& boundary);

/// Indices of the frames in the order they are painted: larger ones behind smaller ones.
std::vector<std::size_t> paintOrder(const std::vector<BoundaryLayout>& boundaries);

/// Notes that of the `parts` in the frame that can be down so many are.
void noteOutage(BoundaryLayout& layout, int down, int parts);

/// How a frame is seen.
struct BoundaryAppearance {
    bool isSelected = false;
    qreal zoom = 1;
};

/// Paints tint, border, title and outage. Regions are dashed, accounts solid, networks dotted.
void paintBoundary(QPainter& painter,
                   const Boundary& boundary,
                   const BoundaryLayout& layout,
                   const Theme& theme,
                   const BoundaryAppearance& appearance);

/// Paints what crossing a region costs a link, "+34 ms", centred at `middle`.
void paintRegionLatency(QPainter& painter, QPointF middle, Duration latency, const Theme& theme);

/// A corner or side by which a frame is resized.
struct BoundaryHandle {
    QPointF centre;
    int horizontal = 0; ///< -1: moves the left side, 1: the right one, 0: neither.
    int vertical = 0;   ///< The same for top and bottom.
};

/// The eight handles of a frame, whatever the unit of `rect`.
std::array<BoundaryHandle, 8> handlesOf(const QRectF& rect);

/// Side of a handle, logical pixels of the canvas.
inline constexpr qreal kHandleSide = 8;

} // namespace sluice::ui
