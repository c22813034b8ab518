// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"

#include <QString>

#include <vector>

namespace sluice::ui {

/// Kinds of one category, in registry order.
struct PaletteGroup {
    QString title;
    std::vector<const NodeKind*> kinds;
};

/// The kinds whose label or key contains `filter` (any case; all for an empty filter), by category
/// in the order in which categories first occur. Where there are none, those whose category
/// contains it; else those whose help does. Borrows from `registry`.
std::vector<PaletteGroup> paletteGroups(const Registry& registry, const QString& filter);

} // namespace sluice::ui
