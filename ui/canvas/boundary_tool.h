// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/boundary_painter.h"
#include "ui/canvas/tool.h"

#include <memory>
#include <optional>

namespace sluice::ui {

/// The one frame that is selected when nothing else is.
std::optional<BoundaryId> selectedBoundary(const Selection& selection);

/// The handle of the selected frame under a point of the canvas.
std::optional<BoundaryHandle> handleAt(const CanvasContext& context, QPointF pixel);

/// Drags a handle of a frame: its sides follow on the grid (Alt: freely) as one undo step with
/// `mergeKey`. Contents stay where they are.
std::unique_ptr<Gesture> beginResize(const CanvasContext& context,
                                     const Pointer& start,
                                     const BoundaryHandle& handle,
                                     int mergeKey);

/// Draws a new frame from corner to corner; a click alone makes one of usual size.
std::unique_ptr<Gesture>
beginDrawing(const CanvasContext& context, const Pointer& start, BoundaryType type);

/// Adds a frame in one undo step and selects it; refused when the document is full.
void addFrame(const CanvasContext& context, BoundaryType type, const QRectF& rect);

/// Around the parts with room for the title and for smaller frames; null when nothing of them has a
/// place.
QRectF rectAround(const DiagramLayout& layout, const PartIds& parts);

inline constexpr qreal kUsualWidth = 480;
inline constexpr qreal kUsualHeight = 320;

} // namespace sluice::ui
