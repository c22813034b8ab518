// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/findings_view.h"

#include "ui/session/text.h"

#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace sluice::ui {

namespace {

constexpr qsizetype kLongestValue = 60; ///< Characters of a value that is told in full.

QLabel* makeText(const QString& text, QWidget* parent) {
    auto* label = new QLabel(typeset(text), parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("type", "small");
    return label;
}

} // namespace

QString proposalText(const Finding& finding, const Registry& registry, const Document& document) {
    QStringList parts;
    for (const Setting& setting : finding.fix) {
        const Node* node = document.node(setting.node);
        const NodeKind* kind = node == nullptr ? nullptr : registry.find(node->kind);
        const PropertySpec* spec = kind == nullptr ? nullptr : kind->property(setting.property);
        if (spec == nullptr) continue;
        const QString label = translated(spec->label).toLower();
        if (const bool* isOn = std::get_if<bool>(&setting.value)) {
            parts << (*isOn ? FindingsView::tr("Switch on “%1”")
                            : FindingsView::tr("Switch off “%1”"))
                         .arg(translated(spec->label));
            continue;
        }
        QString value = QString::fromStdString(toText(setting.value));
        if (value.size() > kLongestValue) {
            parts << (parts.isEmpty() ? FindingsView::tr("Change %1")
                                      : FindingsView::tr("change %1"))
                         .arg(label);
            continue;
        }
        for (const ChoiceSpec& choice : spec->choices) {
            if (setting.value == PropertyValue(std::string(choice.key)))
                value = QStringLiteral("“%1”").arg(translated(choice.label));
        }
        parts << (parts.isEmpty() ? FindingsView::tr("Set %1 to %2") : FindingsView::tr("%1 to %2"))
                     .arg(label, value);
    }
    if (finding.addition) {
        const QString name = QString::fromStdString(finding.addition->name);
        parts << FindingsView::tr("Add “%1”").arg(name);
    }
    return parts.join(FindingsView::tr(" and "));
}

FindingsView::FindingsView(const Registry& registry, QWidget* parent)
    : QWidget(parent)
    , m_registry(registry)
    , m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    setAccessibleName(tr("Findings"));
}

void FindingsView::show(std::vector<Finding> findings, const Document& document, bool namesNodes) {
    std::vector<Row> rows;
    for (Finding& finding : findings) {
        const Node* node = namesNodes ? document.node(finding.node) : nullptr;
        const QString name = node == nullptr ? QString() : QString::fromStdString(node->name);
        const QString proposal = proposalText(finding, m_registry, document);
        rows.push_back({std::move(finding), name, proposal});
    }
    if (rows == m_shown) return;
    m_shown = std::move(rows);
    if (m_content != nullptr) {
        // A button that goes with its finding would hand the focus on to anywhere.
        QWidget* focused = QApplication::focusWidget();
        if (focused != nullptr && m_content->isAncestorOf(focused)) focused->clearFocus();
        m_content->hide();
        m_content->deleteLater();
    }
    m_content = new QWidget(this);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    for (const Row& row : m_shown) column->addWidget(makePanel(row, m_content));
    m_layout->addWidget(m_content);
    setVisible(!m_shown.empty());
}

QFrame* FindingsView::makePanel(const Row& row, QWidget* parent) {
    const Severity severity = row.finding.severity;
    const char* card = severity == Severity::Error ? "danger" : "warning";
    auto* frame = new QFrame(parent);
    frame->setProperty("card", card);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(6);
    if (!row.nodeName.isEmpty()) addName(*column, row, frame);
    QLabel* text = makeText(translated(row.finding.text), frame);
    if (severity != Severity::Advice) text->setProperty("tone", card);
    column->addWidget(text);
    if (!row.finding.why.empty() || !row.proposal.isEmpty()) addAdvice(*column, row, frame);
    return frame;
}

void FindingsView::addName(QVBoxLayout& column, const Row& row, QWidget* parent) {
    auto* name = new QLabel(
        QStringLiteral("<a href=\"#\"><b>%1</b></a>").arg(row.nodeName.toHtmlEscaped()), parent);
    name->setTextFormat(Qt::RichText);
    name->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    name->setProperty("type", "small");
    name->setToolTip(tr("Select it"));
    name->setAccessibleName(row.nodeName);
    connect(name, &QLabel::linkActivated, this, [this, node = row.finding.node] {
        emit nodeChosen(node);
    });
    column.addWidget(name);
}

void FindingsView::addAdvice(QVBoxLayout& column, const Row& row, QWidget* parent) {
    if (!row.proposal.isEmpty()) {
        QLabel* proposal = makeText(row.proposal + QLatin1Char('.'), parent);
        proposal->setProperty("tone", "muted");
        column.addWidget(proposal);
    }
    QLabel* why = makeText(translated(row.finding.why), parent);
    why->setProperty("tone", "muted");
    why->setVisible(false);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(6);
    const auto add = [&](const QString& text, const QString& purpose) {
        auto* button = new QPushButton(text, parent);
        button->setToolTip(purpose);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(text, row.finding.text.c_str()));
        button->setAccessibleDescription(purpose);
        buttons->addWidget(button);
        return button;
    };
    if (!row.proposal.isEmpty()) {
        QPushButton* fix = add(tr("Fix"), row.proposal);
        fix->setProperty("primary", true);
        connect(fix, &QPushButton::clicked, this, [this, finding = row.finding] {
            emit fixRequested(finding);
        });
    }
    if (row.finding.demonstration) {
        QPushButton* show = add(tr("Show me"), tr("Run to the moment where it happens"));
        connect(show, &QPushButton::clicked, this, [this, finding = row.finding] {
            emit demonstrationRequested(finding);
        });
    }
    if (!row.finding.why.empty()) {
        QPushButton* reason = add(tr("Why?"), tr("What happens otherwise"));
        reason->setCheckable(true);
        connect(reason, &QPushButton::toggled, why, &QWidget::setVisible);
    }
    buttons->addStretch();
    column.addLayout(buttons);
    column.addWidget(why);
}

} // namespace sluice::ui
