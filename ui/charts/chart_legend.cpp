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
constexpr int kLeastEntry = 72; // some ten letters
constexpr int kRestWidth = 36;
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
    if (m_rest != nullptr) m_rest->deleteLater(); // its menu may be open just now
    m_rest = plainButton(theme);
    m_rest->setObjectName(QStringLiteral("rest"));
    m_rest->setMenu(new QMenu(m_rest));
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

QToolButton* ChartLegend::plainButton(const Theme& theme) {
    auto* button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFont(theme.font(Type::Small));
    button->setStyleSheet(
        QStringLiteral(
            "QToolButton { color: %1; background: transparent; border: none; padding: 0 4px; } "
            "QToolButton:hover, QToolButton:focus { background: %2; border-radius: 4px; }"
            "QToolButton::menu-indicator { image: none; }")
            .arg(theme.color(Token::Muted).name(), theme.color(Token::Hover).name()));
    return button;
}

QToolButton* ChartLegend::entry(const ChartLine& line, const Theme& theme) {
    QToolButton* button = plainButton(theme);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(dotIcon(line.color, devicePixelRatioF()));
    button->setIconSize({kDot, kDot});
    button->setToolTip(line.name);
    button->setAccessibleName(tr("%1, line of the chart").arg(line.name));
    auto* menu = new QMenu(button);
    menu->addAction(tr("Remove “%1” from the chart").arg(line.name),
                    this,
                    [this, series = line.source] { emit removalRequested(series); });
    menu->setTitle(line.name);
    menu->setIcon(button->icon());
    button->setMenu(menu);
    button->show();
    return button;
}

/// Gives every name its full width if all fit, else an equal share of what is there; where that is
/// too little, only to as many as can be read.
void ChartLegend::arrange() {
    if (m_entries.empty()) return;
    const bool fits = sizeHint().width() <= width();
    const int count = static_cast<int>(m_entries.size());
    int shown = count;
    int room = width();
    if (!fits && room < count * kLeastEntry) {
        room -= kRestWidth;
        shown = std::clamp(room / kLeastEntry, 1, count);
    }
    const int share = std::max(0, room / shown);
    int right = room;
    for (int i = count - 1; i >= 0; --i) {
        QToolButton& button = *m_entries[static_cast<std::size_t>(i)];
        button.setVisible(i < shown);
        if (i >= shown) continue;
        const int wanted = fullWidth(button, button.toolTip());
        const int given = fits ? wanted : std::min(wanted, share);
        button.setText(button.fontMetrics().elidedText(
            button.toolTip(), Qt::ElideMiddle, given - kDot - 4 * kEntryGap));
        button.setGeometry(right - given, 0, given, kEntryHeight);
        right -= given;
    }
    showRest(static_cast<std::size_t>(shown));
}

void ChartLegend::showRest(std::size_t shown) {
    m_rest->setVisible(shown < m_entries.size());
    m_rest->menu()->clear();
    QStringList names;
    for (std::size_t i = shown; i < m_entries.size(); ++i) {
        m_rest->menu()->addMenu(m_entries[i]->menu());
        names << m_entries[i]->toolTip();
    }
    m_rest->setText(QStringLiteral("+%1").arg(names.size()));
    m_rest->setToolTip(names.join(QStringLiteral("\n")));
    m_rest->setAccessibleName(tr("%1 more lines of the chart").arg(names.size()));
    m_rest->setGeometry(width() - kRestWidth, 0, kRestWidth, kEntryHeight);
}

} // namespace sluice::ui
