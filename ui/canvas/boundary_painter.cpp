// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/boundary_painter.h"

#include "core/model/boundaries.h"
#include "ui/canvas/legible.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sluice::ui {

namespace {

constexpr qreal kCornerRadius = 10;
constexpr qreal kBorder = 1.5;
constexpr qreal kLabelHeight = 24;
constexpr qreal kLabelPadding = 10;
constexpr qreal kOutageSign = 11;

QString shownTitle(const Boundary& boundary) {
    return QString::fromStdString(titleOf(boundary));
}

Qt::PenStyle borderStyle(BoundaryType type) {
    return type == BoundaryType::Account ? Qt::SolidLine : Qt::CustomDashLine;
}

Token tokenOf(const Boundary& boundary, const BoundaryLayout& layout) {
    return layout.outage.isEmpty() ? boundaryColor(boundary.type) : Token::Danger;
}

QPen borderPen(BoundaryType type, Token token, const Theme& theme, bool isSelected) {
    const QColor color = isSelected ? theme.color(Token::Accent) : theme.color(token, 0.75);
    QPen pen(color, isSelected ? 2 : kBorder, borderStyle(type), Qt::FlatCap);
    if (type == BoundaryType::Region) pen.setDashPattern({5, 3.5});
    if (type == BoundaryType::Network) pen.setDashPattern({1.5, 2.5});
    return pen;
}

/// The title's ground: it fills the frame's upper left corner.
QPainterPath cornerPath(const QRectF& label) {
    QPainterPath path(QPointF(label.left(), label.bottom()));
    path.lineTo(label.left(), label.top() + kCornerRadius);
    path.quadTo(label.topLeft(), QPointF(label.left() + kCornerRadius, label.top()));
    path.lineTo(label.topRight());
    path.lineTo(label.right(), label.bottom() - kCornerRadius);
    path.quadTo(label.bottomRight(), QPointF(label.right() - kCornerRadius, label.bottom()));
    path.closeSubpath();
    return path;
}

/// Beside the title, on its ground.
QRectF outageRect(const BoundaryLayout& layout) {
    if (layout.outage.isEmpty()) return {};
    const QFontMetricsF metrics(Theme::font(Type::SmallBold));
    const qreal width = std::ceil(metrics.horizontalAdvance(layout.outage)) + kOutageSign + 14;
    return {layout.label.topRight() + QPointF(4, 2), QSizeF(width, kLabelHeight - 4)};
}

/// A pill with a crossed circle and the words.
void paintOutage(QPainter& painter, const BoundaryLayout& layout, const Theme& theme) {
    const QRectF pill = outageRect(layout);
    const QColor color = theme.color(Token::Danger);
    painter.setPen(QPen(color, 1));
    painter.setBrush(theme.color(Token::DangerPanel));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    const QRectF sign(
        pill.left() + 6, pill.center().y() - kOutageSign / 2, kOutageSign, kOutageSign);
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(sign);
    const QPointF slash(kOutageSign * 0.35, kOutageSign * 0.35);
    painter.drawLine(sign.center() - slash, sign.center() + slash);
    painter.setFont(Theme::font(Type::SmallBold));
    painter.drawText(QRectF(QPointF(sign.right() + 4, pill.top()), pill.bottomRight()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     layout.outage);
}

void paintTitle(QPainter& painter,
                const QString& title,
                const BoundaryLayout& layout,
                const Theme& theme,
                Token token) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(token, theme.isDark ? 0.20 : 0.12));
    painter.drawPath(cornerPath(layout.label));
    const QFont font = Theme::font(Type::SmallBold);
    const QRectF room = layout.label.adjusted(kLabelPadding, 0, -kLabelPadding, 0);
    painter.setFont(font);
    painter.setPen(theme.color(token));
    painter.drawText(room,
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(title, Qt::ElideRight, room.width() + 1));
}

} // namespace

QRectF BoundaryLayout::titleAt(qreal zoom) const {
    return grown(label | outageRect(*this), growthAt(zoom, room));
}

void noteOutage(BoundaryLayout& layout, int down, int parts) {
    layout.outage =
        down == 0 ? QString()
        : down == parts
            ? QCoreApplication::translate("Canvas", "down")
            : QCoreApplication::translate("Canvas", "%1 of %2 down").arg(down).arg(parts);
}

BoundaryLayout layoutBoundary(const Boundary& boundary) {
    const QRectF rect(
        boundary.position.x, boundary.position.y, boundary.size.width, boundary.size.height);
    const QFontMetricsF metrics(Theme::font(Type::SmallBold));
    const qreal width =
        std::ceil(metrics.horizontalAdvance(shownTitle(boundary))) + 2 * kLabelPadding;
    BoundaryLayout layout;
    layout.id = boundary.id;
    layout.rect = rect;
    layout.label = QRectF(rect.topLeft(), QSizeF(std::min(width, rect.width()), kLabelHeight));
    return layout;
}

std::vector<std::size_t> paintOrder(const std::vector<BoundaryLayout>& boundaries) {
    std::vector<std::size_t> order(boundaries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto area = [&](std::size_t index) {
        const QRectF& rect = boundaries[index].rect;
        return rect.width() * rect.height();
    };
    std::ranges::stable_sort(order, std::ranges::greater{}, area);
    return order;
}

void paintBoundary(QPainter& painter,
                   const Boundary& boundary,
                   const BoundaryLayout& layout,
                   const Theme& theme,
                   const BoundaryAppearance& appearance) {
    const Token token = tokenOf(boundary, layout);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(token, theme.isDark ? 0.06 : 0.035));
    painter.drawRoundedRect(layout.rect, kCornerRadius, kCornerRadius);
    painter.save();
    grow(painter, layout.rect.topLeft(), growthAt(appearance.zoom, layout.room));
    paintTitle(painter, shownTitle(boundary), layout, theme, token);
    if (!layout.outage.isEmpty()) paintOutage(painter, layout, theme);
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(borderPen(boundary.type, token, theme, appearance.isSelected));
    painter.drawRoundedRect(layout.rect, kCornerRadius, kCornerRadius);
}

void paintRegionLatency(QPainter& painter, QPointF middle, Duration latency, const Theme& theme) {
    const QString text = QStringLiteral("+") + QString::fromStdString(toText(latency));
    const QFont font = Theme::font(Type::Caption);
    const qreal width = std::ceil(QFontMetricsF(font).horizontalAdvance(text)) + 14;
    const QRectF pill(middle - QPointF(width / 2, 9), QSizeF(width, 18));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Token::Region, 0.5), 1));
    painter.setBrush(theme.color(Token::Panel));
    painter.drawRoundedRect(pill, 9, 9);
    painter.setFont(font);
    painter.setPen(theme.color(Token::Region));
    painter.drawText(pill, Qt::AlignCenter, text);
}

std::array<BoundaryHandle, 8> handlesOf(const QRectF& rect) {
    const QPointF centre = rect.center();
    return {{{rect.topLeft(), -1, -1},
             {{centre.x(), rect.top()}, 0, -1},
             {rect.topRight(), 1, -1},
             {{rect.right(), centre.y()}, 1, 0},
             {rect.bottomRight(), 1, 1},
             {{centre.x(), rect.bottom()}, 0, 1},
             {rect.bottomLeft(), -1, 1},
             {{rect.left(), centre.y()}, -1, 0}}};
}

} // namespace sluice::ui
