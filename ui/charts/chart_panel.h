// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"
#include "ui/charts/chart_lines.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/series_store.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace sluice::ui {

class ChartView;

/// The row of charts of the open document. A document without charts shows the default ones; they
/// become part of the document with the first change to any of them. GUI thread only.
class ChartPanel : public QWidget {
    Q_OBJECT

public:
    /// Borrows all three, which must outlive the panel.
    ChartPanel(DocumentSession& documents,
               RunSession& run,
               const Registry& registry,
               QWidget* parent = nullptr);

    /// The charts as shown, defaults included.
    const std::vector<Chart>& charts() const { return m_charts; }
    /// In the order of charts(). Valid until the document changes.
    const std::vector<ChartView*>& views() const { return m_views; }
    const SeriesStore& series() const { return m_store; }

    /// Adds a series to chart `index`; index charts().size() makes a new chart.
    void addSeriesTo(std::size_t index, const ChartSeries& series);
    void removeSeriesFrom(std::size_t index, const ChartSeries& series);
    void removeChartAt(std::size_t index);
    /// Seconds shown by all charts; 0 is the whole run.
    void setSpan(double seconds);

public Q_SLOTS:
    /// Takes the samples of a frame that was not taken before.
    void takeFrame(const sluice::FramePointer& frame);

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    template <class Change>
    void edit(const QString& text, Change&& change);
    void rebuild();
    void fillView(std::size_t index);
    ChartView* makeView(std::size_t index);
    void refreshViews();
    void showEmptyState();
    void openMenu(std::size_t index, const QPoint& place);
    void fillSeriesMenu(QMenu& menu, std::size_t index);
    void fillSpanMenu(QMenu& menu);

    DocumentSession& m_documents;
    const Registry& m_registry;
    SeriesStore m_store;
    LineColors m_colors; ///< Of this document.
    std::vector<Chart> m_charts;
    std::vector<ChartView*> m_views;
    double m_span = 120;
    bool m_hasNoDefaults = false; ///< The user removed the last chart.
    QTimer m_refresh;
    QHBoxLayout* m_row;
    QWidget* m_empty;
    QLabel* m_emptyText;
    QPushButton* m_restore;
    QToolButton* m_add;
};

} // namespace sluice::ui
