// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLabel;
class QLineEdit;
class QListWidget;

namespace sluice::ui {

/// Lists the enabled actions whose text or tooltip holds every typed word; Enter runs the chosen
/// one after the dialog is closed.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    /// Actions are borrowed.
    explicit CommandPalette(QList<QAction*> actions, QWidget* parent = nullptr);

    QLineEdit& filter() { return *m_filter; }
    /// The texts listed now.
    QStringList shown() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void run();

    QList<QAction*> m_actions;
    QList<QAction*> m_listed;
    QLineEdit* m_filter;
    QListWidget* m_list;
    QLabel* m_nothing;
};

} // namespace sluice::ui
