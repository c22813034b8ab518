// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/filter_page.h"

#include "core/broker/json_place.h"
#include "core/model/edits.h"
#include "ui/inspector/page_labels.h"
#include "ui/inspector/wheel_guard.h"
#include "ui/session/document_session.h"
#include "ui/session/text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice::ui {

namespace {

/// What is no JSON is said as such; what the service refuses, in its words and with what to do.
std::optional<JsonEditor::Problem> problemIn(const std::string& text, FilterScope scope) {
    const auto filter = FilterPolicy::diagnose(text, scope);
    if (filter) return std::nullopt;
    if (const auto fault = findJsonFault(text))
        return JsonEditor::Problem{placeOf(text, fault->offset),
                                   QString::fromStdString(fault->text)};
    return JsonEditor::Problem{placeOf(text, filter.error().offset),
                               QString::fromStdString(filterAdvice(filter.error().error.message))};
}

} // namespace

FilterPage::FilterPage(DocumentSession& documents, const Registry& registry, QWidget* parent)
    : QScrollArea(parent)
    , m_documents(documents)
    , m_registry(registry)
    , m_heading(sectionHeading(tr("Filter policy")))
    , m_scopeRow(new QWidget)
    , m_scopeLabel(rowLabel({}))
    , m_scope(new QComboBox)
    , m_editor(new JsonEditor(tr("Filter policy"), documents.drafts()))
    , m_tester(new FilterTester) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(14, 6, 14, 14);
    column->setSpacing(6);
    column->addWidget(m_heading);
    auto* scope = new QHBoxLayout(m_scopeRow);
    scope->setContentsMargins(0, 0, 0, 0);
    scope->addWidget(m_scopeLabel);
    scope->addWidget(m_scope, 1);
    column->addWidget(m_scopeRow);
    column->addWidget(m_editor);
    column->addWidget(sectionHeading(tr("Try a message")));
    column->addWidget(m_tester);
    column->addStretch(1);
    setWidget(content);
    guardFromWheel(*m_scope);
    connect(m_scope, &QComboBox::activated, this, [this](int index) {
        const auto chosen = m_scope->itemData(index).toString().toStdString();
        const auto change = [&](Document& document) {
            return setLinkProperty(document, m_registry, m_link, kFilterScopeKey, chosen);
        };
        static_cast<void>(m_documents.edit(tr("Change what the filter looks at"), change));
    });
    connect(m_editor, &JsonEditor::committed, this, &FilterPage::commit);
    connect(m_editor, &JsonEditor::edited, this, [this] {
        m_tester->tryOn(filters(), m_link == LinkId{});
    });
}

bool FilterPage::concerns(const Subject& subject) const {
    const Document& document = m_documents.document();
    if (subject.links.size() == 1) {
        const Link* link = document.link(subject.links.front());
        return link != nullptr && linkFilter(document, m_registry, *link).has_value();
    }
    return subject.nodes.size() == 1 && std::ranges::any_of(document.links, [&](const Link& link) {
               return link.from == subject.nodes.front()
                      && linkFilter(document, m_registry, link).has_value();
           });
}

void FilterPage::show(const Subject& subject) {
    m_editor->settle(); // what was typed for the former link is its own
    const bool isConcerned = concerns(subject);
    m_link = isConcerned && !subject.links.empty() ? subject.links.front() : LinkId{};
    m_node = isConcerned && !subject.nodes.empty() ? subject.nodes.front() : NodeId{};
    m_heading->setVisible(m_link != LinkId{});
    m_editor->setVisible(m_link != LinkId{});
    m_scopeRow->setVisible(m_link != LinkId{});
    offerScopes();
    m_editor->open(policy(), {NodeId{}, m_link, std::string(kFilterPolicyKey)}, check());
    refresh();
}

void FilterPage::refresh() {
    m_editor->show(policy());
    m_editor->setCheck(check()); // the scope may be another
    const auto present = filter();
    if (present) m_scope->setCurrentIndex(static_cast<int>(present->scope)); // choices in its order
    m_tester->tryOn(filters(), m_link == LinkId{});
}

/// As the link's setting words them.
void FilterPage::offerScopes() {
    m_scope->clear();
    const Link* link = m_documents.document().link(m_link);
    if (link == nullptr) return;
    const PropertySpecs& specs = linkSpecs(m_documents.document(), m_registry, *link);
    const auto spec = std::ranges::find(specs, kFilterScopeKey, &PropertySpec::key);
    if (spec == specs.end()) return;
    m_scopeLabel->setText(translated(spec->label));
    m_scope->setAccessibleName(translated(spec->label));
    m_scope->setToolTip(translated(spec->help));
    for (const ChoiceSpec& choice : spec->choices)
        m_scope->addItem(translated(choice.label), fromView(choice.key));
}

std::optional<LinkFilter> FilterPage::filter() const {
    const Link* link = m_documents.document().link(m_link);
    return link == nullptr ? std::nullopt : linkFilter(m_documents.document(), m_registry, *link);
}

JsonEditor::Check FilterPage::check() const {
    const auto present = filter();
    if (!present) return {};
    return [scope = present->scope](const std::string& text) { return problemIn(text, scope); };
}

QString FilterPage::policy() const {
    const auto present = filter();
    return present ? QString::fromStdString(present->policy) : QString();
}

/// Of the selected link with the policy as it is typed, else of all links of the part.
std::vector<TriedFilter> FilterPage::filters() const {
    const Document& document = m_documents.document();
    std::vector<TriedFilter> result;
    for (const Link& link : document.links) {
        if (m_link != LinkId{} ? link.id != m_link : link.from != m_node) continue;
        const auto filter = linkFilter(document, m_registry, link);
        const Node* subscriber = document.node(link.to);
        if (!filter || subscriber == nullptr) continue;
        result.push_back({QString::fromStdString(subscriber->name), filter->policy, filter->scope});
        if (m_link != LinkId{}) result.back().policy = m_editor->text().toStdString();
    }
    return result;
}

void FilterPage::commit(const QString& text) {
    const auto change = [&](Document& document) {
        return setLinkProperty(document, m_registry, m_link, kFilterPolicyKey, text.toStdString());
    };
    static_cast<void>(m_documents.edit(tr("Change filter policy"), change)); // checked before
}

} // namespace sluice::ui
