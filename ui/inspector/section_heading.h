// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QString>

namespace sluice::ui {

/// The heading of a section within an inspector page. Owned by the layout it is added to.
inline QLabel* sectionHeading(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("type", "heading");
    label->setContentsMargins(0, 8, 0, 0);
    return label;
}

} // namespace sluice::ui
