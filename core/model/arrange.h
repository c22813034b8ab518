// SPDX-License-Identifier: GPL-3.0-or-later
// Pure edits, like those of edits.h, that put parts in order on the canvas.
#pragma once

#include "core/model/edits.h"

#include <cstdint>
#include <map>

namespace sluice {

/// How large everything is drawn, in document units. Parts without a size have no place of their
/// own in an arrangement.
struct ShownSizes {
    std::map<NodeId, Size> nodes;
    std::map<NoteId, Size> notes;
};

/// Room in a frame around what is inside, and above it for the title.
inline constexpr double kFrameRoom = 32;
inline constexpr double kFrameTitleRoom = 48;

/// Lays everything out in columns along the links. Parts stay in their frames, which become as
/// large as they need; notes go below the parts. The upper left corner of all stays where it is.
/// Fails when two frames overlap and share a part.
Result<> tidy(Document& document, const ShownSizes& sizes);

enum class Alignment : std::uint8_t { Left, Centre, Right, Top, Middle, Bottom };
/// Moves nodes and notes so that their sides, or their middles, are in one line: that of the part
/// furthest to that side, or the middle of all.
void align(Document& document, const PartIds& parts, const ShownSizes& sizes, Alignment alignment);

enum class Direction : std::uint8_t { Across, Down };
/// Moves nodes and notes between the first and the last so that the gaps are equal.
void distribute(Document& document,
                const PartIds& parts,
                const ShownSizes& sizes,
                Direction direction);

} // namespace sluice
