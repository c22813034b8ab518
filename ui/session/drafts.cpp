// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/drafts.h"

#include "core/model/edits.h"
#include "ui/session/text.h"

#include <algorithm>

namespace sluice::ui {

namespace {

const PropertySpec* specOf(const PropertySpecs& specs, std::string_view key) {
    const auto found = std::ranges::find(specs, key, &PropertySpec::key);
    return found == specs.end() ? nullptr : &*found;
}

QString nameOf(const Document& document, NodeId id) {
    const Node* node = document.node(id);
    return node == nullptr ? QString() : fromView(node->name);
}

/// Empty when the part or link is gone.
QString nameOf(const DraftPlace& place, const Document& document, const Registry& registry) {
    const Node* node = document.node(place.node);
    const Link* link = document.link(place.link);
    const NodeKind* kind = node == nullptr ? nullptr : registry.find(node->kind);
    const PropertySpec* spec = kind != nullptr ? kind->property(place.key)
                               : link != nullptr
                                   ? specOf(linkSpecs(document, registry, *link), place.key)
                                   : nullptr;
    if (spec == nullptr) return {};
    const QString owner = link == nullptr
                              ? nameOf(document, place.node)
                              : QStringLiteral("%1 → %2").arg(nameOf(document, link->from),
                                                              nameOf(document, link->to));
    return QCoreApplication::translate("Drafts", "%1 of %2").arg(translated(spec->label), owner);
}

} // namespace

const QString* Drafts::find(const DraftPlace& place) const {
    const auto found = m_texts.find(place);
    return found == m_texts.end() ? nullptr : &found->second;
}

QStringList Drafts::names(const Document& document, const Registry& registry) const {
    QStringList result;
    for (const auto& [place, text] : m_texts) {
        const QString name = nameOf(place, document, registry);
        if (!name.isEmpty()) result << name;
    }
    return result;
}

} // namespace sluice::ui
