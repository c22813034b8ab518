// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/metrics_page.h"

#include "ui/inspector/metrics_table.h"
#include "ui/session/document_session.h"
#include "ui/session/text.h"

#include <QLabel>

#include <algorithm>
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

const NodeKind* MetricsPage::kindOf(NodeId id) const {
    const Node* node = m_documents.document().node(id);
    return node == nullptr ? nullptr : m_registry.find(node->kind);
}

/// The link that the subject is, if its start counts anything of it.
const Link* MetricsPage::linkOf(const Subject& subject) const {
    if (subject.links.size() != 1 || !subject.nodes.empty()) return nullptr;
    const Link* link = m_documents.document().link(subject.links.front());
    const NodeKind* kind = link == nullptr ? nullptr : kindOf(link->from);
    const bool isCounted =
        kind != nullptr && !kind->linkFigures.empty() && link->fromPort == kind->linkPort;
    return isCounted ? link : nullptr;
}

bool MetricsPage::concerns(const Subject& subject) const {
    return subject.links.empty() || !subject.nodes.empty() || linkOf(subject) != nullptr;
}

void MetricsPage::show(const Subject& subject) {
    const Link* link = linkOf(subject);
    m_link = link == nullptr ? LinkId{} : link->id;
    const bool isOne = subject.nodes.size() == 1;
    m_node = link != nullptr ? link->from : isOne ? subject.nodes.front() : NodeId{};
    m_kind = kindOf(m_node);
    if (m_kind == nullptr) m_node = NodeId{};
    if (m_kind != nullptr && link == nullptr) m_table->show(m_node, *m_kind);
    if (m_kind != nullptr && link != nullptr) m_table->showFigures(*m_kind);
    setCurrentWidget(m_kind == nullptr ? static_cast<QWidget*>(m_nothing) : m_table);
    fillValues();
}

void MetricsPage::take(const Frame& frame) {
    if (frame.run != m_run) clearValues();
    m_run = frame.run;
    for (const Sample& sample : frame.samples) m_newest[{sample.node, sample.series}] = sample;
    if (isVisible() && m_link != LinkId{}) fillFigures(frame);
    if (isVisible() && !frame.samples.empty()) fillValues();
}

void MetricsPage::fillFigures(const Frame& frame) {
    const auto node = std::ranges::lower_bound(frame.pictures, m_node, {}, &NodePicture::node);
    if (node == frame.pictures.end() || node->node != m_node) return;
    const auto& all = node->picture.figures;
    const auto found = std::ranges::find(all, m_link, &LinkFigures::link);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const auto index = static_cast<std::size_t>(row);
        const bool isKnown = found != all.end() && index < found->values.size();
        m_table->setValue(row, isKnown ? grouped(found->values[index]) : QStringLiteral("–"));
    }
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
    if (m_kind == nullptr || m_link != LinkId{}) return;
    const auto first = m_newest.lower_bound({m_node, 0});
    const bool isSampled = first != m_newest.end() && first->first.first == m_node;
    m_table->setSampledAt(isSampled ? std::optional(first->second.time) : std::nullopt);
    for (std::size_t i = 0; i < m_kind->series.size(); ++i) {
        const SeriesSpec& series = m_kind->series[i];
        const auto row = static_cast<int>(i);
        const auto found = m_newest.find({m_node, static_cast<std::uint32_t>(i)});
        const Sample newest = found == m_newest.end() ? Sample{} : found->second;
        const bool isKnown = found != m_newest.end() && std::isfinite(newest.value);
        const std::string text = isKnown ? scaledText(newest.value, series.unit) : "–";
        m_table->setValue(row, QString::fromStdString(text));
        m_table->setTotal(row, totalText(series, newest.total));
    }
}

/// To the last one, so that sums can be compared; of what counts no things, scaled. Empty for what
/// does not add up.
QString MetricsPage::totalText(const SeriesSpec& series, double total) const {
    if (m_kind->metrics[series.metric].type != MetricType::Counter) return {};
    const bool isCount = series.unit == Unit::Messages || series.unit == Unit::Calls;
    return isCount ? grouped(static_cast<std::uint64_t>(std::max(0.0, total)))
                   : QString::fromStdString(scaledText(total, series.unit));
}

void MetricsPage::requestChart(int row) {
    if (m_kind == nullptr || m_link != LinkId{}) return;
    emit chartRequested({m_node, m_kind->series.at(static_cast<std::size_t>(row)).key});
}

} // namespace sluice::ui
