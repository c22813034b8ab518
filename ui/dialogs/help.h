// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAction;

namespace sluice::ui {

/// A page of the manual, as Markdown.
class HelpDialog : public QDialog {
    Q_OBJECT

public:
    explicit HelpDialog(const QString& markdown, QWidget* parent = nullptr);
};

/// A Markdown page of the keys of all actions that have one, in the user's language.
QString shortcutsText(const QList<QAction*>& actions);

} // namespace sluice::ui
