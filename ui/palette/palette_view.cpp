// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_view.h"

#include "ui/palette/palette_tile.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr int kTileColumns = 2;

QLabel* groupCaption(const QString& text) {
    auto* label = new QLabel(text.toUpper());
    label->setProperty("type", "caption");
    QFont font = label->font();
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.5);
    label->setFont(font);
    return label;
}

} // namespace

PaletteView::PaletteView(const Registry& registry, QWidget* parent)
    : QWidget(parent)
    , m_registry(registry)
    , m_search(new QLineEdit(this))
    , m_scroll(new QScrollArea(this)) {
    m_search->setPlaceholderText(tr("Find a part… ( / )"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Find a part"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* searchRow = new QVBoxLayout;
    searchRow->setContentsMargins(10, 10, 10, 8);
    searchRow->addWidget(m_search);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(searchRow);
    layout->addWidget(m_scroll);
    setAccessibleName(tr("Parts"));

    connect(m_search, &QLineEdit::textChanged, this, &PaletteView::fill);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (!m_tiles.empty()) emit chosen(m_tiles.front()->part());
    });
    fill({});
}

void PaletteView::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void PaletteView::clearSearch() {
    m_search->clear();
}

QWidget* PaletteView::groupOf(const std::vector<PaletteItem>& items) {
    auto* group = new QWidget;
    auto* grid = new QGridLayout(group);
    grid->setContentsMargins(0, 0, 0, 4);
    grid->setSpacing(8);
    for (int column = 0; column < kTileColumns; ++column) grid->setColumnStretch(column, 1);
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto* tile = new PaletteTile(items[i], group);
        const int place = static_cast<int>(i);
        grid->addWidget(tile, place / kTileColumns, place % kTileColumns);
        connect(tile, &PaletteTile::chosen, this, &PaletteView::chosen);
        m_tiles.push_back(tile);
    }
    return group;
}

void PaletteView::fill(const QString& filter) {
    m_tiles.clear();
    auto* content = new QWidget;
    auto* groups = new QVBoxLayout(content);
    groups->setContentsMargins(10, 0, 10, 10);
    groups->setSpacing(8);
    for (const PaletteGroup& group : paletteGroups(m_registry, filter)) {
        groups->addWidget(groupCaption(group.title));
        groups->addWidget(groupOf(group.items));
    }
    if (m_tiles.empty()) {
        auto* nothing = new QLabel(tr("Nothing is called “%1”.").arg(filter.trimmed()));
        nothing->setWordWrap(true);
        nothing->setProperty("tone", "muted");
        groups->addWidget(nothing);
    }
    groups->addStretch();
    m_scroll->setWidget(content); // and deletes the former content
}

void PaletteView::moveFocus(int steps) {
    if (m_tiles.empty()) return;
    const auto focused =
        std::ranges::find_if(m_tiles, [](const PaletteTile* tile) { return tile->hasFocus(); });
    const auto last = static_cast<std::ptrdiff_t>(m_tiles.size()) - 1;
    const std::ptrdiff_t place = focused == m_tiles.end() ? 0 : focused - m_tiles.begin() + steps;
    if (place < 0) {
        m_search->setFocus(Qt::TabFocusReason);
    } else {
        m_tiles[static_cast<std::size_t>(std::min(place, last))]->setFocus(Qt::TabFocusReason);
    }
}

void PaletteView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Down:
        moveFocus(kTileColumns);
        break;
    case Qt::Key_Up:
        moveFocus(-kTileColumns);
        break;
    case Qt::Key_Right:
        moveFocus(1);
        break;
    case Qt::Key_Left:
        moveFocus(-1);
        break;
    case Qt::Key_Escape:
        if (m_search->text().isEmpty()) return QWidget::keyPressEvent(event);
        m_search->clear();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace sluice::ui
