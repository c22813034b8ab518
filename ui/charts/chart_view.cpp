// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_plot.h"
#include "ui/session/series_drag.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace sluice::ui {

ChartView::ChartView(const SeriesStore& store, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_heading(new QLabel(this))
    , m_hint(new QLabel(tr("Drop a metric here, or add one from the menu."), this))
    , m_legend(new ChartLegend(this))
    , m_menuButton(new QToolButton(this))
    , m_plot(new ChartPlot(store, theme, this))
    , m_header(new QHBoxLayout)
    , m_column(new QVBoxLayout(this)) {
    m_heading->setTextFormat(Qt::RichText);
    m_heading->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred); // never cut
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_menuButton->setText(QStringLiteral("⋯"));
    m_menuButton->setAutoRaise(true);
    m_menuButton->setToolTip(tr("What to do with this chart"));
    m_header->setContentsMargins(12, 6, 8, 0);
    m_header->setSpacing(kGridStep);
    m_header->addWidget(m_heading);
    m_header->addWidget(m_legend, 1);
    m_header->addWidget(m_menuButton);
    m_column->setContentsMargins(0, 0, 0, 4);
    m_column->setSpacing(0);
    m_column->addLayout(m_header);
    m_column->addWidget(m_plot, 1);
    m_column->addWidget(m_hint, 1);
    setAcceptDrops(true);
    setMinimumWidth(240);
    connect(m_legend, &ChartLegend::removalRequested, this, &ChartView::seriesRemoved);
    connect(m_plot, &ChartPlot::unitChanged, this, &ChartView::writeTitle);
    connect(m_menuButton, &QToolButton::clicked, this, [this] {
        emit menuRequested(m_menuButton->mapToGlobal(m_menuButton->rect().bottomLeft()));
    });
    applyTheme();
}

void ChartView::setChart(const QString& title, std::vector<ChartLine> lines, const Theme& theme) {
    m_title = title;
    m_theme = theme;
    m_legend->setLines(lines, theme);
    m_hint->setVisible(lines.empty());
    m_plot->setVisible(!lines.empty());
    m_plot->setLines(std::move(lines));
    m_plot->setAccessibleName(tr("Chart: %1").arg(title));
    m_menuButton->setAccessibleName(tr("Menu of the chart %1").arg(title));
    setAccessibleName(title);
    applyTheme();
    writeTitle();
    refresh();
}

void ChartView::setSpan(double seconds) {
    m_plot->setSpan(seconds);
    refresh();
}

void ChartView::refresh() {
    m_isStale = !isVisible() || visibleRegion().isEmpty();
    if (!m_isStale) m_plot->refresh();
}

QString ChartView::unitText() const {
    return m_plot->lines().empty() ? QString() : m_plot->axisUnitShown().symbol;
}

const std::vector<ChartLine>& ChartView::lines() const {
    return m_plot->lines();
}

void ChartView::applyTheme() {
    m_plot->setTheme(m_theme);
    m_heading->setFont(m_theme.font(Type::SmallBold));
    m_hint->setFont(m_theme.font(Type::Small));
    m_menuButton->setFont(m_theme.font(Type::Small));
    const QString muted = QStringLiteral("color: %1;").arg(m_theme.color(Token::Muted).name());
    m_hint->setStyleSheet(muted);
    m_menuButton->setStyleSheet(
        QStringLiteral(
            "QToolButton { %1 background: transparent; border: none; padding: 0 4px; } "
            "QToolButton:hover, QToolButton:focus { background: %2; border-radius: 4px; }")
            .arg(muted, m_theme.color(Token::Hover).name()));
    update();
}

void ChartView::writeTitle() {
    // "Receive calls" says already that it counts calls; money has its sign on the axis.
    const QString unit = unitText();
    const QString lastWord = m_title.section(QLatin1Char(' '), -1);
    const bool isSaid =
        lastWord.compare(unit, Qt::CaseInsensitive) == 0 || unit == QLatin1String("$");
    m_heading->setText(QStringLiteral("<span style='color:%1'>%2</span> "
                                      "<span style='color:%3; font-weight:400'>%4</span>")
                           .arg(m_theme.color(Token::Ink).name(),
                                m_title.toHtmlEscaped(),
                                m_theme.color(Token::Muted).name(),
                                isSaid ? QString() : unit.toHtmlEscaped()));
    placeLegend();
}

// Beside the title where both fit, else in a row of its own below it.
void ChartView::placeLegend() {
    const QMargins margins = m_header->contentsMargins();
    const int room = width() - margins.left() - margins.right() - m_heading->sizeHint().width()
                     - m_menuButton->sizeHint().width() - 2 * m_header->spacing();
    const bool isBeside = m_legend->sizeHint().width() <= room;
    if (isBeside == (m_header->indexOf(m_legend) >= 0)) return;
    if (isBeside) {
        m_column->removeWidget(m_legend);
        m_header->insertWidget(1, m_legend, 1);
    } else {
        m_header->removeWidget(m_legend);
        m_column->insertWidget(1, m_legend);
    }
}

void ChartView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeLegend();
}

void ChartView::setDropTarget(bool isTarget) {
    m_isDropTarget = isTarget;
    update();
}

void ChartView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_isStale) m_plot->refresh();
    m_isStale = false;
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) {
    emit menuRequested(event->globalPos());
}

void ChartView::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedSeries(*event->mimeData())) return;
    event->acceptProposedAction();
    setDropTarget(true);
}

void ChartView::dragLeaveEvent(QDragLeaveEvent*) {
    setDropTarget(false);
}

void ChartView::dropEvent(QDropEvent* event) {
    setDropTarget(false);
    const auto series = draggedSeries(*event->mimeData());
    if (!series) return;
    event->acceptProposedAction();
    emit seriesDropped(*series);
}

void ChartView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Panel));
    painter.setPen(QPen(m_theme.color(Token::Line), 1));
    painter.drawLine(QPointF(width() - 0.5, 0), QPointF(width() - 0.5, height()));
    if (!m_isDropTarget) return;
    painter.setPen(QPen(m_theme.color(Token::Accent), 2));
    painter.drawRect(rect().adjusted(1, 1, -2, -1));
}

} // namespace sluice::ui
