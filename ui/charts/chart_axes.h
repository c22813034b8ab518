// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace sluice::ui {

/// Labels seconds before the newest moment, which is 0: "-2:00", "-0:30", "now".
class AgoTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override;
    QString
    getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
};

/// Labels values in the unit of the axis: "0", "50", "1.2 k".
class ValueTicker : public QCPAxisTicker {
public:
    ValueTicker() { setTickCount(4); }
    /// Each value is multiplied by `factor` before it is written.
    void setFactor(double factor) { m_factor = factor; }
    /// Amounts of money are written with their sign: "$0.002".
    void setMoney(bool isMoney) { m_isMoney = isMoney; }
    /// The smallest tick at or above `value` (above 0), for an axis that ends at a tick.
    double tickAbove(double value);

protected:
    double getTickStep(const QCPRange& range) override;
    QString
    getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    double m_factor = 1;
    bool m_isMoney = false;
};

} // namespace sluice::ui
