// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/select_tool.h"

#include "core/model/boundaries.h"
#include "ui/canvas/alignment_guides.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>
#include <vector>

namespace sluice::ui {

namespace {

constexpr qreal kGuideReach = 5; // logical pixels

bool isToggling(const Pointer& pointer) {
    return (pointer.modifiers & (Qt::ShiftModifier | Qt::ControlModifier)) != 0;
}

template <class Id>
void include(std::vector<Id>& ids, Id id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

class MoveParts : public Gesture {
public:
    MoveParts(const CanvasContext& context, const Pointer& start, const PartIds& hit, int mergeKey)
        : m_context(context)
        , m_start(start.pixel)
        , m_hit(hit)
        , m_mergeKey(mergeKey) {
        const Document& document = context.documents.document();
        if (!hit.nodes.empty()) m_anchor = document.node(hit.nodes.front())->position;
        if (!hit.notes.empty()) m_anchor = document.note(hit.notes.front())->position;
        if (!hit.boundaries.empty()) m_anchor = document.boundary(hit.boundaries.front())->position;
        const bool isAlone = !hit.boundaries.empty() && (start.modifiers & Qt::AltModifier) != 0;
        m_moving =
            isAlone ? context.selection.parts() : withContents(document, context.selection.parts());
    }

    void move(const Pointer& pointer) override {
        const QPointF way = pointer.pixel - m_start;
        if (!m_isDragging && way.manhattanLength() < kDragStart) return;
        m_isDragging = true;
        QPointF place = toQt(m_anchor) + way / m_context.view.zoom;
        m_lines.clear();
        if (!m_hit.boundaries.empty())
            place = {snapped(place.x()), snapped(place.y())};
        else if ((pointer.modifiers & Qt::AltModifier) == 0)
            place = inLine(place);
        const double dx = place.x() - m_anchor.x - m_done.x;
        const double dy = place.y() - m_anchor.y - m_done.y;
        if (dx == 0 && dy == 0) return;
        const auto moved = m_context.documents.edit(
            QCoreApplication::translate("Canvas", "Move"),
            [&](Document& document) { sluice::move(document, m_moving, dx, dy); },
            m_mergeKey);
        if (moved) m_done = {m_done.x + dx, m_done.y + dy};
    }

    void release(const Pointer& pointer) override {
        m_lines.clear();
        // A click on one of several selected parts picks that one.
        if (!m_isDragging && !isToggling(pointer)) m_context.selection.set(m_hit);
    }

    void paint(QPainter& painter, const Theme& theme) const override {
        painter.setPen(QPen(theme.color(Token::Accent), 1, Qt::DashLine));
        for (const QLineF& line : m_lines)
            painter.drawLine(m_context.view.toScreen(line.p1()),
                             m_context.view.toScreen(line.p2()));
    }

private:
    /// In line with cards and notes that stay where they are, else on the grid.
    QPointF inLine(QPointF place) {
        const DiagramLayout& layout = m_context.scene.layout();
        const auto isMoving = [](const auto& ids, auto id) {
            return std::find(ids.begin(), ids.end(), id) != ids.end();
        };
        QRectF own;
        std::vector<QRectF> others;
        for (const NodeLayout& row : layout.nodes) {
            if (!m_hit.nodes.empty() && row.id == m_hit.nodes.front()) own = row.card;
            if (!isMoving(m_moving.nodes, row.id)) others.push_back(row.card);
        }
        for (const NoteLayout& row : layout.notes) {
            if (!m_hit.notes.empty() && row.id == m_hit.notes.front()) own = row.rect;
            if (!isMoving(m_moving.notes, row.id)) others.push_back(row.rect);
        }
        own.moveTopLeft(place);
        AlignmentGuides guides = alignmentGuides(own, others, kGuideReach / m_context.view.zoom);
        m_lines = std::move(guides.lines);
        return {guides.isAcross ? place.x() + guides.shift.x() : snapped(place.x()),
                guides.isDown ? place.y() + guides.shift.y() : snapped(place.y())};
    }

    CanvasContext m_context;
    QPointF m_start;
    PartIds m_hit;
    PartIds m_moving; ///< What was selected or inside when the drag began.
    int m_mergeKey;
    Point m_anchor, m_done;
    bool m_isDragging = false;
    std::vector<QLineF> m_lines; ///< Guides that are shown now, document units.
};

class RubberBand : public Gesture {
public:
    RubberBand(const CanvasContext& context, const Pointer& start)
        : m_context(context)
        , m_start(context.view.toDocument(start.pixel))
        , m_end(m_start)
        , m_isAdding(isToggling(start)) {
        if (m_isAdding) m_before = context.selection.parts();
        context.selection.set(m_before);
    }

    void move(const Pointer& pointer) override {
        m_end = m_context.view.toDocument(pointer.pixel);
        const QRectF band = QRectF(m_start, m_end).normalized();
        PartIds parts = m_before;
        for (const NodeLayout& row : m_context.scene.layout().nodes)
            if (row.card.intersects(band)) include(parts.nodes, row.id);
        for (const NoteLayout& row : m_context.scene.layout().notes)
            if (row.rect.intersects(band)) include(parts.notes, row.id);
        for (const BoundaryLayout& row : m_context.scene.layout().boundaries)
            if (band.contains(row.rect)) include(parts.boundaries, row.id);
        for (const LinkLayout& row : m_context.scene.layout().links)
            if (band.contains(row.curve.start) && band.contains(row.curve.end))
                include(parts.links, row.id);
        m_context.selection.set(parts);
    }

    void release(const Pointer&) override {}

    void paint(QPainter& painter, const Theme& theme) const override {
        const QRectF band =
            m_context.view.toScreen(QRectF(m_start, m_end).normalized()).toAlignedRect();
        painter.setPen(QPen(theme.color(Token::Accent), 1));
        painter.setBrush(theme.color(Token::Accent, 0.10));
        painter.drawRect(band.adjusted(0.5, 0.5, -0.5, -0.5));
    }

private:
    CanvasContext m_context;
    QPointF m_start, m_end; ///< Document units, so that the band holds while the view moves.
    bool m_isAdding;
    PartIds m_before;
};

/// A press that has done all it does.
class NoGesture : public Gesture {
    void move(const Pointer&) override {}
    void release(const Pointer&) override {}
    void paint(QPainter&, const Theme&) const override {}
};

bool isSelected(const Selection& selection, const PartIds& hit) {
    if (!hit.nodes.empty()) return selection.contains(hit.nodes.front());
    if (!hit.notes.empty()) return selection.contains(hit.notes.front());
    if (!hit.boundaries.empty()) return selection.contains(hit.boundaries.front());
    return !hit.links.empty() && selection.contains(hit.links.front());
}

} // namespace

PartIds partsAt(const CanvasContext& context, QPointF pixel) {
    const QPointF point = context.view.toDocument(pixel);
    const DiagramLayout& layout = context.scene.layout();
    PartIds parts;
    if (const auto node = layout.nodeAt(point))
        parts.nodes.push_back(*node);
    else if (const auto note = layout.noteAt(point, context.view.zoom))
        parts.notes.push_back(*note);
    else if (const auto link = layout.linkAt(point, kLinkReach / context.view.zoom))
        parts.links.push_back(*link);
    else if (const auto frame = layout.boundaryAt(point, kLinkReach / context.view.zoom))
        parts.boundaries.push_back(*frame);
    return parts;
}

std::unique_ptr<Gesture>
beginSelect(const CanvasContext& context, const Pointer& pointer, int mergeKey) {
    const PartIds hit = partsAt(context, pointer.pixel);
    if (hit.empty()) return std::make_unique<RubberBand>(context, pointer);
    if (isToggling(pointer)) {
        context.selection.toggle(hit);
        if (!isSelected(context.selection, hit)) return std::make_unique<NoGesture>();
    } else if (!isSelected(context.selection, hit)) {
        context.selection.set(hit);
    }
    if (!hit.hasPlaces()) return std::make_unique<NoGesture>();
    return std::make_unique<MoveParts>(context, pointer, hit, mergeKey);
}

} // namespace sluice::ui
