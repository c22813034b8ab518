// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/switch_button.h"

#include "ui/theme/current_theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace sluice::ui {

namespace {

constexpr QSizeF kTrack{32, 18};
constexpr double kKnob = 14;

} // namespace

SwitchButton::SwitchButton(QWidget* parent) : QCheckBox(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize SwitchButton::sizeHint() const {
    return {36, 26};
}

bool SwitchButton::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        event->accept();
        return true;
    }
    return QCheckBox::event(event);
}

bool SwitchButton::hitButton(const QPoint& position) const {
    return rect().contains(position);
}

void SwitchButton::paintEvent(QPaintEvent*) {
    const Theme theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track(QPointF(2, (height() - kTrack.height()) / 2), kTrack);
    const bool isOn = checkState() == Qt::Checked;
    painter.setPen(hasFocus() ? QPen(theme.color(Token::Accent), 1.5) : QPen(Qt::NoPen));
    painter.setBrush(isOn ? theme.color(Token::AccentFill) : theme.color(Token::Muted, 0.45));
    painter.drawRoundedRect(track, track.height() / 2, track.height() / 2);
    const double room = track.width() - kKnob - 4;
    const double shift = isOn ? room : checkState() == Qt::PartiallyChecked ? room / 2 : 0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::OnAccent));
    painter.drawEllipse(QRectF(track.left() + 2 + shift, track.top() + 2, kKnob, kKnob));
}

} // namespace sluice::ui
