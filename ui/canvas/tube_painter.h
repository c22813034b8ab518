// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/picture.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QRectF>

namespace sluice::ui {

/// Paints a queue's content into `rect`; `role` is the colour of the node.
void paintTube(
    QPainter& painter, const Tube& tube, const QRectF& rect, const Theme& theme, Token role);

} // namespace sluice::ui
