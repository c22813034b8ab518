// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/mark_painter.h"

#include <QPolygonF>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr float kLastFifth = 0.2F;

constexpr qreal kRingPen = 2.4;

} // namespace

void MarkPainter::paintVisible(const Mark& mark, QPointF centre) const {
    if (mark.message == kAwayMark) return;
    if (m_areDeadLetters || mark.state == MarkState::DeadLetter) {
        paintDiamond(m_painter, centre, kMarkRadius + 1.5, m_theme.color(Token::DeadLetter));
        return;
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.messageColor(mark.color));
    m_painter.drawEllipse(centre, kMarkRadius, kMarkRadius);
    if (mark.receiveCount > 0) paintBadge(mark.receiveCount, centre);
}

void MarkPainter::paintRing(const Mark& mark, QPointF centre) const {
    if (mark.message == kAwayMark) return;
    const float left = std::clamp(mark.remaining, 0.0F, 1.0F);
    const Token ring = left > kLastFifth ? Token::Accent : Token::Danger;
    const qreal reach = kRingRadius - kRingPen / 2;
    const QRectF circle(centre - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
    m_painter.setBrush(m_theme.color(Token::Panel));
    m_painter.setPen(QPen(m_theme.color(ring, 0.18), kRingPen));
    m_painter.drawEllipse(circle);
    // What is left runs down clockwise from the top.
    const int span = static_cast<int>(left * 360 * 16);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(m_theme.color(ring), kRingPen, Qt::SolidLine, Qt::FlatCap));
    m_painter.drawArc(circle, 90 * 16, span);
    if (m_areDeadLetters) {
        paintDiamond(m_painter, centre, 3.6, m_theme.color(Token::DeadLetter));
    } else {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_theme.messageColor(mark.color));
        m_painter.drawEllipse(centre, 2.9, 2.9);
    }
    if (mark.receiveCount > 1) paintBadge(mark.receiveCount, centre + QPointF(2, 0));
}

void MarkPainter::paintDelayed(const Mark& mark, QPointF centre) const {
    if (mark.message == kAwayMark) return;
    QColor color = m_theme.messageColor(mark.color);
    m_painter.setPen(QPen(color, 1.4));
    color.setAlphaF(0.25F);
    m_painter.setBrush(color);
    m_painter.drawEllipse(centre, kMarkRadius - 0.7, kMarkRadius - 0.7);
}

void MarkPainter::paintClock(QPointF centre) const {
    const QColor ink = m_theme.color(Token::Warning);
    m_painter.setPen(QPen(ink, 1.3, Qt::SolidLine, Qt::RoundCap));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawEllipse(centre, 5, 5);
    m_painter.drawLine(centre, centre + QPointF(0, -3));
    m_painter.drawLine(centre, centre + QPointF(2.2, 1.2));
}

void MarkPainter::paintLock(QPointF centre, const QColor& color) const {
    const QRectF body(centre.x() - 4.5, centre.y() - 1, 9, 6.5);
    const QRectF bow(centre.x() - 2.6, centre.y() - 5.6, 5.2, 6);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::FlatCap));
    m_painter.drawArc(bow, 0, 180 * 16);
    m_painter.drawLine(QPointF(bow.left(), bow.center().y()), QPointF(bow.left(), body.top()));
    m_painter.drawLine(QPointF(bow.right(), bow.center().y()), QPointF(bow.right(), body.top()));
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(color);
    m_painter.drawRoundedRect(body, 1.5, 1.5);
    m_painter.setPen(QPen(m_theme.color(Token::Panel), 1.3, Qt::SolidLine, Qt::RoundCap));
    m_painter.drawLine(body.center() - QPointF(0, 0.9), body.center() + QPointF(0, 0.9));
}

void MarkPainter::paintBadge(int count, QPointF mark) const {
    const QPointF centre = mark + QPointF(3.5, -7.2);
    QFont font = m_theme.font(Type::SmallBold);
    font.setPixelSize(count < 10 ? 8 : 7);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.color(Token::Ink));
    m_painter.drawEllipse(centre, 4.6, 4.6);
    m_painter.setPen(m_theme.color(Token::Panel));
    m_painter.setFont(font);
    m_painter.drawText(QRectF(centre.x() - 8, centre.y() - 6, 16, 12),
                       Qt::AlignCenter,
                       count < 100 ? QString::number(count) : QStringLiteral("…"));
}

void MarkPainter::paintMore(const QRectF& rect, std::int64_t count, Qt::Alignment side) const {
    if (count <= 0) return;
    m_painter.setPen(m_theme.color(Token::Muted));
    QFont font = m_theme.font(Type::Caption);
    font.setPixelSize(10);
    m_painter.setFont(font);
    m_painter.drawText(rect, static_cast<int>(side | Qt::AlignVCenter), moreText(count));
}

void paintDiamond(QPainter& painter, QPointF centre, qreal reach, const QColor& color) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawConvexPolygon(QPolygonF({centre + QPointF(0, -reach),
                                         centre + QPointF(reach, 0),
                                         centre + QPointF(0, reach),
                                         centre + QPointF(-reach, 0)}));
}

} // namespace sluice::ui
