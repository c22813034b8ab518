// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/button_row.h"

#include "ui/inspector/page_labels.h"

#include <QGridLayout>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr int kButtonGap = 6;
constexpr int kColumns = 2; ///< Where one row is too narrow.

} // namespace

ButtonRow::ButtonRow(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setSpacing(kButtonGap);
    m_grid->setContentsMargins(kPageMargin, 0, kPageMargin, 0);
}

int ButtonRow::Place::neededWidth() const {
    int needed = 0;
    for (const QPushButton* button : buttons) needed = std::max(needed, button->sizeHint().width());
    return needed;
}

QPushButton* ButtonRow::add(const QString& text, const QPushButton* other) {
    auto* button = new QPushButton(text, this);
    button->setProperty("compact", true);
    const auto place = std::ranges::find_if(
        m_places, [&](const Place& each) { return std::ranges::count(each.buttons, other) > 0; });
    (place == m_places.end() ? m_places.emplace_back() : *place).buttons.push_back(button);
    arrange();
    return button;
}

void ButtonRow::clear() {
    for (const Place& place : m_places)
        for (QPushButton* button : place.buttons) delete button;
    m_places.clear();
}

QSize ButtonRow::minimumSizeHint() const {
    return {0, QWidget::minimumSizeHint().height()};
}

void ButtonRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void ButtonRow::arrange() {
    const int count = static_cast<int>(m_places.size());
    int needed = 2 * kPageMargin + kButtonGap * (count - 1);
    for (const Place& place : m_places) needed += place.neededWidth();
    const int columns = needed <= width() ? std::max(count, 1) : kColumns;
    for (int i = 0; i < count; ++i)
        for (QPushButton* button : m_places[static_cast<std::size_t>(i)].buttons)
            m_grid->addWidget(button, i / columns, i % columns);
}

} // namespace sluice::ui
