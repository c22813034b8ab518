// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"
#include "ui/canvas/boundary_painter.h"
#include "ui/canvas/cubic.h"
#include "ui/canvas/legible.h"
#include "ui/canvas/node_layout.h"

#include <QRectF>

#include <optional>
#include <span>
#include <vector>

namespace sluice::ui {

using Pictures = std::span<const NodePicture>;

/// The node's picture, or null; `pictures` in order of NodeId.
const Picture* pictureOf(Pictures pictures, NodeId id);

/// The course of one link, around the cards of others where that can be.
struct LinkLayout {
    LinkId id{};
    NodeId from{}, to{};
    Cubic curve;
    Token role = Token::Muted;
    bool isDeadLetter = false; ///< Drawn dashed.
    bool isPayload = false;    ///< Carries something else than messages: drawn thin.
    Duration regionLatency{};  ///< What crossing a region adds to its latency; shown on it.

    /// After which share of the way a sign on it stands, and a filter holds messages back: half,
    /// but not where the latency of a region is shown.
    float signPlace() const { return regionLatency == Duration::zero() ? 0.5F : 0.3F; }
};

/// A port by its place in NodeKind::ports.
struct PortPlace {
    NodeId node{};
    std::size_t port = 0;
    QPointF position;
    PortSide side = PortSide::Left;
    bool isOutput = false;
};

struct NoteLayout {
    NoteId id{};
    QRectF rect;
    qreal room = 1; ///< How many times as large it may be drawn, see legible.h.

    QRectF shownAt(qreal zoom) const { return grown(rect, growthAt(zoom, room)); }
};

/// Places of everything in a document, in document units; all by id.
struct DiagramLayout {
    std::vector<NodeLayout> nodes;
    std::vector<LinkLayout> links;
    std::vector<NoteLayout> notes;
    std::vector<BoundaryLayout> boundaries;

    const NodeLayout* node(NodeId id) const;
    const LinkLayout* link(LinkId id) const;
    const NoteLayout* note(NoteId id) const;
    const BoundaryLayout* boundary(BoundaryId id) const;

    /// Around all parts; null when there are none.
    QRectF bounds() const;

    /// The topmost thing at `point`; nothing further than `reach` away from it. Notes as they are
    /// seen at `zoom`.
    std::optional<NodeId> nodeAt(QPointF point) const;
    std::optional<NoteId> noteAt(QPointF point, qreal zoom) const;
    std::optional<LinkId> linkAt(QPointF point, qreal reach) const;
    /// How much of all links lies in `rect`.
    qreal linkLengthIn(const QRectF& rect) const;
    /// The smallest frame whose title or border is there; what is inside is not the frame.
    std::optional<BoundaryId> boundaryAt(QPointF point, qreal reach) const;
};

DiagramLayout layoutDiagram(const Document& document, const Registry& registry, Pictures pictures);

/// The port nearest to `point` within `reach`.
std::optional<PortPlace> portAt(const DiagramLayout& layout,
                                const Document& document,
                                const Registry& registry,
                                QPointF point,
                                qreal reach);

/// The curve from a port to a point or to another port's place.
Cubic portCurve(QPointF from, PortSide side, QPointF to);

} // namespace sluice::ui
