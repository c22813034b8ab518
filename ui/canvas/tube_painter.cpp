// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/tube_painter.h"

#include "ui/canvas/mark_painter.h"
#include "ui/canvas/tube_layout.h"

#include <cmath>

namespace sluice::ui {

namespace {

class TubePainter {
public:
    TubePainter(QPainter& painter, const Tube& tube, const QRectF& rect, const Theme& theme)
        : m_painter(painter)
        , m_tube(tube)
        , m_layout(tube, rect)
        , m_theme(theme)
        , m_marks(painter, theme, tube.isDeadLetter) {}

    void paint(Token role) {
        if (!m_tube.isDeadLetter) paintFrame(role);
        paintDivider(role);
        paintDelayed();
        for (int i = m_layout.visibleShown; i-- > 0;)
            m_marks.paintVisible(m_tube.visible[static_cast<std::size_t>(i)], m_layout.visible(i));
        for (int i = m_layout.inFlightShown; i-- > 0;)
            m_marks.paintRing(m_tube.inFlight[static_cast<std::size_t>(i)], m_layout.inFlight(i));
        const Qt::Alignment behind = m_tube.isDeadLetter ? Qt::AlignLeft : Qt::AlignRight;
        m_marks.paintMore(m_layout.visibleMoreText, m_layout.visibleMore, behind);
        m_marks.paintMore(m_layout.inFlightMoreText, m_layout.inFlightMore, Qt::AlignLeft);
        m_marks.paintMore(m_layout.delayedMoreText, m_layout.delayedMore, Qt::AlignLeft);
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
        m_marks.paintClock(m_layout.clock);
        for (int i = 0; i < m_layout.delayedShown; ++i)
            m_marks.paintDelayed(m_tube.delayed[static_cast<std::size_t>(i)], m_layout.delayed(i));
        const qreal x = std::floor(m_layout.delayedEnd) + 2.5;
        QPen pen(m_theme.color(Token::Warning, 0.5), 1);
        pen.setDashPattern({1, 2});
        m_painter.setPen(pen);
        m_painter.drawLine(QPointF(x, m_layout.frame.top() + 6),
                           QPointF(x, m_layout.frame.bottom() - 6));
    }

    QPainter& m_painter;
    const Tube& m_tube;
    TubeLayout m_layout;
    const Theme& m_theme;
    MarkPainter m_marks;
};

} // namespace

void paintTube(
    QPainter& painter, const Tube& tube, const QRectF& rect, const Theme& theme, Token role) {
    TubePainter(painter, tube, rect, theme).paint(role);
}

} // namespace sluice::ui
