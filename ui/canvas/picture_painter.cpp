// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/picture_painter.h"

#include "core/schema/unit.h"
#include "ui/canvas/lanes_layout.h"
#include "ui/canvas/lanes_painter.h"
#include "ui/canvas/tube_layout.h"
#include "ui/canvas/tube_painter.h"
#include "ui/session/text.h"

#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr qreal kCell = 16;
constexpr qreal kCellPitch = 20;
constexpr qreal kCellRadius = 4;
constexpr int kMostCellRows = 3;
constexpr qreal kGaugeHeight = 28;
constexpr qreal kSparklineHeight = 34;
constexpr qreal kCountersHeight = 16;

/// How cells are spread: whole rows, and whether the last place says "+n".
struct CellGrid {
    CellGrid(const Cells& cells, qreal width) {
        columns = std::max(1, static_cast<int>((width + kCellPitch - kCell) / kCellPitch));
        const auto count = static_cast<int>(std::min<std::int64_t>(cells.count, 10'000));
        rows = std::clamp((count + columns - 1) / columns, 1, kMostCellRows);
        shown = std::min({count, rows * columns, static_cast<int>(cells.cells.size())});
        // "+n" takes the room of the last two places.
        if (cells.count > shown) shown = std::max(0, std::min(shown, rows * columns - 2));
    }
    int columns = 1, rows = 1, shown = 0;
};

void hatch(QPainter& painter, const QRectF& cell, const QColor& color) {
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap));
    for (const qreal at : {0.25, 0.5, 0.75, 1.0}) {
        const qreal reach = kCell * at - 2;
        painter.drawLine(cell.topLeft() + QPointF(2, reach), cell.topLeft() + QPointF(reach, 2));
    }
    painter.drawLine(cell.topLeft() + QPointF(kCell * 0.5 - 1, kCell - 2),
                     cell.topLeft() + QPointF(kCell - 2, kCell * 0.5 - 1));
}

void paintCell(QPainter& painter,
               const Cells::Cell& cell,
               const QRectF& rect,
               const Theme& theme,
               Token role) {
    const auto fill = [&](const QColor& color) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(rect, kCellRadius, kCellRadius);
    };
    switch (cell.state) {
    case CellState::Idle:
        fill(theme.color(Token::Track));
        return;
    case CellState::Busy: {
        fill(theme.color(role, 0.32));
        const qreal part = std::clamp(static_cast<qreal>(cell.progress), 0.0, 1.0);
        QPainterPath whole;
        whole.addRoundedRect(rect, kCellRadius, kCellRadius);
        QPainterPath done;
        done.addRect(QRectF(rect.left(), rect.bottom() - rect.height() * part, kCell, kCell));
        painter.setBrush(theme.color(role));
        painter.drawPath(part >= 1 ? whole : whole.intersected(done));
        return;
    }
    case CellState::Waiting:
        fill(theme.color(role, 0.10));
        painter.setPen(QPen(theme.color(role, 0.55), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(
            rect.adjusted(0.5, 0.5, -0.5, -0.5), kCellRadius - 0.5, kCellRadius - 0.5);
        return;
    case CellState::Failed: {
        fill(theme.color(Token::Danger));
        painter.setPen(QPen(theme.color(Token::Panel), 1.8, Qt::SolidLine, Qt::RoundCap));
        const QRectF cross = rect.adjusted(5, 5, -5, -5);
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.topRight(), cross.bottomLeft());
        return;
    }
    case CellState::Down:
        fill(theme.color(Token::Track));
        hatch(painter, rect, theme.color(Token::Muted, 0.7));
        return;
    }
}

void paint(
    QPainter& painter, const Tube& tube, const QRectF& rect, const Theme& theme, Token role) {
    paintTube(painter, tube, rect, theme, role);
}

void paint(
    QPainter& painter, const Lanes& lanes, const QRectF& rect, const Theme& theme, Token role) {
    paintLanes(painter, lanes, rect, theme, role);
}

void paint(
    QPainter& painter, const Cells& cells, const QRectF& rect, const Theme& theme, Token role) {
    const CellGrid grid(cells, rect.width());
    const auto place = [&](int index) {
        const int row = index / grid.columns;
        return QRectF(rect.left() + kCellPitch * (index % grid.columns),
                      rect.top() + kCellPitch * row,
                      kCell,
                      kCell);
    };
    for (int i = 0; i < grid.shown; ++i)
        paintCell(painter, cells.cells[static_cast<std::size_t>(i)], place(i), theme, role);
    const std::int64_t more = cells.count - grid.shown;
    if (more <= 0) return;
    painter.setPen(theme.color(Token::Muted));
    painter.setFont(theme.font(Type::Caption));
    painter.drawText(place(grid.shown).adjusted(0, 0, kCellPitch, 0),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("+%1").arg(more));
}

void paint(
    QPainter& painter, const Gauge& gauge, const QRectF& rect, const Theme& theme, Token role) {
    const qreal share = gauge.capacity > 0 ? std::clamp(gauge.level / gauge.capacity, 0.0, 1.0) : 0;
    const QRectF bar(rect.left(), rect.bottom() - 10, rect.width(), 8);
    painter.setPen(Qt::NoPen);
    if (gauge.capacity > 0) {
        painter.setBrush(theme.color(Token::Track));
        painter.drawRoundedRect(bar, 4, 4);
    }
    if (share > 0) {
        painter.setBrush(theme.color(role));
        painter.drawRoundedRect(
            QRectF(bar.topLeft(), QSizeF(std::max(8.0, bar.width() * share), 8)), 4, 4);
    }
    painter.setFont(theme.font(Type::Caption));
    painter.setPen(theme.color(Token::Muted));
    const QRectF text(rect.left(), rect.top(), rect.width(), 15);
    QString value = QString::fromStdString(scaledText(gauge.level, gauge.unit));
    if (gauge.capacity > 0)
        value +=
            QStringLiteral(" / ") + QString::fromStdString(scaledText(gauge.capacity, gauge.unit));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, translated(gauge.label));
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, value);
}

void paint(
    QPainter& painter, const Sparkline& line, const QRectF& rect, const Theme& theme, Token role) {
    const QRectF plot = rect.adjusted(0, 3, 0, -3);
    painter.setPen(QPen(theme.color(Token::Track), 1));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    if (line.values.size() < 2) return;
    float top = 0;
    for (const float value : line.values) top = std::max(top, std::isfinite(value) ? value : 0);
    const qreal scale = top > 0 ? plot.height() / static_cast<qreal>(top) : 0;
    const qreal step = plot.width() / static_cast<qreal>(line.values.size() - 1);
    // The line begins with the first activity: before the run there was none to show.
    const auto first =
        std::find_if(line.values.begin(), line.values.end(), [](float value) { return value > 0; });
    if (first == line.values.end()) return;
    const auto begin = static_cast<std::size_t>(first - line.values.begin());
    QPainterPath curve;
    for (std::size_t i = begin; i < line.values.size(); ++i) {
        const auto value = static_cast<qreal>(std::isfinite(line.values[i]) ? line.values[i] : 0);
        const QPointF point(plot.left() + step * static_cast<qreal>(i),
                            plot.bottom() - scale * std::max(0.0, value));
        if (i == begin)
            curve.moveTo(point);
        else
            curve.lineTo(point);
    }
    QPainterPath area = curve;
    area.lineTo(plot.bottomRight());
    area.lineTo(curve.elementAt(0).x, plot.bottom());
    area.closeSubpath();
    painter.fillPath(area, theme.color(role, 0.12));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.color(role), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(curve);
}

Token emphasisColor(Emphasis emphasis) {
    switch (emphasis) {
    case Emphasis::Accent:
        return Token::Accent;
    case Emphasis::Warning:
        return Token::Warning;
    case Emphasis::Danger:
        return Token::Danger;
    case Emphasis::Normal:
        break;
    }
    return Token::Ink;
}

void paint(
    QPainter& painter, const Counters& counters, const QRectF& rect, const Theme& theme, Token) {
    const QFont plain = theme.font(Type::Caption);
    QFont bold = plain;
    bold.setWeight(QFont::Bold);
    const QFontMetricsF plainMetrics(plain);
    const QFontMetricsF boldMetrics(bold);
    constexpr qreal kWithin = 4;
    qreal total = 0;
    for (const auto& item : counters.items)
        total += plainMetrics.horizontalAdvance(translated(item.label)) + kWithin
                 + boldMetrics.horizontalAdvance(QString::fromStdString(item.value));
    const auto gaps = static_cast<qreal>(std::max<std::size_t>(1, counters.items.size() - 1));
    const qreal gap = std::clamp((rect.width() - total) / gaps, 4.0, 10.0);
    qreal x = rect.left();
    const qreal baseline = rect.top() + (rect.height() + plainMetrics.capHeight()) / 2;
    for (const auto& item : counters.items) {
        const qreal left = rect.right() - x;
        if (left < 12) break;
        const QString value = QString::fromStdString(item.value);
        const qreal valueWidth = boldMetrics.horizontalAdvance(value);
        const QString label = plainMetrics.elidedText(
            translated(item.label), Qt::ElideRight, std::max(8.0, left - valueWidth - kWithin));
        painter.setFont(plain);
        painter.setPen(theme.color(Token::Muted));
        painter.drawText(QPointF(x, baseline), label);
        x += plainMetrics.horizontalAdvance(label) + (label.isEmpty() ? 0 : kWithin);
        painter.setFont(bold);
        painter.setPen(theme.color(emphasisColor(item.emphasis)));
        painter.drawText(QPointF(x, baseline),
                         boldMetrics.elidedText(value, Qt::ElideRight, rect.right() - x + 1));
        x += valueWidth + gap;
    }
}

qreal height(const Tube& tube, qreal) {
    return tube.isDeadLetter ? 22 : kTubeHeight;
}
qreal height(const Lanes&, qreal) {
    return kLanesHeight;
}
qreal height(const Cells& cells, qreal width) {
    return kCellPitch * CellGrid(cells, width).rows - (kCellPitch - kCell);
}
qreal height(const Gauge& gauge, qreal) {
    return gauge.capacity > 0 ? kGaugeHeight : kCountersHeight;
}
qreal height(const Sparkline&, qreal) {
    return kSparklineHeight;
}
qreal height(const Counters&, qreal) {
    return kCountersHeight;
}

} // namespace

qreal partHeight(const PicturePart& part, qreal width) {
    return std::visit([width](const auto& known) { return height(known, width); }, part);
}

void paintPart(QPainter& painter,
               const PicturePart& part,
               const QRectF& rect,
               const Theme& theme,
               Token role) {
    std::visit([&](const auto& known) { paint(painter, known, rect, theme, role); }, part);
}

} // namespace sluice::ui
