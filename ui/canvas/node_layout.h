// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"
#include "core/schema/node_kind.h"
#include "core/schema/picture.h"
#include "ui/canvas/lanes_layout.h"
#include "ui/theme/theme.h"

#include <QPointF>
#include <QRectF>

#include <vector>

namespace sluice::ui {

/// Places of one card and what is in it, in document units. Port and part places are in the order
/// of NodeKind::ports and Picture::parts.
struct NodeLayout {
    NodeId id{};
    QRectF card;
    Token role = Token::Muted;
    std::vector<QPointF> ports;
    std::vector<QRectF> parts;
    /// Where arriving messages come to rest and leaving ones start: slots of the tube or edges of
    /// the lanes, or null when the card has neither and messages end at the port.
    QPointF entry, exit;
    bool hasSlots = false;
    /// Messages in lanes, in order of message: each has its own place to come from and to go to.
    std::vector<MarkPlace> marks;
    /// Names of the lanes: what arrives passes below them, so that they can be read.
    std::vector<QRectF> names;

    /// Whether a moving message there would stand on a name.
    bool isBelowName(QPointF at) const;
    /// The place of one of the marks, or null.
    const QPointF* markAt(std::uint64_t message) const;
    /// Where a link from the left ends: in front of everything stored.
    QPointF door() const { return ports.empty() ? card.center() : ports.front(); }
};

/// Places of a card. `kind` may be null (a part this version does not know), `picture` too (nothing
/// has run yet). The size depends on the sorts of parts, not on their values, so that cards keep
/// still while they run.
NodeLayout layoutNode(const Node& node, const NodeKind* kind, const Picture* picture);

/// Header of a card: icon, name and summary.
inline constexpr qreal kHeaderHeight = 44;
inline constexpr qreal kCardPadding = 12;
inline constexpr qreal kPortRadius = 5;
/// How far shadow, ports and badges reach beyond the card.
inline constexpr qreal kCardMargin = 12;

/// Reading width of a note; its height follows from the text.
inline constexpr qreal kNoteWidth = 220;
QRectF noteRect(const Note& note);
/// Room inside a note around its text.
inline constexpr qreal kNotePadding = 10;

inline QPointF toQt(Point point) {
    return {point.x, point.y};
}

} // namespace sluice::ui
