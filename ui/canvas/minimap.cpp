// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/minimap.h"

#include "ui/theme/current_theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr qreal kMargin = 8;
constexpr qreal kLeastSide = 2; // of a card, so that it is seen

} // namespace

Minimap::Minimap(const DiagramLayout& layout, const ViewTransform& view, QWidget& canvas)
    : QWidget(&canvas)
    , m_layout(layout)
    , m_view(view) {
    setAccessibleName(tr("Minimap"));
    setToolTip(tr("Press or drag to show another part of the canvas"));
    setCursor(Qt::PointingHandCursor);
    resize(sizeHint());
}

QRectF Minimap::seen() const {
    return m_view.toDocument(QRectF(parentWidget()->rect()));
}

/// Everything there is and what is seen, in the widget; as small as it must be.
ViewTransform Minimap::map() const {
    if (m_held) return *m_held;
    const QRectF all = m_layout.bounds().united(seen());
    ViewTransform fitting;
    fitting.zoom =
        std::min((width() - 2 * kMargin) / all.width(), (height() - 2 * kMargin) / all.height());
    fitting.origin = all.center() - QPointF(width(), height()) / (2 * fitting.zoom);
    return fitting;
}

void Minimap::paintEvent(QPaintEvent*) {
    const Theme theme = currentTheme();
    const ViewTransform map = this->map();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(Token::Line));
    painter.setBrush(theme.color(Token::Panel, 0.92));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter.setClipRect(rect().adjusted(1, 1, -1, -1));
    painter.setPen(Qt::NoPen);
    for (const BoundaryLayout& row : m_layout.boundaries) {
        painter.setBrush(theme.color(Token::Muted, 0.14));
        painter.drawRect(map.toScreen(row.rect));
    }
    for (const NoteLayout& row : m_layout.notes) {
        painter.setBrush(theme.color(Token::WarningLine));
        painter.drawRect(map.toScreen(row.rect));
    }
    painter.setPen(QPen(theme.color(Token::Muted, 0.5), 1));
    for (const LinkLayout& row : m_layout.links)
        painter.drawLine(map.toScreen(row.curve.start), map.toScreen(row.curve.end));
    painter.setPen(Qt::NoPen);
    for (const NodeLayout& row : m_layout.nodes) {
        const QRectF card = map.toScreen(row.card);
        painter.setBrush(theme.color(row.role));
        painter.drawRect(QRectF(card.topLeft(), card.size().expandedTo({kLeastSide, kLeastSide})));
    }
    painter.setPen(QPen(theme.color(Token::Accent), 1.5));
    painter.setBrush(theme.color(Token::Accent, 0.08));
    painter.drawRect(map.toScreen(seen()));
}

void Minimap::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_held = map();
    emit centreRequested(m_held->toDocument(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
    if (m_held) emit centreRequested(m_held->toDocument(event->position()));
}

void Minimap::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_held.reset();
    update();
}

void Minimap::hideEvent(QHideEvent*) {
    m_held.reset();
}

} // namespace sluice::ui
