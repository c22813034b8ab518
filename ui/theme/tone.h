// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QStyle>

namespace sluice::ui {

/// Colours a label as the style sheet says of the tone: "muted", "success", "warning", "danger".
inline void setTone(QLabel& label, const char* tone) {
    if (label.property("tone").toByteArray() == tone) return;
    label.setProperty("tone", tone);
    label.style()->unpolish(&label);
    label.style()->polish(&label);
}

} // namespace sluice::ui
