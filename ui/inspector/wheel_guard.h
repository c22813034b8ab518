// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace sluice::ui {

/// Lets the wheel scroll past a list or number field: it changes the value only while the field has
/// the keyboard focus, which the wheel does not give it.
void guardFromWheel(QWidget& field);

} // namespace sluice::ui
