// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"
#include "core/sim/frame.h"
#include "ui/inspector/subject.h"

#include <QStackedWidget>

#include <map>
#include <utility>

class QLabel;

namespace sluice::ui {

class DocumentSession;
class MetricsTable;

/// All series of the selected node with their newest values, and what counters come to since the
/// start of the run. Rows are dragged onto a chart;
/// double-click or Enter opens a new chart. Of a selected link, what its start counts of it.
class MetricsPage : public QStackedWidget {
    Q_OBJECT

public:
    MetricsPage(DocumentSession& documents, const Registry& registry, QWidget* parent = nullptr);

    /// Whether anything is counted of the subject.
    bool concerns(const Subject& subject) const;
    void show(const Subject& subject);
    /// Keeps the samples of a new frame; shows them at once when the page is visible.
    void take(const Frame& frame);
    /// Forgets all values: another document.
    void clearValues();
    MetricsTable& table() const { return *m_table; }

Q_SIGNALS:
    /// The user wants a new chart of this series.
    void chartRequested(const sluice::ChartSeries& series);

protected:
    void showEvent(QShowEvent* event) override;

private:
    const Link* linkOf(const Subject& subject) const;
    const NodeKind* kindOf(NodeId node) const;
    void fillValues();
    QString totalText(const SeriesSpec& series, double total) const;
    void fillFigures(const Frame& frame);
    void requestChart(int row);

    DocumentSession& m_documents;
    const Registry& m_registry;
    MetricsTable* m_table;
    QLabel* m_nothing;
    NodeId m_node{};
    const NodeKind* m_kind = nullptr; ///< Of m_node; borrowed from the registry.
    LinkId m_link{};                  ///< From m_node, whose figures are shown; 0: none.
    std::map<std::pair<NodeId, std::uint32_t>, Sample> m_newest; ///< By node and series.
    std::uint64_t m_run = 0;
};

} // namespace sluice::ui
