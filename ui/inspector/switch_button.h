// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>

namespace sluice::ui {

/// A check box drawn as a switch. Space toggles it even where Space is a shortcut of the window.
/// Partially checked means mixed.
class SwitchButton : public QCheckBox {
    Q_OBJECT

public:
    explicit SwitchButton(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    bool event(QEvent* event) override;
    bool hitButton(const QPoint& position) const override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace sluice::ui
