// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QGuiApplication>
#include <QPalette>

namespace sluice::ui {

/// The look the application's palette belongs to: what applyTheme() set, or the platform's before
/// that. Widgets that paint themselves ask for it in every paint event. GUI thread.
inline Theme currentTheme() {
    return {QGuiApplication::palette().color(QPalette::Window).lightness() < 128};
}

} // namespace sluice::ui
