// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_table.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sluice::ui {

namespace {

/// Values of one series at `times` (newest first); NaN where it has no sample.
std::vector<double> valuesAt(std::span<const SeriesPoint> points,
                             const std::vector<double>& times) {
    std::vector<double> values;
    values.reserve(times.size());
    auto point = points.rbegin();
    for (const double time : times) {
        while (point != points.rend() && point->time > time) ++point;
        const bool isThere = point != points.rend() && point->time == time;
        values.push_back(isThere ? point->value : std::numeric_limits<double>::quiet_NaN());
    }
    return values;
}

QString clockText(double time) {
    return QString::fromStdString(toClockText(kRunStart + fromSeconds(time)));
}

} // namespace

ChartTable::ChartTable(const SeriesStore& store, std::vector<ChartLine> lines, QObject* parent)
    : QAbstractTableModel(parent)
    , m_lines(std::move(lines)) {
    for (const ChartLine& line : m_lines)
        for (const SeriesPoint& point : store.points(line.id)) m_times.push_back(point.time);
    std::ranges::sort(m_times, std::greater());
    const auto repeated = std::unique(m_times.begin(), m_times.end());
    m_times.erase(repeated, m_times.end());
    for (const ChartLine& line : m_lines)
        m_values.push_back(valuesAt(store.points(line.id), m_times));
}

int ChartTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_times.size());
}

int ChartTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size()) + 1;
}

QVariant ChartTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    if (role == Qt::TextAlignmentRole) return {Qt::AlignRight | Qt::AlignVCenter};
    if (role != Qt::DisplayRole) return {};
    const auto row = static_cast<std::size_t>(index.row());
    if (index.column() == 0) return clockText(m_times[row]);
    const auto line = static_cast<std::size_t>(index.column() - 1);
    const double value = m_values[line][row];
    if (std::isnan(value)) return QStringLiteral("–");
    return QString::fromStdString(scaledText(value, m_lines[line].unit));
}

QVariant ChartTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == 0 ? tr("Time") : m_lines[static_cast<std::size_t>(section - 1)].name;
}

QString ChartTable::tabSeparated() const {
    QString text = tr("Time (s)");
    for (const ChartLine& line : m_lines) text += '\t' + line.name;
    text += '\n';
    for (std::size_t row = 0; row < m_times.size(); ++row) {
        text += QString::number(m_times[row], 'g', 12);
        for (const auto& values : m_values)
            text += '\t'
                    + (std::isnan(values[row]) ? QString() : QString::number(values[row], 'g', 12));
        text += '\n';
    }
    return text;
}

ChartTableDialog::ChartTableDialog(const QString& title,
                                   const SeriesStore& store,
                                   const std::vector<ChartLine>& lines,
                                   QWidget* parent)
    : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1, until %2", "chart, time of the run").arg(title, clockText(store.now())));
    auto* table = new ChartTable(store, lines, this);
    auto* view = new QTableView(this);
    view->setModel(table);
    view->setAccessibleName(title);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->verticalHeader()->hide();
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* copy = buttons->addButton(tr("Copy all"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this, [table] {
        QGuiApplication::clipboard()->setText(table->tabSeparated());
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* column = new QVBoxLayout(this);
    column->addWidget(view);
    column->addWidget(buttons);
    resize(480, 400);
}

} // namespace sluice::ui
