// SPDX-License-Identifier: GPL-3.0-or-later
// Cards and notes of the static layer.
#include "ui/canvas/static_layer.h"

#include <QElapsedTimer>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sluice::ui {

namespace {

constexpr double kPassSeconds = 0.1;
constexpr qint64 kBudgetNanoseconds = 1'500'000;

QRectF withMargin(const NodeLayout& node) {
    return node.card.adjusted(-kCardMargin, -kCardMargin, kCardMargin, kCardMargin);
}

} // namespace

bool StaticLayer::redrawCards(const CanvasScene& scene, const StaticView& view, double now) {
    const auto& nodes = scene.layout().nodes;
    if (m_cards.size() > nodes.size())
        std::erase_if(m_cards,
                      [&](const auto& row) { return scene.layout().node(row.first) == nullptr; });
    const QRectF shown = view.view.toDocument(QRectF(QPointF(), QSizeF(view.size)));
    const qreal scale = view.view.zoom * view.ratio;
    QElapsedTimer timer;
    timer.start();
    bool isAnyNew = false;
    bool isBudgetSpent = false;
    m_isBehind = false;
    if (!m_isPassOpen && now - m_passAt >= kPassSeconds) beginPass(scene, now);
    m_isPassOpen = false; // unless some of its cards have to wait
    const std::size_t start = nodes.empty() ? 0 : m_nextCard % nodes.size();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const std::size_t index = (start + i) % nodes.size();
        const NodeLayout& place = nodes[index];
        Card& card = m_cards[place.id];
        const bool isOtherScale = card.scale != scale;
        if (!card.isStale && !isOtherScale) continue;
        if (!withMargin(place).intersects(shown)) continue;
        const bool isUrgent = card.pixmap.isNull() || card.isUrgent;
        const bool isDue = isOtherScale || card.isInPass;
        if (!isUrgent && (!isDue || isBudgetSpent)) {
            m_isBehind = true;
            m_isPassOpen = m_isPassOpen || card.isInPass;
            continue;
        }
        const Node* const node = view.document.node(place.id);
        if (node == nullptr) continue;
        redraw(card, scene, view, *node);
        isAnyNew = true;
        if (!isBudgetSpent && timer.nsecsElapsed() > kBudgetNanoseconds) {
            isBudgetSpent = true;
            m_nextCard = index + 1;
        }
    }
    return isAnyNew;
}

void StaticLayer::beginPass(const CanvasScene& scene, double now) {
    m_passAt = now;
    m_passFrame = scene.frame();
    for (auto& [id, card] : m_cards) card.isInPass = card.isStale;
}

void StaticLayer::redraw(Card& card,
                         const CanvasScene& scene,
                         const StaticView& view,
                         const Node& node) {
    const NodeLayout& place = *scene.layout().node(node.id);
    const qreal scale = view.view.zoom * view.ratio;
    const QRectF area = withMargin(place);
    const QSize pixels(static_cast<int>(std::ceil(area.width() * scale)),
                       static_cast<int>(std::ceil(area.height() * scale)));
    if (card.pixmap.size() != pixels) card.pixmap = QPixmap(pixels);
    card.pixmap.fill(Qt::transparent);
    QPainter painter(&card.pixmap);
    painter.scale(scale, scale);
    painter.translate(-area.topLeft());
    NodeAppearance appearance;
    appearance.node = &node;
    appearance.kind = scene.registry().find(node.kind);
    // While it runs a newer frame has to wait for the next pass.
    const bool isRunning = scene.frame() && scene.frame()->state == RunState::Running;
    const bool isLate = isRunning && m_passFrame && m_passFrame != scene.frame();
    const Picture* const late =
        isLate ? pictureOf(Pictures(m_passFrame->pictures), node.id) : nullptr;
    Picture memory;
    appearance.picture = late != nullptr ? late : scene.seenOf(node.id, memory);
    appearance.isSelected = std::ranges::binary_search(view.selected.nodes, node.id);
    appearance.isHovered = view.hovered == node.id;
    appearance.isFocused = view.focused == node.id;
    appearance.hasFinding = scene.hasFinding(node.id);
    appearance.zoom = view.view.zoom;
    paintNode(painter, appearance, place, view.theme);
    card.scale = scale;
    card.isStale = isLate;
    card.isUrgent = card.isInPass = false;
}

void StaticLayer::compose(const CanvasScene& scene, const StaticView& view) {
    std::memcpy(m_image.bits(),
                m_background.constBits(),
                static_cast<std::size_t>(m_background.sizeInBytes()));
    QPainter painter(&m_image);
    paintParts(painter, m_image.rect(), scene, view);
}

// Notes and cards, within an area of device pixels.
void StaticLayer::paintParts(QPainter& painter,
                             const QRect& area,
                             const CanvasScene& scene,
                             const StaticView& view) {
    const QRectF place(QPointF(area.topLeft()) / view.ratio, QSizeF(area.size()) / view.ratio);
    painter.setClipRect(place);
    const QRectF shown = view.view.toDocument(place);
    painter.save();
    painter.scale(view.view.zoom, view.view.zoom);
    painter.translate(-view.view.origin);
    for (const NoteLayout& row : scene.layout().notes) {
        const Note* const note = view.document.note(row.id);
        if (note == nullptr || !row.shownAt(view.view.zoom).intersects(shown)) continue;
        const bool isSelected = holds(view.selected.notes, row.id);
        paintNote(painter, *note, row, view.theme, isSelected, view.view.zoom);
    }
    painter.restore();
    // Cards in device pixels: a copy when the scale fits, a quick scaled copy until it does.
    painter.scale(1 / view.ratio, 1 / view.ratio);
    const qreal scale = view.view.zoom * view.ratio;
    for (const NodeLayout& row : scene.layout().nodes) {
        const QRectF outline = withMargin(row);
        if (!outline.intersects(shown)) continue;
        Card& card = m_cards[row.id];
        const Node* const node = view.document.node(row.id);
        if (card.pixmap.isNull() && node != nullptr)
            redraw(card, scene, view, *node); // zooming out
        const QPointF corner = (outline.topLeft() - view.view.origin) * scale;
        const QPoint pixel(static_cast<int>(std::lround(corner.x())),
                           static_cast<int>(std::lround(corner.y())));
        if (card.scale == scale)
            painter.drawPixmap(pixel, card.pixmap);
        else
            painter.drawPixmap(QRect(pixel, (outline.size() * scale).toSize()), card.pixmap);
    }
}

} // namespace sluice::ui
