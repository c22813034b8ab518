// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/lanes_painter.h"

#include "core/schema/unit.h"
#include "ui/canvas/lanes_layout.h"
#include "ui/canvas/mark_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

/// "12 s", "5 min", "11 h": rounded up.
QString shortTime(float seconds) {
    constexpr float kMinute = 60;
    constexpr float kHour = 3'600;
    const auto whole = [&](float unit) { return QString::number(std::ceil(seconds / unit)); };
    if (seconds < 100) return QCoreApplication::translate("Canvas", "%1 s").arg(whole(1));
    if (seconds < 100 * kMinute)
        return QCoreApplication::translate("Canvas", "%1 min").arg(whole(kMinute));
    return QCoreApplication::translate("Canvas", "%1 h").arg(whole(kHour));
}

class LanesPainter {
public:
    LanesPainter(QPainter& painter, const Lanes& lanes, const QRectF& rect, const Theme& theme)
        : m_painter(painter)
        , m_lanes(lanes)
        , m_layout(lanes, rect)
        , m_theme(theme)
        , m_marks(painter, theme, lanes.isDeadLetter)
        , m_font(theme.font(Type::Caption)) {
        m_font.setPixelSize(10);
    }

    void paint(Token role) {
        m_painter.setPen(QPen(m_theme.color(role, 0.32), 1));
        m_painter.setBrush(m_theme.color(role, m_theme.isDark ? 0.10 : 0.07));
        m_painter.drawRoundedRect(m_layout.frame.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        for (std::size_t i = 0; i < m_layout.rows.size(); ++i) {
            paintGate(m_layout.rows[i], m_lanes.lanes[i].isLocked, role);
            paintRow(m_lanes.lanes[i], m_layout.rows[i]);
        }
        paintFoot();
    }

private:
    /// The line between waiting and in flight; a lock bars it.
    void paintGate(const LanesLayout::Row& row, bool isLocked, Token role) {
        m_painter.setPen(QPen(m_theme.color(role, 0.16), 1));
        const qreal y = std::floor(row.rect.bottom()) + 0.5;
        m_painter.drawLine(QPointF(row.name.left(), y),
                           QPointF(2 * m_layout.frame.center().x() - row.name.left(), y));
        if (isLocked) {
            m_marks.paintLock(row.lock(), m_theme.color(Token::Muted));
            return;
        }
        QPen pen(m_theme.color(role, 0.65), 1);
        pen.setDashPattern({3, 3});
        m_painter.setPen(pen);
        m_painter.drawLine(QPointF(row.gateX, row.rect.top() + 3),
                           QPointF(row.gateX, row.rect.bottom() - 3));
    }

    void paintRow(const Lanes::Lane& lane, const LanesLayout::Row& row) {
        m_painter.setFont(m_font);
        m_painter.setPen(m_theme.color(Token::Muted));
        m_painter.drawText(row.name,
                           Qt::AlignLeft | Qt::AlignVCenter,
                           QFontMetricsF(m_font).elidedText(QString::fromStdString(lane.group),
                                                            Qt::ElideMiddle,
                                                            row.name.width()));
        for (int i = row.waitingShown; i-- > 0;) {
            const int place = row.inFlightListed + i;
            const Mark& mark = lane.marks[static_cast<std::size_t>(place)];
            if (mark.state == MarkState::Delayed)
                m_marks.paintDelayed(mark, row.waiting(i));
            else
                m_marks.paintVisible(mark, row.waiting(i));
        }
        for (int i = row.inFlightShown; i-- > 0;)
            m_marks.paintRing(lane.marks[static_cast<std::size_t>(i)], row.inFlight(i));
        if (lane.isLocked && !row.time.isEmpty()) paintTime(lane, row);
        if (row.hasClock) m_marks.paintClock(row.clock);
        m_marks.paintMore(row.waitingMoreText, row.waitingMore, Qt::AlignRight);
        m_marks.paintMore(row.inFlightMoreText, row.inFlightMore, Qt::AlignLeft);
    }

    /// How long the lock holds if nothing in flight is deleted.
    void paintTime(const Lanes::Lane& lane, const LanesLayout::Row& row) {
        float longest = 0;
        for (int i = 0; i < row.inFlightListed; ++i)
            longest = std::max(longest, lane.marks[static_cast<std::size_t>(i)].remainingSeconds);
        m_painter.setFont(m_font);
        m_painter.setPen(m_theme.color(Token::Muted));
        m_painter.drawText(row.time, Qt::AlignLeft | Qt::AlignVCenter, shortTime(longest));
    }

    void paintFoot() {
        m_painter.setFont(m_font);
        m_painter.setPen(m_theme.color(Token::Muted));
        m_painter.drawText(m_layout.foot, Qt::AlignLeft | Qt::AlignVCenter, footText());
        if (m_lanes.duplicates == 0) return;
        m_painter.setPen(m_theme.color(Token::Warning));
        m_painter.drawText(m_layout.foot, Qt::AlignRight | Qt::AlignVCenter, duplicatesText());
    }

    QString duplicatesText() const {
        if (m_lanes.duplicates == 1) return QCoreApplication::translate("Canvas", "1 duplicate");
        return QCoreApplication::translate("Canvas", "%1 duplicates")
            .arg(QString::fromStdString(groupedText(m_lanes.duplicates)));
    }

    QString footText() const {
        if (m_layout.groupsMore > 0)
            return QCoreApplication::translate("Canvas", "+%1 groups")
                .arg(QString::fromStdString(groupedText(m_layout.groupsMore)));
        // Those whose lane is still shown count too, or the foot would not agree with the lanes.
        const auto count = static_cast<int>(m_lanes.groupCount + m_lanes.emptyLanes);
        if (count == 0) return QCoreApplication::translate("Canvas", "no message groups");
        return count == 1 ? QCoreApplication::translate("Canvas", "1 message group")
                          : QCoreApplication::translate("Canvas", "%1 message groups").arg(count);
    }

    QPainter& m_painter;
    const Lanes& m_lanes;
    LanesLayout m_layout;
    const Theme& m_theme;
    MarkPainter m_marks;
    QFont m_font;
};

} // namespace

void paintLanes(
    QPainter& painter, const Lanes& lanes, const QRectF& rect, const Theme& theme, Token role) {
    LanesPainter(painter, lanes, rect, theme).paint(role);
}

} // namespace sluice::ui
