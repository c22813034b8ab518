// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/diagram_layout.h"

#include "core/model/boundaries.h"
#include "ui/canvas/link_route.h"

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

template <class Row, class Id>
const Row* byId(const std::vector<Row>& rows, Id id) {
    const auto found = std::lower_bound(
        rows.begin(), rows.end(), id, [](const Row& row, Id wanted) { return row.id < wanted; });
    return found != rows.end() && found->id == id ? &*found : nullptr;
}

/// Flows whose messages are seen one by one; whatever else a link carries is told by its look.
constexpr unsigned kMessageFlows = static_cast<unsigned>(Flow::Send | Flow::Receive)
                                   | (Flow::DeadLetter | Flow::Notify)
                                   | static_cast<unsigned>(Flow::Event);

std::optional<LinkLayout> layoutLink(const Link& link,
                                     const DiagramLayout& layout,
                                     const Document& document,
                                     const Registry& registry) {
    const Node* const from = document.node(link.from);
    const Node* const to = document.node(link.to);
    if (from == nullptr || to == nullptr) return std::nullopt;
    const NodeLayout* const start = layout.node(link.from);
    const NodeLayout* const end = layout.node(link.to);
    const NodeKind* const fromKind = registry.find(from->kind);
    const NodeKind* const toKind = registry.find(to->kind);
    const auto output = fromKind != nullptr ? fromKind->port(link.fromPort) : std::nullopt;
    const auto input = toKind != nullptr ? toKind->port(link.toPort) : std::nullopt;

    LinkLayout row{link.id, link.from, link.to, {}, start->role, false, false, {}};
    PortSide side = PortSide::Right;
    QPointF a(start->card.right(), start->card.center().y());
    QPointF b(end->card.left(), end->card.center().y());
    if (output) {
        side = fromKind->ports[*output].side;
        a = start->ports[*output];
        const std::uint8_t flows = fromKind->ports[*output].flows;
        row.isDeadLetter = flows == static_cast<std::uint8_t>(Flow::DeadLetter);
        row.isPayload = (flows & kMessageFlows) == 0;
    }
    if (input) b = end->ports[*input];
    // Moves to a dead-letter queue take no latency at all.
    if (!document.boundaries.empty() && !row.isDeadLetter)
        row.regionLatency = regionLatencyOf(document, link);
    if (row.isDeadLetter) row.role = Token::DeadLetter;
    if (row.isPayload) row.role = Token::Store;
    row.curve = portCurve(a, side, b);
    return row;
}

void routeLinks(DiagramLayout& layout) {
    std::vector<QRectF> cards;
    cards.reserve(layout.nodes.size());
    for (const NodeLayout& row : layout.nodes) cards.push_back(row.card);
    const auto place = [&](NodeId id) {
        return static_cast<std::size_t>(layout.node(id) - layout.nodes.data());
    };
    LinkRouter router(cards);
    for (LinkLayout& link : layout.links)
        link.curve = router.routed(link.curve, place(link.from), place(link.to));
}

/// A region is down when all of its parts are that can be; it is told of some of them as well.
void noteOutages(DiagramLayout& layout, const Document& document, Pictures pictures) {
    for (std::size_t i = 0; i < layout.boundaries.size(); ++i) {
        if (document.boundaries[i].type != BoundaryType::Region) continue;
        int parts = 0;
        int down = 0;
        for (const NodeId id : contentsOf(document, document.boundaries[i].id).nodes) {
            const Picture* const picture = pictureOf(pictures, id);
            if (picture == nullptr || picture->reach == Reach::Unknown) continue;
            ++parts;
            down += picture->reach == Reach::Down ? 1 : 0;
        }
        noteOutage(layout.boundaries[i], down, parts);
    }
}

/// For what is to be read from far away.
void findRoom(DiagramLayout& layout) {
    std::vector<QRectF> taken;
    QRectF all;
    for (const NodeLayout& row : layout.nodes) taken.push_back(row.card);
    for (const NoteLayout& row : layout.notes) taken.push_back(row.rect);
    for (const QRectF& rect : taken) all |= rect;
    for (const BoundaryLayout& row : layout.boundaries) all |= row.rect;
    for (BoundaryLayout& row : layout.boundaries)
        row.room = roomToGrow(row.titleAt(1), taken, row.rect);
    for (const BoundaryLayout& row : layout.boundaries) taken.push_back(row.titleAt(1));
    for (NoteLayout& row : layout.notes) row.room = roomToGrow(row.rect, taken, all);
}

} // namespace

const Picture* pictureOf(Pictures pictures, NodeId id) {
    const auto found = std::lower_bound(
        pictures.begin(), pictures.end(), id, [](const NodePicture& row, NodeId wanted) {
            return row.node < wanted;
        });
    return found != pictures.end() && found->node == id ? &found->picture : nullptr;
}

Cubic portCurve(QPointF from, PortSide side, QPointF to) {
    if (side == PortSide::Right) return linkCurve(from, to);
    const qreal apart = std::hypot(to.x() - from.x(), to.y() - from.y());
    const qreal reach = std::clamp(apart * 0.4, 20.0, 120.0);
    if (side == PortSide::Left) {
        const Cubic back = linkCurve(to, from);
        return {back.end, back.endControl, back.startControl, back.start};
    }
    return {from, from + QPointF(0, reach), to - QPointF(reach, 0), to};
}

const NodeLayout* DiagramLayout::node(NodeId id) const {
    return byId(nodes, id);
}
const LinkLayout* DiagramLayout::link(LinkId id) const {
    return byId(links, id);
}
const NoteLayout* DiagramLayout::note(NoteId id) const {
    return byId(notes, id);
}

const BoundaryLayout* DiagramLayout::boundary(BoundaryId id) const {
    return byId(boundaries, id);
}

QRectF DiagramLayout::bounds() const {
    QRectF all;
    for (const BoundaryLayout& row : boundaries) all |= row.rect;
    for (const NodeLayout& row : nodes) all |= row.card;
    for (const NoteLayout& row : notes) all |= row.rect;
    std::vector<QPointF> points;
    for (const LinkLayout& row : links) {
        flatten(row.curve, 1, points);
        for (const QPointF& point : points) all |= QRectF(point, QSizeF(0.01, 0.01));
    }
    return all;
}

std::optional<NodeId> DiagramLayout::nodeAt(QPointF point) const {
    for (auto row = nodes.rbegin(); row != nodes.rend(); ++row)
        if (row->card.contains(point)) return row->id;
    return std::nullopt;
}

std::optional<NoteId> DiagramLayout::noteAt(QPointF point, qreal zoom) const {
    for (auto row = notes.rbegin(); row != notes.rend(); ++row)
        if (row->shownAt(zoom).contains(point)) return row->id;
    return std::nullopt;
}

std::optional<LinkId> DiagramLayout::linkAt(QPointF point, qreal reach) const {
    std::optional<LinkId> nearest;
    for (const LinkLayout& row : links) {
        if (!row.curve.bounds().adjusted(-reach, -reach, reach, reach).contains(point)) continue;
        const qreal distance = distanceTo(row.curve, point);
        if (distance > reach) continue;
        reach = distance;
        nearest = row.id;
    }
    return nearest;
}

qreal DiagramLayout::linkLengthIn(const QRectF& rect) const {
    qreal length = 0;
    for (const LinkLayout& row : links) length += lengthIn(rect, row.curve);
    return length;
}

std::optional<BoundaryId> DiagramLayout::boundaryAt(QPointF point, qreal reach) const {
    const std::vector<std::size_t> order = paintOrder(boundaries);
    for (auto index = order.rbegin(); index != order.rend(); ++index) {
        const BoundaryLayout& row = boundaries[*index];
        const bool isNear = row.rect.adjusted(-reach, -reach, reach, reach).contains(point);
        const bool isInside = row.rect.adjusted(reach, reach, -reach, -reach).contains(point);
        if ((isNear && !isInside) || row.label.contains(point)) return row.id;
    }
    return std::nullopt;
}

DiagramLayout layoutDiagram(const Document& document, const Registry& registry, Pictures pictures) {
    DiagramLayout layout;
    layout.nodes.reserve(document.nodes.size());
    for (const Node& node : document.nodes)
        layout.nodes.push_back(
            layoutNode(node, registry.find(node.kind), pictureOf(pictures, node.id)));
    for (const Link& link : document.links)
        if (auto row = layoutLink(link, layout, document, registry)) layout.links.push_back(*row);
    routeLinks(layout);
    for (const Note& note : document.notes) layout.notes.push_back({note.id, noteRect(note)});
    for (const Boundary& boundary : document.boundaries)
        layout.boundaries.push_back(layoutBoundary(boundary));
    noteOutages(layout, document, pictures);
    findRoom(layout);
    return layout;
}

std::optional<PortPlace> portAt(const DiagramLayout& layout,
                                const Document& document,
                                const Registry& registry,
                                QPointF point,
                                qreal reach) {
    const auto isCovered = [&](const NodeLayout& node, QPointF port) { // by a card above
        const auto next = static_cast<std::size_t>(&node - layout.nodes.data()) + 1;
        return std::any_of(layout.nodes.begin() + static_cast<std::ptrdiff_t>(next),
                           layout.nodes.end(),
                           [&](const NodeLayout& other) { return other.card.contains(port); });
    };
    std::optional<PortPlace> nearest;
    for (const NodeLayout& row : layout.nodes) {
        if (!row.card.adjusted(-reach, -reach, reach, reach).contains(point)) continue;
        const Node* const node = document.node(row.id);
        const NodeKind* const kind = node != nullptr ? registry.find(node->kind) : nullptr;
        for (std::size_t i = 0; i < row.ports.size() && kind != nullptr; ++i) {
            const QPointF away = row.ports[i] - point;
            const qreal distance = std::hypot(away.x(), away.y());
            if (distance > reach || isCovered(row, row.ports[i])) continue;
            reach = distance;
            nearest = {row.id, i, row.ports[i], kind->ports[i].side, kind->ports[i].isOutput};
        }
    }
    return nearest;
}

} // namespace sluice::ui
