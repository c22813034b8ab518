// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace sluice::ui {

/// The resource `:/icons/<name>.svg` drawn in one colour, `side` logical pixels square, sharp at
/// `devicePixelRatio`. Kept in Qt's pixmap cache. Null if there is no such resource. GUI thread.
QPixmap iconPixmap(const QString& name, const QColor& color, int side, qreal devicePixelRatio);

/// An icon that draws itself at whatever size and pixel ratio is asked for: `color` normally,
/// faded when disabled. Null if there is no such resource.
QIcon icon(const QString& name, const QColor& color);

/// The icon of a toolbar or menu action, `:/icons/actions/<name>.svg`, in the colour of text.
QIcon actionIcon(const QString& name, const Theme& theme);

} // namespace sluice::ui
