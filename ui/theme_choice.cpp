// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme_choice.h"

#include "ui/theme/current_theme.h"

#include <QApplication>
#include <QSettings>

namespace sluice::ui {

namespace {

const char* const kDarkKey = "look/dark";

} // namespace

Theme rememberedTheme() {
    return {QSettings().value(QLatin1String(kDarkKey), currentTheme().isDark).toBool()};
}

void chooseTheme(const Theme& theme) {
    QSettings().setValue(QLatin1String(kDarkKey), theme.isDark);
    if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance()))
        applyTheme(*application, theme);
}

} // namespace sluice::ui
