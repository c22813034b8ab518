// SPDX-License-Identifier: GPL-3.0-or-later
// The words and widths of an inspector page, alike on all of them. Each is owned by the layout it
// is added to.
#pragma once

#include <QLabel>
#include <QString>

namespace sluice::ui {

/// Letters a list has room for at least: it may be narrower than its longest row, so that the panel
/// need not grow.
inline constexpr int kLeastLetters = 6;
/// Pixels: what is to be read as a whole goes below its label where there are fewer.
inline constexpr int kReadingWidth = 200;

inline QLabel* sectionHeading(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("type", "heading");
    label->setContentsMargins(0, 8, 0, 0);
    return label;
}

inline constexpr int kLabelWidth = 112;
inline constexpr int kPageMargin = 14;
inline constexpr int kListFrame = 40; ///< Border, paddings and arrow of a list.

/// Before a field; all have one width, so that the fields below each other begin alike.
inline QLabel* rowLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setFixedWidth(kLabelWidth);
    label->setMinimumHeight(28);
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    label->setProperty("tone", "muted");
    label->setProperty("type", "small");
    return label;
}

} // namespace sluice::ui
