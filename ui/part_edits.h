// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/edits.h"
#include "core/schema/node_kind.h"

#include <QObject>

namespace sluice::ui {

class DocumentSession;
class Selection;

/// Cut, copy, paste, duplicate and delete of the selected parts. A frame is copied with what is
/// inside; deleting it leaves that where it is.
class PartEdits : public QObject {
    Q_OBJECT

public:
    PartEdits(DocumentSession& documents,
              Selection& selection,
              const Registry& registry,
              QObject* parent = nullptr);

    void cut();
    void copy();
    void paste();
    void duplicate();
    void removeSelected();

Q_SIGNALS:
    /// New parts are in the document, and selected.
    void added();
    /// What was asked for is not possible; a sentence for the user.
    void refused(const QString& text);

private:
    PartIds selectedWithContents() const;
    void add(const Document& parts, const QString& step);
    void removeParts(const PartIds& selected);

    DocumentSession& m_documents;
    Selection& m_selection;
    const Registry& m_registry;
};

} // namespace sluice::ui
