// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/part_edits.h"

#include "core/model/boundaries.h"
#include "ui/session/clipboard.h"
#include "ui/session/document_session.h"
#include "ui/session/selection.h"

#include <QClipboard>
#include <QGuiApplication>

namespace sluice::ui {

PartEdits::PartEdits(DocumentSession& documents,
                     Selection& selection,
                     const Registry& registry,
                     QObject* parent)
    : QObject(parent)
    , m_documents(documents)
    , m_selection(selection)
    , m_registry(registry) {}

void PartEdits::cut() {
    copy();
    removeParts(selectedWithContents());
}

PartIds PartEdits::selectedWithContents() const {
    return withContents(m_documents.document(), m_selection.parts());
}

void PartEdits::copy() {
    const QString text = partsText(m_documents.document(), selectedWithContents());
    if (text.isEmpty()) {
        emit refused(tr("Links are copied together with the parts at their ends."));
        return;
    }
    QGuiApplication::clipboard()->setText(text);
}

void PartEdits::paste() {
    const auto parts = readParts(QGuiApplication::clipboard()->text(), m_registry);
    if (!parts) {
        emit refused(QString::fromStdString(parts.error().message));
        return;
    }
    add(*parts, tr("Paste"));
}

void PartEdits::add(const Document& parts, const QString& step) {
    if (pasteParts(m_documents, m_selection, parts, step))
        emit added();
    else
        emit refused(tr("The document has no room for so many parts more."));
}

void PartEdits::duplicate() {
    const Document parts = fragment(m_documents.document(), selectedWithContents());
    if (parts.nodes.empty() && parts.notes.empty() && parts.boundaries.empty()) return;
    add(parts, tr("Duplicate"));
}

void PartEdits::removeSelected() {
    removeParts(m_selection.parts());
}

void PartEdits::removeParts(const PartIds& selected) {
    const PartIds parts = selected; // the edit changes the selection
    if (parts.empty()) return;
    m_documents.edit(tr("Delete"), [&](Document& document) { remove(document, parts); });
}

} // namespace sluice::ui
