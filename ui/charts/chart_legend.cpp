// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_legend.h"

#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr int kDot = 8;
constexpr int kEntryGap = 4;
constexpr int kEntryHeight = 24;
constexpr int kSlack = 8; // what the style takes besides padding; without it names that fit are cut

QIcon dotIcon(const QColor& color, qreal ratio) {
    QPixmap pixmap(QSize(kDot, kDot) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(0.5, 0.5, kDot - 1, kDot - 1));
    return {pixmap};
}

int fullWidth(const QToolButton& button, const QString& name) {
    return button.fontMetrics().horizontalAdvance(name) + kDot + 4 * kEntryGap + kSlack;
}

} // namespace

ChartLegend::ChartLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChartLegend::setLines(const std::vector<ChartLine>& lines, const Theme& theme) {
    for (QToolButton* old : m_entries) old->deleteLater();
    m_entries.clear();
    for (const ChartLine& line : lines) m_entries.push_back(entry(line, theme));
    arrange();
    updateGeometry();
}

QSize ChartLegend::sizeHint() const {
    int width = 0;
    for (const QToolButton* button : m_entries) width += fullWidth(*button, button->toolTip());
    return {width, kEntryHeight};
}

QSize ChartLegend::minimumSizeHint() const {
    return {0, kEntryHeight};
}

void ChartLegend::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

QToolButton* ChartLegend::entry(const ChartLine& line, const Theme& theme) {
    auto* button = new QToolButton(this);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(dotIcon(line.color, devicePixelRatioF()));
    button->setIconSize({kDot, kDot});
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFont(theme.font(Type::Small));
    button->setStyleSheet(
        QStringLiteral(
            "QToolButton { color: %1; background: transparent; border: none; padding: 0 4px; } "
            "QToolButton:hover, QToolButton:focus { background: %2; border-radius: 4px; }"
            "QToolButton::menu-indicator { image: none; }")
            .arg(theme.color(Token::Muted).name(), theme.color(Token::Hover).name()));
    button->setToolTip(line.name);
    button->setAccessibleName(tr("%1, line of the chart").arg(line.name));
    auto* menu = new QMenu(button);
    menu->addAction(tr("Remove “%1” from the chart").arg(line.name),
                    this,
                    [this, series = line.source] { emit removalRequested(series); });
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->show();
    return button;
}

/// Gives every name its full width if all fit, else an equal share of what is there.
void ChartLegend::arrange() {
    if (m_entries.empty()) return;
    const int share = width() / static_cast<int>(m_entries.size());
    const bool fits = sizeHint().width() <= width();
    int right = width();
    for (auto it = m_entries.rbegin(); it != m_entries.rend(); ++it) {
        QToolButton& button = **it;
        const int wanted = fullWidth(button, button.toolTip());
        const int given = fits ? wanted : std::min(wanted, share);
        const int room = given - kDot - 4 * kEntryGap;
        button.setText(button.fontMetrics().elidedText(button.toolTip(), Qt::ElideRight, room));
        button.setGeometry(right - given, 0, given, kEntryHeight);
        right -= given;
    }
}

} // namespace sluice::ui
