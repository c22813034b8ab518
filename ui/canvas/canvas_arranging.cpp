// SPDX-License-Identifier: GPL-3.0-or-later
// Putting what is on the canvas in order.
#include "core/model/arrange.h"
#include "ui/canvas/canvas_widget.h"

namespace sluice::ui {

namespace {

Size sizeOf(const QRectF& rect) {
    return {rect.width(), rect.height()};
}

} // namespace

ShownSizes CanvasWidget::shownSizes() const {
    ShownSizes sizes;
    for (const NodeLayout& row : m_scene.layout().nodes) sizes.nodes[row.id] = sizeOf(row.card);
    for (const NoteLayout& row : m_scene.layout().notes) sizes.notes[row.id] = sizeOf(row.rect);
    return sizes;
}

void CanvasWidget::tidy() {
    const auto tidied = m_documents.edit(
        tr("Tidy"), [&](Document& document) { return sluice::tidy(document, shownSizes()); });
    if (!tidied) return refuse(QString::fromStdString(tidied.error().message));
    fit();
}

void CanvasWidget::align(Alignment alignment) {
    (void)m_documents.edit(tr("Align"), [&](Document& document) {
        sluice::align(document, m_selection.parts(), shownSizes(), alignment);
    });
}

void CanvasWidget::distribute(Direction direction) {
    (void)m_documents.edit(tr("Distribute"), [&](Document& document) {
        sluice::distribute(document, m_selection.parts(), shownSizes(), direction);
    });
}

} // namespace sluice::ui
