// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/speed_button.h"

#include "core/schema/unit.h"

#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <QWidgetAction>

#include <array>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr std::array kSpeeds{0.01, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0, 1'000.0};
constexpr int kStepsPerDecade = 100;

double speedAt(int step) {
    const double speed = std::pow(10.0, static_cast<double>(step) / kStepsPerDecade);
    const double digit = std::pow(10.0, std::floor(std::log10(speed)) - 1);
    return std::round(speed / digit) * digit; // two digits are enough
}

int stepOf(double speed) {
    return static_cast<int>(std::lround(std::log10(speed) * kStepsPerDecade));
}

} // namespace

QString speedText(double speed) {
    const QString number = speed >= 1'000 ? QString::fromStdString(groupedText(std::lround(speed)))
                                          : QString::number(speed, 'g', 3);
    return number + QChar(0x00D7);
}

SpeedButton::SpeedButton(QWidget* parent)
    : QToolButton(parent)
    , m_slider(new QSlider(Qt::Horizontal)) {
    m_slider->setRange(-2 * kStepsPerDecade, 3 * kStepsPerDecade);
    m_slider->setMinimumWidth(200);
    m_slider->setAccessibleName(tr("Speed"));
    auto* menu = new QMenu(this);
    auto* room = new QWidget(menu);
    auto* layout = new QVBoxLayout(room);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->addWidget(m_slider);
    auto* sliderAction = new QWidgetAction(menu);
    sliderAction->setDefaultWidget(room);
    menu->addAction(sliderAction);
    menu->addSeparator();
    for (const double speed : kSpeeds)
        menu->addAction(speedText(speed), this, [this, speed] { emit chosen(speed); });
    setMenu(menu);
    setPopupMode(InstantPopup);
    setToolTip(tr("Simulated seconds per second (Ctrl+Up doubles, Ctrl+Down halves)"));
    connect(
        m_slider, &QSlider::valueChanged, this, [this](int step) { emit chosen(speedAt(step)); });
    show(1);
}

void SpeedButton::show(double speed) {
    setText(tr("Speed  %1").arg(speedText(speed)));
    setAccessibleName(text());
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(stepOf(speed));
}

} // namespace sluice::ui
