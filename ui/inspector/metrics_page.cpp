// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/metrics_page.h"

#include "ui/inspector/metrics_table.h"
#include "ui/session/document_session.h"
#include "ui/session/text.h"

#include <QLabel>

#include <cmath>

namespace sluice::ui {

MetricsPage::MetricsPage(DocumentSession& documents, const Registry& registry, QWidget* parent)
    : QStackedWidget(parent)
    , m_documents(documents)
    , m_registry(registry)
    , m_table(new MetricsTable(this))
    , m_nothing(new QLabel(tr("Select one part to see its metrics."), this)) {
    m_nothing->setProperty("tone", "muted");
    m_nothing->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_nothing->setMargin(14);
    m_nothing->setWordWrap(true);
    addWidget(m_nothing);
    addWidget(m_table);
    connect(
        m_table, &QTableWidget::cellActivated, this, [this](int row, int) { requestChart(row); });
}

void MetricsPage::show(const Subject& subject) {
    const bool isOne = subject.nodes.size() == 1;
    const Node* node = isOne ? m_documents.document().node(subject.nodes.front()) : nullptr;
    m_kind = node == nullptr ? nullptr : m_registry.find(node->kind);
    m_node = m_kind == nullptr ? NodeId{} : node->id;
    if (m_kind != nullptr) m_table->show(m_node, *m_kind);
    setCurrentWidget(m_kind == nullptr ? static_cast<QWidget*>(m_nothing) : m_table);
    fillValues();
}

void MetricsPage::take(const Frame& frame) {
    if (frame.run != m_run) clearValues();
    m_run = frame.run;
    for (const Sample& sample : frame.samples)
        m_newest[{sample.node, sample.series}] = sample.value;
    if (isVisible() && !frame.samples.empty()) fillValues();
}

void MetricsPage::clearValues() {
    m_newest.clear();
    fillValues();
}

void MetricsPage::showEvent(QShowEvent* event) {
    fillValues();
    QStackedWidget::showEvent(event);
}

void MetricsPage::fillValues() {
    if (m_kind == nullptr) return;
    for (std::size_t i = 0; i < m_kind->series.size(); ++i) {
        const auto found = m_newest.find({m_node, static_cast<std::uint32_t>(i)});
        const bool isKnown = found != m_newest.end() && std::isfinite(found->second);
        const std::string text = isKnown ? scaledText(found->second, m_kind->series[i].unit) : "–";
        m_table->setValue(static_cast<int>(i), QString::fromStdString(text));
    }
}

void MetricsPage::requestChart(int row) {
    if (m_kind == nullptr) return;
    emit chartRequested({m_node, m_kind->series.at(static_cast<std::size_t>(row)).key});
}

} // namespace sluice::ui
