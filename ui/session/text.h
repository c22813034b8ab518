// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include <string_view>

namespace sluice::ui {

/// UTF-8 of core as a QString.
inline QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A text of core, which is an English key, in the user's language.
inline QString translated(std::string_view key) {
    return QCoreApplication::translate("core",
                                       QByteArray(key.data(), static_cast<int>(key.size())));
}

} // namespace sluice::ui
