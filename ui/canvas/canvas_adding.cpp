// SPDX-License-Identifier: GPL-3.0-or-later
// Putting parts, frames and notes on the canvas, and writing their texts there.
#include "ui/canvas/boundary_tool.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/canvas/inline_editor.h"
#include "ui/canvas/select_tool.h"
#include "ui/session/text.h"

#include <QDragEnterEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

constexpr qreal kUsualCard = 136;  // height of most cards once they run
constexpr qreal kBesideCard = 104; // from one card to the next
constexpr qreal kNoteHeight = 72;  // room to write in

/// A card as high as it will be.
QRectF withRoom(QRectF card) {
    card.setHeight(std::max(card.height(), kUsualCard));
    return card;
}

} // namespace

NodeId CanvasWidget::addNode(const NodeKind& kind, Point position) {
    NodeId made{};
    const auto added =
        m_documents.edit(tr("Add %1").arg(translated(kind.label)), [&](Document& document) {
            made = sluice::addNode(document, kind, position);
        });
    if (added && raw(made) != 0) m_selection.set({{made}, {}, {}});
    return made;
}

void CanvasWidget::showPart(NodeId node) {
    const NodeLayout* const place = m_scene.layout().node(node);
    if (place == nullptr) return;
    reveal(withRoom(place->card));
}

void CanvasWidget::showSelection() {
    const QRectF around = rectAround(m_scene.layout(), m_selection.parts());
    if (!around.isNull()) reveal(around);
}

void CanvasWidget::addAtCentre(const NewPart& part) {
    if (const auto* const kind = std::get_if<const NodeKind*>(&part))
        return addNodeAtCentre(**kind);
    if (const auto* const type = std::get_if<BoundaryType>(&part)) return startBoundary(*type);
    const QPointF centre = m_view.toDocument(QRectF(rect()).center());
    const QPointF corner(snapped(centre.x() - kNoteWidth / 2),
                         snapped(centre.y() - kNoteHeight / 2));
    const QRectF place = freePlace({corner, QSizeF(kNoteWidth, kNoteHeight)});
    addNote({place.x(), place.y()});
}

/// The place, or one below it where no card and no note lies.
QRectF CanvasWidget::freePlace(QRectF place) const {
    const DiagramLayout& layout = m_scene.layout();
    const auto isTaken = [&] {
        return std::ranges::any_of(layout.nodes,
                                   [&](const auto& row) { return row.card.intersects(place); })
               || std::ranges::any_of(layout.notes,
                                      [&](const auto& row) { return row.rect.intersects(place); });
    };
    for (int i = 0; i < 200 && isTaken(); ++i) place.translate(0, 2 * kGridStep);
    return place;
}

void CanvasWidget::addNodeAtCentre(const NodeKind& kind) {
    const QPointF centre = m_view.toDocument(QRectF(rect()).center());
    Node node;
    node.kind = kind.key;
    QRectF card = withRoom(layoutNode(node, &kind, nullptr).card);
    card.moveTopLeft({snapped(centre.x() - card.width() / 2), snapped(centre.y() - card.height())});
    // Beside what is selected: it is usually linked from there.
    const std::vector<NodeId>& chosen = m_selection.parts().nodes;
    const NodeLayout* const last = chosen.size() == 1 ? m_scene.layout().node(chosen[0]) : nullptr;
    if (last != nullptr)
        card.moveTopLeft({snapped(last->card.right() + kBesideCard), snapped(last->card.top())});
    card = freePlace(card);
    m_added = addNode(kind, {card.x(), card.y()});
    if (raw(m_added) != 0) reveal(card);
}

void CanvasWidget::renameSelection() {
    const PartIds& parts = m_selection.parts();
    if (selectedBoundary(m_selection)) {
        Q_EMIT editRequested();
        return;
    }
    const Document& document = m_documents.document();
    if (parts.nodes.size() == 1) {
        const NodeId node = parts.nodes.front();
        const QRectF card = m_scene.layout().node(node)->card;
        write(document.node(node)->name, card.adjusted(44, 4, -8, 0), true, [this, node](auto now) {
            return m_documents.edit(tr("Rename"),
                                    [&](Document& edited) { return rename(edited, node, now); });
        });
    } else if (parts.nodes.empty() && parts.notes.size() == 1) {
        const NoteId note = parts.notes.front();
        const QRectF place = m_scene.layout().note(note)->rect;
        write(document.note(note)->text, place, false, [this, note](auto now) {
            return m_documents.edit(
                tr("Edit note"), [&](Document& edited) { return setNoteText(edited, note, now); });
        });
    }
}

// The note is added with its text, so that giving up leaves nothing and undo is one step.
void CanvasWidget::addNote(Point position) {
    const QRectF place(toQt(position), QSizeF(kNoteWidth, kNoteHeight));
    reveal(place);
    write({}, place, false, [this, position](std::string text) -> Result<> {
        if (text.empty()) return {};
        NoteId made{};
        auto added = m_documents.edit(tr("Add note"), [&](Document& document) -> Result<> {
            made = sluice::addNote(document, position, std::move(text));
            if (raw(made) == 0)
                return failure("The note cannot be added: it is longer than 10 000 characters, or "
                               "the document is full.");
            return {};
        });
        if (added) m_selection.set({{}, {}, {made}});
        return added;
    });
}

/// Opens a field at `place` of the document for a name, of one line, or a note.
void CanvasWidget::write(const std::string& text,
                         const QRectF& place,
                         bool isName,
                         std::function<Result<>(std::string)> accept) {
    QRect field = m_view.toScreen(place).toRect();
    field.setHeight(isName ? 28 : std::max(60, field.height()));
    field.setWidth(std::max(120, field.width()));
    m_editor = new InlineEditor(QString::fromStdString(text), isName, this);
    m_editor->setGeometry(field);
    connect(m_editor,
            &InlineEditor::accepted,
            this,
            [this, accept = std::move(accept)](const QString& now) {
                const Result<> changed = accept(now.toStdString());
                if (!changed) refuse(QString::fromStdString(changed.error().message));
            });
    m_editor->show();
    m_editor->setFocus();
}

std::optional<CanvasWidget::Ghost> CanvasWidget::ghostOf(const QMimeData& payload,
                                                         QPointF pixel) const {
    const auto part = newPartIn(payload, m_scene.registry());
    if (!part) return std::nullopt;
    QSizeF size(kNoteWidth, kNoteHeight);
    if (const auto* const kind = std::get_if<const NodeKind*>(&*part)) {
        Node node;
        node.kind = (*kind)->key;
        size = layoutNode(node, *kind, nullptr).card.size();
    } else if (std::holds_alternative<BoundaryType>(*part)) {
        size = {kUsualWidth, kUsualHeight};
    }
    const QPointF point = m_view.toDocument(pixel);
    const QPointF corner(snapped(point.x() - size.width() / 2),
                         snapped(point.y() - size.height() / 2));
    return Ghost{*part, QRectF(corner, size)};
}

void CanvasWidget::paintGhost(QPainter& painter) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(0.6);
    painter.scale(m_view.zoom, m_view.zoom);
    painter.translate(-m_view.origin);
    const QRectF& place = m_ghost->place;
    if (const auto* const kind = std::get_if<const NodeKind*>(&m_ghost->part)) {
        Node node;
        node.kind = (*kind)->key;
        node.name = translated((*kind)->label).toStdString();
        node.position = {place.x(), place.y()};
        NodeAppearance appearance;
        appearance.node = &node;
        appearance.kind = *kind;
        paintNode(painter, appearance, layoutNode(node, *kind, nullptr), m_theme);
    } else if (const auto* const type = std::get_if<BoundaryType>(&m_ghost->part)) {
        painter.setPen(QPen(m_theme.color(boundaryColor(*type)), 1.5));
        painter.setBrush(m_theme.color(boundaryColor(*type), 0.1));
        painter.drawRoundedRect(place, kCardRadius, kCardRadius);
    } else {
        paintNote(painter, {}, {{}, place}, m_theme, false, 1);
    }
    painter.restore();
}

void CanvasWidget::dragEnterEvent(QDragEnterEvent* event) {
    m_ghost = ghostOf(*event->mimeData(), event->position());
    if (m_ghost) event->acceptProposedAction();
    update();
}

void CanvasWidget::dragMoveEvent(QDragMoveEvent* event) {
    m_ghost = ghostOf(*event->mimeData(), event->position());
    if (m_ghost) event->acceptProposedAction();
    update();
}

void CanvasWidget::dragLeaveEvent(QDragLeaveEvent*) {
    m_ghost.reset();
    update();
}

void CanvasWidget::dropEvent(QDropEvent* event) {
    const auto dropped = ghostOf(*event->mimeData(), event->position());
    m_ghost.reset();
    if (!dropped) return;
    event->acceptProposedAction();
    setFocus();
    const Point corner{dropped->place.x(), dropped->place.y()};
    if (const auto* const kind = std::get_if<const NodeKind*>(&dropped->part))
        addNode(**kind, corner);
    else if (const auto* const type = std::get_if<BoundaryType>(&dropped->part))
        addFrame(context(), *type, dropped->place);
    else
        addNote(corner);
}

} // namespace sluice::ui
