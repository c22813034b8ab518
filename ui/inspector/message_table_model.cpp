// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/message_table_model.h"

#include "ui/session/text.h"
#include "ui/theme/current_theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sluice::ui {

namespace {

struct ColumnText {
    const char* label;
    const char* shortLabel; // where there is little room
    const char* help;
    bool isNumber;
};

// clang-format off
#define TEXT(text) QT_TRANSLATE_NOOP("MessageTable", text)
constexpr std::array<ColumnText, kMessageColumns> kColumnTexts{{
    {TEXT("Number"), TEXT("No."), TEXT("Number of the message: who sent it, and its count there"), false},
    {TEXT("State"), TEXT("State"), TEXT("Delayed, visible, behind the lock of its group, or in flight"), false},
    {TEXT("Group"), TEXT("Group"), TEXT("Message group"), false},
    {TEXT("Receives"), TEXT("Recv"), TEXT("How often it was received; looking at it here does not count"), true},
    {TEXT("Age"), TEXT("Age"), TEXT("Time since it was stored"), true},
    {TEXT("Time left"), TEXT("Left"), TEXT("Time left until its delay or its visibility timeout ends"), true},
    {TEXT("Size"), TEXT("Size"), TEXT("Body and attributes"), true},
    {TEXT("Message ID"), TEXT("ID"), TEXT("What the service calls the message"), false},
}};
#undef TEXT
// clang-format on

QString translatedText(const char* text) {
    return QCoreApplication::translate("MessageTable", text);
}

Token toneOf(MessageRow::State state) {
    switch (state) {
    case MessageRow::State::Delayed:
        return Token::Warning;
    case MessageRow::State::Visible:
        return Token::Success;
    case MessageRow::State::Blocked:
        return Token::Muted;
    case MessageRow::State::InFlight:
        return Token::Accent;
    }
    return Token::Ink;
}

} // namespace

QString stateText(MessageRow::State state) {
    switch (state) {
    case MessageRow::State::Delayed:
        return MessageTableModel::tr("delayed");
    case MessageRow::State::Visible:
        return MessageTableModel::tr("visible");
    case MessageRow::State::Blocked:
        return MessageTableModel::tr("locked");
    case MessageRow::State::InFlight:
        return MessageTableModel::tr("in flight");
    }
    return {};
}

QString shortTime(Duration duration) {
    struct Scale {
        Duration size;
        Duration part; // the next smaller unit
        const char* name;
        const char* partName;
    };
    static constexpr std::array<Scale, 3> kScales{
        {{24h, 1h, "d", "h"}, {1h, 1min, "h", "min"}, {1min, 1s, "min", "s"}}};
    const Duration length = std::max(duration, Duration::zero());
    for (const Scale& scale : kScales) {
        if (length < scale.size) continue;
        const QString whole = QStringLiteral("%1 %2").arg(length / scale.size).arg(scale.name);
        const auto rest = length % scale.size / scale.part;
        return rest == 0 ? whole
                         : QStringLiteral("%1 %2 %3").arg(whole).arg(rest).arg(scale.partName);
    }
    if (length < 1s) return QStringLiteral("%1 ms").arg(length / 1ms);
    if (length < 10s) return QStringLiteral("%1 s").arg(seconds(length), 0, 'f', 1);
    return QStringLiteral("%1 s").arg(length / 1s);
}

QString narrowTime(Duration duration) {
    const double length = std::max(0.0, seconds(duration));
    struct Scale {
        double from;
        double size;
        const char* name;
    };
    // Numbers up to 120 tell more than the first of a larger unit.
    static constexpr std::array<Scale, 3> kScales{
        {{172'800, 86'400, "d"}, {7'200, 3'600, "h"}, {120, 60, "min"}}};
    for (const Scale& scale : kScales) {
        if (length < scale.from) continue;
        const double value = length / scale.size;
        const int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return QStringLiteral("%1 %2").arg(value, 0, 'f', digits).arg(scale.name);
    }
    return length < 60 ? shortTime(duration) : QStringLiteral("%1 s").arg(std::floor(length));
}

QString narrowSize(std::int64_t bytes) {
    constexpr std::array<const char*, 3> kUnits{"KiB", "MiB", "GiB"};
    constexpr double kStep = 1'024;
    if (bytes < 1'024) return QStringLiteral("%1 B").arg(bytes);
    double size = static_cast<double>(bytes) / kStep;
    std::size_t unit = 0;
    for (; size >= kStep - 0.5 && unit + 1 < kUnits.size(); ++unit) size /= kStep;
    const int digits = size < 9.95 ? 1 : 0;
    return QStringLiteral("%1 %2").arg(size, 0, 'f', digits).arg(kUnits.at(unit));
}

MessageTableModel::MessageTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void MessageTableModel::show(MessagePagePointer page) {
    m_page = std::move(page);
    const std::uint64_t matching = m_page == nullptr ? 0 : m_page->matching;
    setRowCount(static_cast<int>(std::min<std::uint64_t>(matching, kMostRows)));
    // The view repaints what it shows of them; which rows those are is its own affair.
    if (m_rowCount > 0) emit dataChanged(index(0, 0), index(m_rowCount - 1, kMessageColumns - 1));
}

void MessageTableModel::setRowCount(int count) {
    if (count > m_rowCount) {
        beginInsertRows({}, m_rowCount, count - 1);
        m_rowCount = count;
        endInsertRows();
    } else if (count < m_rowCount) {
        beginRemoveRows({}, count, m_rowCount - 1);
        m_rowCount = count;
        endRemoveRows();
    }
}

const MessageRow* MessageTableModel::message(int row) const {
    if (m_page == nullptr || row < 0) return nullptr;
    const auto wanted = static_cast<std::uint64_t>(row);
    const std::uint64_t first = m_page->query.first;
    const bool isAtHand = wanted >= first && wanted < first + m_page->rows.size();
    return isAtHand ? &m_page->rows[wanted - first] : nullptr;
}

std::optional<int> MessageTableModel::rowOf(const MessageRow& message) const {
    if (m_page == nullptr) return std::nullopt;
    const auto found = std::ranges::find(m_page->rows, message.key(), &MessageRow::key);
    if (found == m_page->rows.end()) return std::nullopt;
    return static_cast<int>(m_page->query.first) + static_cast<int>(found - m_page->rows.begin());
}

int MessageTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rowCount;
}

int MessageTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kMessageColumns;
}

QString MessageTableModel::text(const MessageRow& row, MessageColumn column) const {
    switch (column) {
    case MessageColumn::Serial:
        return QString::fromStdString(messageNumber(row.serial));
    case MessageColumn::State:
        return stateText(row.state);
    case MessageColumn::Group:
        return QString::fromStdString(
            m_page->groups[static_cast<std::size_t>(&row - m_page->rows.data())]);
    case MessageColumn::Receives:
        return QString::number(row.receiveCount);
    case MessageColumn::Age:
        return narrowTime(m_page->at - row.enqueuedAt);
    case MessageColumn::TimeLeft:
        return row.until == kNever ? QString() : narrowTime(row.until - m_page->at);
    case MessageColumn::Size:
        return narrowSize(row.bytes);
    case MessageColumn::MessageId:
        return QString::fromStdString(toText(messageIdIn(m_page->query.node, row)));
    }
    return {};
}

/// What the narrow columns shorten.
QString MessageTableModel::wholeText(const MessageRow& row, MessageColumn column) const {
    switch (column) {
    case MessageColumn::Age:
        return shortTime(m_page->at - row.enqueuedAt);
    case MessageColumn::TimeLeft:
        return row.until == kNever ? QString() : shortTime(row.until - m_page->at);
    case MessageColumn::Size:
        return tr("%1 bytes").arg(row.bytes);
    default:
        return text(row, column);
    }
}

/// What stands for a message that is not at hand yet.
QVariant MessageTableModel::placeholder(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rowCount) return {};
    if (role == Qt::DisplayRole && index.column() == 0) return QStringLiteral("…");
    if (role == Qt::ForegroundRole) return currentTheme().color(Token::Muted);
    if (role == Qt::ToolTipRole) return tr("Being looked up");
    return {};
}

QVariant MessageTableModel::data(const QModelIndex& index, int role) const {
    const MessageRow* row = message(index.row());
    if (row == nullptr) return placeholder(index, role);
    const auto column = static_cast<MessageColumn>(index.column());
    if (role == Qt::DisplayRole) return text(*row, column);
    if (role == Qt::ToolTipRole) return wholeText(*row, column);
    if (role == Qt::ForegroundRole && column == MessageColumn::State)
        return currentTheme().color(toneOf(row->state));
    if (role == Qt::TextAlignmentRole
        && kColumnTexts.at(static_cast<std::size_t>(index.column())).isNumber)
        return {Qt::AlignRight | Qt::AlignVCenter};
    return {};
}

QString MessageTableModel::heading(MessageColumn column, bool isLong) {
    const ColumnText& text = kColumnTexts.at(static_cast<std::size_t>(column));
    return translatedText(isLong ? text.label : text.shortLabel);
}

void MessageTableModel::setLongHeadings(bool areLong) {
    if (std::exchange(m_hasLongHeadings, areLong) == areLong) return;
    emit headerDataChanged(Qt::Horizontal, 0, kMessageColumns - 1);
}

QVariant MessageTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const ColumnText& column = kColumnTexts.at(static_cast<std::size_t>(section));
    if (role == Qt::DisplayRole)
        return heading(static_cast<MessageColumn>(section), m_hasLongHeadings);
    if (role == Qt::ToolTipRole) return translatedText(column.help);
    if (role == Qt::TextAlignmentRole)
        return {(column.isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter};
    return {};
}

} // namespace sluice::ui
