// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/metrics_table.h"

#include "ui/session/series_drag.h"
#include "ui/session/text.h"

#include <QHeaderView>
#include <QMimeData>

namespace sluice::ui {

MetricsTable::MetricsTable(QWidget* parent) : QTableWidget(0, 2, parent) {
    setHorizontalHeaderLabels({tr("Metric"), tr("Last sample")});
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Fixed);
    horizontalHeader()->resizeSection(1, 96);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeaderItem(1)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(28);
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
    setHorizontalHeaderLabels({tr("Metric"), tr("Last sample")});
    setRowCount(static_cast<int>(kind.series.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const SeriesSpec& series = kind.series[static_cast<std::size_t>(row)];
        fillRow(row, translated(series.label), translated(kind.metrics[series.metric].help));
        item(row, 0)->setData(Qt::UserRole, QString::fromStdString(series.key));
    }
}

void MetricsTable::showFigures(const NodeKind& kind) {
    setDragEnabled(false);
    setHorizontalHeaderLabels({tr("Of this link"), tr("Now")});
    setRowCount(static_cast<int>(kind.linkFigures.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const LinkFigureSpec& figure = kind.linkFigures[static_cast<std::size_t>(row)];
        fillRow(row, translated(figure.label), translated(figure.help));
    }
}

void MetricsTable::fillRow(int row, const QString& name, const QString& help) {
    auto* label = new QTableWidgetItem(name);
    label->setToolTip(help);
    auto* value = new QTableWidgetItem(QStringLiteral("–"));
    value->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setItem(row, 0, label);
    setItem(row, 1, value);
}

void MetricsTable::setValue(int row, const QString& text) {
    QTableWidgetItem* cell = item(row, 1);
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
