// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/boundary_page.h"

#include "core/model/boundaries.h"
#include "core/model/boundary_edits.h"
#include "core/model/region_latency.h"
#include "ui/inspector/page_labels.h"
#include "ui/inspector/wheel_guard.h"
#include "ui/session/document_session.h"
#include "ui/session/text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>
#include <initializer_list>

namespace sluice::ui {

namespace {

constexpr int kMostSide = 100'000;
constexpr int kMostNames = 20;

QSpinBox* sideField(const QString& name, QWidget* parent) {
    auto* field = new QSpinBox(parent);
    field->setRange(static_cast<int>(kMinBoundarySide), kMostSide);
    field->setSingleStep(8);
    field->setAccessibleName(name);
    field->setKeyboardTracking(false);
    return field;
}

/// "us-east-1" of "us-east-1 – N. Virginia".
std::string codeOf(const QString& text) {
    const QString word = text.trimmed();
    return word.left(word.indexOf(QLatin1Char(' '))).toStdString();
}

void fillRegions(QComboBox& field) {
    for (const RegionName& region : commonRegions())
        field.addItem(QStringLiteral("%1 – %2").arg(fromView(region.code), fromView(region.place)));
}

bool isAmong(const std::vector<NodeId>& nodes, NodeId id) {
    return std::ranges::binary_search(nodes, id);
}

} // namespace

BoundaryPage::BoundaryPage(DocumentSession& documents, QWidget* parent)
    : QScrollArea(parent)
    , m_documents(documents)
    , m_type(new QComboBox)
    , m_name(new QLineEdit)
    , m_codeLabel(rowLabel({}))
    , m_code(new QComboBox)
    , m_error(new QLabel)
    , m_width(sideField(tr("Width"), this))
    , m_height(sideField(tr("Height"), this))
    , m_contents(new QLabel)
    , m_crossings(new QLabel) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    m_form = new QFormLayout(content);
    m_form->setContentsMargins(14, 4, 14, 14);
    m_form->setHorizontalSpacing(10);
    m_form->setVerticalSpacing(6);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    addRows(*m_form);
    for (QWidget* field : std::initializer_list<QWidget*>{m_type, m_code, m_width, m_height})
        guardFromWheel(*field);
    setWidget(content);
}

void BoundaryPage::addRows(QFormLayout& form) {
    for (const ChoiceSpec& type : boundaryTypes()) m_type->addItem(translated(type.label));
    m_type->setAccessibleName(tr("Type"));
    m_name->setMaxLength(static_cast<int>(kMaxNameCharacters));
    m_name->setAccessibleName(tr("Name"));
    m_code->setEditable(true);
    m_code->setInsertPolicy(QComboBox::NoInsert);
    m_error->setWordWrap(true);
    m_error->setProperty("tone", "danger");
    m_error->setProperty("type", "small");
    for (QLabel* label : {m_contents, m_crossings}) {
        label->setWordWrap(true);
        label->setMinimumHeight(28);
        label->setTextFormat(Qt::PlainText);
    }
    form.addRow(rowLabel(tr("Type")), m_type);
    form.addRow(rowLabel(tr("Name")), m_name);
    form.addRow(m_codeLabel, m_code);
    form.addRow(m_error);
    form.addRow(rowLabel(tr("Width")), m_width);
    form.addRow(rowLabel(tr("Height")), m_height);
    form.addRow(rowLabel(tr("Inside")), m_contents);
    form.addRow(rowLabel(tr("Links across")), m_crossings);
    connect(m_type, &QComboBox::activated, this, [this](int index) {
        static_cast<void>(m_documents.edit(tr("Change type"), [&](Document& document) {
            return setBoundaryType(document, m_id, static_cast<BoundaryType>(index));
        }));
    });
    connect(m_name, &QLineEdit::editingFinished, this, &BoundaryPage::commitName);
    connect(m_code, &QComboBox::activated, this, &BoundaryPage::commitCode);
    connect(m_code->lineEdit(), &QLineEdit::editingFinished, this, &BoundaryPage::commitCode);
    for (QSpinBox* field : {m_width, m_height})
        connect(field, &QSpinBox::valueChanged, this, &BoundaryPage::commitSize);
}

void BoundaryPage::show(BoundaryId id) {
    if (id != m_id) {
        // Text typed for the former frame is its own, and is settled while it is shown.
        if (m_name->hasFocus()) m_name->clearFocus();
        if (m_code->lineEdit()->hasFocus()) m_code->lineEdit()->clearFocus();
        m_error->clear();
    }
    m_id = id;
    refresh();
}

void BoundaryPage::refresh() {
    const Boundary* const boundary = m_documents.document().boundary(m_id);
    if (boundary == nullptr) return;
    m_isShowing = true;
    m_type->setCurrentIndex(static_cast<int>(boundary->type));
    const QString name = QString::fromStdString(boundary->name);
    if (m_name->text() != name) m_name->setText(name);
    showCode(*boundary);
    m_width->setValue(static_cast<int>(boundary->size.width));
    m_height->setValue(static_cast<int>(boundary->size.height));
    showContents(*boundary);
    m_isShowing = false;
}

void BoundaryPage::showCode(const Boundary& boundary) {
    const bool isRegion = boundary.type == BoundaryType::Region;
    const QString label = isRegion ? tr("Region") : tr("Account id");
    if (isRegion && m_code->count() == 0) fillRegions(*m_code);
    if (!isRegion) m_code->clear();
    m_codeLabel->setText(label);
    m_code->setAccessibleName(label);
    m_form->setRowVisible(m_code, boundary.type != BoundaryType::Network);
    m_form->setRowVisible(m_error, !m_error->text().isEmpty());
    if (m_error->text().isEmpty()) m_code->setEditText(QString::fromStdString(boundary.code));
}

void BoundaryPage::showContents(const Boundary& boundary) {
    const Document& document = m_documents.document();
    const PartIds inside = contentsOf(document, boundary.id);
    QStringList names;
    for (const NodeId id : inside.nodes) names << QString::fromStdString(document.node(id)->name);
    for (const BoundaryId id : inside.boundaries)
        names << QString::fromStdString(titleOf(*document.boundary(id)));
    const auto more = static_cast<int>(names.size()) - kMostNames;
    if (more > 0) {
        names = names.first(kMostNames);
        names << tr("and %n more", nullptr, more);
    }
    m_contents->setText(names.isEmpty() ? tr("Nothing yet") : names.join(QStringLiteral("\n")));
    QStringList links;
    for (const Link& link : document.links) {
        if (isAmong(inside.nodes, link.from) == isAmong(inside.nodes, link.to)) continue;
        const Duration extra = regionLatencyOf(document, link);
        const QString ends =
            tr("%1 → %2").arg(QString::fromStdString(document.node(link.from)->name),
                              QString::fromStdString(document.node(link.to)->name));
        links << (extra == Duration::zero()
                      ? ends
                      : tr("%1, +%2").arg(ends, QString::fromStdString(toText(extra))));
    }
    m_crossings->setText(links.isEmpty()
                             ? tr("None")
                             : links.first(std::min<qsizetype>(links.size(), kMostNames))
                                   .join(QStringLiteral("\n")));
}

void BoundaryPage::commitName() {
    if (m_isShowing) return;
    static_cast<void>(m_documents.edit(tr("Rename"), [&](Document& document) {
        return sluice::rename(document, m_id, m_name->text().trimmed().toStdString());
    }));
}

void BoundaryPage::commitCode() {
    if (m_isShowing) return;
    const std::string code = codeOf(m_code->currentText());
    const auto changed =
        m_documents.edit(tr("Change %1").arg(m_codeLabel->text().toLower()),
                         [&](Document& document) { return setBoundaryCode(document, m_id, code); });
    m_error->setText(changed ? QString() : translated(changed.error().message));
    refresh();
}

void BoundaryPage::commitSize() {
    const Boundary* const boundary = m_documents.document().boundary(m_id);
    if (m_isShowing || boundary == nullptr) return;
    const Size size{static_cast<double>(m_width->value()), static_cast<double>(m_height->value())};
    // Steps of one frame's size become one undo step.
    const int mergeKey = 0x2000'0000 + static_cast<int>(raw(m_id));
    static_cast<void>(m_documents.edit(
        tr("Resize"),
        [&](Document& document) {
            return sluice::resize(document, m_id, boundary->position, size);
        },
        mergeKey));
}

void BoundaryPage::focusFirst() {
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

QString BoundaryPage::error() const {
    return m_error->text();
}

QString BoundaryPage::contents() const {
    return m_contents->text();
}

} // namespace sluice::ui
