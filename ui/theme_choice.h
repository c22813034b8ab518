// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

namespace sluice::ui {

/// The look the user chose last; before any choice, as dark or light as the platform. Requires: the
/// palette is still the platform's.
Theme rememberedTheme();
/// Gives the program this look now and in later starts.
void chooseTheme(const Theme& theme);

} // namespace sluice::ui
