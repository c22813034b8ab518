// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

class QWidget;

namespace sluice::ui {

enum class SaveAnswer : std::uint8_t { Save, Discard, Cancel };

/// Asks what to do with edits that are in no file. Escape is Cancel.
SaveAnswer askToSave(QWidget* parent, const QString& name);

enum class OverwriteAnswer : std::uint8_t { Overwrite, SaveElsewhere, Cancel };

/// Asks whether a file that was changed meanwhile is to be overwritten. Escape is Cancel.
OverwriteAnswer askToOverwrite(QWidget* parent, const QString& name);

} // namespace sluice::ui
