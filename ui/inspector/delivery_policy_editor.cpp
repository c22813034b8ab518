// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/delivery_policy_editor.h"

#include "ui/inspector/page_labels.h"
#include "ui/inspector/switch_button.h"
#include "ui/inspector/wheel_guard.h"
#include "ui/session/text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

namespace sluice::ui {

namespace {

constexpr int kMostRetries = 100;
constexpr int kLongestDelay = 3'600; // seconds
constexpr int kHighestPace = 1'000'000'000;

ApiResult<TopicDeliveryPolicy> parsed(const std::string& text, bool isOfTopic) {
    if (text.empty()) return TopicDeliveryPolicy{};
    if (isOfTopic) return parseTopicDeliveryPolicy(text);
    const auto own = parseDeliveryPolicy(text);
    if (!own) return tl::unexpected(own.error());
    return TopicDeliveryPolicy{*own, false};
}

int wholeSeconds(Duration delay) {
    return static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(delay).count());
}

QSpinBox* spinBox(const QString& name, int least, int most, const QString& suffix = {}) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setAccessibleName(name);
    box->setKeyboardTracking(false);
    return box;
}

} // namespace

DeliveryPolicyEditor::DeliveryPolicyEditor(const PropertySpec& row, QWidget* parent)
    : PropertyEditor(row, parent)
    , m_own(new SwitchButton)
    , m_function(new QComboBox)
    , m_mayDiffer(new SwitchButton)
    , m_summary(new QLabel) {
    auto* fields = new QWidget(this);
    fields->setMinimumWidth(kReadingWidth);
    m_form = new QFormLayout(fields);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(10);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto addRow = [&](const QString& label, QWidget* field) {
        m_form->addRow(rowLabel(label), field);
        field->setAccessibleName(label);
        guardFromWheel(*field);
    };
    const auto addNumber =
        [&](Field field, const QString& label, int least, int most, bool isTime) {
            auto* box = spinBox(label, least, most, isTime ? tr(" s") : QString());
            m_numbers[static_cast<std::size_t>(field)] = box;
            addRow(label, box);
            connect(box, &QSpinBox::valueChanged, this, &DeliveryPolicyEditor::commit);
        };
    addRow(tr("Own policy"), m_own);
    addNumber(Field::NoDelay, tr("Retries at once"), 0, kMostRetries, false);
    addNumber(Field::MinDelay, tr("At the shortest delay"), 0, kMostRetries, false);
    addNumber(Field::Backoff, tr("With growing delay"), 0, kMostRetries, false);
    addNumber(Field::MaxDelay, tr("At the longest delay"), 0, kMostRetries, false);
    addNumber(Field::Shortest, tr("Shortest delay"), 1, kLongestDelay, true);
    addNumber(Field::Longest, tr("Longest delay"), 1, kLongestDelay, true);
    for (const QString& name : {tr("arithmetic"), tr("exponential"), tr("geometric"), tr("linear")})
        m_function->addItem(name);
    addRow(tr("Delays grow"), m_function);
    addNumber(Field::Pace, tr("Deliveries per second"), 0, kHighestPace, false);
    number(Field::Pace).setSpecialValueText(tr("no limit"));
    if (isOfTopic()) addRow(tr("Subscriptions may differ"), m_mayDiffer);
    m_mayDiffer->setVisible(isOfTopic());
    m_mayDiffer->setParent(isOfTopic() ? fields : this);
    m_summary->setProperty("type", "small");
    m_summary->setWordWrap(true);
    m_form->addRow(m_summary);
    setInput(fields);
    connect(m_own, &QCheckBox::clicked, this, &DeliveryPolicyEditor::commit);
    connect(m_mayDiffer, &QCheckBox::clicked, this, &DeliveryPolicyEditor::commit);
    connect(m_function, &QComboBox::activated, this, &DeliveryPolicyEditor::commit);
    showPolicy({});
}

void DeliveryPolicyEditor::show(const std::optional<PropertyValue>& value) {
    const auto text = value ? std::optional(std::get<std::string>(*value)) : std::nullopt;
    if (text && text == m_shown) return; // what is being typed stays
    m_shown = text;
    m_own->setTristate(!text);
    m_own->setCheckState(!text           ? Qt::PartiallyChecked
                         : text->empty() ? Qt::Unchecked
                                         : Qt::Checked);
    const auto policy = parsed(text.value_or(std::string()), isOfTopic());
    showPolicy(policy.value_or(TopicDeliveryPolicy{}));
    setError(policy ? QString() : QString::fromStdString(policy.error().message));
}

void DeliveryPolicyEditor::showPolicy(const TopicDeliveryPolicy& policy) {
    m_isShowing = true;
    const RetryPlan& plan = policy.http.retries;
    const auto set = [&](Field field, std::int64_t value) {
        number(field).setValue(static_cast<int>(value));
    };
    set(Field::NoDelay, plan.noDelay);
    set(Field::MinDelay, plan.minDelay);
    set(Field::Backoff, plan.backoff);
    set(Field::MaxDelay, plan.maxDelay);
    set(Field::Shortest, wholeSeconds(plan.shortest));
    set(Field::Longest, wholeSeconds(plan.longest));
    set(Field::Pace, policy.http.maxReceivesPerSecond);
    m_function->setCurrentIndex(static_cast<int>(plan.function));
    m_mayDiffer->setChecked(!policy.disableSubscriptionOverrides);
    m_contentType = policy.http.contentType;
    m_isShowing = false;
    showFields();
}

TopicDeliveryPolicy DeliveryPolicyEditor::policy() const {
    const auto at = [&](Field field) {
        return m_numbers[static_cast<std::size_t>(field)]->value();
    };
    const auto count = [&](Field field) { return static_cast<std::uint32_t>(at(field)); };
    TopicDeliveryPolicy policy;
    policy.http.retries = {count(Field::NoDelay),
                           count(Field::MinDelay),
                           count(Field::Backoff),
                           count(Field::MaxDelay),
                           std::chrono::seconds(at(Field::Shortest)),
                           std::chrono::seconds(at(Field::Longest)),
                           static_cast<Backoff>(m_function->currentIndex())};
    policy.http.maxReceivesPerSecond = at(Field::Pace);
    policy.http.contentType = m_contentType;
    policy.disableSubscriptionOverrides = !m_mayDiffer->isChecked();
    return policy;
}

// Written as the service's JSON and read again: what it would refuse is refused here.
void DeliveryPolicyEditor::commit() {
    if (m_isShowing) return;
    m_own->setTristate(false);
    const bool isOwn = m_own->isChecked();
    showFields();
    std::string text;
    if (isOwn) text = isOfTopic() ? toText(policy()) : toText(policy().http);
    if (const auto policy = parsed(text, isOfTopic()); !policy) {
        setError(QString::fromStdString(policy.error().message));
        return;
    }
    m_shown = text;
    if (!isOwn) showPolicy({});
    tryCommit(QString::fromStdString(text), isOwn);
}

void DeliveryPolicyEditor::showFields() {
    const bool isOwn = m_own->isChecked();
    for (QSpinBox* box : m_numbers) m_form->setRowVisible(box, isOwn);
    m_form->setRowVisible(m_function, isOwn);
    if (isOfTopic()) m_form->setRowVisible(m_mayDiffer, isOwn);
    m_summary->setText(summary());
}

QString DeliveryPolicyEditor::summary() const {
    const RetryPlan plan = policy().http.retries;
    return tr("Web servers: %1 attempts within %2")
        .arg(plan.retries() + 1)
        .arg(QString::fromStdString(toText(PropertyValue(totalDelay(plan)))));
}

} // namespace sluice::ui
