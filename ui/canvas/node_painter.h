// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/diagram_layout.h"

#include <QPainter>

namespace sluice::ui {

/// Everything a card's look depends on. Pointers are borrowed for the call; kind and picture may be
/// null.
struct NodeAppearance {
    const Node* node = nullptr;
    const NodeKind* kind = nullptr;
    const Picture* picture = nullptr;
    bool isSelected = false;
    bool isHovered = false;
    bool isFocused = false;  ///< Has the keyboard.
    bool hasFinding = false; ///< Bears a warning triangle.
    qreal zoom = 1;          ///< Of the view: far away, only the name is written, and larger.
};

/// Paints a whole card at its place in the document.
void paintNode(QPainter& painter,
               const NodeAppearance& appearance,
               const NodeLayout& layout,
               const Theme& theme);

/// Paints a note as it is seen at `zoom`.
void paintNote(QPainter& painter,
               const Note& note,
               const NoteLayout& layout,
               const Theme& theme,
               bool isSelected,
               qreal zoom);

/// Where the warning triangle is, for its tooltip.
QRectF findingBadge(const NodeLayout& layout);

} // namespace sluice::ui
