// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_axes.h"
#include "ui/charts/chart_lines.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QSharedPointer>
#include <QTimer>

#include <optional>

namespace sluice::ui {

/// The curves of one chart over a window of time that ends now. While the pointer or the keyboard
/// cursor reads values, the picture stands still. GUI thread only.
class ChartPlot : public QCustomPlot {
    Q_OBJECT

public:
    /// Borrows `store`, which must outlive the plot.
    ChartPlot(const SeriesStore& store, const Theme& theme, QWidget* parent = nullptr);

    void setLines(std::vector<ChartLine> lines);
    const std::vector<ChartLine>& lines() const { return m_lines; }
    void setTheme(const Theme& theme);
    /// Width of the window in seconds; 0 shows the whole run.
    void setSpan(double seconds);
    /// Draws the store's present contents at the next chance. Does nothing while values are read.
    void refresh();

    /// The unit the value axis is labelled in; may change with refresh().
    const AxisUnit& axisUnitShown() const { return m_unit; }
    /// Shows the line and the values at `time` seconds, or ends reading.
    void readAt(std::optional<double> time);
    std::optional<double> readingTime() const { return m_reading; }
    /// What is being read, as plain text: time, then one line for each series.
    QString readOut() const;

Q_SIGNALS:
    /// axisUnitShown() is different.
    void unitChanged();

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QString valueText(const ChartLine& line) const;
    QString readingText() const;
    QString readOutHtml() const;
    void placeReadOut();
    void describe();
    double shownSpan() const;
    double handOver(double from);
    void setPenWidth(double width);
    void scaleValueAxis(double highest);

    const SeriesStore& m_store;
    Theme m_theme;
    std::vector<ChartLine> m_lines;
    double m_span = 120;
    double m_now = 0; ///< Right edge of what is drawn, in seconds.
    AxisUnit m_unit;
    std::optional<double> m_reading;
    QTimer m_release; ///< Runs while the pointer rests: then the chart goes on.
    QSharedPointer<ValueTicker> m_valueTicker;
    QCPItemStraightLine* m_cursor;
    QLabel* m_readOut;
    QElapsedTimer m_sinceDescribed;
};

} // namespace sluice::ui
