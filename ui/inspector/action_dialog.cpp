// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/action_dialog.h"

#include "core/model/document.h"
#include "ui/inspector/subject.h"
#include "ui/session/run_session.h"
#include "ui/session/text.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr int kDialogWidth = 420;

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

} // namespace

ActionDialog::ActionDialog(const ActionSpec& spec,
                           const QString& subject,
                           const std::vector<NamedPart>& parts,
                           QWidget* parent)
    : QDialog(parent)
    , m_spec(spec)
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
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_confirm = buttons->addButton(translated(spec.label), QDialogButtonBox::AcceptRole);
    // What cannot be taken back is not done by a mere Return.
    QPushButton* cancel = buttons->button(QDialogButtonBox::Cancel);
    (spec.isDestructive ? cancel : m_confirm)->setDefault(true);
    column->addSpacing(4);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ActionDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showApplicable();
    QWidget* first = spec.isDestructive ? cancel : m_confirm;
    if (!m_editors.empty()) first = m_editors.front();
    first->setFocus(Qt::OtherFocusReason);
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

void ActionDialog::showApplicable() {
    for (PropertyEditor* editor : m_editors)
        m_form->setRowVisible(editor, isApplicable(editor->spec(), m_values));
}

PropertyEditor* ActionDialog::editor(std::string_view key) const {
    const auto found = std::ranges::find_if(
        m_editors, [&](const PropertyEditor* editor) { return editor->spec().key == key; });
    return found == m_editors.end() ? nullptr : *found;
}

std::map<std::string, PropertyValue, std::less<>> ActionDialog::values() const {
    auto result = m_values;
    for (const PropertySpec& field : m_spec.fields)
        if (!isApplicable(field, m_values)) result.erase(std::string(field.key));
    return result;
}

void ActionDialog::accept() {
    for (PropertyEditor* editor : m_editors) editor->settle();
    for (PropertyEditor* editor : m_editors) {
        if (editor->isVisibleTo(this) && editor->isInvalid()) {
            editor->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    QDialog::accept();
}

QString actionText(const ActionSpec& spec) {
    const bool asks = !spec.fields.empty() || spec.isDestructive;
    return asks ? translated(spec.label) + QStringLiteral("…") : translated(spec.label);
}

void askAndAct(RunSession& run,
               const Document& document,
               const ActionSpec& spec,
               const NodeAction& action,
               const QString& subject,
               QWidget* parent) {
    if (spec.fields.empty() && !spec.isDestructive) {
        run.act(action);
        return;
    }
    auto* dialog = new ActionDialog(spec, subject, othersOfItsKind(document, action.node), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &run, [&run, dialog, action] {
        NodeAction whole = action;
        whole.values = dialog->values();
        run.act(whole);
    });
    dialog->open();
}

} // namespace sluice::ui
