// SPDX-License-Identifier: GPL-3.0-or-later
// The words of an inspector page, alike on all of them. Each is owned by the layout it is added to.
#pragma once

#include <QLabel>
#include <QString>

namespace sluice::ui {

inline QLabel* sectionHeading(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("type", "heading");
    label->setContentsMargins(0, 8, 0, 0);
    return label;
}

/// Before a field; all have one width, so that the fields below each other begin alike.
inline QLabel* rowLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setFixedWidth(112);
    label->setMinimumHeight(28);
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    label->setProperty("tone", "muted");
    label->setProperty("type", "small");
    return label;
}

} // namespace sluice::ui
