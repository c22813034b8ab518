// SPDX-License-Identifier: GPL-3.0-or-later
// Pure edits of frames, like those of edits.h, which moves, removes, copies and pastes them.
#pragma once

#include "core/model/document.h"

#include <string>

namespace sluice {

/// Adds a frame of at least kMinBoundarySide a side: a region with a code that no frame has yet,
/// the document's own first; an account with an id that nobody has yet. 0, and no change, when the
/// document is full.
BoundaryId addBoundary(Document& document, BoundaryType type, Point position, Size size);
/// Puts the frame elsewhere and leaves what is inside where it is. Sides are never shorter than
/// kMinBoundarySide, corners never off the canvas.
Result<> resize(Document& document, BoundaryId id, Point position, Size size);
/// Makes it a frame of another type, with a code of that type.
Result<> setBoundaryType(Document& document, BoundaryId id, BoundaryType type);
/// Fails when checkCode() does.
Result<> setBoundaryCode(Document& document, BoundaryId id, std::string code);
/// The name may be empty.
Result<> rename(Document& document, BoundaryId id, std::string name);

} // namespace sluice
