// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/policy_page.h"

#include "core/broker/policy_actions.h"
#include "core/broker/policy_statements.h"
#include "core/kinds/link_access.h"
#include "ui/inspector/access_view.h"
#include "ui/inspector/json_editor.h"
#include "ui/inspector/page_labels.h"
#include "ui/inspector/statement_form.h"
#include "ui/session/document_session.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sluice::ui {

namespace {

std::optional<JsonEditor::Problem> remarkOn(const std::string& text) {
    const auto unknown = unknownActions(text);
    if (unknown.empty()) return std::nullopt;
    return JsonEditor::Problem{
        placeOf(text, unknown.front().offset), QString::fromStdString(unknown.front().text), true};
}

/// What is no JSON is said as such: the rules of policies say nothing of it.
std::optional<JsonEditor::Problem> problemIn(const std::string& text, const PolicyLimits& limits) {
    const auto problem = diagnosePolicy(text, limits);
    if (!problem) return remarkOn(text);
    const auto fault = problem->isOverLimit ? std::nullopt : findJsonFault(text);
    const QString reason =
        fault
            ? PolicyPage::tr("this is not valid JSON: %1").arg(QString::fromStdString(fault->text))
            : QString::fromStdString(problem->text);
    return JsonEditor::Problem{problem->place, reason};
}

} // namespace

PolicyPage::PolicyPage(DocumentSession& documents, const Registry& registry, QWidget* parent)
    : QScrollArea(parent)
    , m_documents(documents)
    , m_registry(registry)
    , m_editor(new JsonEditor(tr("Access policy"), documents.drafts()))
    , m_form(new StatementForm)
    , m_basis(new QStackedWidget)
    , m_access(new AccessView) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(14, 6, 14, 14);
    column->setSpacing(6);
    column->addWidget(sectionHeading(tr("Who can call it?")));
    addBasis(tr("By the policy in force."), "muted");
    addBasis(tr("By the policy as it is typed below."), "warning");
    addBasis(tr("By the policy in force, not by the draft below."), "warning");
    m_basis->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    column->addWidget(m_basis);
    column->addWidget(m_access);
    column->addWidget(sectionHeading(tr("Add a statement")));
    column->addWidget(m_form);
    column->addWidget(sectionHeading(tr("Access policy")));
    column->addWidget(m_editor);
    column->addStretch(1);
    setWidget(content);
    connect(m_editor, &JsonEditor::edited, this, &PolicyPage::showAccess);
    connect(m_editor, &JsonEditor::committed, this, [this](const QString& text) {
        commit(text.toStdString(), tr("Change access policy"));
    });
    connect(m_form, &StatementForm::statementChosen, this, &PolicyPage::addStatement);
    connect(m_access, &AccessView::mendRequested, this, [this](const std::string& mended) {
        if (isBlockedByDraft()) return;
        m_editor->setFocus(Qt::OtherFocusReason); // the button goes: on to what it changed
        commit(mended, tr("Allow access"));
    });
}

/// In the order of Basis. Each has room from the start, so that nothing moves with the first key.
void PolicyPage::addBasis(const QString& text, const char* tone) {
    auto* label = new QLabel(text);
    label->setProperty("tone", tone);
    label->setProperty("type", "small");
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_basis->addWidget(label);
}

const QLabel& PolicyPage::basis() const {
    return *qobject_cast<QLabel*>(m_basis->currentWidget());
}

bool PolicyPage::concerns(const Subject& subject) const {
    if (subject.nodes.size() != 1) return false;
    const Node* node = m_documents.document().node(subject.nodes.front());
    const NodeKind* kind = node == nullptr ? nullptr : m_registry.find(node->kind);
    return kind != nullptr && kind->property(kPolicyKey) != nullptr;
}

void PolicyPage::show(const Subject& subject) {
    m_editor->settle(); // what was typed for the former part is its own
    m_node = concerns(subject) ? subject.nodes.front() : NodeId{};
    const Node* node = m_documents.document().node(m_node);
    const auto party = node == nullptr ? std::nullopt : partyOf(m_documents.document(), *node);
    const PolicyLimits limits = party ? party->policyLimits : PolicyLimits{};
    const auto check = [limits](const std::string& text) -> std::optional<JsonEditor::Problem> {
        if (text.empty()) return std::nullopt; // no policy
        return problemIn(text, limits);
    };
    m_editor->open(
        QString::fromStdString(policy()), {m_node, LinkId{}, std::string(kPolicyKey)}, check);
    refresh();
}

std::string PolicyPage::policy() const {
    const Node* node = m_documents.document().node(m_node);
    if (node == nullptr) return {};
    const auto found = node->properties.find(kPolicyKey);
    const auto* text =
        found == node->properties.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
}

void PolicyPage::refresh() {
    if (m_documents.document().node(m_node) == nullptr) return;
    m_editor->show(QString::fromStdString(policy()));
    m_form->show(m_documents.document(), m_node);
    showAccess();
}

/// By the policy as it is typed; as long as that is wrong, by the one in force.
void PolicyPage::showAccess() {
    const std::string typed = m_editor->text().toStdString();
    const bool isTyped = !m_editor->isInvalid() && typed != policy();
    const Basis basis = isTyped               ? Basis::Typed
                        : m_editor->isDraft() ? Basis::InForceBesideDraft
                                              : Basis::InForce;
    m_basis->setCurrentIndex(static_cast<int>(basis));
    if (!isTyped) return m_access->show(accessTo(m_documents.document(), m_node));
    Document asTyped = m_documents.document();
    const auto set = sluice::setProperty(asTyped, m_registry, m_node, kPolicyKey, typed);
    m_access->show(accessTo(set ? asTyped : m_documents.document(), m_node));
}

/// A statement added to the policy in force would be gone again with the draft, once that is right.
bool PolicyPage::isBlockedByDraft() {
    if (!m_editor->isDraft()) return false;
    m_form->setError(tr("Mend or revert the draft below first."));
    return true;
}

void PolicyPage::commit(const std::string& text, const QString& step) {
    const auto change = [&](Document& document) {
        return sluice::setProperty(document, m_registry, m_node, kPolicyKey, text);
    };
    const auto done = m_documents.edit(step, change);
    m_form->setError(done ? QString() : QString::fromStdString(done.error().message));
}

void PolicyPage::addStatement(const std::string& statement) {
    const Node* node = m_documents.document().node(m_node);
    const auto party = node == nullptr ? std::nullopt : partyOf(m_documents.document(), *node);
    if (!party) return;
    if (isBlockedByDraft()) return;
    m_editor->settle();
    const auto policy = withStatement(this->policy(), statement, party->policyLimits);
    if (!policy)
        m_form->setError(QString::fromStdString(policy.error().text));
    else
        commit(*policy, tr("Add statement"));
}

} // namespace sluice::ui
