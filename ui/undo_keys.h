// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>

namespace sluice::ui {

/// Lets Undo and Redo through to the window's actions from a text field that has no typing of its
/// own to take back. Qt's fields keep these keys for themselves whenever they have the focus.
class UndoKeys : public QObject {
    Q_OBJECT

public:
    /// Looks after all fields of `window`, but not of its dialogs.
    explicit UndoKeys(QWidget& window);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow(QWidget* focused);

    QWidget& m_window;
    QPointer<QWidget> m_field; ///< With the focus.
};

} // namespace sluice::ui
