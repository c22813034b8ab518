// SPDX-License-Identifier: GPL-3.0-or-later
// What the palette offers to put on the canvas, and how it travels while it is dragged there.
#pragma once

#include "core/model/document.h"
#include "core/schema/node_kind.h"

#include <optional>
#include <variant>

class QMimeData;

namespace sluice::ui {

struct NewNote {
    friend bool operator==(NewNote, NewNote) = default;
};

/// A part of a kind (never null; borrowed from the registry), a frame or a note.
using NewPart = std::variant<const NodeKind*, BoundaryType, NewNote>;

/// Makes `payload` carry it.
void putInto(QMimeData& payload, const NewPart& part);
/// What the payload carries, if anything this version knows.
std::optional<NewPart> newPartIn(const QMimeData& payload, const Registry& registry);

} // namespace sluice::ui
