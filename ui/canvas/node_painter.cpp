// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/node_painter.h"

#include "ui/canvas/picture_painter.h"
#include "ui/session/text.h"
#include "ui/theme/icons.h"

#include <QCoreApplication>
#include <QFile>
#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainterPath>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr qreal kTile = 26;
constexpr qreal kNodeIcon = 16;
/// Below this zoom a summary cannot be read, and the name takes its place as well.
constexpr qreal kFarZoom = 0.65;
constexpr qreal kMostGrowth = 1.6;

void paintShadow(QPainter& painter, const QRectF& card, const Theme& theme) {
    // Stacked rounded rectangles: the same in every output, and no effect that would rasterise.
    constexpr int kLayers = 4;
    painter.setPen(Qt::NoPen);
    QColor color = theme.color(Token::Shadow);
    color.setAlphaF(color.alphaF() / kLayers);
    painter.setBrush(color);
    for (int i = 0; i < kLayers; ++i) {
        const qreal grow = 0.5 + i;
        painter.drawRoundedRect(card.adjusted(-grow, -grow + 1.5, grow, grow + 1.5),
                                kCardRadius + grow,
                                kCardRadius + grow);
    }
}

/// The stripe fills the card's left edge inside its rounded outline.
QPainterPath stripe(const QRectF& card) {
    const qreal r = kCardRadius;
    QPainterPath path(card.topLeft() + QPointF(r, 0));
    path.arcTo(QRectF(card.topLeft(), QSizeF(2 * r, 2 * r)), 90, 90);
    path.lineTo(card.bottomLeft() - QPointF(0, r));
    path.arcTo(QRectF(card.bottomLeft() - QPointF(0, 2 * r), QSizeF(2 * r, 2 * r)), 180, 90);
    // Back along an arc that leaves the stripe's width free.
    const qreal w = kStripeWidth;
    path.arcTo(QRectF(card.left() + w, card.bottom() - 2 * r, 2 * (r - w), 2 * r), 270, -90);
    path.lineTo(card.left() + w, card.top() + r);
    path.arcTo(QRectF(card.left() + w, card.top(), 2 * (r - w), 2 * r), 180, -90);
    path.closeSubpath();
    return path;
}

void paintIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color) {
    if (painter.paintEngine()->type() == QPaintEngine::Raster) {
        // At one of few sizes, so that zooming does not draw the icon anew at every step.
        const qreal scale = std::max(0.5, painter.deviceTransform().m11());
        const qreal ratio = std::exp2(std::ceil(std::log2(scale)));
        const QPixmap pixmap = iconPixmap(name, color, static_cast<int>(rect.width()), ratio);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, ratio != scale);
        if (!pixmap.isNull()) painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()));
        return;
    }
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return;
    QSvgRenderer renderer(file.readAll().replace("#000", color.name().toLatin1()));
    renderer.render(&painter, rect);
}

QString elided(const QString& text, const QFont& font, qreal width) {
    return QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
}

void paintHeader(QPainter& painter,
                 const NodeAppearance& appearance,
                 const NodeLayout& layout,
                 const Theme& theme) {
    const QRectF tile(layout.card.left() + kStripeWidth + 9, layout.card.top() + 11, kTile, kTile);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(layout.role, theme.isDark ? 0.20 : 0.12));
    painter.drawRoundedRect(tile, 6, 6);
    const qreal inset = (kTile - kNodeIcon) / 2;
    const Picture* const picture = appearance.picture;
    const bool hasOwnIcon = picture != nullptr && !picture->icon.empty();
    paintIcon(painter,
              QString::fromStdString(hasOwnIcon ? picture->icon : appearance.node->kind),
              tile.adjusted(inset, inset, -inset, -inset),
              theme.color(layout.role));

    const qreal left = tile.right() + 10;
    const qreal badge = appearance.hasFinding ? 22 : 0;
    const qreal width = layout.card.right() - kCardPadding - left;
    const bool isFar = appearance.zoom < kFarZoom;
    const QString name = QString::fromStdString(appearance.node->name);
    QFont bold = theme.font(Type::BodyBold);
    if (isFar) {
        const qreal fitting = (width - badge) / (QFontMetricsF(bold).horizontalAdvance(name) + 4);
        const qreal wanted = std::min(kFarZoom / appearance.zoom, kMostGrowth);
        bold.setPixelSize(qRound(bold.pixelSize() * std::max(1.0, std::min(wanted, fitting))));
    }
    painter.setFont(bold);
    painter.setPen(theme.color(Token::Ink));
    painter.drawText(QRectF(left, layout.card.top() + 7, width - badge, isFar ? 33 : 18),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     elided(name, bold, width - badge));
    if (isFar) return;
    QString summary;
    if (appearance.picture != nullptr)
        summary = QString::fromStdString(appearance.picture->summary);
    else if (appearance.kind != nullptr)
        summary = translated(appearance.kind->label);
    else
        summary = QCoreApplication::translate("Canvas", "unknown part");
    const QFont caption = theme.font(Type::Caption);
    painter.setFont(caption);
    painter.setPen(theme.color(Token::Muted));
    painter.drawText(QRectF(left, layout.card.top() + 25, width, 15),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     elided(summary, caption, width));
}

void paintFindingBadge(QPainter& painter, const QRectF& rect, const Theme& theme) {
    QPainterPath triangle;
    triangle.moveTo(rect.center().x(), rect.top() + 1);
    triangle.lineTo(rect.right(), rect.bottom() - 1);
    triangle.lineTo(rect.left(), rect.bottom() - 1);
    triangle.closeSubpath();
    const QColor warning = theme.color(Token::Warning);
    painter.setPen(QPen(warning, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(theme.color(Token::WarningPanel));
    painter.drawPath(triangle);
    const QPointF foot(rect.center().x(), rect.bottom() - 4);
    painter.drawLine(foot - QPointF(0, 6), foot - QPointF(0, 3));
    painter.drawPoint(foot);
}

} // namespace

QRectF findingBadge(const NodeLayout& layout) {
    return {layout.card.right() - kCardPadding - 15, layout.card.top() + 9, 15, 14};
}

void paintNode(QPainter& painter,
               const NodeAppearance& appearance,
               const NodeLayout& layout,
               const Theme& theme) {
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF& card = layout.card;
    paintShadow(painter, card, theme);
    const bool isLit = appearance.isSelected || appearance.isFocused;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Panel));
    painter.drawRoundedRect(card, kCardRadius, kCardRadius);
    painter.fillPath(stripe(card), theme.color(layout.role));
    painter.setBrush(Qt::NoBrush);
    if (isLit) {
        painter.setPen(QPen(theme.color(Token::Accent), 2));
        painter.drawRoundedRect(card, kCardRadius, kCardRadius);
    } else {
        const QColor line =
            appearance.isHovered ? theme.color(layout.role, 0.6) : theme.color(Token::Line);
        painter.setPen(QPen(line, 1));
        painter.drawRoundedRect(
            card.adjusted(0.5, 0.5, -0.5, -0.5), kCardRadius - 0.5, kCardRadius - 0.5);
        painter.fillPath(stripe(card), theme.color(layout.role));
    }
    if (appearance.isFocused) {
        QPen pen(theme.color(Token::Accent, 0.6), 1);
        pen.setDashPattern({2, 2});
        painter.setPen(pen);
        painter.drawRoundedRect(card.adjusted(-4, -4, 4, 4), kCardRadius + 4, kCardRadius + 4);
    }

    paintHeader(painter, appearance, layout, theme);
    if (appearance.hasFinding) paintFindingBadge(painter, findingBadge(layout), theme);
    // A picture may have come or gone since the layout was made.
    const std::size_t known = appearance.picture != nullptr ? appearance.picture->parts.size() : 0;
    for (std::size_t i = 0; i < std::min(known, layout.parts.size()); ++i)
        paintPart(painter, appearance.picture->parts[i], layout.parts[i], theme, layout.role);

    painter.setPen(QPen(theme.color(layout.role), 1.6));
    painter.setBrush(theme.color(Token::Panel));
    for (const QPointF& port : layout.ports) painter.drawEllipse(port, kPortRadius, kPortRadius);
}

void paintNote(QPainter& painter,
               const Note& note,
               const NoteLayout& layout,
               const Theme& theme,
               bool isSelected,
               qreal zoom) {
    const QRectF& rect = layout.rect;
    painter.save();
    grow(painter, rect.topLeft(), growthAt(zoom, layout.room));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isSelected ? QPen(theme.color(Token::Accent), 2)
                              : QPen(theme.color(Token::WarningLine), 1));
    painter.setBrush(theme.color(Token::WarningPanel));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setPen(theme.color(Token::Ink));
    painter.setFont(theme.font(Type::Small));
    painter.drawText(rect.adjusted(kNotePadding, kNotePadding, -kNotePadding, -kNotePadding),
                     Qt::TextWordWrap,
                     QString::fromStdString(note.text));
    painter.restore();
}

} // namespace sluice::ui
