// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/message_table.h"

#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kRowHeight = 20;
constexpr int kFewestRows = 5;
/// The widest texts that the columns are likely to hold. Numbers and groups are measured; of the
/// MessageId the first digits will do, by which it can be searched for.
constexpr std::array kSamples{std::pair{MessageColumn::State, "in flight"},
                              std::pair{MessageColumn::Receives, "999"},
                              std::pair{MessageColumn::Age, "99.9 min"},
                              std::pair{MessageColumn::TimeLeft, "999 ms"},
                              std::pair{MessageColumn::Size, "999 KiB"},
                              std::pair{MessageColumn::MessageId, "9f2c04e1…"}};
constexpr const char* kLeastNumber = "9-9999";
constexpr int kTextMargin = 7; // both sides, with what the style takes
constexpr int kHeadingMargin = 13;
/// Longer names are cut, or nothing else would be seen; where there is little room, shorter ones.
constexpr int kMostGroup = 140;
constexpr int kLeastGroup = 76;
/// So many digits of a MessageId can still be searched for.
constexpr const char* kLeastId = "9f2c…";
/// Columns that can be narrower than they may have to become.
constexpr std::array kMeasured{MessageColumn::Serial,
                               MessageColumn::State,
                               MessageColumn::Receives,
                               MessageColumn::Age,
                               MessageColumn::TimeLeft,
                               MessageColumn::Size};
/// Heights of the view at hand above and below it.
constexpr int kPagesAround = 4;
constexpr int kLeastRows = 100;

} // namespace

MessageTable::MessageTable(QWidget* parent)
    : QTableView(parent)
    , m_model(new MessageTableModel(this)) {
    setModel(m_model);
    setProperty("compact", true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    QHeaderView& header = *horizontalHeader();
    header.setSectionsClickable(true);
    header.setSortIndicatorShown(true);
    header.setSortIndicator(static_cast<int>(MessageColumn::Age), Qt::DescendingOrder);
    header.setHighlightSections(false);
    header.setMinimumSectionSize(20);
    setFont(Theme::font(Type::Caption));
    header.setFont(font());
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // columns keep their places when it comes
    setHorizontalScrollMode(ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setAccessibleName(tr("Stored messages"));
    hideColumn(static_cast<int>(MessageColumn::Group));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &MessageTable::checkRows);
    connect(selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex& current) {
                if (!m_isFollowing) choose(current.row());
            });
    connect(this, &QTableView::doubleClicked, this, &MessageTable::opened);
}

void MessageTable::showPage(const MessagePagePointer& page) {
    m_model->show(page);
    if (page != nullptr) measure(*page);
    if (m_isAwaited && m_model->message(currentIndex().row()) != nullptr)
        choose(currentIndex().row());
    follow();
    checkRows();
}

void MessageTable::rewind() {
    m_isFollowing = true;
    selectionModel()->clear();
    verticalScrollBar()->setValue(0);
    m_isFollowing = false;
    m_isAwaited = false;
}

void MessageTable::beginAnew() {
    rewind();
    m_numberWidth = m_groupWidth = 0;
    m_longest = {};
    hideColumn(static_cast<int>(MessageColumn::Group)); // until a message has one
    choose(-1);
}

void MessageTable::choose(int row) {
    const MessageRow* message = m_model->message(row);
    m_isAwaited = row >= 0 && message == nullptr;
    const std::optional<MessageRow> chosen =
        message == nullptr ? std::nullopt : std::optional(*message);
    if (std::exchange(m_chosen, chosen) != chosen) emit chosenChanged();
}

// Keeps the highlight on the chosen message. One that is no longer in a list at hand as a whole is
// gone; otherwise it may be anywhere.
void MessageTable::follow() {
    if (!m_chosen) return;
    const auto row = m_model->rowOf(*m_chosen);
    const MessagePagePointer& page = m_model->page();
    const bool isWhole = page == nullptr || page->rows.size() == page->matching;
    m_isFollowing = true;
    setAutoScroll(false); // the view stays where it is
    if (row) {
        selectionModel()->setCurrentIndex(
            m_model->index(*row, std::max(currentIndex().column(), 0)),
            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    } else {
        selectionModel()->clear();
    }
    setAutoScroll(true);
    m_isFollowing = false;
    if (row || isWhole) choose(row.value_or(-1));
}

MessageQuery MessageTable::wanted(MessageQuery query) const {
    const int visible = viewport()->height() / kRowHeight + 1;
    const int first = verticalScrollBar()->value() / kRowHeight;
    const int around = std::max(visible * kPagesAround, kLeastRows);
    query.first = static_cast<std::uint64_t>(std::max(first - around, 0));
    const int most = static_cast<int>(MessageQuery::kMostRows);
    query.count = static_cast<std::uint32_t>(std::min(visible + 2 * around, most));
    return query;
}

// Asks when less than two heights of the view are at hand on a side where there is more.
void MessageTable::checkRows() {
    const MessagePagePointer& page = m_model->page();
    if (page == nullptr) return;
    const int height = viewport()->height();
    const int top = std::max((verticalScrollBar()->value() - 2 * height) / kRowHeight, 0);
    const int bottom =
        std::min((verticalScrollBar()->value() + 3 * height) / kRowHeight, m_model->rowCount() - 1);
    const auto first = static_cast<int>(page->query.first);
    const int end = first + static_cast<int>(page->rows.size());
    if (bottom >= 0 && (top < first || bottom >= end)) emit rowsWanted();
}

void MessageTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) fitColumns();
    checkRows();
}

int MessageTable::neededWidth(MessageColumn column, bool isLong) const {
    const QFontMetrics metrics(font());
    const int heading = metrics.horizontalAdvance(MessageTableModel::heading(column, isLong));
    int text = column == MessageColumn::Group ? m_groupWidth : m_numberWidth;
    for (const auto& [each, sample] : kSamples)
        if (each == column) text = metrics.horizontalAdvance(QString::fromUtf8(sample));
    return std::max(heading + kHeadingMargin, text + kTextMargin);
}

/// Room for what the column holds now, not for what it may come to hold; of IDs and names for a
/// beginning.
int MessageTable::leastWidth(MessageColumn column, int needed) const {
    if (column == MessageColumn::Group) return std::min(needed, kLeastGroup);
    const QFontMetrics metrics(font());
    if (column == MessageColumn::MessageId)
        return std::min(needed,
                        metrics.horizontalAdvance(QString::fromUtf8(kLeastId)) + kTextMargin);
    const int heading = metrics.horizontalAdvance(MessageTableModel::heading(column, false));
    const int text = metrics.horizontalAdvance(m_longest.at(static_cast<std::size_t>(column)));
    return std::min(needed, std::max(heading + kHeadingMargin, text + kTextMargin));
}

/// Whether all other columns leave no room for even the beginnings of IDs.
bool MessageTable::isTooNarrowForIds() const {
    int least = 0;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const auto which = static_cast<MessageColumn>(column);
        const bool isShown = which == MessageColumn::MessageId || !isColumnHidden(column);
        if (isShown) least += leastWidth(which, neededWidth(which, false));
    }
    return least > viewport()->width();
}

// Every column has the room it needs, with whole headings if they fit too. What is left is shared.
// Where some is missing, IDs and names are cut, and without room for a beginning of them the IDs
// are left out: that of the chosen message is said below. Numbers that are cut all look alike, so
// they are scrolled to if need be.
void MessageTable::fitColumns() {
    QHeaderView& header = *horizontalHeader();
    setColumnHidden(static_cast<int>(MessageColumn::MessageId), isTooNarrowForIds());
    std::array<int, 2> needed{};
    int shown = 0;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (header.isSectionHidden(column)) continue;
        ++shown;
        for (const bool isLong : {false, true})
            needed[isLong ? 1 : 0] += neededWidth(static_cast<MessageColumn>(column), isLong);
    }
    const bool isLong = needed[1] <= viewport()->width();
    m_model->setLongHeadings(isLong);
    int rest = viewport()->width() - needed[isLong ? 1 : 0];
    for (int column = m_model->columnCount(); column-- > 0;) {
        if (header.isSectionHidden(column)) continue;
        const auto which = static_cast<MessageColumn>(column);
        const int wide = neededWidth(which, isLong);
        const int share = std::max(rest / shown--, 0);
        const int cut = std::min(std::max(-rest, 0), wide - leastWidth(which, wide));
        rest += cut - share;
        header.resizeSection(column, wide + share - cut);
    }
    updateGeometry(); // the header has its style by now
}

/// Takes in how wide the numbers and groups of a page are, and whether any message has a group.
void MessageTable::measure(const MessagePage& page) {
    const QFontMetrics metrics(font());
    const auto widthOf = [&](const std::string& text) {
        return metrics.horizontalAdvance(QString::fromStdString(text));
    };
    int number = std::max(m_numberWidth, widthOf(kLeastNumber));
    int group = m_groupWidth;
    bool hasGroups = false;
    bool isLonger = false;
    for (std::size_t i = 0; i < page.rows.size(); ++i) {
        number = std::max(number, widthOf(messageNumber(page.rows[i].serial)));
        group = std::max(group, std::min(widthOf(page.groups[i]), kMostGroup));
        hasGroups = hasGroups || page.rows[i].group != 0;
        isLonger = takeLongest(static_cast<int>(page.query.first + i)) || isLonger;
    }
    constexpr int kGroup = static_cast<int>(MessageColumn::Group);
    const bool isGroupNew = hasGroups && isColumnHidden(kGroup);
    if (number == m_numberWidth && group == m_groupWidth && !isGroupNew && !isLonger) return;
    m_numberWidth = number;
    m_groupWidth = group;
    if (isGroupNew) showColumn(kGroup);
    fitColumns();
}

/// Digits are of one width, so a text with more of them is the wider one.
bool MessageTable::takeLongest(int row) {
    bool isAny = false;
    for (const auto column : kMeasured) {
        const QString text = m_model->index(row, static_cast<int>(column)).data().toString();
        QString& longest = m_longest.at(static_cast<std::size_t>(column));
        if (text.size() <= longest.size()) continue;
        longest = text;
        isAny = true;
    }
    return isAny;
}

// With the bar that comes when not all columns fit.
QSize MessageTable::minimumSizeHint() const {
    const int bar = std::max(horizontalScrollBar()->sizeHint().height(),
                             style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this));
    const int around = horizontalHeader()->sizeHint().height() + bar + 2 * frameWidth();
    return {QTableView::minimumSizeHint().width(), around + kFewestRows * kRowHeight};
}

// Rows are chosen as a whole, so that the columns have no beginning and end.
QModelIndex MessageTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    const int column = std::max(currentIndex().column(), 0);
    if (action == MoveHome) return m_model->index(0, column);
    if (action == MoveEnd) return m_model->index(m_model->rowCount() - 1, column);
    return QTableView::moveCursor(action, modifiers);
}

// Typing belongs to the window's shortcuts; searching a million rows here would hold everything up.
void MessageTable::keyboardSearch(const QString& /*search*/) {}

bool MessageTable::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace) { // not the parts on the canvas
            event->accept();
            return true;
        }
    }
    return QTableView::event(event);
}

void MessageTable::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit opened();
    } else if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
        emit deleteWanted();
    } else {
        QTableView::keyPressEvent(event);
    }
}

void MessageTable::contextMenuEvent(QContextMenuEvent* event) {
    const QRect row = visualRect(currentIndex());
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint below = row.isValid() ? row.bottomLeft() : QPoint(0, 0);
    emit menuWanted(isKey ? viewport()->mapToGlobal(below) : event->globalPos());
}

} // namespace sluice::ui
