// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/sign_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr qreal kRadius = 11;
constexpr qreal kGap = 6;
/// Below this zoom a sign would hide more than it says.
constexpr qreal kLeastZoom = 0.4;

Token tokenOf(LinkSign::Kind kind) {
    switch (kind) {
    case LinkSign::Kind::Filter:
        return Token::Topic;
    case LinkSign::Kind::Pending:
        return Token::CanvasMuted;
    case LinkSign::Kind::Retry:
        return Token::Warning;
    case LinkSign::Kind::Denied:
        return Token::Danger;
    }
    return Token::CanvasMuted;
}

/// The symbol inside a circle of radius kRadius around (0, 0).
QPainterPath symbolOf(LinkSign::Kind kind) {
    QPainterPath path;
    switch (kind) {
    case LinkSign::Kind::Filter: // a funnel
        path.moveTo(-5, -4.5);
        path.lineTo(5, -4.5);
        path.lineTo(1.3, 0.4);
        path.lineTo(1.3, 5);
        path.lineTo(-1.3, 3.6);
        path.lineTo(-1.3, 0.4);
        path.closeSubpath();
        break;
    case LinkSign::Kind::Pending: // an envelope
        path.addRect(-5, -3.5, 10, 7);
        path.moveTo(-5, -3.5);
        path.lineTo(0, 0.8);
        path.lineTo(5, -3.5);
        break;
    case LinkSign::Kind::Retry: // an arrow going round
        path.arcMoveTo(-4.5, -4.5, 9, 9, 60);
        path.arcTo(-4.5, -4.5, 9, 9, 60, 270);
        path.moveTo(4.5, -4.6);
        path.lineTo(2.4, -3.9);
        path.lineTo(3.4, -1.6);
        break;
    case LinkSign::Kind::Denied: // a closed lock
        path.addRoundedRect(-4.5, -1, 9, 6.2, 1.2, 1.2);
        path.moveTo(-2.8, -1);
        path.lineTo(-2.8, -2.6);
        path.arcTo(-2.8, -5.4, 5.6, 5.6, 180, -180);
        path.lineTo(2.8, -1);
        break;
    }
    return path;
}

void paintSymbol(QPainter& painter, LinkSign::Kind kind, const QColor& color, const Theme& theme) {
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(theme.color(Token::Panel));
    painter.drawEllipse(QPointF(), kRadius, kRadius);
    const bool isFilled = kind == LinkSign::Kind::Filter;
    painter.setPen(isFilled ? QPen(Qt::NoPen)
                            : QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(isFilled ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawPath(symbolOf(kind));
}

void paintText(QPainter& painter, const QString& text, const QColor& color, const Theme& theme) {
    painter.setFont(Theme::font(Type::SmallBold));
    QRectF pill(0, 0, QFontMetricsF(painter.font()).horizontalAdvance(text) + 10, 20);
    pill.moveCenter(QPointF(0, kRadius + kGap + pill.height() / 2));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Canvas, 0.88));
    painter.drawRoundedRect(pill, 10, 10);
    painter.setPen(color);
    painter.drawText(pill, Qt::AlignCenter, text);
}

} // namespace

void paintLinkSigns(QPainter& painter,
                    const DiagramLayout& layout,
                    Pictures pictures,
                    const Theme& theme,
                    const ViewTransform& view) {
    if (view.zoom < kLeastZoom) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal scale = std::min(1.0, view.zoom);
    for (const NodePicture& node : pictures) {
        for (const LinkSign& sign : node.picture.signs) {
            const LinkLayout* const link = layout.link(sign.link);
            if (link == nullptr) continue;
            const QColor color = theme.color(tokenOf(sign.kind));
            painter.save();
            painter.translate(view.toScreen(link->curve.at(0.5)));
            painter.scale(scale, scale);
            paintSymbol(painter, sign.kind, color, theme);
            paintText(painter, QString::fromStdString(sign.text), color, theme);
            painter.restore();
        }
    }
    painter.restore();
}

} // namespace sluice::ui
