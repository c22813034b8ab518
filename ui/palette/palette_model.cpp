// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_model.h"

#include "ui/session/text.h"

#include <algorithm>

namespace sluice::ui {

namespace {

/// How well a kind fits: by its own name, else by its group's, else by what is said of it.
enum class Fit : std::uint8_t { Name, Group, Help, None };

Fit fitOf(const NodeKind& kind, const QString& wanted) {
    const auto has = [&](const QString& text) {
        return text.contains(wanted, Qt::CaseInsensitive);
    };
    if (has(translated(kind.label)) || has(fromView(kind.key))) return Fit::Name;
    if (has(translated(kind.category))) return Fit::Group;
    return has(translated(kind.help)) ? Fit::Help : Fit::None;
}

} // namespace

std::vector<PaletteGroup> paletteGroups(const Registry& registry, const QString& filter) {
    std::vector<PaletteGroup> groups;
    const QString wanted = filter.trimmed();
    Fit best = Fit::None;
    for (const NodeKind& kind : registry.kinds) best = std::min(best, fitOf(kind, wanted));
    if (best == Fit::None) return groups;
    for (const NodeKind& kind : registry.kinds) {
        if (fitOf(kind, wanted) != best) continue;
        const QString title = translated(kind.category);
        auto group = std::ranges::find(groups, title, &PaletteGroup::title);
        if (group == groups.end()) group = groups.insert(groups.end(), {title, {}});
        group->kinds.push_back(&kind);
    }
    return groups;
}

} // namespace sluice::ui
