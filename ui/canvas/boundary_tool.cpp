// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/boundary_tool.h"

#include "core/model/arrange.h"
#include "core/model/boundaries.h"
#include "core/model/boundary_edits.h"
#include "ui/session/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace sluice::ui {

namespace {

Point toPoint(QPointF point) {
    return {point.x(), point.y()};
}

Size toSize(QSizeF size) {
    return {size.width(), size.height()};
}

QRectF onGrid(const QRectF& rect) {
    const QPointF from(snapped(rect.left()), snapped(rect.top()));
    return {from, QPointF(snapped(rect.right()), snapped(rect.bottom()))};
}

class ResizeBoundary : public Gesture {
public:
    ResizeBoundary(const CanvasContext& context,
                   const Pointer& start,
                   const BoundaryHandle& handle,
                   int mergeKey)
        : m_context(context)
        , m_start(start.pixel)
        , m_handle(handle)
        , m_mergeKey(mergeKey)
        , m_id(*selectedBoundary(context.selection))
        , m_before(context.scene.layout().boundary(m_id)->rect) {}

    void move(const Pointer& pointer) override {
        const QPointF way = (pointer.pixel - m_start) / m_context.view.zoom;
        const bool isFree = (pointer.modifiers & Qt::AltModifier) != 0;
        const auto placed = [&](qreal side) { return isFree ? side : snapped(side); };
        QRectF rect = m_before;
        if (m_handle.horizontal < 0)
            rect.setLeft(std::min(placed(rect.left() + way.x()), rect.right() - kMinBoundarySide));
        if (m_handle.horizontal > 0)
            rect.setRight(std::max(placed(rect.right() + way.x()), rect.left() + kMinBoundarySide));
        if (m_handle.vertical < 0)
            rect.setTop(std::min(placed(rect.top() + way.y()), rect.bottom() - kMinBoundarySide));
        if (m_handle.vertical > 0)
            rect.setBottom(
                std::max(placed(rect.bottom() + way.y()), rect.top() + kMinBoundarySide));
        // A frame that is gone meanwhile (undone) is no news.
        static_cast<void>(m_context.documents.edit(
            QCoreApplication::translate("Canvas", "Resize"),
            [&](Document& document) {
                return resize(document, m_id, toPoint(rect.topLeft()), toSize(rect.size()));
            },
            m_mergeKey));
    }

    void release(const Pointer&) override {}
    void paint(QPainter&, const Theme&) const override {}

private:
    CanvasContext m_context;
    QPointF m_start;
    BoundaryHandle m_handle;
    int m_mergeKey;
    BoundaryId m_id;
    QRectF m_before;
};

class DrawBoundary : public Gesture {
public:
    DrawBoundary(const CanvasContext& context, const Pointer& start, BoundaryType type)
        : m_context(context)
        , m_start(context.view.toDocument(start.pixel))
        , m_end(m_start)
        , m_type(type) {}

    void move(const Pointer& pointer) override { m_end = m_context.view.toDocument(pointer.pixel); }

    void release(const Pointer& pointer) override {
        m_end = m_context.view.toDocument(pointer.pixel);
        const QPointF way = (m_end - m_start) * m_context.view.zoom;
        const bool isClick = way.manhattanLength() < kDragStart;
        addFrame(m_context,
                 m_type,
                 isClick ? QRectF(m_start, QSizeF(kUsualWidth, kUsualHeight))
                         : QRectF(m_start, m_end).normalized());
    }

    void paint(QPainter& painter, const Theme& theme) const override {
        const QRectF band = m_context.view.toScreen(QRectF(m_start, m_end).normalized());
        const Token token = boundaryColor(m_type);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.color(token), 1.5));
        painter.setBrush(theme.color(token, 0.10));
        painter.drawRoundedRect(band, 10, 10);
    }

private:
    CanvasContext m_context;
    QPointF m_start, m_end; ///< Document units.
    BoundaryType m_type;
};

} // namespace

std::optional<BoundaryId> selectedBoundary(const Selection& selection) {
    const PartIds& parts = selection.parts();
    const bool isAlone = parts.nodes.empty() && parts.notes.empty() && parts.links.empty();
    if (!isAlone || parts.boundaries.size() != 1) return std::nullopt;
    return parts.boundaries.front();
}

std::optional<BoundaryHandle> handleAt(const CanvasContext& context, QPointF pixel) {
    const auto id = selectedBoundary(context.selection);
    const BoundaryLayout* const place = id ? context.scene.layout().boundary(*id) : nullptr;
    if (place == nullptr) return std::nullopt;
    for (const BoundaryHandle& handle : handlesOf(context.view.toScreen(place->rect))) {
        const QPointF away = handle.centre - pixel;
        if (std::max(std::abs(away.x()), std::abs(away.y())) <= kHandleSide) return handle;
    }
    return std::nullopt;
}

std::unique_ptr<Gesture> beginResize(const CanvasContext& context,
                                     const Pointer& start,
                                     const BoundaryHandle& handle,
                                     int mergeKey) {
    return std::make_unique<ResizeBoundary>(context, start, handle, mergeKey);
}

std::unique_ptr<Gesture>
beginDrawing(const CanvasContext& context, const Pointer& start, BoundaryType type) {
    return std::make_unique<DrawBoundary>(context, start, type);
}

void addFrame(const CanvasContext& context, BoundaryType type, const QRectF& rect) {
    const QRectF place = onGrid(rect);
    BoundaryId made{};
    const QString word = translated(boundaryTypes()[static_cast<std::size_t>(type)].label);
    static_cast<void>(context.documents.edit(
        QCoreApplication::translate("Canvas", "Add %1").arg(word), [&](Document& document) {
            made = addBoundary(document, type, toPoint(place.topLeft()), toSize(place.size()));
        }));
    if (raw(made) != 0) return context.selection.set({{}, {}, {}, {made}});
    context.refuse(QCoreApplication::translate(
        "Canvas", "A document holds at most 200 frames. Remove one first."));
}

QRectF rectAround(const DiagramLayout& layout, const PartIds& parts) {
    QRectF all;
    for (const NodeId id : parts.nodes)
        if (const NodeLayout* const row = layout.node(id)) all |= row->card;
    for (const NoteId id : parts.notes)
        if (const NoteLayout* const row = layout.note(id)) all |= row->rect;
    for (const BoundaryId id : parts.boundaries)
        if (const BoundaryLayout* const row = layout.boundary(id)) all |= row->rect;
    return all.isNull() ? all : all.adjusted(-kFrameRoom, -kFrameTitleRoom, kFrameRoom, kFrameRoom);
}

} // namespace sluice::ui
