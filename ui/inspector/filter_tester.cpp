// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/filter_tester.h"

#include "core/base/text.h"
#include "core/broker/publish_checks.h"
#include "ui/theme/current_theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStyle>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kBodyHeight = 58;
constexpr int kMarkWidth = 24;
constexpr int kMostTableHeight = 320;

QLabel* smallCaption(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("tone", "muted");
    label->setProperty("type", "small");
    return label;
}

Token tokenOf(std::string_view tone) {
    if (tone == "success") return Token::Success;
    return tone == "danger" ? Token::Danger : Token::Muted;
}

QString keyOf(const FilterCheck& check) {
    const std::string key = check.branch.empty() ? check.path : check.branch + ' ' + check.path;
    return QString::fromStdString(key);
}

/// Which key is to blame, with all it might have been. Keys outside alternatives must all be met;
/// where these are, no alternative is.
QString failure(const std::vector<FilterCheck>& checks) {
    const auto failed = std::ranges::find_if(
        checks, [](const FilterCheck& each) { return !each.isKeyMet && each.branch.empty(); });
    if (failed == checks.end())
        return FilterTester::tr("filtered out: none of the alternatives ($or) is met");
    QStringList wanted;
    for (const FilterCheck& check : checks)
        if (check.branch == failed->branch && check.path == failed->path)
            wanted << QString::fromStdString(check.condition);
    return FilterTester::tr("filtered out: %1 is %2, not %3")
        .arg(keyOf(*failed),
             QString::fromStdString(failed->found),
             wanted.join(FilterTester::tr(" or ")));
}

} // namespace

QString verdictText(FilterVerdict verdict) {
    switch (verdict) {
    case FilterVerdict::Accepted:
        return FilterTester::tr("accepted");
    case FilterVerdict::FilteredOut:
        return FilterTester::tr("filtered out");
    case FilterVerdict::NoAttributes:
        return FilterTester::tr("filtered out: the message has no attributes");
    case FilterVerdict::InvalidAttributes:
        return FilterTester::tr(
            "filtered out: the value of an attribute is not what its type says");
    case FilterVerdict::InvalidBody:
        return FilterTester::tr("filtered out: the body is no JSON object");
    }
    return {};
}

FilterTester::FilterTester(QWidget* parent)
    : QWidget(parent)
    , m_attributes(new QLineEdit(this))
    , m_body(new QPlainTextEdit(this))
    , m_verdict(new QLabel(this))
    , m_table(new QTableWidget(0, 3, this)) {
    m_attributes->setPlaceholderText(QStringLiteral("type=order; amount:Number=5"));
    m_attributes->setAccessibleName(tr("Attributes of the message"));
    m_attributes->setToolTip(tr("name=value; name:Type=value"));
    m_body->setPlaceholderText(QStringLiteral("{\"type\": \"order\"}"));
    m_body->setAccessibleName(tr("Body of the message"));
    m_body->setFont(Theme::font(Type::Mono));
    m_body->setFixedHeight(kBodyHeight);
    m_body->setTabChangesFocus(true);
    m_verdict->setWordWrap(true);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Fixed);
    m_table->horizontalHeader()->resizeSection(0, kMarkWidth);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->verticalHeader()->hide();
    m_table->setProperty("compact", true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setTabKeyNavigation(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(smallCaption(tr("Attributes")));
    column->addWidget(m_attributes);
    column->addWidget(smallCaption(tr("Body")));
    column->addWidget(m_body);
    column->addWidget(m_verdict);
    column->addWidget(m_table);
    connect(m_attributes, &QLineEdit::textChanged, this, &FilterTester::evaluate);
    connect(m_body, &QPlainTextEdit::textChanged, this, &FilterTester::evaluate);
}

void FilterTester::tryOn(std::vector<TriedFilter> filters, bool isList) {
    m_filters = std::move(filters);
    m_isList = isList;
    m_table->setHorizontalHeaderLabels(
        m_isList ? QStringList{{}, tr("Subscriber"), tr("Gets it?")}
                 : QStringList{{}, tr("Condition"), tr("In the message")});
    m_table->setAccessibleName(m_isList ? tr("Subscribers") : tr("Conditions"));
    evaluate();
}

QString FilterTester::verdict() const {
    return m_verdict->text();
}

void FilterTester::evaluate() {
    m_table->setRowCount(0);
    const std::string typed = m_attributes->text().toStdString();
    const auto attributes =
        typed.empty() ? Result<std::vector<MessageAttribute>>() : parseAttributes(typed);
    const std::string body = m_body->toPlainText().toStdString();
    const auto accepted = attributes ? checkTopicAttributes(*attributes) : ApiResult<>(); // SNS-13
    if (!attributes)
        setVerdict(QString::fromStdString(attributes.error().message), "danger");
    else if (!accepted)
        setVerdict(tr("✗ The topic refuses such a message: %1")
                       .arg(QString::fromStdString(accepted.error().message)),
                   "danger");
    else if (m_isList)
        listSubscribers(*attributes, body);
    else if (!m_filters.empty())
        explain(m_filters.front(), *attributes, body);
    fitTable();
}

void FilterTester::explain(const TriedFilter& tried,
                           const std::vector<MessageAttribute>& attributes,
                           const std::string& body) {
    const auto filter = FilterPolicy::parse(tried.policy, tried.scope);
    if (!filter) return setVerdict(tr("The filter policy has an error."), "muted");
    const FilterVerdict verdict = filter->match(attributes, body);
    const bool isAccepted = verdict == FilterVerdict::Accepted;
    setVerdict((isAccepted ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + verdictText(verdict),
               isAccepted ? "success" : "danger");
    for (const FilterCheck& check : filter->explain(attributes, body)) {
        hintAtNumber(check, attributes);
        const QString condition =
            keyOf(check) + QStringLiteral(": ") + QString::fromStdString(check.condition);
        const QString found = QString::fromStdString(check.found);
        if (check.isMet)
            addRow(QStringLiteral("✓"), "success", condition, found);
        else if (check.isKeyMet) // one of a key's conditions is enough
            addRow(QStringLiteral("–"), "muted", condition, found);
        else
            addRow(QStringLiteral("✗"), "danger", condition, found);
    }
}

/// A condition on numbers is never met by a text, even one of digits.
void FilterTester::hintAtNumber(const FilterCheck& check,
                                const std::vector<MessageAttribute>& attributes) {
    const auto named = std::ranges::find(attributes, check.path, &MessageAttribute::name);
    if (check.isMet || named == attributes.end() || named->type != "String") return;
    const bool isAboutNumbers =
        check.condition.find("numeric") != std::string::npos
        || (!check.condition.empty()
            && (isDigit(check.condition.front()) || check.condition.front() == '-'));
    bool isNumber = false;
    QString::fromStdString(named->value).toDouble(&isNumber);
    if (!isAboutNumbers || !isNumber) return;
    const QString name = QString::fromStdString(named->name);
    m_verdict->setText(m_verdict->text()
                       + tr(" · “%1” is a String here; a number is written %1:Number=%2")
                             .arg(name, QString::fromStdString(named->value)));
}

void FilterTester::listSubscribers(const std::vector<MessageAttribute>& attributes,
                                   const std::string& body) {
    int takers = 0;
    for (const TriedFilter& tried : m_filters) {
        const auto filter = FilterPolicy::parse(tried.policy, tried.scope);
        if (!filter) {
            addRow(QStringLiteral("–"), "muted", tried.name, tr("its filter policy has an error"));
            continue;
        }
        const FilterVerdict verdict = filter->match(attributes, body);
        const bool isAccepted = verdict == FilterVerdict::Accepted;
        takers += isAccepted ? 1 : 0;
        addRow(isAccepted ? QStringLiteral("✓") : QStringLiteral("✗"),
               isAccepted ? "success" : "danger",
               tried.name,
               filter->isEmpty()                       ? tr("accepted: no filter")
               : verdict == FilterVerdict::FilteredOut ? failure(filter->explain(attributes, body))
                                                       : verdictText(verdict));
    }
    setVerdict(tr("%1 of %2 subscribers get it").arg(takers).arg(m_filters.size()), "muted");
}

void FilterTester::addRow(const QString& mark,
                          const char* tone,
                          const QString& text,
                          const QString& found) {
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    auto* sign = new QTableWidgetItem(mark);
    sign->setForeground(currentTheme().color(tokenOf(tone)));
    sign->setTextAlignment(Qt::AlignHCenter | Qt::AlignTop);
    const bool isMet = mark == QStringLiteral("✓");
    sign->setData(Qt::AccessibleTextRole, isMet ? tr("met") : tr("not met"));
    m_table->setItem(row, 0, sign);
    for (const auto& [column, words] : {std::pair{1, text}, std::pair{2, found}}) {
        auto* item = new QTableWidgetItem(words);
        item->setTextAlignment(Qt::AlignLeft | Qt::AlignTop);
        item->setToolTip(words);
        m_table->setItem(row, column, item);
    }
}

void FilterTester::fitTable() {
    m_table->setVisible(m_table->rowCount() > 0);
    m_table->resizeRowsToContents();
    int height = m_table->horizontalHeader()->sizeHint().height() + 4;
    for (int row = 0; row < m_table->rowCount(); ++row) height += m_table->rowHeight(row);
    m_table->setFixedHeight(std::min(height, kMostTableHeight));
}

void FilterTester::setVerdict(const QString& text, const char* tone) {
    m_verdict->setText(text);
    m_verdict->setProperty("tone", tone);
    m_verdict->style()->unpolish(m_verdict);
    m_verdict->style()->polish(m_verdict);
}

} // namespace sluice::ui
