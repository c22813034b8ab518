// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/schema/node_kind.h"

#include <QString>
#include <QStringList>

#include <compare>
#include <map>
#include <string>

namespace sluice::ui {

/// Which setting of which part or link a text is for; one of both ids is 0.
struct DraftPlace {
    NodeId node{};
    LinkId link{};
    std::string key; ///< Of the setting.

    friend auto operator<=>(const DraftPlace&, const DraftPlace&) = default;
};

/// What the user typed into settings and is wrong, and therefore in no document: kept until it is
/// mended or taken back, so that it is not lost.
class Drafts {
public:
    void keep(const DraftPlace& place, const QString& text) { m_texts[place] = text; }
    void drop(const DraftPlace& place) { m_texts.erase(place); }
    void clear() { m_texts.clear(); }
    /// Null: there is none.
    const QString* find(const DraftPlace& place) const;
    /// What they are for, as far as it is there: "Access policy of orders".
    QStringList names(const Document& document, const Registry& registry) const;

private:
    std::map<DraftPlace, QString> m_texts;
};

} // namespace sluice::ui
