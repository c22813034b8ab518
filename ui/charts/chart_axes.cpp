// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_axes.h"

#include "core/schema/unit.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::ui {

double AgoTicker::getTickStep(const QCPRange& range) {
    constexpr std::array kSteps{
        1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0, 7200.0};
    constexpr double kIntervals = 5;
    const double least = range.size() / kIntervals;
    const auto* found = std::ranges::lower_bound(kSteps, least);
    if (found != kSteps.end()) return *found;
    return std::ceil(least / kSteps.back()) * kSteps.back();
}

QVector<double> AgoTicker::createTickVector(double tickStep, const QCPRange& range) {
    QVector<double> ticks;
    const auto count = static_cast<int>(std::floor(-range.lower / tickStep + 1e-9));
    for (int i = count; i >= 0; --i) ticks.append(-i * tickStep);
    return ticks;
}

QString AgoTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    const auto ago = static_cast<qint64>(std::llround(-tick));
    if (ago == 0) return QCoreApplication::translate("ChartPlot", "now");
    const auto two = [](qint64 number) {
        return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
    };
    if (ago < 3600) return QStringLiteral("-%1:%2").arg(ago / 60).arg(two(ago % 60));
    return QStringLiteral("-%1:%2:%3").arg(ago / 3600).arg(two(ago / 60 % 60), two(ago % 60));
}

double ValueTicker::tickAbove(double value) {
    const double step = getTickStep({0, value});
    return std::max(1.0, std::ceil(value / step - 1e-9)) * step;
}

double ValueTicker::getTickStep(const QCPRange& range) {
    constexpr std::array kNice{1.0, 2.0, 2.5, 5.0, 10.0};
    // In the unit of the labels, so that minutes and KiB come out round too.
    const double least = range.upper * m_factor / tickCount(); // the axis is read from 0 on
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double nice : kNice)
        if (nice * power >= least * (1 - 1e-9)) return nice * power / m_factor;
    return 10 * power / m_factor;
}

QString ValueTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return QString::fromStdString(
        scaledText(tick * m_factor, m_isMoney ? Unit::Dollars : Unit::None));
}

} // namespace sluice::ui
