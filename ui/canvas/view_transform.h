// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <algorithm>

namespace sluice::ui {

inline constexpr qreal kSmallestZoom = 0.1;
inline constexpr qreal kLargestZoom = 4.0;

/// From document units to logical pixels of the canvas and back.
struct ViewTransform {
    QPointF origin; ///< Document point at the canvas's top left corner.
    qreal zoom =
        1; ///< Logical pixels per document unit; on the canvas kSmallestZoom to kLargestZoom.

    QPointF toScreen(QPointF point) const { return (point - origin) * zoom; }
    QPointF toDocument(QPointF pixel) const { return pixel / zoom + origin; }
    QRectF toScreen(const QRectF& rect) const {
        return {toScreen(rect.topLeft()), rect.size() * zoom};
    }
    QRectF toDocument(const QRectF& rect) const {
        return {toDocument(rect.topLeft()), rect.size() / zoom};
    }

    /// Zooms so that the document point under `pixel` stays there.
    void zoomAt(QPointF pixel, qreal wanted) {
        const QPointF fixed = toDocument(pixel);
        zoom = std::clamp(wanted, kSmallestZoom, kLargestZoom);
        origin = fixed - pixel / zoom;
    }

    /// Shows all of `rect` centred in `size`, at most at 100 %; where `smallest` is too large, its
    /// middle.
    void fit(const QRectF& rect, QSizeF size, qreal margin, qreal smallest = kSmallestZoom) {
        const QSizeF room(std::max(1.0, size.width() - 2 * margin),
                          std::max(1.0, size.height() - 2 * margin));
        const qreal scale = std::min(room.width() / std::max(1.0, rect.width()),
                                     room.height() / std::max(1.0, rect.height()));
        zoom = std::clamp(scale, smallest, 1.0);
        origin = rect.center() - QPointF(size.width(), size.height()) / (2 * zoom);
    }

    friend bool operator==(const ViewTransform&, const ViewTransform&) = default;
};

} // namespace sluice::ui
