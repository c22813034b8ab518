// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/save_question.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace sluice::ui {

SaveAnswer askToSave(QWidget* parent, const QString& name) {
    const auto text = [](const char* key) {
        return QCoreApplication::translate("SaveQuestion", key);
    };
    QMessageBox box(parent);
    box.setWindowTitle(text("Save?"));
    box.setText(text("“%1” has edits that are not saved.").arg(name));
    box.setInformativeText(text("Without saving they are lost."));
    box.setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save:
        return SaveAnswer::Save;
    case QMessageBox::Discard:
        return SaveAnswer::Discard;
    default:
        return SaveAnswer::Cancel;
    }
}

} // namespace sluice::ui
