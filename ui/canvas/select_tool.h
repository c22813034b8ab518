// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/tool.h"

#include <memory>

namespace sluice::ui {

/// What is under a point: one part or nothing. Cards before notes before links before the
/// borders and titles of frames.
PartIds partsAt(const CanvasContext& context, QPointF pixel);

/// Begins at a press that is not on a port: a click selects (Shift and Ctrl add and drop), a drag
/// of a part moves the selection on the grid (Alt: freely) as one undo step with `mergeKey`, frames
/// with what is inside (Alt, when the drag begins at a frame: without), a drag
/// elsewhere selects what the rubber band touches.
std::unique_ptr<Gesture>
beginSelect(const CanvasContext& context, const Pointer& pointer, int mergeKey);

} // namespace sluice::ui
