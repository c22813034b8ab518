// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>

class QWidget;

namespace sluice::ui {

enum class SaveAnswer : std::uint8_t { Save, Discard, Cancel };

/// Asks what to do with edits that are in no file. Escape is Cancel.
SaveAnswer askToSave(QWidget* parent, const QString& name);

/// Asks whether drafts may be lost, which are in no document as they have errors. Escape is no.
bool askToLoseDrafts(QWidget* parent, const QStringList& names);

enum class OverwriteAnswer : std::uint8_t { Overwrite, SaveElsewhere, Cancel };

/// Asks whether a file that was changed meanwhile is to be overwritten. Escape is Cancel.
OverwriteAnswer askToOverwrite(QWidget* parent, const QString& name);

} // namespace sluice::ui
