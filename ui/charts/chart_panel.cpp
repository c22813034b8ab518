// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_panel.h"

#include "core/model/edits.h"
#include "ui/charts/chart_table.h"
#include "ui/charts/chart_view.h"
#include "ui/session/series_drag.h"
#include "ui/session/text.h"
#include "ui/theme/current_theme.h"

#include <QActionGroup>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kRefreshMilliseconds = 50;

QString seriesLabel(const ChartSeries& series, const Document& document, const Registry& registry) {
    const Node* node = document.node(series.node);
    const NodeKind* kind = node == nullptr ? nullptr : registry.find(node->kind);
    const auto index = kind == nullptr ? std::nullopt : kind->seriesIndex(series.series);
    return index ? fromView(kind->series[*index].label) : QString();
}

} // namespace

ChartPanel::ChartPanel(DocumentSession& documents,
                       RunSession& run,
                       const Registry& registry,
                       QWidget* parent)
    : QWidget(parent)
    , m_documents(documents)
    , m_registry(registry)
    , m_empty(new QWidget)
    , m_emptyText(new QLabel(m_empty))
    , m_restore(new QPushButton(tr("Show the usual charts"), m_empty))
    , m_add(new QToolButton) {
    auto* content = new QWidget;
    m_row = new QHBoxLayout(content);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    m_row->addWidget(m_empty, 1);
    m_row->addWidget(m_add);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll);

    auto* emptyColumn = new QVBoxLayout(m_empty);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    m_emptyText->setProperty("tone", "muted");
    emptyColumn->addStretch();
    emptyColumn->addWidget(m_emptyText);
    emptyColumn->addWidget(m_restore, 0, Qt::AlignCenter);
    emptyColumn->addStretch();
    m_add->setText(QStringLiteral("+"));
    m_add->setAutoRaise(true);
    m_add->setToolTip(tr("New chart: choose a metric, or drop one here"));
    m_add->setAccessibleName(tr("New chart"));
    m_add->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);

    setAccessibleName(tr("Charts"));
    setAcceptDrops(true);
    setMinimumHeight(128);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshMilliseconds);
    connect(&m_refresh, &QTimer::timeout, this, &ChartPanel::refreshViews);
    connect(m_restore, &QPushButton::clicked, this, [this] {
        m_hasNoDefaults = false;
        rebuild();
    });
    connect(m_add, &QToolButton::clicked, this, [this] {
        QMenu menu;
        fillSeriesMenu(menu, m_charts.size());
        menu.exec(m_add->mapToGlobal(m_add->rect().topLeft()));
    });
    connect(&documents, &DocumentSession::opened, this, [this] {
        m_hasNoDefaults = false;
        m_store.clear();
        m_colors.clear();
        rebuild();
    });
    connect(&documents, &DocumentSession::patched, this, [this](const Patch& patch) {
        if (!patch.nodes.empty() || patch.charts) rebuild();
    });
    connect(&run, &RunSession::frameReady, this, &ChartPanel::takeFrame);
    rebuild();
}

/// Changes the charts as the user sees them: defaults first become part of the document.
template <class Change>
void ChartPanel::edit(const QString& text, Change&& change) {
    const auto result = m_documents.edit(text, [&](Document& document) {
        if (document.charts.empty()) document.charts = m_charts;
        change(document);
    });
    Q_ASSERT(result.has_value()); // these edits cannot fail
}

void ChartPanel::addSeriesTo(std::size_t index, const ChartSeries& series) {
    const QString title = seriesLabel(series, m_documents.document(), m_registry);
    if (title.isEmpty() || index > m_charts.size()) return;
    edit(tr("Add a series to a chart"),
         [&](Document& document) { addSeries(document, index, series, title.toStdString()); });
}

void ChartPanel::removeSeriesFrom(std::size_t index, const ChartSeries& series) {
    if (index >= m_charts.size()) return;
    edit(tr("Remove a series from a chart"),
         [&](Document& document) { removeSeries(document, index, series); });
}

void ChartPanel::removeChartAt(std::size_t index) {
    if (index >= m_charts.size()) return;
    if (m_charts.size() == 1) m_hasNoDefaults = true;
    const bool areDefaults = m_documents.document().charts.empty();
    edit(tr("Remove a chart"), [&](Document& document) { removeChart(document, index); });
    // Removing the only default chart leaves the document as it was, without a patch.
    if (areDefaults && m_hasNoDefaults) rebuild();
}

void ChartPanel::setSpan(double seconds) {
    m_span = seconds;
    for (ChartView* view : m_views) view->setSpan(seconds);
}

void ChartPanel::takeFrame(const FramePointer& frame) {
    m_store.append(*frame);
    if (!m_refresh.isActive()) m_refresh.start();
}

void ChartPanel::refreshViews() {
    for (ChartView* view : m_views) view->refresh();
}

void ChartPanel::rebuild() {
    const Document& document = m_documents.document();
    m_charts = document.charts;
    if (m_charts.empty() && !m_hasNoDefaults) m_charts = defaultCharts(document, m_registry);
    while (m_views.size() > m_charts.size()) {
        m_views.back()->hide();
        m_views.back()->deleteLater();
        m_views.pop_back();
    }
    while (m_views.size() < m_charts.size()) m_views.push_back(makeView(m_views.size()));
    for (std::size_t i = 0; i < m_charts.size(); ++i) fillView(i);
    showEmptyState();
}

void ChartPanel::fillView(std::size_t index) {
    const Theme theme = currentTheme();
    const Chart& chart = m_charts[index];
    m_views[index]->setChart(translated(chart.title),
                             chartLines(chart, m_documents.document(), m_registry, theme, m_colors),
                             theme);
}

ChartView* ChartPanel::makeView(std::size_t index) {
    auto* view = new ChartView(m_store, currentTheme(), this);
    view->setSpan(m_span);
    m_row->insertWidget(static_cast<int>(index), view, 1);
    connect(view, &ChartView::seriesDropped, this, [this, index](const ChartSeries& series) {
        addSeriesTo(index, series);
    });
    connect(view, &ChartView::seriesRemoved, this, [this, index](const ChartSeries& series) {
        removeSeriesFrom(index, series);
    });
    connect(view, &ChartView::menuRequested, this, [this, index](const QPoint& place) {
        openMenu(index, place);
    });
    return view;
}

void ChartPanel::showEmptyState() {
    const bool hasNodes = !m_documents.document().nodes.empty();
    m_empty->setVisible(m_charts.empty());
    m_restore->setVisible(hasNodes && m_hasNoDefaults);
    m_emptyText->setText(
        hasNodes
            ? tr("Drag a metric from the inspector here to chart it.")
            : tr("Charts of your parts appear here as soon as there is something to measure."));
    m_add->setVisible(hasNodes);
}

void ChartPanel::openMenu(std::size_t index, const QPoint& place) {
    QMenu menu;
    fillSeriesMenu(*menu.addMenu(tr("Add series")), index);
    fillSpanMenu(*menu.addMenu(tr("Time shown")));
    menu.addAction(tr("Show as table…"), this, [this, index] {
        const ChartView& view = *m_views[index];
        auto* dialog = new ChartTableDialog(view.title(), m_store, view.lines(), this);
        dialog->show();
    });
    menu.addSeparator();
    menu.addAction(tr("Remove chart"), this, [this, index] { removeChartAt(index); });
    menu.exec(place);
}

void ChartPanel::fillSeriesMenu(QMenu& menu, std::size_t index) {
    for (const Node& node : m_documents.document().nodes) {
        const NodeKind* kind = m_registry.find(node.kind);
        if (kind == nullptr || kind->series.empty()) continue;
        QMenu* ofNode = menu.addMenu(fromView(node.name).replace('&', QStringLiteral("&&")));
        for (const SeriesSpec& series : kind->series)
            ofNode->addAction(
                translated(series.label), this, [this, index, id = node.id, key = series.key] {
                    addSeriesTo(index, {id, key});
                });
    }
    if (menu.isEmpty()) menu.addAction(tr("No part has metrics yet"))->setEnabled(false);
}

void ChartPanel::fillSpanMenu(QMenu& menu) {
    const std::array<std::pair<double, QString>, 4> spans{{{30, tr("Last 30 seconds")},
                                                           {120, tr("Last 2 minutes")},
                                                           {600, tr("Last 10 minutes")},
                                                           {0, tr("Whole run")}}};
    auto* group = new QActionGroup(&menu);
    for (const auto& [seconds, label] : spans) {
        QAction* action = menu.addAction(label, this, [this, span = seconds] { setSpan(span); });
        action->setCheckable(true);
        action->setChecked(seconds == m_span);
        group->addAction(action);
    }
}

void ChartPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    for (std::size_t i = 0; i < m_views.size(); ++i) fillView(i);
}

void ChartPanel::dragEnterEvent(QDragEnterEvent* event) {
    if (draggedSeries(*event->mimeData())) event->acceptProposedAction();
}

void ChartPanel::dropEvent(QDropEvent* event) {
    const auto series = draggedSeries(*event->mimeData());
    if (!series) return;
    event->acceptProposedAction();
    addSeriesTo(m_charts.size(), *series);
}

} // namespace sluice::ui
