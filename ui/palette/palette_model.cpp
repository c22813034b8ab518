// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_model.h"

#include "ui/session/text.h"

#include <algorithm>

namespace sluice::ui {

namespace {

bool matches(const NodeKind& kind, const QString& filter) {
    const auto has = [&](const QString& text) {
        return text.contains(filter, Qt::CaseInsensitive);
    };
    return filter.isEmpty() || has(translated(kind.label)) || has(fromView(kind.key))
           || has(translated(kind.category));
}

} // namespace

std::vector<PaletteGroup> paletteGroups(const Registry& registry, const QString& filter) {
    std::vector<PaletteGroup> groups;
    const QString wanted = filter.trimmed();
    for (const NodeKind& kind : registry.kinds) {
        if (!matches(kind, wanted)) continue;
        const QString title = translated(kind.category);
        auto group = std::ranges::find(groups, title, &PaletteGroup::title);
        if (group == groups.end()) group = groups.insert(groups.end(), {title, {}});
        group->kinds.push_back(&kind);
    }
    return groups;
}

} // namespace sluice::ui
