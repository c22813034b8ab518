// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_lines.h"

#include <QAbstractTableModel>
#include <QDialog>

namespace sluice::ui {

/// The numbers of a chart as they were when the table was made: a row for each time, newest first,
/// a column for each line. For screen readers and for copying.
class ChartTable : public QAbstractTableModel {
    Q_OBJECT

public:
    ChartTable(const SeriesStore& store, std::vector<ChartLine> lines, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant
    headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// Everything as tab-separated lines with a heading, values as plain numbers in base units.
    QString tabSeparated() const;

private:
    std::vector<ChartLine> m_lines;
    std::vector<double> m_times;               ///< Seconds, newest first.
    std::vector<std::vector<double>> m_values; ///< By line, then row; NaN where there is none.
};

/// A window with the table of one chart. Deletes itself when it is closed.
class ChartTableDialog : public QDialog {
    Q_OBJECT

public:
    ChartTableDialog(const QString& title,
                     const SeriesStore& store,
                     const std::vector<ChartLine>& lines,
                     QWidget* parent = nullptr);
};

} // namespace sluice::ui
