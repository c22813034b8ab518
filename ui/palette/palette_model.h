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

/// The kinds whose label, key or category contains `filter` (any case; all for an empty filter), by
/// category in the order in which categories first occur. Borrows from `registry`.
std::vector<PaletteGroup> paletteGroups(const Registry& registry, const QString& filter);

} // namespace sluice::ui
