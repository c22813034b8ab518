// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/model/document.h"
#include "core/schema/node_kind.h"

#include <QTableWidget>

#include <optional>

namespace sluice::ui {

/// Series, newest value and, of counters, the sum since the start of the run. Rows can be dragged.
class MetricsTable : public QTableWidget {
    Q_OBJECT

public:
    explicit MetricsTable(QWidget* parent = nullptr);

    /// One row per series of the kind.
    void show(NodeId node, const NodeKind& kind);
    /// The figures of a link from a node of the kind; they cannot be dragged anywhere.
    void showFigures(const NodeKind& kind);
    /// When the values of series were sampled; nothing: they were not yet.
    void setSampledAt(std::optional<SimTime> time);
    void setValue(int row, const QString& text);
    void setTotal(int row, const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QList<QTableWidgetItem*>& items) const override;

private:
    void setCell(int row, int column, const QString& text);
    void fitRows();
    void fillRow(int row, const QString& name, const QString& help);

    NodeId m_node{};
};

} // namespace sluice::ui
