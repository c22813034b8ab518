// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/inline_editor.h"

#include <QKeyEvent>

namespace sluice::ui {

InlineEditor::InlineEditor(const QString& text, bool isOneLine, QWidget* parent)
    : QPlainTextEdit(text, parent)
    , m_isOneLine(isOneLine) {
    setTabChangesFocus(true);
    setAccessibleName(isOneLine ? tr("Name") : tr("Note"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    if (isOneLine) {
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setLineWrapMode(QPlainTextEdit::NoWrap);
    }
    selectAll();
}

void InlineEditor::keyPressEvent(QKeyEvent* event) {
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool hasControl = (event->modifiers() & Qt::ControlModifier) != 0;
    if (event->key() == Qt::Key_Escape) return finish(false);
    if (isReturn && (m_isOneLine || hasControl)) return finish(true);
    QPlainTextEdit::keyPressEvent(event);
}

void InlineEditor::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) finish(true);
}

void InlineEditor::finish(bool isAccepted) {
    if (m_isDone) return;
    m_isDone = true;
    QString text = toPlainText();
    if (m_isOneLine) text = text.simplified();
    if (isAccepted) Q_EMIT accepted(text);
    if (parentWidget() != nullptr) parentWidget()->setFocus();
    hide();
    deleteLater();
}

} // namespace sluice::ui
