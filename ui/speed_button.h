// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QToolButton>

class QSlider;

namespace sluice::ui {

/// "0.25×", "1×", "1 000×".
QString speedText(double speed);

/// "Speed 1× ▾": opens a logarithmic slider from 0.01× to 1 000× and the usual speeds.
class SpeedButton : public QToolButton {
    Q_OBJECT

public:
    explicit SpeedButton(QWidget* parent = nullptr);

    void show(double speed);

Q_SIGNALS:
    void chosen(double speed);

private:
    QSlider* m_slider; ///< 100 steps per power of ten, 0 is 1×.
};

} // namespace sluice::ui
