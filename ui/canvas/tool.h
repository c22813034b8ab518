// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvas_scene.h"
#include "ui/canvas/view_transform.h"
#include "ui/session/document_session.h"
#include "ui/session/selection.h"

#include <QPainter>

#include <cmath>
#include <functional>

namespace sluice::ui {

/// What gestures work on; all of it outlives them.
struct CanvasContext {
    DocumentSession& documents;
    Selection& selection;
    const CanvasScene& scene;
    const ViewTransform& view;
    /// Tells the user why something cannot be done.
    std::function<void(const QString& sentence)> refuse;
};

/// Where the pointer is.
struct Pointer {
    QPointF pixel; ///< Logical pixels of the canvas.
    Qt::KeyboardModifiers modifiers;
};

/// Pixels that the pointer moves before a press becomes a drag.
inline constexpr qreal kDragStart = 4;

/// Something begun by a press and ended by a release. An interrupted one leaves no trace but the
/// undo steps it has already made.
class Gesture {
public:
    Gesture() = default;
    virtual ~Gesture() = default;
    Gesture(const Gesture&) = delete;
    Gesture& operator=(const Gesture&) = delete;
    Gesture(Gesture&&) = delete;
    Gesture& operator=(Gesture&&) = delete;

    virtual void move(const Pointer& pointer) = 0;
    virtual void release(const Pointer& pointer) = 0;
    /// Draws over everything, in logical pixels.
    virtual void paint(QPainter& painter, const Theme& theme) const = 0;
};

/// Cards and notes keep to this grid, document units.
inline double snapped(double coordinate) {
    return std::round(coordinate / kGridStep) * kGridStep;
}

/// How near a port or link must be to be meant, logical pixels.
inline constexpr qreal kPortReach = 12;
inline constexpr qreal kLinkReach = 6;

} // namespace sluice::ui
