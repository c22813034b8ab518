// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"
#include "ui/session/new_part.h"
#include "ui/theme/theme.h"

#include <QString>

#include <vector>

namespace sluice::ui {

/// One thing to choose: what it is and how it is shown.
struct PaletteItem {
    NewPart part;
    QString label, help;
    QString icon; ///< Name for iconPixmap().
    Token color = Token::Muted;
};

struct PaletteGroup {
    QString title;
    std::vector<PaletteItem> items;
};

/// All kinds by category in registry order, then frames and notes. With a filter those whose label
/// or key contains it (any case); where there are none, those whose group's title does; else those
/// whose help does. Borrows from `registry`.
std::vector<PaletteGroup> paletteGroups(const Registry& registry, const QString& filter);

} // namespace sluice::ui
