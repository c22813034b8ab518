// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/statement_form.h"

#include "core/broker/policy_statements.h"
#include "core/kinds/link_access.h"
#include "core/kinds/registry.h"
#include "ui/inspector/name_list.h"
#include "ui/inspector/page_labels.h"
#include "ui/inspector/wheel_guard.h"
#include "ui/session/text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace sluice::ui {

namespace {

/// What the last entries of the list stand for.
enum class Whom : std::uint8_t { Part, Account, Role, HttpsOnly };

QComboBox* list(const QString& name) {
    auto* box = new NameList;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    box->setAccessibleName(name);
    guardFromWheel(*box);
    return box;
}

Whom whomOf(const QComboBox& box) {
    return static_cast<Whom>(box.currentData().toInt());
}

} // namespace

StatementForm::StatementForm(QWidget* parent)
    : QWidget(parent)
    , m_whom(list(tr("Whom")))
    , m_who(rowLabel(tr("Who")))
    , m_principal(new QLineEdit)
    , m_action(list(tr("Action")))
    , m_add(new QPushButton(tr("Add statement")))
    , m_error(new QLabel) {
    m_error->setProperty("tone", "danger");
    m_error->setProperty("type", "small");
    m_error->setWordWrap(true);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(10);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(rowLabel(tr("Let in")));
    form->addRow(m_whom); // below its label, as names are long
    form->addRow(m_who);
    form->addRow(m_principal);
    form->addRow(rowLabel(tr("To call")), m_action);
    form->addRow(m_add);
    form->addRow(m_error);
    setError({});
    connect(m_whom, &QComboBox::currentIndexChanged, this, &StatementForm::showFields);
    connect(m_add, &QPushButton::clicked, this, [this] { emit statementChosen(statement()); });
}

void StatementForm::show(const Document& document, NodeId resource) {
    const Node* node = document.node(resource);
    m_resource = node == nullptr ? Party{} : partyOf(document, *node).value_or(Party{});
    const QString chosen = m_whom->currentText();
    const QString action = m_action->currentText();
    m_callers.clear();
    m_whom->clear();
    for (const Node& other : document.nodes) {
        auto party = partyOf(document, other);
        if (!party || !canCall(*party) || other.id == resource) continue;
        const NodeKind* kind = registry().find(other.kind);
        m_callers.push_back(std::move(*party));
        m_whom->addItem(tr("%1 “%2”").arg(translated(kind->label).toLower(),
                                          QString::fromStdString(other.name)),
                        static_cast<int>(Whom::Part));
    }
    m_whom->addItem(tr("an account"), static_cast<int>(Whom::Account));
    m_whom->addItem(tr("a role or user"), static_cast<int>(Whom::Role));
    m_whom->addItem(tr("HTTPS only (deny the rest)"), static_cast<int>(Whom::HttpsOnly));
    m_whom->setCurrentIndex(std::max(0, m_whom->findText(chosen)));
    m_action->clear();
    for (const std::string_view name : {m_resource.sending, m_resource.receiving})
        if (!name.empty()) m_action->addItem(fromView(name));
    m_action->setCurrentIndex(std::max(0, m_action->findText(action)));
    showFields();
}

void StatementForm::showFields() {
    auto& form = static_cast<QFormLayout&>(*layout());
    const Whom whom = whomOf(*m_whom);
    const bool isTyped = whom == Whom::Account || whom == Whom::Role;
    const auto row = static_cast<std::size_t>(std::max(0, m_whom->currentIndex()));
    const bool isRole =
        whom == Whom::Part && row < m_callers.size() && m_callers[row].service.empty();
    form.setRowVisible(m_who, isTyped);
    form.setRowVisible(m_principal, isTyped);
    form.setRowVisible(m_action, isTyped || isRole);
    m_principal->setAccessibleName(whom == Whom::Account ? tr("Account") : tr("Role or user"));
    m_principal->setPlaceholderText(whom == Whom::Account
                                        ? QStringLiteral("111122223333")
                                        : QStringLiteral("arn:aws:iam::111122223333:role/name"));
    setError({});
}

std::string StatementForm::statement() const {
    const std::string action = m_action->currentText().toStdString();
    switch (whomOf(*m_whom)) {
    case Whom::Part: {
        const auto row = static_cast<std::size_t>(m_whom->currentIndex());
        const Party& caller = m_callers.at(row);
        return permittingStatement(caller, m_resource, action);
    }
    case Whom::Account:
    case Whom::Role:
        return callerStatement(m_principal->text().trimmed().toStdString(), action, m_resource.arn);
    case Whom::HttpsOnly:
        break;
    }
    return httpsOnlyStatement(m_resource.arn);
}

void StatementForm::setError(const QString& text) {
    m_error->setText(text);
    static_cast<QFormLayout&>(*layout()).setRowVisible(m_error, !text.isEmpty());
}

} // namespace sluice::ui
