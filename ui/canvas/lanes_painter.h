// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/picture.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QRectF>

namespace sluice::ui {

/// Paints a FIFO queue's content, a lane per message group, into `rect`; `role` is the colour of
/// the node.
void paintLanes(
    QPainter& painter, const Lanes& lanes, const QRectF& rect, const Theme& theme, Token role);

} // namespace sluice::ui
