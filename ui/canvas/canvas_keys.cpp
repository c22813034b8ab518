// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas by keyboard alone.
#include "ui/canvas/canvas_widget.h"

#include <QFocusEvent>
#include <QKeyEvent>

#include <algorithm>
#include <memory>
#include <utility>

namespace sluice::ui {

namespace {

constexpr double kBigNudge = 10;

/// All parts in the order Tab walks them: nodes, links, notes, frames.
std::vector<PartIds> walkOrder(const Document& document) {
    std::vector<PartIds> order;
    for (const Node& node : document.nodes) order.push_back({{node.id}, {}, {}});
    for (const Link& link : document.links) order.push_back({{}, {link.id}, {}});
    for (const Note& note : document.notes) order.push_back({{}, {}, {note.id}});
    for (const Boundary& each : document.boundaries) order.push_back({{}, {}, {}, {each.id}});
    return order;
}

/// Where an arrow key points; null for other keys.
QPointF arrow(int key) {
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {};
    }
}

} // namespace

void CanvasWidget::keyPressEvent(QKeyEvent* event) {
    if (handleKey(event->key(), event->modifiers())) {
        event->accept();
    } else {
        QWidget::keyPressEvent(event);
    }
}

// While a link is drawn: up and left for the port before, down and right for the next one.
void CanvasWidget::aimAtOtherPorts(QPointF way) {
    m_pickingTarget->aimAtOtherPorts(way.x() + way.y() > 0 ? 1 : -1);
    update();
}

bool CanvasWidget::handleKey(int key, Qt::KeyboardModifiers modifiers) {
    const bool isShifted = (modifiers & Qt::ShiftModifier) != 0;
    const bool isAlone = (modifiers & Qt::AltModifier) != 0;
    if ((modifiers & (Qt::ControlModifier | Qt::MetaModifier)) != 0) return false;
    const double step = kGridStep * (isShifted ? kBigNudge : 1);
    const QPointF way = step * arrow(key);
    if (!way.isNull() && m_pickingTarget != nullptr) {
        aimAtOtherPorts(way);
        return true;
    }
    if (!way.isNull() && (!isAlone || !m_selection.parts().boundaries.empty())) {
        nudge(way.x(), way.y(), isAlone);
        return true;
    }
    if (isAlone) return false;
    switch (key) {
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        deleteSelection();
        return true;
    case Qt::Key_C:
        startConnect();
        return true;
    case Qt::Key_F:
        fit();
        return true;
    case Qt::Key_F2:
        renameSelection();
        return true;
    case Qt::Key_H:
        m_isHandHeld = true;
        updateCursor();
        return true;
    case Qt::Key_Escape:
        leaveOff();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        confirm();
        return true;
    default:
        return false;
    }
}

void CanvasWidget::leaveOff() {
    Q_EMIT leftOff();
    if (m_pendingBoundary) {
        m_pendingBoundary.reset();
        updateCursor();
    } else if (m_gesture) {
        m_gesture.reset();
        m_pickingTarget = nullptr;
        m_layer.markNow(m_focused);
        updateCursor();
    } else {
        m_selection.clear();
    }
    update();
}

void CanvasWidget::confirm() {
    if (m_pendingBoundary) {
        placeBoundaryAtCentre();
    } else if (m_pickingTarget != nullptr) {
        const std::unique_ptr<Gesture> ended = std::move(m_gesture);
        std::exchange(m_pickingTarget, nullptr)->connectAimed();
        m_layer.markNow(m_focused);
        update();
    } else if (m_selection.parts().nodes.size() == 1) {
        Q_EMIT editRequested();
    } else {
        renameSelection();
    }
}

void CanvasWidget::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_H && !event->isAutoRepeat()) {
        m_isHandHeld = false;
        updateCursor();
    }
    QWidget::keyReleaseEvent(event);
}

void CanvasWidget::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    m_isHandHeld = false;
    update();
}

void CanvasWidget::nudge(double dx, double dy, bool isAlone) {
    if (!m_selection.parts().hasPlaces()) return pan({-4 * dx, -4 * dy});
    const PartIds& parts = nudgedParts(isAlone);
    const auto moved = m_documents.edit(
        tr("Move"), [&](Document& document) { sluice::move(document, parts, dx, dy); }, m_mergeKey);
    if (!moved) refuse(QString::fromStdString(moved.error().message));
}

bool CanvasWidget::focusNextPrevChild(bool isNext) {
    return walk(isNext) || QWidget::focusNextPrevChild(isNext);
}

// What the keyboard would connect to now.
void CanvasWidget::showAimed() {
    m_layer.markNow(m_focused);
    m_focused = m_pickingTarget->aimed().value_or(NodeId{});
    m_layer.markNow(m_focused);
    if (const NodeLayout* const place = m_scene.layout().node(m_focused)) reveal(place->card);
    update();
}

/// To the next part; false past the last one, where the focus goes on to the next widget.
bool CanvasWidget::walk(bool isNext) {
    if (m_pickingTarget != nullptr) {
        m_pickingTarget->aimAtOther(isNext);
        showAimed();
        return true;
    }
    const std::vector<PartIds> order = walkOrder(m_documents.document());
    const auto here = std::find(order.begin(), order.end(), m_selection.parts());
    std::ptrdiff_t next = isNext ? 0 : static_cast<std::ptrdiff_t>(order.size()) - 1;
    if (here != order.end()) next = here - order.begin() + (isNext ? 1 : -1);
    if (next < 0 || next >= static_cast<std::ptrdiff_t>(order.size())) {
        m_selection.clear();
        return false;
    }
    const PartIds& parts = order[static_cast<std::size_t>(next)];
    m_selection.set(parts);
    if (!parts.nodes.empty()) reveal(m_scene.layout().node(parts.nodes.front())->card);
    if (!parts.boundaries.empty())
        reveal(m_scene.layout().boundary(parts.boundaries.front())->label);
    return true;
}

} // namespace sluice::ui
