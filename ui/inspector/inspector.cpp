// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector.h"

#include "ui/inspector/boundary_page.h"
#include "ui/inspector/filter_page.h"
#include "ui/inspector/json_editor.h"
#include "ui/inspector/messages_page.h"
#include "ui/inspector/metrics_page.h"
#include "ui/inspector/policy_page.h"
#include "ui/inspector/properties_page.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/selection.h"
#include "ui/session/text.h"

#include <QEvent>
#include <QSignalBlocker>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace sluice::ui {

Inspector::Inspector(DocumentSession& documents,
                     RunSession& run,
                     Selection& selection,
                     const Registry& registry,
                     QWidget* parent)
    : QWidget(parent)
    , m_documents(documents)
    , m_run(run)
    , m_selection(selection)
    , m_header(new SubjectHeader(registry, this))
    , m_tabs(new QTabWidget(this))
    , m_properties(new PropertiesPage(documents, registry))
    , m_boundary(new BoundaryPage(documents))
    , m_messages(new MessagesPage(documents, run, registry))
    , m_metrics(new MetricsPage(documents, registry))
    , m_policy(new PolicyPage(documents, registry))
    , m_filter(new FilterPage(documents, registry)) {
    auto* propertiesTab = new QWidget(m_tabs);
    auto* column = new QVBoxLayout(propertiesTab);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_properties, 1);
    column->addWidget(m_boundary, 1);
    m_tabs->addTab(propertiesTab, tr("Properties"));
    m_tabs->addTab(m_messages, tr("Messages"));
    m_tabs->addTab(m_metrics, tr("Metrics"));
    m_tabs->addTab(m_policy, tr("Policy"));
    m_tabs->addTab(m_filter, tr("Filter"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setExpanding(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    setAccessibleName(tr("Inspector"));

    m_chosenTab = propertiesTab;
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int index) {
        m_chosenTab = m_tabs->widget(index);
    });
    connect(m_header, &SubjectHeader::renamed, this, &Inspector::rename);
    for (const JsonEditor* editor : {&m_policy->editor(), &m_filter->editor()})
        connect(editor, &JsonEditor::edited, this, &Inspector::markDrafts);
    connect(&selection, &Selection::changed, this, &Inspector::showSubject);
    connect(&documents, &DocumentSession::opened, this, [this] {
        m_metrics->clearValues();
        showSubject();
    });
    connect(&documents, &DocumentSession::patched, this, &Inspector::refresh);
    connect(&documents, &DocumentSession::statusChanged, this, &Inspector::refresh);
    connect(&run, &RunSession::frameReady, this, [this](const FramePointer& frame) {
        m_metrics->take(*frame);
        m_messages->take(*frame);
        takeFindings(*frame);
        if (!(variant() == m_header->variant())) showHeader();
    });
    showSubject();
}

void Inspector::showSubject() {
    m_subject = subjectOf(m_selection.parts());
    showHeader();
    const bool isFrame = m_subject.boundaries.size() == 1;
    m_properties->setVisible(!isFrame);
    m_boundary->setVisible(isFrame);
    m_boundary->show(isFrame ? m_subject.boundaries.front() : BoundaryId{});
    m_properties->show(m_subject);
    m_metrics->show(m_subject);
    m_messages->show(m_subject);
    m_policy->show(m_subject);
    m_filter->show(m_subject);
    showTabs();
}

void Inspector::showHeader() {
    m_header->show(m_subject, m_documents.document(), variant());
}

SubjectHeader::Variant Inspector::variant() const {
    if (m_subject.nodes.size() != 1) return {};
    const Picture* const picture = pictureOf(m_run.frame(), m_subject.nodes.front());
    if (picture == nullptr) return {};
    return {QString::fromStdString(picture->icon), translated(picture->kindLabel)};
}

// Tabs that say nothing of the subject are not there. The one the user chose comes back with the
// next subject that has it.
void Inspector::showTabs() {
    const QSignalBlocker quiet(m_tabs); // hiding a tab chooses another one
    m_tabs->setTabVisible(m_tabs->indexOf(m_metrics), m_metrics->concerns(m_subject));
    m_tabs->setTabVisible(m_tabs->indexOf(m_messages), m_messages->concerns(m_subject));
    m_tabs->setTabVisible(m_tabs->indexOf(m_policy), m_policy->concerns(m_subject));
    m_tabs->setTabVisible(m_tabs->indexOf(m_filter), m_filter->concerns(m_subject));
    const bool isThere = m_tabs->isTabVisible(m_tabs->indexOf(m_chosenTab));
    m_tabs->setCurrentIndex(isThere ? m_tabs->indexOf(m_chosenTab) : 0);
    markDrafts();
}

// A draft that is not in force is told of on every tab.
void Inspector::markDrafts() {
    const auto mark = [this](QWidget* page, const QString& name, bool isDraft) {
        const int tab = m_tabs->indexOf(page);
        m_tabs->setTabText(tab, isDraft ? name + QStringLiteral(" •") : name);
        m_tabs->setTabToolTip(tab, isDraft ? tr("A draft here is not in force.") : QString());
    };
    mark(m_policy, tr("Policy"), m_policy->editor().isDraft());
    mark(m_filter, tr("Filter"), m_filter->editor().isDraft());
}

void Inspector::showMessages() {
    if (m_messages->concerns(m_subject)) m_tabs->setCurrentWidget(m_messages);
}

// Errors of a document that cannot start are the document's own findings, shown already.
void Inspector::takeFindings(const Frame& frame) {
    std::vector<Finding> found;
    std::ranges::copy_if(frame.findings, std::back_inserter(found), [this](const Finding& finding) {
        return std::ranges::count(m_documents.findings(), finding) == 0;
    });
    m_properties->showRunFindings(found);
}

void Inspector::refresh() {
    showHeader();
    m_properties->refresh();
    m_boundary->refresh();
    m_policy->refresh();
    if (m_filter->concerns(m_subject) != m_tabs->isTabVisible(m_tabs->indexOf(m_filter)))
        m_filter->show(m_subject); // its first or last link
    m_filter->refresh();
    showTabs();
}

void Inspector::rename(const QString& name) {
    if (m_subject.nodes.size() != 1) return;
    m_documents.edit(tr("Rename"), [&](Document& document) {
        return sluice::rename(document, m_subject.nodes.front(), name.toStdString());
    });
}

void Inspector::beginEdit() {
    m_tabs->setCurrentIndex(0);
    m_boundary->isVisible() ? m_boundary->focusFirst() : m_properties->focusFirst();
}

void Inspector::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showHeader();
    QWidget::changeEvent(event);
}

} // namespace sluice::ui
