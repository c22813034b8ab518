// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/node_layout.h"

#include "ui/canvas/mark_row.h"
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
constexpr qreal kLanesCard = 272;
constexpr qreal kCardWidth = 208;
constexpr qreal kPartGap = 8;
constexpr qreal kEmptyBody = 8;

/// The part that stores messages, by its place; parts.size() when there is none.
std::size_t storeIn(const std::vector<PicturePart>& parts) {
    const auto found = std::find_if(parts.begin(), parts.end(), [](const PicturePart& part) {
        return std::holds_alternative<Tube>(part) || std::holds_alternative<Lanes>(part);
    });
    return static_cast<std::size_t>(found - parts.begin());
}

qreal cardWidth(const Picture* picture) {
    if (picture == nullptr) return kCardWidth;
    const std::size_t store = storeIn(picture->parts);
    if (store == picture->parts.size()) return kCardWidth;
    return std::holds_alternative<Lanes>(picture->parts[store]) ? kLanesCard : kWideCard;
}

void placeSlots(NodeLayout& layout, const PicturePart& part, const QRectF& rect) {
    layout.hasSlots = true;
    if (const auto* const tube = std::get_if<Tube>(&part)) {
        const TubeLayout places(*tube, rect);
        layout.entry = places.entry();
        layout.exit = places.exit();
    } else if (const auto* const lanes = std::get_if<Lanes>(&part)) {
        const LanesLayout places(*lanes, rect);
        layout.entry = places.entry();
        layout.exit = places.exit();
        layout.marks = places.marks(*lanes);
        for (const LanesLayout::Row& row : places.rows) layout.names.push_back(row.name);
    }
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

/// Ports of one side share it evenly; left and right ones sit level with what is stored, if
/// there is such a part.
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

bool NodeLayout::isBelowName(QPointF at) const {
    return std::any_of(names.begin(), names.end(), [at](const QRectF& name) {
        return name.adjusted(-kMarkRadius, 0, kMarkRadius, 0).contains(at);
    });
}

const QPointF* NodeLayout::markAt(std::uint64_t message) const {
    const auto found = std::lower_bound(
        marks.begin(), marks.end(), message, [](const MarkPlace& row, std::uint64_t wanted) {
            return row.message < wanted;
        });
    return found != marks.end() && found->message == message ? &found->at : nullptr;
}

NodeLayout layoutNode(const Node& node, const NodeKind* kind, const Picture* picture) {
    NodeLayout layout;
    layout.id = node.id;
    layout.card =
        QRectF(toQt(node.position), QSizeF(cardWidth(picture), kHeaderHeight + kCardPadding));
    if (kind != nullptr) layout.role = categoryColor(kind->colorRole);
    if (picture != nullptr && !picture->colorRole.empty())
        layout.role = categoryColor(picture->colorRole);
    placeParts(layout, picture != nullptr ? *picture : Picture{});

    qreal level = layout.card.center().y();
    const std::size_t store = picture != nullptr ? storeIn(picture->parts) : 0;
    if (store < layout.parts.size()) {
        placeSlots(layout, picture->parts[store], layout.parts[store]);
        level = layout.parts[store].center().y();
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
