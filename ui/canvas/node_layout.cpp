// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/node_layout.h"

#include "ui/canvas/picture_painter.h"
#include "ui/canvas/tube_layout.h"

#include <QFontMetricsF>

#include <algorithm>
#include <array>
#include <cmath>
#include <variant>

namespace sluice::ui {

namespace {

constexpr qreal kWideCard = 248;
constexpr qreal kCardWidth = 208;
constexpr qreal kPartGap = 8;
constexpr qreal kEmptyBody = 8;

const Tube* tubeOf(const Picture* picture) {
    if (picture == nullptr) return nullptr;
    for (const PicturePart& part : picture->parts)
        if (const auto* tube = std::get_if<Tube>(&part)) return tube;
    return nullptr;
}

void placeParts(NodeLayout& layout, const Picture& picture) {
    const qreal left = layout.card.left() + kStripeWidth + kCardPadding - 1;
    const qreal width = layout.card.right() - kCardPadding - left;
    qreal y = layout.card.top() + kHeaderHeight + 6;
    for (const PicturePart& part : picture.parts) {
        const qreal height = partHeight(part, width);
        layout.parts.emplace_back(left, y, width, height);
        y += height + kPartGap;
    }
    if (picture.parts.empty()) y += kEmptyBody;
    layout.card.setBottom(std::ceil(y - kPartGap + kCardPadding));
}

/// Ports of one side share it evenly; left and right ones sit level with the tube, if there is one.
void placePorts(NodeLayout& layout, const NodeKind& kind, qreal level) {
    std::array<int, 3> count{};
    std::array<int, 3> next{};
    for (const PortSpec& port : kind.ports) ++count[static_cast<std::size_t>(port.side)];
    for (const PortSpec& port : kind.ports) {
        const auto side = static_cast<std::size_t>(port.side);
        const qreal index = next[side]++ - (count[side] - 1) / 2.0;
        if (port.side == PortSide::Bottom)
            layout.ports.emplace_back(layout.card.center().x() + 40 * index, layout.card.bottom());
        else
            layout.ports.emplace_back(port.side == PortSide::Left ? layout.card.left()
                                                                  : layout.card.right(),
                                      level + 24 * index);
    }
}

} // namespace

NodeLayout layoutNode(const Node& node, const NodeKind* kind, const Picture* picture) {
    NodeLayout layout;
    layout.id = node.id;
    const Tube* const tube = tubeOf(picture);
    const qreal width = tube != nullptr ? kWideCard : kCardWidth;
    layout.card = QRectF(toQt(node.position), QSizeF(width, kHeaderHeight + kCardPadding));
    if (kind != nullptr) layout.role = categoryColor(kind->colorRole);
    if (picture != nullptr && !picture->colorRole.empty())
        layout.role = categoryColor(picture->colorRole);
    placeParts(layout, picture != nullptr ? *picture : Picture{});

    qreal level = layout.card.center().y();
    for (std::size_t i = 0; tube != nullptr && i < layout.parts.size(); ++i) {
        if (std::get_if<Tube>(&picture->parts[i]) != tube) continue;
        const TubeLayout places(*tube, layout.parts[i]);
        layout.entry = places.entry();
        layout.exit = places.exit();
        layout.hasSlots = true;
        level = layout.parts[i].center().y();
    }
    if (kind != nullptr) placePorts(layout, *kind, level);
    return layout;
}

QRectF noteRect(const Note& note) {
    const QFontMetricsF metrics(Theme{}.font(Type::Small));
    const QRectF room(0, 0, kNoteWidth - 2 * kNotePadding, 10'000);
    const QRectF text =
        metrics.boundingRect(room, Qt::TextWordWrap, QString::fromStdString(note.text));
    return {toQt(note.position),
            QSizeF(kNoteWidth, std::max(32.0, std::ceil(text.height()) + 2 * kNotePadding))};
}

} // namespace sluice::ui
