// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/save_question.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace sluice::ui {

namespace {

QString text(const char* key) {
    return QCoreApplication::translate("SaveQuestion", key);
}

} // namespace

SaveAnswer askToSave(QWidget* parent, const QString& name) {
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

bool askToLoseDrafts(QWidget* parent, const QStringList& names) {
    QMessageBox box(parent);
    box.setWindowTitle(text("Lose drafts?"));
    box.setText(text("Not in force, as there is an error in it: %1.").arg(names.join(", ")));
    box.setInformativeText(
        text("Such drafts are in no file and are lost now. Cancel to mend them."));
    box.setStandardButtons(QMessageBox::Discard | QMessageBox::Cancel);
    box.setDefaultButton(QMessageBox::Cancel);
    return box.exec() == QMessageBox::Discard;
}

OverwriteAnswer askToOverwrite(QWidget* parent, const QString& name) {
    QMessageBox box(parent);
    box.setWindowTitle(text("Overwrite?"));
    box.setText(text("“%1” was changed since it was opened here.").arg(name));
    box.setInformativeText(
        text("Another window or program has saved it, or these are recovered edits of an older "
             "state. Overwriting the file loses what is in it now."));
    const auto* const overwrite = box.addButton(text("Overwrite"), QMessageBox::DestructiveRole);
    auto* const elsewhere = box.addButton(text("Save as…"), QMessageBox::AcceptRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(elsewhere);
    box.exec();
    if (box.clickedButton() == overwrite) return OverwriteAnswer::Overwrite;
    return box.clickedButton() == elsewhere ? OverwriteAnswer::SaveElsewhere
                                            : OverwriteAnswer::Cancel;
}

} // namespace sluice::ui
