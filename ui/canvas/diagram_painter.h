// SPDX-License-Identifier: GPL-3.0-or-later
// The one way a diagram gets onto anything but the live canvas: thumbnails, PNG, SVG, PDF. Vectors
// only, no caches, no clip.
#pragma once

#include "ui/canvas/diagram_layout.h"

#include <QPainter>
#include <QRectF>

#include <vector>

namespace sluice::ui {

/// Paints all frames, links, cards and notes in document units; translate and scale `painter`
/// beforehand. The background is the caller's. `pictures` in order of NodeId; may be empty.
void paintDiagram(QPainter& painter,
                  const Document& document,
                  const Registry& registry,
                  Pictures pictures,
                  const Theme& theme);

/// What a diagram shows. Borrows everything.
struct DiagramContent {
    const Document& document;
    const Registry& registry;
    Pictures pictures;
    qreal zoom = 1; ///< At which it is seen on a screen, see NodeAppearance.
};
/// The same with a layout that was worked out before. Returns what signs cover.
std::vector<QRectF> paintDiagram(QPainter& painter,
                                 const DiagramContent& content,
                                 const DiagramLayout& layout,
                                 const Theme& theme);

/// Paints on each link that crosses a region what that adds to its latency.
void paintRegionLatencies(QPainter& painter, const DiagramLayout& layout, const Theme& theme);

/// What paintDiagram() covers, shadows and ports included; null for an empty document.
QRectF diagramBounds(const Document& document, const Registry& registry, Pictures pictures);
/// The bounds of a layout with them; null stays null.
QRectF withCardMargin(const QRectF& bounds);

/// How a link is drawn: width in document units.
struct LinkLook {
    qreal width = 2;
    QColor color;
    bool isDashed = false;
};

/// `messagesPerSecond` thickens the link; dead-letter links are dashed.
LinkLook
linkLook(const LinkLayout& link, const Theme& theme, double messagesPerSecond, bool isSelected);

} // namespace sluice::ui
