// SPDX-License-Identifier: GPL-3.0-or-later
// Frames on the canvas: adding them, and what is drawn over them.
#include "core/model/boundaries.h"
#include "ui/canvas/boundary_tool.h"
#include "ui/canvas/canvas_widget.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace sluice::ui {

void CanvasWidget::startBoundary(BoundaryType type) {
    const QRectF around = rectAround(m_scene.layout(), m_selection.parts());
    setFocus();
    if (!around.isNull()) {
        m_pendingBoundary.reset();
        addFrame(context(), type, around);
        return reveal(around);
    }
    m_pendingBoundary = type;
    updateCursor();
    update();
}

/// A frame that waits to be drawn goes to the middle of what is shown: for the keyboard.
void CanvasWidget::placeBoundaryAtCentre() {
    const BoundaryType type = *std::exchange(m_pendingBoundary, std::nullopt);
    QRectF place(0, 0, kUsualWidth, kUsualHeight);
    place.moveCenter(m_view.toDocument(QRectF(rect()).center()));
    addFrame(context(), type, place);
    updateCursor();
    update();
}

/// Frames move with what is inside, worked out when a series of nudges begins, so that a frame that
/// slides over other parts does not pick them up.
const PartIds& CanvasWidget::nudgedParts(bool isAlone) {
    const std::pair key(m_mergeKey, isAlone);
    if (m_nudgeKey != key) {
        m_nudgeKey = key;
        m_nudged = isAlone ? m_selection.parts()
                           : withContents(m_documents.document(), m_selection.parts());
    }
    return m_nudged;
}

Qt::CursorShape CanvasWidget::handleCursor(QPointF pixel) {
    const auto handle = handleAt(context(), pixel);
    if (!handle) return Qt::ArrowCursor;
    if (handle->vertical == 0) return Qt::SizeHorCursor;
    if (handle->horizontal == 0) return Qt::SizeVerCursor;
    return handle->horizontal == handle->vertical ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
}

void CanvasWidget::paintBoundaryOverlays(QPainter& painter) const {
    const auto id = selectedBoundary(m_selection);
    const BoundaryLayout* const place = id ? m_scene.layout().boundary(*id) : nullptr;
    if (place != nullptr) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(Token::Accent), 1.5));
        painter.setBrush(m_theme.color(Token::Panel));
        for (const BoundaryHandle& handle : handlesOf(m_view.toScreen(place->rect))) {
            QRectF square(0, 0, kHandleSide, kHandleSide);
            square.moveCenter(handle.centre);
            painter.drawRoundedRect(square, 2, 2);
        }
    }
    if (!m_pendingBoundary || m_gesture) return;
    const QString hint = tr("Drag a frame on the canvas. Enter places it in the middle, Esc "
                            "gives up.");
    painter.setFont(Theme::font(Type::Small));
    const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(hint) + 28;
    const QRectF pill(std::max(8.0, (this->width() - width) / 2), 14, width, 30);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(Token::Line), 1));
    painter.setBrush(m_theme.color(Token::Panel));
    painter.drawRoundedRect(pill, 15, 15);
    painter.setPen(m_theme.color(Token::Ink));
    painter.drawText(pill, Qt::AlignCenter, hint);
}

} // namespace sluice::ui
