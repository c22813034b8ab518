// SPDX-License-Identifier: GPL-3.0-or-later
// One painter per primitive of core/schema/picture.h. They use nothing but the theme and a
// QPainter, without caches and clips, so that screen, PNG, SVG and PDF show the same.
#pragma once

#include "core/schema/picture.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QRectF>

namespace sluice::ui {

/// Height the part takes in a card, document units; `width` is what the card offers.
qreal partHeight(const PicturePart& part, qreal width);

/// Paints one part into `rect`; `role` is the colour of the node.
void paintPart(
    QPainter& painter, const PicturePart& part, const QRectF& rect, const Theme& theme, Token role);

} // namespace sluice::ui
