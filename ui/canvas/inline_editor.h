// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace sluice::ui {

/// A text field over the canvas for a name (one line) or a note. Return ends a name, Ctrl+Return a
/// note, leaving either; Escape gives up. Deletes itself afterwards.
class InlineEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    InlineEditor(const QString& text, bool isOneLine, QWidget* parent);

Q_SIGNALS:
    /// The text is to be taken over; emitted at most once.
    void accepted(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void finish(bool isAccepted);

    bool m_isOneLine;
    bool m_isDone = false;
};

} // namespace sluice::ui
