// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/message_query.h"
#include "ui/inspector/message_table_model.h"

#include <QTableView>

#include <array>
#include <optional>

namespace sluice::ui {

/// Shows the messages of a model, asks for the rows that come into view, and keeps the chosen
/// message chosen while the rows below it move.
class MessageTable : public QTableView {
    Q_OBJECT

public:
    explicit MessageTable(QWidget* parent = nullptr);

    MessageTableModel& messages() const { return *m_model; }
    /// Shows a page; its rows may be in other places than before.
    void showPage(const MessagePagePointer& page);
    /// The same messages will come in another order: back to the top, the same one chosen.
    void rewind();
    /// Another list will come: back to its top, nothing chosen.
    void beginAnew();
    /// The message the user chose, as it was when it was last seen.
    const std::optional<MessageRow>& chosen() const { return m_chosen; }
    /// Which rows ought to be at hand: those in view and as many around them.
    MessageQuery wanted(MessageQuery query) const;
    /// High enough for a few rows.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Rows came into view, or will soon, that are not at hand.
    void rowsWanted();
    void chosenChanged();
    /// Return on a row, or a double click.
    void opened();
    /// The Delete key.
    void deleteWanted();
    /// A right click, or the key for it.
    void menuWanted(QPoint global);

protected:
    bool event(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyboardSearch(const QString& search) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    void checkRows();
    void fitColumns();
    void measure(const MessagePage& page);
    int neededWidth(MessageColumn column, bool isLong) const;
    int leastWidth(MessageColumn column, int needed) const;
    bool isTooNarrowForIds() const;
    bool takeLongest(int row);
    void choose(int row);
    void follow();

    MessageTableModel* m_model;
    std::optional<MessageRow> m_chosen;
    int m_numberWidth = 0; // of the widest number shown since the list is a new one
    int m_groupWidth = 0;  // the same of the names of groups
    std::array<QString, kMessageColumns> m_longest; // text of each column since then
    bool m_isFollowing = false;                     // the choice is being put where its row is now
    bool m_isAwaited = false;                       // the current row is not at hand yet
};

} // namespace sluice::ui
