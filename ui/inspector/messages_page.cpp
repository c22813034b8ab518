// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/messages_page.h"

#include "ui/inspector/action_dialog.h"
#include "ui/inspector/button_row.h"
#include "ui/inspector/message_details.h"
#include "ui/inspector/message_table.h"
#include "ui/inspector/message_table_model.h"
#include "ui/inspector/message_words.h"
#include "ui/inspector/page_labels.h"
#include "ui/inspector/steady_splitter.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/text.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kBarHeight = 6;
constexpr int kScrollBar = 10; ///< It may stand in the margin.
constexpr int kLongestSearch = 100;

QLabel* captionLine(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setProperty("type", "caption");
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QStringList linesOf(const std::vector<std::string>& texts) {
    QStringList lines;
    for (const std::string& text : texts) lines << QString::fromStdString(text);
    return lines;
}

} // namespace

MessagesPage::MessagesPage(DocumentSession& documents,
                           RunSession& run,
                           const Registry& registry,
                           QWidget* parent)
    : QScrollArea(parent)
    , m_documents(documents)
    , m_run(run)
    , m_registry(registry)
    , m_nodeButtons(new ButtonRow(this))
    , m_messageButtons(new ButtonRow(this))
    , m_search(new QLineEdit(this))
    , m_states(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new MessageTable(this))
    , m_details(new MessageDetails(this))
    , m_empty(new QLabel(this))
    , m_counts(captionLine(this))
    , m_doing(captionLine(this))
    , m_past(captionLine(this))
    , m_activity(new QProgressBar(this)) {
    m_empty->setProperty("tone", "muted");
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_empty->setContentsMargins(0, kPageMargin, kScrollBar, kPageMargin);
    m_empty->setWordWrap(true);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    m_details->setContentsMargins(kPageMargin, 0, kPageMargin, 0);
    m_counts->setContentsMargins(kPageMargin, 0, kPageMargin, 0);
    m_counts->setMinimumHeight(2 * QFontMetrics(Theme::font(Type::Caption)).lineSpacing());
    m_counts->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 10, 0, 8);
    column->setSpacing(6);
    column->addWidget(m_nodeButtons);
    column->addLayout(makeActivity());
    column->addWidget(makeFilter());
    column->addWidget(makeLists(), 1);
    column->addWidget(m_messageButtons);
    setWidget(content);
    connect(m_table, &MessageTable::menuWanted, this, &MessagesPage::showMenu);
    connect(m_table, &MessageTable::rowsWanted, this, [this] { ask(false); });
    connect(m_table, &MessageTable::chosenChanged, this, &MessagesPage::showAvailable);
    connect(m_table, &MessageTable::chosenChanged, this, &MessagesPage::peek);
    connect(m_table, &MessageTable::opened, this, [this] { actOnFirst(false); });
    connect(m_table, &MessageTable::deleteWanted, this, [this] { actOnFirst(true); });
    connect(m_table->horizontalHeader(),
            &QHeaderView::sortIndicatorChanged,
            this,
            [this](int section, Qt::SortOrder order) {
                m_query.sortBy = static_cast<MessageColumn>(section);
                m_query.isDescending = order == Qt::DescendingOrder;
                m_table->rewind();
                ask(false);
            });
    showAvailable();
}

QLayout* MessagesPage::makeActivity() {
    m_activity->setRange(0, 1'000);
    m_activity->setAccessibleName(tr("What is being done"));
    m_activity->setTextVisible(false);
    m_activity->setFixedHeight(kBarHeight);
    m_activity->hide();
    m_doing->hide();
    m_past->hide();
    auto* activity = new QVBoxLayout;
    activity->setSpacing(4);
    activity->addWidget(m_doing);
    activity->setContentsMargins(kPageMargin, 0, kPageMargin, 0);
    activity->addWidget(m_activity);
    activity->addWidget(m_past);
    return activity;
}

// The user shares the height out between the messages and what the chosen one says.
QWidget* MessagesPage::makeLists() {
    auto* list = new QWidget(this);
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* stack = new QHBoxLayout;
    stack->setContentsMargins(kPageMargin, 0, kPageMargin - kScrollBar, 0);
    stack->addWidget(m_stack);
    column->addLayout(stack, 1);
    column->addWidget(m_counts);
    auto* lists = new SteadySplitter(this);
    lists->addWidget(list);
    lists->addWidget(m_details);
    return lists;
}

QWidget* MessagesPage::makeFilter() {
    auto* filter = new QWidget(this);
    auto* row = new QHBoxLayout(filter);
    row->setContentsMargins(kPageMargin, 0, kPageMargin, 0);
    row->setSpacing(6);
    row->addWidget(m_search, 1);
    row->addWidget(m_states);
    m_search->setPlaceholderText(tr("Number, group or ID"));
    m_search->setAccessibleName(tr("Find messages by number, group or message ID"));
    m_search->setToolTip(tr("Part of the number or the group, or the start of the message ID "
                            "(four digits at least)"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(kLongestSearch);
    m_search->setMinimumWidth(60);
    m_states->setAccessibleName(tr("Show messages in state"));
    m_states->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_states->addItem(tr("all states"), -1);
    for (const auto state : {MessageRow::State::Visible,
                             MessageRow::State::InFlight,
                             MessageRow::State::Delayed,
                             MessageRow::State::Blocked})
        m_states->addItem(stateText(state), static_cast<int>(state));
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_query.text = text.trimmed().toStdString();
        ask(true);
    });
    connect(m_states, &QComboBox::currentIndexChanged, this, [this] {
        const int state = m_states->currentData().toInt();
        m_query.state.reset();
        if (state >= 0) m_query.state = static_cast<MessageRow::State>(state);
        ask(true);
    });
    return filter;
}

const NodeKind* MessagesPage::kindOf(const Subject& subject) const {
    const bool isOne = subject.nodes.size() == 1;
    const Node* node = isOne ? m_documents.document().node(subject.nodes.front()) : nullptr;
    return node == nullptr ? nullptr : m_registry.find(node->kind);
}

bool MessagesPage::concerns(const Subject& subject) const {
    const NodeKind* kind = kindOf(subject);
    return kind != nullptr && kind->holdsMessages;
}

void MessagesPage::show(const Subject& subject) {
    const NodeKind* kind = concerns(subject) ? kindOf(subject) : nullptr;
    const NodeId node = kind == nullptr ? NodeId{} : subject.nodes.front();
    const bool isOther = node != m_query.node || kind != m_kind;
    m_query.node = node;
    if (kind != m_kind) {
        m_kind = kind;
        makeButtons();
    }
    if (!isOther) return;
    m_table->messages().show(nullptr);
    m_stack->setCurrentWidget(m_table);
    m_counts->clear();
    ask(true);
}

void MessagesPage::makeButtons() {
    m_offers.clear();
    m_nodeButtons->clear();
    m_messageButtons->clear();
    if (m_kind == nullptr) return;
    for (const ActionSpec& action : m_kind->actions) {
        ButtonRow& row = action.isPerMessage ? *m_messageButtons : *m_nodeButtons;
        QPushButton* button = row.add(actionText(action), this->button(action.insteadOf));
        m_offers.push_back({&action, button});
        connect(button, &QPushButton::clicked, this, [this, &action] { act(action); });
    }
    showAvailable();
}

QPushButton* MessagesPage::button(std::string_view actionKey) const {
    const auto found = std::ranges::find_if(
        m_offers, [&](const Offer& offer) { return offer.action->key == actionKey; });
    return found == m_offers.end() ? nullptr : found->button;
}

// Frames hold messages from now on for as long as the page is seen.
void MessagesPage::ask(bool isNewList) {
    if (isNewList) m_table->beginAnew();
    if (!isVisible() || m_kind == nullptr) return;
    m_query = m_table->wanted(m_query);
    m_run.watch(m_query);
}

void MessagesPage::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    ask(false);
}

void MessagesPage::hideEvent(QHideEvent* event) {
    m_run.watch(std::nullopt);
    QScrollArea::hideEvent(event);
}

// A page of another list, asked for before the present one, is not shown.
void MessagesPage::take(const Frame& frame) {
    showActivity(frame);
    showAvailable();
    if (frame.messages == nullptr || m_kind == nullptr) return;
    MessageQuery list = frame.messages->query;
    list.first = m_query.first;
    list.count = m_query.count;
    list.peeked = m_query.peeked;
    if (list != m_query) return;
    if (frame.messages != m_table->messages().page()) m_table->showPage(frame.messages);
    showCounts(frame);
    const auto& content = frame.messages->content;
    const bool isChosen = content && content->key == m_query.peeked;
    m_details->show(isChosen ? content : std::nullopt);
}

void MessagesPage::showActivity(const Frame& frame) {
    const auto found =
        std::ranges::lower_bound(frame.pictures, m_query.node, {}, &NodePicture::node);
    const bool isThere = found != frame.pictures.end() && found->node == m_query.node;
    const auto& activity = isThere ? found->picture.activity : std::nullopt;
    const QStringList past = isThere ? linesOf(found->picture.history) : QStringList();
    m_past->setVisible(!past.isEmpty());
    m_past->setText(past.join(QLatin1Char('\n')));
    m_activity->setVisible(activity.has_value());
    m_doing->setVisible(activity.has_value());
    if (!activity) return;
    m_doing->setText(QString::fromStdString(activity->text));
    m_activity->setValue(static_cast<int>(activity->share * m_activity->maximum()));
}

void MessagesPage::showCounts(const Frame& frame) {
    const MessagePage& page = *frame.messages;
    const QString reason = page.matching == 0 ? reasonForNothing(frame, page) : QString();
    m_empty->setText(reason);
    m_stack->setCurrentWidget(reason.isEmpty() ? static_cast<QWidget*>(m_table) : m_empty);
    m_counts->setText(QStringLiteral("%1 · %2").arg(countsOf(page), note(page)));
}

// What keeps the buttons below from being pressed comes first.
QString MessagesPage::note(const MessagePage& page) const {
    if (page.matching > MessageTableModel::kMostRows)
        return tr("The first %1 can be scrolled to.").arg(grouped(MessageTableModel::kMostRows));
    if (page.matching > 0 && !m_table->chosen()) return tr("Choose one to read or change it.");
    for (const Offer& offer : m_offers) {
        const bool isOfChosen = offer.action->isPerMessage && page.matching > 0;
        const QString why = isOfChosen ? whyNot(*offer.action) : QString();
        if (!why.isEmpty()) return why;
    }
    return tr("Looking never counts as a receive.");
}

QString MessagesPage::emptyText() const {
    return m_stack->currentWidget() == m_empty ? m_empty->text() : QString();
}

// The content of the chosen message comes with the next frame.
void MessagesPage::peek() {
    const auto& chosen = m_table->chosen();
    const CopyKey key = chosen ? chosen->key() : CopyKey{};
    if (std::exchange(m_query.peeked, key) == key) return;
    if (!chosen) m_details->show(std::nullopt);
    ask(false);
}

/// Why an action cannot succeed now; empty when it may.
QString MessagesPage::whyNot(const ActionSpec& action) const {
    if (!action.isPerMessage) return whyUnavailable(m_run.frame(), m_query.node, action.key);
    const auto& chosen = m_table->chosen();
    if (!chosen) return tr("Choose a message in the table first.");
    const bool isInFlight = chosen->state == MessageRow::State::InFlight;
    const bool isWrong = !action.inFlightOnly.empty() && !isInFlight;
    return isWrong ? translated(action.inFlightOnly) : QString();
}

void MessagesPage::showAvailable() {
    for (const Offer& offer : m_offers) {
        const QString why = whyNot(*offer.action);
        const QString text = why.isEmpty() ? translated(offer.action->help) : why;
        // A disabled one would hand the focus to anywhere, also while its dialog is in front.
        if (!why.isEmpty() && window()->focusWidget() == offer.button)
            m_table->setFocus(Qt::OtherFocusReason);
        offer.button->setEnabled(why.isEmpty());
        if (QPushButton* other = this->button(offer.action->insteadOf)) {
            offer.button->setVisible(why.isEmpty());
            other->setVisible(!why.isEmpty());
        }
        if (offer.button->toolTip() == text) continue;
        offer.button->setToolTip(text);
        offer.button->setAccessibleDescription(text);
    }
}

void MessagesPage::act(const ActionSpec& action) {
    const Node* node = m_documents.document().node(m_query.node);
    const auto& chosen = m_table->chosen();
    if (node == nullptr || !whyNot(action).isEmpty()) return;
    NodeAction whole{node->id, std::string(action.key), {}, 0, {}};
    if (action.isPerMessage) {
        whole.message = chosen->serial;
        whole.receipt = chosen->receipt;
    }
    askAndAct(m_run, m_documents.document(), action, whole, window());
}

void MessagesPage::actOnFirst(bool isDestructive) {
    const auto found = std::ranges::find_if(m_offers, [&](const Offer& offer) {
        return offer.action->isPerMessage && offer.action->isDestructive == isDestructive;
    });
    if (found != m_offers.end()) act(*found->action);
}

void MessagesPage::showMenu(QPoint global) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const bool isPerMessage : {true, false}) {
        for (const Offer& offer : m_offers) {
            if (offer.action->isPerMessage != isPerMessage) continue;
            QAction* entry = menu->addAction(offer.button->text());
            entry->setEnabled(offer.button->isEnabled());
            entry->setToolTip(offer.button->toolTip());
            connect(
                entry, &QAction::triggered, this, [this, action = offer.action] { act(*action); });
        }
        menu->addSeparator();
    }
    menu->popup(global);
}

} // namespace sluice::ui
