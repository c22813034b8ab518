// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/picture.h"
#include "ui/canvas/mark_row.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QRectF>

#include <cstdint>

namespace sluice::ui {

/// In place of Mark::message: the place of the mark stays free, for the message is seen elsewhere.
inline constexpr std::uint64_t kAwayMark = ~std::uint64_t{0};

/// Paints single messages and what hangs on them, for tubes and lanes alike, so that a message
/// looks the same wherever it is stored. Borrows its painter and theme; changes pen, brush and
/// font.
class MarkPainter {
public:
    MarkPainter(QPainter& painter, const Theme& theme, bool areDeadLetters)
        : m_painter(painter)
        , m_theme(theme)
        , m_areDeadLetters(areDeadLetters) {}

    /// A message that can be received; a diamond in a dead-letter queue.
    void paintVisible(const Mark& mark, QPointF centre) const;
    /// A message in flight; the ring shows what is left of its visibility timeout.
    void paintRing(const Mark& mark, QPointF centre) const;
    void paintDelayed(const Mark& mark, QPointF centre) const;
    /// The clock behind which delayed messages wait.
    void paintClock(QPointF centre) const;
    /// The lock of a group; nothing of it leaves.
    void paintLock(QPointF centre, const QColor& color) const;
    /// "+n", unless `count` is 0.
    void paintMore(const QRectF& rect, std::int64_t count, Qt::Alignment side) const;

private:
    void paintBadge(int count, QPointF mark) const;

    QPainter& m_painter;
    const Theme& m_theme;
    bool m_areDeadLetters;
};

/// A diamond as dead letters are drawn, `reach` from its centre to its corners.
void paintDiamond(QPainter& painter, QPointF centre, qreal reach, const QColor& color);

} // namespace sluice::ui
