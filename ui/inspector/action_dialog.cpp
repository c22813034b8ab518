// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/action_dialog.h"

#include "core/kinds/registry.h"
#include "ui/inspector/roomy_text.h"
#include "ui/inspector/subject.h"
#include "ui/session/run_session.h"
#include "ui/session/text.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

constexpr int kDialogWidth = 420;
/// Lines of room for what may come: a refusal, an error below a field or a further row.
constexpr int kSpareLines = 4;

QLabel* wrapped(const QString& text, const char* type, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("type", type);
    return label;
}

std::vector<NamedPart> othersOfItsKind(const Document& document, NodeId id) {
    std::vector<NamedPart> parts;
    const Node* node = document.node(id);
    for (const Node& other : document.nodes)
        if (node != nullptr && other.kind == node->kind && other.id != id)
            parts.push_back({other.id, QString::fromStdString(other.name)});
    return parts;
}

/// What the dialog is about: "message 12" or the part's name.
QString subjectOf(const Document& document, const ActionSpec& spec, const NodeAction& action) {
    if (spec.isPerMessage) {
        return ActionDialog::tr("message %1")
            .arg(QString::fromStdString(messageNumber(action.message)));
    }
    const Node* node = document.node(action.node);
    return node == nullptr ? QString() : QString::fromStdString(node->name);
}

/// With the defaults of those that the document does not name.
PropertyMap settingsOf(const Document& document, NodeId id) {
    const Node* node = document.node(id);
    if (node == nullptr) return {};
    PropertyMap settings = node->properties;
    if (const NodeKind* kind = registry().find(node->kind))
        for (const PropertySpec& spec : kind->properties)
            settings.try_emplace(std::string(spec.key), spec.defaultValue);
    return settings;
}

} // namespace

ActionDialog::ActionDialog(const ActionSpec& spec,
                           const QString& subject,
                           const std::vector<NamedPart>& parts,
                           QWidget* parent)
    : QDialog(parent)
    , m_spec(spec)
    , m_refusal(new RoomyText("danger", kSpareLines, this))
    , m_form(new QFormLayout) {
    setWindowTitle(translated(spec.label));
    setMinimumWidth(kDialogWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 14);
    column->setSpacing(10);
    column->addWidget(
        wrapped(QStringLiteral("%1: %2").arg(translated(spec.label), subject), "heading", this));
    auto* help = wrapped(translated(spec.help), "small", this);
    help->setProperty("tone", "muted");
    column->addWidget(help);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    column->addLayout(m_form);
    for (const PropertySpec& field : spec.fields) addField(field, parts);
    column->addWidget(m_refusal, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_confirm = buttons->addButton(translated(spec.label), QDialogButtonBox::AcceptRole);
    // What cannot be taken back is not done by a mere Return.
    QPushButton* cancel = buttons->button(QDialogButtonBox::Cancel);
    (spec.isDestructive ? cancel : m_confirm)->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ActionDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showApplicable();
    QWidget* first = spec.isDestructive ? cancel : m_confirm;
    if (!m_editors.empty()) first = m_editors.front();
    first->setFocus(Qt::OtherFocusReason);
    if (auto* text = qobject_cast<QPlainTextEdit*>(first->focusProxy())) text->selectAll();
    if (auto* line = qobject_cast<QLineEdit*>(first->focusProxy())) line->selectAll();
}

// A field that loses the focus settles, which is too late once the dialog is half gone.
ActionDialog::~ActionDialog() {
    if (QWidget* focused = focusWidget()) focused->clearFocus();
}

void ActionDialog::addField(const PropertySpec& field, const std::vector<NamedPart>& parts) {
    m_values.emplace(field.key, field.defaultValue);
    PropertyEditor* editor = PropertyEditor::make(field, this, parts);
    editor->show(field.defaultValue);
    auto* label = wrapped(translated(field.label), "small", this);
    label->setProperty("tone", "muted");
    label->setToolTip(translated(field.help));
    m_form->addRow(label, editor);
    m_editors.push_back(editor);
    connect(editor, &PropertyEditor::committed, this, [this, editor](const PropertyValue& value) {
        m_values.insert_or_assign(std::string(editor->spec().key), value);
        editor->show(value);
        showApplicable();
    });
}

void ActionDialog::setSettings(PropertyMap settings) {
    m_settings = std::move(settings);
    showApplicable();
}

PropertyMap ActionDialog::known() const {
    PropertyMap all = m_values;
    all.insert(m_settings.begin(), m_settings.end());
    return all;
}

void ActionDialog::showApplicable() {
    const PropertyMap all = known();
    for (PropertyEditor* editor : m_editors) {
        const PropertySpec& field = editor->spec();
        m_form->setRowVisible(editor, isApplicable(field, all));
        const QString name = translated(field.label);
        if (auto* label = qobject_cast<QLabel*>(m_form->labelForField(editor)))
            label->setText(isRequired(field, all) ? tr("%1 (required)").arg(name) : name);
    }
}

void ActionDialog::bind(RunSession& run, const NodeAction& action) {
    m_run = &run;
    m_action = action;
    connect(&run, &RunSession::answered, this, [this](const auto& answers) {
        for (const AnsweredAction& each : answers)
            if (awaits(each.action)) return takeAnswer(each);
    });
}

void ActionDialog::takeAnswer(const AnsweredAction& answered) {
    m_awaited.reset();
    m_confirm->setEnabled(true);
    if (!answered.answer.isRefused) {
        QDialog::accept();
        return;
    }
    m_refusal->setText(translated(answered.answer.text));
    if (m_hadFocus) m_confirm->setFocus(Qt::OtherFocusReason); // lost while it waited
}

QString ActionDialog::refusal() const {
    return m_refusal->text();
}

/// With all the room for a refusal.
int ActionDialog::wantedHeight() const {
    return std::max(layout()->totalHeightForWidth(width()), layout()->totalSizeHint().height());
}

int ActionDialog::neededHeight() const {
    return wantedHeight() - m_refusal->sizeHint().height() + m_refusal->minimumSizeHint().height();
}

// The buttons stay where they are while rows and texts come and go.
void ActionDialog::showEvent(QShowEvent* event) {
    if (!event->spontaneous()) resize(width(), wantedHeight());
    QDialog::showEvent(event);
}

// As high as errors need it, or the rows would overlap.
bool ActionDialog::event(QEvent* event) {
    const bool isDone = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest && height() < neededHeight())
        resize(width(), neededHeight());
    return isDone;
}

PropertyEditor* ActionDialog::editor(std::string_view key) const {
    const auto found = std::ranges::find_if(
        m_editors, [&](const PropertyEditor* editor) { return editor->spec().key == key; });
    return found == m_editors.end() ? nullptr : *found;
}

PropertyMap ActionDialog::values() const {
    const PropertyMap all = known();
    PropertyMap result = m_values;
    for (const PropertySpec& field : m_spec.fields)
        if (!isApplicable(field, all)) result.erase(std::string(field.key));
    return result;
}

/// Whether every field holds something that can be; else the first that does not has the focus.
bool ActionDialog::isComplete() {
    for (PropertyEditor* editor : m_editors) editor->settle();
    const PropertyMap all = known();
    for (PropertyEditor* editor : m_editors) {
        if (!editor->isVisibleTo(this)) continue;
        const PropertySpec& field = editor->spec();
        const auto* text = std::get_if<std::string>(&m_values.at(std::string(field.key)));
        if (isRequired(field, all) && text != nullptr && text->empty() && !editor->isInvalid())
            editor->setError(tr("%1 is required here.").arg(translated(field.label)));
        if (!editor->isInvalid()) continue;
        editor->setFocus(Qt::OtherFocusReason);
        return false;
    }
    return true;
}

void ActionDialog::accept() {
    if (m_awaited || !isComplete()) return;
    if (m_run == nullptr) {
        QDialog::accept();
        return;
    }
    m_refusal->setText({});
    m_hadFocus = m_confirm->hasFocus();
    m_confirm->setEnabled(false);
    m_awaited = m_action;
    m_awaited->values = values();
    m_run->act(*m_awaited);
}

QString actionText(const ActionSpec& spec) {
    const bool asks = !spec.fields.empty() || spec.isDestructive;
    return asks ? translated(spec.label) + QStringLiteral("…") : translated(spec.label);
}

void askAndAct(RunSession& run,
               const Document& document,
               const ActionSpec& spec,
               const NodeAction& action,
               QWidget* parent) {
    if (spec.fields.empty() && !spec.isDestructive) {
        run.act(action);
        return;
    }
    auto* dialog = new ActionDialog(
        spec, subjectOf(document, spec, action), othersOfItsKind(document, action.node), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setSettings(settingsOf(document, action.node));
    dialog->bind(run, action);
    dialog->open();
}

} // namespace sluice::ui
