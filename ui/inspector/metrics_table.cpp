// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/metrics_table.h"

#include "ui/session/series_drag.h"
#include "ui/session/text.h"

#include <QHeaderView>
#include <QMimeData>

namespace sluice::ui {

namespace {

constexpr int kValueColumn = 1;
constexpr int kTotalColumn = 2;
constexpr int kMetricRow = 28;   ///< Pixels, of a name in one line.
constexpr int kNameMargins = 18; ///< Left and right of it.

} // namespace

MetricsTable::MetricsTable(QWidget* parent) : QTableWidget(0, kTotalColumn + 1, parent) {
    setHorizontalHeaderLabels({tr("Metric"), tr("Latest"), tr("Total")});
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const int column : {kValueColumn, kTotalColumn}) {
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::Fixed);
        horizontalHeader()->resizeSection(column, 80);
        horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    horizontalHeaderItem(kTotalColumn)->setToolTip(tr("Of what is counted: since the run began"));
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    setProperty("unsorted", true); // no room for arrows in the header
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kMetricRow);
    setShowGrid(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setTabKeyNavigation(false);
    setAccessibleName(tr("Metrics"));
}

void MetricsTable::show(NodeId node, const NodeKind& kind) {
    m_node = node;
    setDragEnabled(true);
    setHorizontalHeaderLabels({tr("Metric"), tr("Latest"), tr("Total")});
    horizontalHeaderItem(kValueColumn)->setToolTip(tr("In the last sample"));
    setColumnHidden(kTotalColumn, false);
    setRowCount(static_cast<int>(kind.series.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const SeriesSpec& series = kind.series[static_cast<std::size_t>(row)];
        fillRow(row, translated(series.label), translated(kind.metrics[series.metric].help));
        item(row, 0)->setData(Qt::UserRole, QString::fromStdString(series.key));
    }
    fitRows();
}

void MetricsTable::showFigures(const NodeKind& kind) {
    setDragEnabled(false);
    setHorizontalHeaderLabels({tr("Of this link"), tr("Now"), QString()});
    horizontalHeaderItem(kValueColumn)->setToolTip(QString());
    setColumnHidden(kTotalColumn, true);
    setRowCount(static_cast<int>(kind.linkFigures.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const LinkFigureSpec& figure = kind.linkFigures[static_cast<std::size_t>(row)];
        fillRow(row, translated(figure.label), translated(figure.help));
    }
    fitRows();
}

/// Long names take two lines where the panel is narrow.
void MetricsTable::fitRows() {
    const int room = columnWidth(0) - kNameMargins;
    for (int row = 0; row < rowCount(); ++row) {
        const bool isLong = fontMetrics().horizontalAdvance(item(row, 0)->text()) > room;
        setRowHeight(row, isLong ? kMetricRow + fontMetrics().lineSpacing() : kMetricRow);
    }
}

void MetricsTable::resizeEvent(QResizeEvent* event) {
    QTableWidget::resizeEvent(event);
    fitRows();
}

void MetricsTable::fillRow(int row, const QString& name, const QString& help) {
    auto* label = new QTableWidgetItem(name);
    label->setToolTip(QStringLiteral("%1: %2").arg(name, help)); // the name may be cut
    setItem(row, 0, label);
    for (const int column : {kValueColumn, kTotalColumn}) {
        auto* value =
            new QTableWidgetItem(column == kValueColumn ? QStringLiteral("–") : QString());
        value->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        setItem(row, column, value);
    }
}

// The run may be past it: cards and status bar tell of now.
void MetricsTable::setSampledAt(std::optional<SimTime> time) {
    const QString text =
        time ? tr("At %1").arg(QString::fromStdString(toText(*time - kRunStart))) : tr("Latest");
    if (horizontalHeaderItem(kValueColumn)->text() != text)
        horizontalHeaderItem(kValueColumn)->setText(text);
}

void MetricsTable::setValue(int row, const QString& text) {
    setCell(row, kValueColumn, text);
}

void MetricsTable::setTotal(int row, const QString& text) {
    setCell(row, kTotalColumn, text);
}

void MetricsTable::setCell(int row, int column, const QString& text) {
    QTableWidgetItem* cell = item(row, column);
    if (cell != nullptr && cell->text() != text) cell->setText(text);
}

QStringList MetricsTable::mimeTypes() const {
    return {QString::fromLatin1(kSeriesMime)};
}

QMimeData* MetricsTable::mimeData(const QList<QTableWidgetItem*>& items) const {
    if (items.isEmpty()) return nullptr;
    const QString key = item(items.front()->row(), 0)->data(Qt::UserRole).toString();
    auto* payload = new QMimeData;
    payload->setData(QString::fromLatin1(kSeriesMime),
                     QStringLiteral("%1\n%2").arg(raw(m_node)).arg(key).toUtf8());
    return payload;
}

} // namespace sluice::ui
