// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/unit.h"

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

/// "1 148", with thin spaces between thousands.
inline QString grouped(std::uint64_t number) {
    return QString::fromStdString(groupedText(static_cast<std::int64_t>(number)));
}

/// Sentences as the window sets them: numbers do not break at their thin spaces, names stand in
/// “quotes”; those of texts that hold JSON are left.
inline QString typeset(QString text) {
    text.replace(QChar(0x2009), QChar(0x202F));
    if (text.contains(QLatin1Char('{')) || text.contains(QLatin1Char('['))) return text;
    bool isOpen = false;
    for (QChar& letter : text) {
        if (letter != QLatin1Char('"')) continue;
        letter = isOpen ? QChar(0x201D) : QChar(0x201C);
        isOpen = !isOpen;
    }
    return text;
}

} // namespace sluice::ui
