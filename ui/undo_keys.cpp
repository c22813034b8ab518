// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/undo_keys.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace sluice::ui {

namespace {

bool hasTyping(const QObject& field, bool isUndo) {
    if (const auto* line = qobject_cast<const QLineEdit*>(&field))
        return isUndo ? line->isUndoAvailable() : line->isRedoAvailable();
    const auto* text = qobject_cast<const QPlainTextEdit*>(&field);
    if (text == nullptr) return true;
    return isUndo ? text->document()->isUndoAvailable() : text->document()->isRedoAvailable();
}

} // namespace

UndoKeys::UndoKeys(QWidget& window) : QObject(&window), m_window(window) {
    connect(
        qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
}

void UndoKeys::follow(QWidget* focused) {
    if (m_field != nullptr) m_field->removeEventFilter(this);
    m_field = focused != nullptr && focused->window() == &m_window ? focused : nullptr;
    if (m_field != nullptr) m_field->installEventFilter(this);
}

bool UndoKeys::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride) return QObject::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isUndo = key->matches(QKeySequence::Undo);
    if (!isUndo && !key->matches(QKeySequence::Redo)) return QObject::eventFilter(watched, event);
    if (hasTyping(*watched, isUndo)) return QObject::eventFilter(watched, event);
    event->ignore();
    return true;
}

} // namespace sluice::ui
