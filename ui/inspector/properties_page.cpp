// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/properties_page.h"

#include "core/kinds/arn_references.h"
#include "core/kinds/link_access.h"
#include "core/kinds/link_filter.h"
#include "ui/inspector/findings_view.h"
#include "ui/inspector/page_labels.h"
#include "ui/inspector/property_editor.h"
#include "ui/inspector/target_editor.h"
#include "ui/inspector/wheel_guard.h"
#include "ui/session/document_session.h"
#include "ui/session/text.h"

#include <QHash>
#include <QLabel>
#include <QResizeEvent>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace sluice::ui {

namespace {

constexpr int kLabelGap = 10;

/// Steps of one setting of one subject become one undo step.
int mergeKeyOf(const Subject& subject, std::string_view key) {
    std::size_t seed = qHash(fromView(key));
    for (const NodeId id : subject.nodes) seed = qHash(raw(id), seed);
    for (const LinkId id : subject.links) seed = qHash(raw(id) + 1, seed);
    return static_cast<int>(seed & 0x3FFF'FFFFU) + 1;
}

/// Whether the field is one to read and write in, which goes below its label.
bool isWide(const QWidget& field) {
    return std::max(field.minimumWidth(), field.minimumSizeHint().width()) >= kReadingWidth;
}

void turn(QBoxLayout& row, bool isBelow) {
    QWidget& label = *row.itemAt(0)->widget();
    label.setMinimumWidth(isBelow ? 0 : kLabelWidth);
    label.setMaximumWidth(isBelow ? QWIDGETSIZE_MAX : kLabelWidth);
    row.setDirection(isBelow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    row.setSpacing(isBelow ? 6 : kLabelGap);
    row.setAlignment(&label, isBelow ? Qt::Alignment() : Qt::AlignTop);
}

QWidget* rowOf(QLabel* label, QWidget* field) {
    auto* row = new QWidget;
    auto* layout = new QBoxLayout(QBoxLayout::TopToBottom, row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(field, 1);
    turn(*layout, isWide(*field));
    return row;
}

/// After the field may have become wider or narrower.
void arrangeAnew(QWidget& row, const QWidget& field) {
    auto* layout = static_cast<QBoxLayout*>(row.layout());
    const bool isBelow = layout->direction() == QBoxLayout::TopToBottom;
    if (isBelow == isWide(field)) return;
    turn(*layout, !isBelow);
    row.updateGeometry();
}

/// Whether the setting has a page to itself, which shows it for one part at a time.
bool hasOwnTab(const Subject& subject, const PropertySpec& spec) {
    const bool isPolicy = !subject.nodes.empty() && spec.key == kPolicyKey;
    return isPolicy || (subject.links.size() == 1 && spec.key == kFilterPolicyKey);
}

/// Where the document's limits profile bounds the setting, the editor says so.
void bound(PropertyEditor& editor, const Settings& settings) {
    const auto limits = limitsOf(settings);
    const auto most = limits ? limitValue(*limits, editor.spec().limit) : std::nullopt;
    const auto profile = static_cast<std::size_t>(settings.limits);
    if (most)
        editor.setHighest(static_cast<double>(*most),
                          translated(detail::choicesOf<LimitsPreset>()[profile].label));
}

/// The parts that the starts of the links are linked to, where the setting names one.
QStringList partNames(const PropertySpec& spec, const Subject& subject, const Document& document) {
    QStringList names;
    for (const LinkId id : subject.links) {
        const Link* chosen = document.link(id);
        for (const Link& link : document.links) {
            const bool isMeant =
                chosen != nullptr && link.from == chosen->from && link.fromPort == spec.namesPartAt;
            if (isMeant)
                names << QString::fromStdString(referenceTo(document, *document.node(link.to)));
        }
    }
    names.removeDuplicates();
    return names;
}

} // namespace

PropertiesPage::PropertiesPage(DocumentSession& documents,
                               const Registry& registry,
                               QWidget* parent)
    : QScrollArea(parent)
    , m_documents(documents)
    , m_registry(registry) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    show(Subject{});
}

void PropertiesPage::show(const Subject& subject) {
    // Text typed for the former parts is theirs, and is settled while they are the subject.
    QWidget* focused = focusWidget();
    if (focused != nullptr && widget() != nullptr && widget()->isAncestorOf(focused))
        focused->clearFocus();
    m_subject = subject;
    m_editors.clear();
    m_targets.clear();
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kPageMargin, 4, kPageMargin, kPageMargin);
    column->setSpacing(4);
    auto* rows = new QVBoxLayout;
    rows->setSpacing(6);
    addRows(*rows);
    m_findings = new FindingsView(m_registry, content);
    connect(m_findings, &FindingsView::fixRequested, this, &PropertiesPage::applyFix);
    // Both select another part, which ends the view that speaks; so it may finish first.
    connect(m_findings,
            &FindingsView::demonstrationRequested,
            this,
            &PropertiesPage::demonstrationRequested,
            Qt::QueuedConnection);
    connect(m_findings,
            &FindingsView::nodeChosen,
            this,
            &PropertiesPage::nodeChosen,
            Qt::QueuedConnection);
    // What is said of a part stands above its many settings; what is said of the document below.
    column->addLayout(rows);
    column->insertWidget(m_subject.isDocument() ? -1 : 0, m_findings);
    column->addStretch(1); // and none of the parts grows
    setWidget(content);    // and deletes the former content
    refresh();
}

void PropertiesPage::addRows(QBoxLayout& rows) {
    for (const PropertySpec* spec :
         sharedProperties(m_subject, m_documents.document(), m_registry)) {
        if (hasOwnTab(m_subject, *spec)) continue;
        addTargetRows(rows, spec->key);
        addPropertyRow(rows, *spec);
    }
    addTargetRows(rows, "");
}

void PropertiesPage::addPropertyRow(QBoxLayout& rows, const PropertySpec& spec) {
    PropertyEditor* editor = PropertyEditor::make(spec);
    editor->setRoomBeside(roomBeside());
    QLabel* label = rowLabel(translated(spec.label));
    label->setToolTip(translated(spec.help));
    rows.addWidget(rowOf(label, editor));
    m_editors.push_back(editor);
    connect(editor,
            &PropertyEditor::committed,
            this,
            [this, editor](const PropertyValue& value, bool isStep) {
                commit(*editor, value, isStep);
            });
}

void PropertiesPage::addTargetRows(QBoxLayout& rows, std::string_view settingBelow) {
    if (m_subject.nodes.size() != 1) return;
    const NodeId id = m_subject.nodes.front();
    const Node* node = m_documents.document().node(id);
    const NodeKind* kind = node == nullptr ? nullptr : m_registry.find(node->kind);
    if (kind == nullptr) return;
    for (const PortSpec& port : kind->ports) {
        if (!port.isOutput || port.takesMany || port.settingBelow != settingBelow) continue;
        auto* editor = new TargetEditor({id, std::string(port.key)});
        editor->setRoomBeside(roomBeside());
        editor->setAccessibleName(translated(port.label));
        guardFromWheel(*editor);
        rows.addWidget(rowOf(rowLabel(translated(port.label)), editor));
        m_targets.push_back(editor);
        connect(editor, &TargetEditor::chosen, this, [this, editor](const Target& target) {
            const auto change = [&](Document& document) {
                return setTarget(document, m_registry, editor->port(), target);
            };
            const auto done = m_documents.edit(tr("Change target"), change);
            if (!done) refresh();
        });
    }
}

void PropertiesPage::commit(const PropertyEditor& editor, const PropertyValue& value, bool isStep) {
    const PropertySpec& spec = editor.spec();
    const auto change = [&](Document& document) {
        return assign(m_subject, document, m_registry, spec, value);
    };
    const int mergeKey = isStep ? mergeKeyOf(m_subject, spec.key) : 0;
    const QString text = tr("Change %1").arg(translated(spec.label).toLower());
    const auto done = m_documents.edit(text, change, mergeKey);
    PropertyEditor* shown = this->editor(spec.key);
    if (!done && shown != nullptr) shown->setError(QString::fromStdString(done.error().message));
    if (done) refresh(); // an edit without effect also restores the text as it is written
}

PropertyEditor* PropertiesPage::editor(std::string_view key) const {
    const auto found = std::ranges::find_if(
        m_editors, [&](const PropertyEditor* editor) { return editor->spec().key == key; });
    return found == m_editors.end() ? nullptr : *found;
}

// As if the scroll bar were always there, so that no row moves when it comes.
int PropertiesPage::roomBeside() const {
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
    return width() - bar - 2 * kPageMargin - kLabelWidth - kLabelGap;
}

void PropertiesPage::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    if (event->size().width() == event->oldSize().width()) return;
    for (PropertyEditor* editor : m_editors) {
        editor->setRoomBeside(roomBeside());
        arrangeAnew(*editor->parentWidget(), *editor);
    }
    for (TargetEditor* editor : m_targets) {
        editor->setRoomBeside(roomBeside());
        arrangeAnew(*editor->parentWidget(), *editor);
    }
}

void PropertiesPage::focusFirst() {
    if (!m_editors.empty()) m_editors.front()->setFocus(Qt::OtherFocusReason);
}

std::vector<Finding> PropertiesPage::findings() const {
    std::vector<Finding> result;
    std::ranges::copy_if(m_runFindings, std::back_inserter(result), [this](const Finding& finding) {
        return m_subject.isDocument() || std::ranges::count(m_subject.nodes, finding.node) > 0;
    });
    std::ranges::copy_if(
        m_documents.findings(), std::back_inserter(result), [this](const Finding& finding) {
            if (m_subject.isDocument()) {
                return finding.severity == Severity::Advice
                       || (finding.node == NodeId{} && finding.link == LinkId{});
            }
            return std::ranges::count(m_subject.nodes, finding.node) > 0
                   || std::ranges::count(m_subject.links, finding.link) > 0;
        });
    return result;
}

void PropertiesPage::showRunFindings(const std::vector<Finding>& findings) {
    if (findings == m_runFindings) return;
    m_runFindings = findings;
    showFindings();
}

void PropertiesPage::showFindings() {
    const bool namesNodes = m_subject.nodes.size() != 1;
    m_findings->show(findings(), m_documents.document(), namesNodes);
}

void PropertiesPage::applyFix(const Finding& finding) {
    const QString text = proposalText(finding, m_registry, m_documents.document());
    // The button goes with its finding: the focus moves on to what it changed.
    PropertyEditor* changed =
        finding.fix.empty() ? nullptr : this->editor(finding.fix.front().property);
    if (changed != nullptr && changed->isVisible()) {
        changed->setFocus(Qt::OtherFocusReason);
        ensureWidgetVisible(changed);
    }
    const auto done = m_documents.edit(text, [&](Document& document) {
        return mendWithPermission(document, m_registry, finding);
    });
    if (!done) emit refused(translated(done.error().message));
    if (done && finding.addition) emit partAdded(m_documents.document().nodes.back().id);
}

void PropertiesPage::refresh() {
    const Document& document = m_documents.document();
    for (PropertyEditor* editor : m_editors) {
        bound(*editor, document.settings);
        if (!editor->spec().namesPartAt.empty())
            editor->offer(partNames(editor->spec(), m_subject, document));
        editor->show(sharedValue(m_subject, document, editor->spec()));
        arrangeAnew(*editor->parentWidget(), *editor);
        editor->parentWidget()->setVisible(isApplicable(m_subject, document, editor->spec()));
    }
    for (TargetEditor* editor : m_targets) {
        editor->show(document, m_registry);
        arrangeAnew(*editor->parentWidget(), *editor);
    }
    showFindings();
}

} // namespace sluice::ui
