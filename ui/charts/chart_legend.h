// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_lines.h"

#include <QWidget>

#include <vector>

class QToolButton;

namespace sluice::ui {

/// The names of a chart's lines with their colours, right-aligned; each is a button whose menu
/// removes the line. Names are shortened when they do not fit; where little would be left of them,
/// the last ones are in the menu of a button "+3".
class ChartLegend : public QWidget {
    Q_OBJECT

public:
    explicit ChartLegend(QWidget* parent = nullptr);

    void setLines(const std::vector<ChartLine>& lines, const Theme& theme);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removalRequested(const sluice::ChartSeries& series);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* plainButton(const Theme& theme);
    QToolButton* entry(const ChartLine& line, const Theme& theme);
    void arrange();
    void showRest(std::size_t shown);

    std::vector<QToolButton*> m_entries;
    QToolButton* m_rest = nullptr;
};

} // namespace sluice::ui
