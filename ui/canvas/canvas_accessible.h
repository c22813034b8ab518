// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sluice::ui {

class CanvasWidget;

/// Makes Qt describe canvases to screen readers: each card is a child with its name, its summary,
/// its numbers, what is said of its links and the frames it lies in; each frame with what it holds.
/// Calling it again changes nothing.
void installCanvasAccessibility();

/// Tells screen readers which card or frame is selected now.
void announceSelection(CanvasWidget& canvas);

} // namespace sluice::ui
