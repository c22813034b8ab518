// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/diagram_layout.h"
#include "ui/canvas/view_transform.h"
#include "ui/theme/theme.h"

#include <vector>

class QPainter;

namespace sluice::ui {

/// How far the symbol of a sign reaches from its middle on its link, in pixels.
qreal signReach(qreal zoom);

/// Paints what parts have to say about their links: a small symbol on the link and a few words
/// beside it, where no card is if that can be. Sizes are screen pixels, times `view.zoom` below 100
/// %. Returns what they cover, in pixels.
std::vector<QRectF> paintLinkSigns(QPainter& painter,
                                   const DiagramLayout& layout,
                                   Pictures pictures,
                                   const Theme& theme,
                                   const ViewTransform& view);

} // namespace sluice::ui
