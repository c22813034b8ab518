// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/diagram_painter.h"

#include "ui/canvas/node_painter.h"
#include "ui/canvas/sign_painter.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

LinkLook
linkLook(const LinkLayout& link, const Theme& theme, double messagesPerSecond, bool isSelected) {
    // In steps of half a pixel, so that a link is drawn anew only when it shows.
    const double grown = std::min(5.0, 1.2 * std::log10(1 + std::max(0.0, messagesPerSecond)));
    LinkLook look;
    look.width = 2 + std::round(2 * grown) / 2;
    look.isDashed = link.isDeadLetter;
    const bool isThin = link.isDeadLetter || link.isPayload; // thin lines need the contrast
    look.color = theme.color(link.role, isThin ? 0.65 : 0.42);
    if (link.isDeadLetter) look.width = 1.6;
    if (link.isPayload) look.width = 1.2 + std::round(grown) / 2;
    if (isSelected) {
        look.color = theme.color(Token::Accent);
        look.width += 1;
    }
    return look;
}

void paintRegionLatencies(QPainter& painter, const DiagramLayout& layout, const Theme& theme) {
    for (const LinkLayout& link : layout.links)
        if (link.regionLatency != Duration::zero())
            paintRegionLatency(painter, link.curve.at(0.5), link.regionLatency, theme);
}

void paintDiagram(QPainter& painter,
                  const Document& document,
                  const Registry& registry,
                  Pictures pictures,
                  const Theme& theme) {
    const DiagramLayout layout = layoutDiagram(document, registry, pictures);
    paintDiagram(painter, {document, registry, pictures}, layout, theme);
}

std::vector<QRectF> paintDiagram(QPainter& painter,
                                 const DiagramContent& content,
                                 const DiagramLayout& layout,
                                 const Theme& theme) {
    const auto& [document, registry, pictures, zoom] = content;
    painter.setRenderHint(QPainter::Antialiasing);
    for (const std::size_t i : paintOrder(layout.boundaries))
        paintBoundary(painter, document.boundaries[i], layout.boundaries[i], theme, {false, zoom});
    for (const LinkLayout& link : layout.links) {
        const LinkLook look = linkLook(link, theme, 0, false);
        QPen pen(look.color, look.width, Qt::SolidLine, Qt::FlatCap);
        if (look.isDashed) pen.setDashPattern({4, 3});
        QPainterPath path(link.curve.start);
        path.cubicTo(link.curve.startControl, link.curve.endControl, link.curve.end);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    }
    paintRegionLatencies(painter, layout, theme);
    for (std::size_t i = 0; i < document.notes.size(); ++i)
        paintNote(painter, document.notes[i], layout.notes[i], theme, false, zoom);
    for (std::size_t i = 0; i < document.nodes.size(); ++i) {
        const Node& node = document.nodes[i];
        NodeAppearance appearance;
        appearance.node = &node;
        appearance.kind = registry.find(node.kind);
        appearance.picture = pictureOf(pictures, node.id);
        appearance.zoom = zoom;
        paintNode(painter, appearance, layout.nodes[i], theme);
    }
    return paintLinkSigns(painter, layout, pictures, theme, {});
}

QRectF diagramBounds(const Document& document, const Registry& registry, Pictures pictures) {
    return withCardMargin(layoutDiagram(document, registry, pictures).bounds());
}

QRectF withCardMargin(const QRectF& bounds) {
    if (bounds.isNull()) return {};
    return bounds.adjusted(-kCardMargin, -kCardMargin, kCardMargin, kCardMargin);
}

} // namespace sluice::ui
