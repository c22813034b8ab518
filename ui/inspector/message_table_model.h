// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/message_query.h"

#include <QAbstractTableModel>

#include <optional>

namespace sluice::ui {

inline constexpr int kMessageColumns = static_cast<int>(MessageColumn::MessageId) + 1;

/// The messages that match a query, of which only one page is at hand: rows beyond it exist but
/// say only that they do. Columns are those of MessageColumn, in its order.
class MessageTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// What a view can hold; messages beyond are reached by sorting and filtering.
    static constexpr int kMostRows = 5'000'000;

    explicit MessageTableModel(QObject* parent = nullptr);

    /// Shows this page; null: no rows.
    void show(MessagePagePointer page);
    const MessagePagePointer& page() const { return m_page; }
    /// The message of a row, or null while it is not at hand.
    const MessageRow* message(int row) const;
    /// The row of a message that is at hand.
    std::optional<int> rowOf(const MessageRow& message) const;

    /// The heading of a column, whole or short.
    static QString heading(MessageColumn column, bool isLong);
    void setLongHeadings(bool areLong);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void setRowCount(int count);
    QVariant placeholder(const QModelIndex& index, int role) const;
    QString text(const MessageRow& row, MessageColumn column) const;
    QString wholeText(const MessageRow& row, MessageColumn column) const;

    MessagePagePointer m_page;
    int m_rowCount = 0;
    bool m_hasLongHeadings = false;
};

/// A length of time in one or two whole units: "350 ms", "12 s", "2 min 5 s", "3 d 4 h".
QString shortTime(Duration duration);

/// The same in a single unit with three digits at most: "350 ms", "9.4 s", "74 s", "2.05 min",
/// "12.3 h", "13.1 d".
QString narrowTime(Duration duration);

/// Bytes in at most seven letters: "250 B", "1.9 KiB", "256 KiB".
QString narrowSize(std::int64_t bytes);

/// "in flight", "locked" and so on.
QString stateText(MessageRow::State state);

} // namespace sluice::ui
