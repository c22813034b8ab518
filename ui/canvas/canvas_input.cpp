// SPDX-License-Identifier: GPL-3.0-or-later
// What the user does to the canvas by mouse and keyboard.
#include "ui/canvas/boundary_tool.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/canvas/select_tool.h"
#include "ui/session/text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace sluice::ui {

namespace {

constexpr qreal kZoomStep = 1.25;

Pointer pointerOf(const QMouseEvent& event) {
    return {event.position(), event.modifiers()};
}

} // namespace

CanvasContext CanvasWidget::context() {
    return {m_documents, m_selection, m_scene, m_view, [this](const QString& why) { refuse(why); }};
}

void CanvasWidget::zoomBy(qreal factor, QPointF pixel) {
    ViewTransform view = m_view;
    view.zoomAt(pixel, view.zoom * factor);
    setView(view);
}

// By whole device pixels: what is seen already only moves then.
void CanvasWidget::pan(QPointF pixels) {
    const qreal ratio = devicePixelRatioF();
    ViewTransform view = m_view;
    view.origin -= QPointF((pixels * ratio).toPoint()) / (ratio * view.zoom);
    setView(view);
}

void CanvasWidget::centreOn(QPointF point) {
    pan(QRectF(rect()).center() - m_view.toScreen(point));
}

void CanvasWidget::zoomIn() {
    zoomBy(kZoomStep, QRectF(rect()).center());
}
void CanvasWidget::zoomOut() {
    zoomBy(1 / kZoomStep, QRectF(rect()).center());
}
void CanvasWidget::zoomTo100() {
    zoomBy(1 / m_view.zoom, QRectF(rect()).center());
}

void CanvasWidget::selectAll() {
    PartIds all;
    const Document& document = m_documents.document();
    for (const Node& node : document.nodes) all.nodes.push_back(node.id);
    for (const Link& link : document.links) all.links.push_back(link.id);
    for (const Note& note : document.notes) all.notes.push_back(note.id);
    for (const Boundary& each : document.boundaries) all.boundaries.push_back(each.id);
    m_selection.set(std::move(all));
}

void CanvasWidget::deleteSelection() {
    const PartIds parts = m_selection.parts();
    if (parts.empty()) return;
    const auto removed = m_documents.edit(
        tr("Delete"), [&](Document& document) { sluice::remove(document, parts); });
    if (!removed) refuse(QString::fromStdString(removed.error().message));
}

void CanvasWidget::startConnect() {
    const auto& nodes = m_selection.parts().nodes;
    if (nodes.size() != 1)
        return refuse(tr("Select the one part the link is to start from, then press C."));
    auto gesture = std::make_unique<ConnectGesture>(context(), nodes.front(), std::nullopt);
    if (!gesture->isPossible())
        return refuse(tr("Nothing leaves this part, so no link can start here."));
    if (!gesture->aimAtOther(true))
        return refuse(tr("There is no other part that a link could lead to."));
    Q_EMIT leftOff();
    m_pickingTarget = gesture.get();
    m_gesture = std::move(gesture);
    showAimed();
    setFocus();
    updateCursor();
    update();
}

void CanvasWidget::hover(QPointF pixel) {
    const auto node = m_scene.layout().nodeAt(m_view.toDocument(pixel));
    const NodeId now = node.value_or(NodeId{});
    if (now != m_hovered) {
        m_layer.markNow(m_hovered);
        m_layer.markNow(now);
        m_hovered = now;
        update();
    }
    updateCursor();
}

void CanvasWidget::updateCursor() {
    Qt::CursorShape shape = Qt::ArrowCursor;
    const QPointF pixel = mapFromGlobal(QCursor::pos());
    const auto port = portAt(m_scene.layout(),
                             m_documents.document(),
                             m_scene.registry(),
                             m_view.toDocument(pixel),
                             kPortReach / m_view.zoom);
    if (m_panFrom) {
        shape = Qt::ClosedHandCursor;
    } else if (m_isHandHeld) {
        shape = Qt::OpenHandCursor;
    } else if (m_pickingTarget != nullptr || m_pendingBoundary || (port && port->isOutput)) {
        shape = Qt::CrossCursor;
    } else if (!port) {
        shape = handleCursor(pixel);
    }
    if (cursor().shape() != shape) setCursor(shape);
}

void CanvasWidget::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    Q_EMIT leftOff(); // what was said of the last thing does not concern the next
    const bool isHand = event->button() == Qt::LeftButton && m_isHandHeld;
    if (event->button() == Qt::MiddleButton || isHand) {
        m_panFrom = event->position();
        return updateCursor();
    }
    if (event->button() != Qt::LeftButton) return;
    const Pointer pointer = pointerOf(*event);
    if (m_pickingTarget != nullptr) return endGesture(pointer);
    const auto port = portAt(m_scene.layout(),
                             m_documents.document(),
                             m_scene.registry(),
                             m_view.toDocument(pointer.pixel),
                             std::min(kPortReach / m_view.zoom, 24.0));
    const auto handle = handleAt(context(), pointer.pixel);
    if (m_pendingBoundary) {
        m_gesture = beginDrawing(context(), pointer, *m_pendingBoundary);
        m_pendingBoundary.reset();
    } else if (handle) {
        m_gesture = beginResize(context(), pointer, *handle, ++m_mergeKey);
    } else if (port && port->isOutput) {
        m_gesture = std::make_unique<ConnectGesture>(context(), port->node, port->port);
    } else {
        m_gesture = beginSelect(context(), pointer, ++m_mergeKey);
    }
    update();
}

void CanvasWidget::mouseMoveEvent(QMouseEvent* event) {
    if (m_panFrom) {
        const QPointF way = event->position() - *m_panFrom;
        m_panFrom = event->position();
        return pan(way);
    }
    if (m_gesture) {
        m_gesture->move(pointerOf(*event));
        update();
    }
    if (!m_gesture || m_pickingTarget != nullptr) hover(event->position());
}

void CanvasWidget::mouseReleaseEvent(QMouseEvent* event) {
    if (m_panFrom) {
        m_panFrom.reset();
        return updateCursor();
    }
    if (event->button() == Qt::LeftButton && m_pickingTarget == nullptr)
        endGesture(pointerOf(*event));
}

void CanvasWidget::endGesture(const Pointer& pointer) {
    // Taken out first: what it does comes back here as signals.
    const std::unique_ptr<Gesture> ended = std::move(m_gesture);
    m_pickingTarget = nullptr;
    if (ended) ended->release(pointer);
    ++m_mergeKey;
    updateCursor();
    update();
}

void CanvasWidget::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const PartIds hit = partsAt(context(), event->position());
    if (!hit.hasPlaces()) return;
    m_selection.set(hit);
    renameSelection();
}

void CanvasWidget::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    hover({-1e6, -1e6});
}

void CanvasWidget::wheelEvent(QWheelEvent* event) {
    const bool isTouchpad = !event->pixelDelta().isNull() && event->phase() != Qt::NoScrollPhase;
    const bool hasControl = (event->modifiers() & Qt::ControlModifier) != 0;
    if (isTouchpad && !hasControl) {
        pan(event->pixelDelta());
    } else if ((event->modifiers() & Qt::ShiftModifier) != 0) {
        pan(QPointF(event->angleDelta().y() + event->angleDelta().x(), 0) / 2);
    } else {
        zoomBy(std::pow(kZoomStep, event->angleDelta().y() / 120.0), event->position());
    }
    event->accept();
}

bool CanvasWidget::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        showToolTip(help->globalPos(), help->pos());
        return true;
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto* const gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() != Qt::ZoomNativeGesture) return QWidget::event(event);
        zoomBy(1 + gesture->value(), gesture->position());
        return true;
    }
    return QWidget::event(event);
}

void CanvasWidget::showToolTip(QPoint global, QPointF pixel) {
    const QPointF point = m_view.toDocument(pixel);
    const auto id = m_scene.layout().nodeAt(point);
    if (!id) return QToolTip::hideText();
    const Node* const node = m_documents.document().node(*id);
    const NodeKind* const kind = node != nullptr ? m_scene.registry().find(node->kind) : nullptr;
    QString tip;
    for (const Finding& finding : m_documents.findings()) {
        if (finding.node != *id) continue;
        tip +=
            QStringLiteral("<p>⚠ %1</p>").arg(QString::fromStdString(finding.text).toHtmlEscaped());
    }
    if (kind != nullptr) {
        tip += QStringLiteral("<p><b>%1</b> – %2</p>")
                   .arg(translated(kind->label).toHtmlEscaped(),
                        translated(kind->help).toHtmlEscaped());
    }
    QToolTip::showText(
        global, tip, this, m_view.toScreen(m_scene.layout().node(*id)->card).toRect());
}

} // namespace sluice::ui
