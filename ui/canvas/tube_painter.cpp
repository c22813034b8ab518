// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/tube_painter.h"

#include "core/schema/unit.h"
#include "ui/canvas/tube_layout.h"

#include <QPolygonF>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr float kLastFifth = 0.2F;

/// "+115", in thousands when it would not fit.
QString moreText(std::int64_t count) {
    if (count < 10'000) return QStringLiteral("+%1").arg(count);
    const QString thousands = QString::number(count / 1000);
    return count < 1'000'000 ? QStringLiteral("+%1k").arg(thousands)
                             : QStringLiteral("+%1M").arg(count / 1'000'000);
}

class TubePainter {
public:
    TubePainter(QPainter& painter, const Tube& tube, const QRectF& rect, const Theme& theme)
        : m_painter(painter)
        , m_tube(tube)
        , m_layout(tube, rect)
        , m_theme(theme) {}

    void paint(Token role) {
        if (!m_tube.isDeadLetter) paintFrame(role);
        paintDivider(role);
        paintDelayed();
        for (int i = m_layout.visibleShown; i-- > 0;)
            paintVisible(m_tube.visible[static_cast<std::size_t>(i)], m_layout.visible(i));
        for (int i = m_layout.inFlightShown; i-- > 0;)
            paintRing(m_tube.inFlight[static_cast<std::size_t>(i)], m_layout.inFlight(i));
        const Qt::Alignment behind = m_tube.isDeadLetter ? Qt::AlignLeft : Qt::AlignRight;
        paintMore(m_layout.visibleMoreText, m_layout.visibleMore, behind);
        paintMore(m_layout.inFlightMoreText, m_layout.inFlightMore, Qt::AlignLeft);
        paintMore(m_layout.delayedMoreText, m_layout.delayedMore, Qt::AlignLeft);
    }

private:
    void paintFrame(Token role) {
        m_painter.setPen(QPen(m_theme.color(role, 0.32), 1));
        m_painter.setBrush(m_theme.color(role, m_theme.isDark ? 0.10 : 0.07));
        m_painter.drawRoundedRect(m_layout.frame.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    }

    void paintDivider(Token role) {
        if (m_layout.dividerX >= m_layout.frame.right()) return;
        QPen pen(m_theme.color(role, 0.65), 1);
        pen.setDashPattern({3, 3});
        m_painter.setPen(pen);
        const qreal x = std::floor(m_layout.dividerX) + 0.5;
        m_painter.drawLine(QPointF(x, m_layout.frame.top() + 4),
                           QPointF(x, m_layout.frame.bottom() - 4));
    }

    void paintDelayed() {
        if (m_tube.delayedCount == 0) return;
        const QPointF centre = m_layout.clock;
        const QColor ink = m_theme.color(Token::Warning);
        m_painter.setPen(QPen(ink, 1.3, Qt::SolidLine, Qt::RoundCap));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawEllipse(centre, 5, 5);
        m_painter.drawLine(centre, centre + QPointF(0, -3));
        m_painter.drawLine(centre, centre + QPointF(2.2, 1.2));
        for (int i = 0; i < m_layout.delayedShown; ++i) {
            const Mark& mark = m_tube.delayed[static_cast<std::size_t>(i)];
            QColor color = m_theme.messageColor(mark.color);
            m_painter.setPen(QPen(color, 1.4));
            color.setAlphaF(0.25F);
            m_painter.setBrush(color);
            m_painter.drawEllipse(m_layout.delayed(i), kMarkRadius - 0.7, kMarkRadius - 0.7);
        }
        const qreal x = std::floor(m_layout.delayedEnd) + 2.5;
        QPen pen(m_theme.color(Token::Warning, 0.5), 1);
        pen.setDashPattern({1, 2});
        m_painter.setPen(pen);
        m_painter.drawLine(QPointF(x, m_layout.frame.top() + 6),
                           QPointF(x, m_layout.frame.bottom() - 6));
    }

    void paintVisible(const Mark& mark, QPointF centre) {
        if (m_tube.isDeadLetter || mark.state == MarkState::DeadLetter) {
            paintDiamond(m_painter, centre, kMarkRadius + 1.5, m_theme.color(Token::DeadLetter));
            return;
        }
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_theme.messageColor(mark.color));
        m_painter.drawEllipse(centre, kMarkRadius, kMarkRadius);
        if (mark.receiveCount > 0) paintBadge(mark.receiveCount, centre);
    }

    void paintRing(const Mark& mark, QPointF centre) {
        const float left = std::clamp(mark.remaining, 0.0F, 1.0F);
        const Token ring = left > kLastFifth ? Token::Accent : Token::Danger;
        const QRectF circle(centre.x() - kRingRadius + 1.2,
                            centre.y() - kRingRadius + 1.2,
                            2 * kRingRadius - 2.4,
                            2 * kRingRadius - 2.4);
        m_painter.setBrush(m_theme.color(Token::Panel));
        m_painter.setPen(QPen(m_theme.color(ring, 0.18), 2.4));
        m_painter.drawEllipse(circle);
        // What is left runs down clockwise from the top.
        const int span = static_cast<int>(left * 360 * 16);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_theme.color(ring), 2.4, Qt::SolidLine, Qt::FlatCap));
        m_painter.drawArc(circle, 90 * 16, span);
        if (m_tube.isDeadLetter) {
            paintDiamond(m_painter, centre, 3.6, m_theme.color(Token::DeadLetter));
        } else {
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(m_theme.messageColor(mark.color));
            m_painter.drawEllipse(centre, 2.9, 2.9);
        }
        if (mark.receiveCount > 1) paintBadge(mark.receiveCount, centre + QPointF(2, 0));
    }

    void paintBadge(int count, QPointF mark) {
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

    void paintMore(const QRectF& rect, std::int64_t count, Qt::Alignment side) {
        if (count <= 0) return;
        m_painter.setPen(m_theme.color(Token::Muted));
        QFont font = m_theme.font(Type::Caption);
        font.setPixelSize(10);
        m_painter.setFont(font);
        m_painter.drawText(rect, static_cast<int>(side | Qt::AlignVCenter), moreText(count));
    }

    QPainter& m_painter;
    const Tube& m_tube;
    TubeLayout m_layout;
    const Theme& m_theme;
};

} // namespace

void paintTube(
    QPainter& painter, const Tube& tube, const QRectF& rect, const Theme& theme, Token role) {
    TubePainter(painter, tube, rect, theme).paint(role);
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
