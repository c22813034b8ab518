// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/wheel_guard.h"

#include <QEvent>
#include <QWidget>

namespace sluice::ui {

namespace {

class WheelGuard : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override {
        const auto* field = qobject_cast<QWidget*>(watched);
        if (event->type() != QEvent::Wheel || field->hasFocus()) return false;
        event->ignore(); // for the page, which scrolls
        return true;
    }
};

} // namespace

void guardFromWheel(QWidget& field) {
    if (field.focusPolicy() == Qt::WheelFocus) field.setFocusPolicy(Qt::StrongFocus);
    field.installEventFilter(new WheelGuard(&field));
}

} // namespace sluice::ui
