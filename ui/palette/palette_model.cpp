// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_model.h"

#include "core/model/boundaries.h"
#include "ui/session/text.h"

#include <QCoreApplication>

#include <algorithm>

namespace sluice::ui {

namespace {

/// How well an item fits: by its own name, else by its group's, else by what is said of it.
enum class Fit : std::uint8_t { Name, Group, Help, None };

QString keyOf(const NewPart& part) {
    const auto* const kind = std::get_if<const NodeKind*>(&part);
    return kind == nullptr ? QString() : fromView((*kind)->key);
}

Fit fitOf(const PaletteItem& item, const QString& title, const QString& wanted) {
    const auto has = [&](const QString& text) {
        return text.contains(wanted, Qt::CaseInsensitive);
    };
    if (has(item.label) || has(keyOf(item.part))) return Fit::Name;
    if (has(title)) return Fit::Group;
    return has(item.help) ? Fit::Help : Fit::None;
}

QString frameHelp(BoundaryType type) {
    switch (type) {
    case BoundaryType::Region:
        return QCoreApplication::translate(
            "Palette", "What lies inside is in this region. Links across its border take longer.");
    case BoundaryType::Account:
        return QCoreApplication::translate("Palette",
                                           "What lies inside belongs to this account. Calls from "
                                           "another account need a permission.");
    case BoundaryType::Network:
        break;
    }
    return QCoreApplication::translate("Palette",
                                       "Shows which parts are in one network. It changes nothing "
                                       "else.");
}

PaletteGroup framesAndNotes() {
    PaletteGroup group{QCoreApplication::translate("Palette", "Frames & notes"), {}};
    for (std::size_t i = 0; i < boundaryTypes().size(); ++i) {
        const ChoiceSpec& row = boundaryTypes()[i];
        const auto type = static_cast<BoundaryType>(i);
        group.items.push_back({type,
                               translated(row.label),
                               frameHelp(type),
                               QStringLiteral("actions/") + fromView(row.key),
                               boundaryColor(type)});
    }
    group.items.push_back(
        {NewNote{},
         QCoreApplication::translate("Palette", "Note"),
         QCoreApplication::translate("Palette", "A text of your own beside the parts."),
         QStringLiteral("actions/note"),
         Token::Warning});
    return group;
}

std::vector<PaletteGroup> allGroups(const Registry& registry) {
    std::vector<PaletteGroup> groups;
    for (const NodeKind& kind : registry.kinds) {
        const QString title = translated(kind.category);
        auto group = std::ranges::find(groups, title, &PaletteGroup::title);
        if (group == groups.end()) group = groups.insert(groups.end(), {title, {}});
        group->items.push_back({&kind,
                                translated(kind.label),
                                translated(kind.help),
                                fromView(kind.key),
                                categoryColor(kind.colorRole)});
    }
    groups.push_back(framesAndNotes());
    return groups;
}

} // namespace

std::vector<PaletteGroup> paletteGroups(const Registry& registry, const QString& filter) {
    std::vector<PaletteGroup> groups = allGroups(registry);
    const QString wanted = filter.trimmed();
    Fit best = Fit::None;
    for (const PaletteGroup& group : groups)
        for (const PaletteItem& item : group.items)
            best = std::min(best, fitOf(item, group.title, wanted));
    if (best == Fit::None) return {};
    for (PaletteGroup& group : groups)
        std::erase_if(group.items, [&](const PaletteItem& item) {
            return fitOf(item, group.title, wanted) != best;
        });
    std::erase_if(groups, [](const PaletteGroup& group) { return group.items.empty(); });
    return groups;
}

} // namespace sluice::ui
