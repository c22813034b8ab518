// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_lines.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace sluice::ui {

class ChartLegend;
class ChartPlot;

/// One chart: title with unit, legend, menu button and curves. Knows nothing of the document; what
/// the user wants of it, it says by signals. GUI thread only.
class ChartView : public QWidget {
    Q_OBJECT

public:
    /// Borrows `store`, which must outlive the view.
    ChartView(const SeriesStore& store, const Theme& theme, QWidget* parent = nullptr);

    void setChart(const QString& title, std::vector<ChartLine> lines, const Theme& theme);
    /// Seconds; 0 shows the whole run.
    void setSpan(double seconds);
    /// Draws new samples, now if the view is on the screen, else when it comes to be.
    void refresh();

    const QString& title() const { return m_title; }
    /// The unit after the title, "ms"; empty when the lines have none in common.
    QString unitText() const;
    const std::vector<ChartLine>& lines() const;
    ChartPlot& plot() { return *m_plot; }

Q_SIGNALS:
    void seriesDropped(const sluice::ChartSeries& series);
    void seriesRemoved(const sluice::ChartSeries& series);
    /// The user wants the chart's menu at this place of the screen.
    void menuRequested(const QPoint& place);

protected:
    void showEvent(QShowEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void applyTheme();
    void writeTitle();
    void placeLegend();
    void setDropTarget(bool isTarget);

    QString m_title;
    Theme m_theme;
    QLabel* m_heading;
    QLabel* m_hint;
    ChartLegend* m_legend;
    QToolButton* m_menuButton;
    ChartPlot* m_plot;
    QHBoxLayout* m_header;
    QVBoxLayout* m_column;
    bool m_isStale = true;
    bool m_isDropTarget = false;
};

} // namespace sluice::ui
