// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/findings_view.h"

#include "ui/session/text.h"

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include <utility>

namespace sluice::ui {

namespace {

QFrame* panel(const Finding& finding, QWidget* parent) {
    auto* frame = new QFrame(parent);
    frame->setProperty("card", finding.severity == Severity::Error ? "danger" : "warning");
    auto* text = new QLabel(translated(finding.text), frame);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setProperty("type", "small");
    text->setProperty("tone", finding.severity == Severity::Error ? "danger" : "warning");
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->addWidget(text);
    return frame;
}

} // namespace

FindingsView::FindingsView(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    setAccessibleName(tr("Findings"));
}

void FindingsView::show(std::vector<Finding> findings) {
    if (findings == m_shown) return;
    m_shown = std::move(findings);
    if (m_content != nullptr) {
        m_content->hide();
        m_content->deleteLater();
    }
    m_content = new QWidget(this);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    for (const Finding& finding : m_shown) column->addWidget(panel(finding, m_content));
    m_layout->addWidget(m_content);
    setVisible(!m_shown.empty());
}

} // namespace sluice::ui
