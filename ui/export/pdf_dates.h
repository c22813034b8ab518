// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace sluice::ui {

/// A PDF of QPdfWriter without its creation date, so that the same picture has the same bytes
/// whenever and wherever it is written. Requires: one plain cross-reference table, as QPdfWriter
/// makes.
QByteArray withoutCreationDate(QByteArray pdf);

} // namespace sluice::ui
