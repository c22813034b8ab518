// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/patch.h"

#include <QUndoCommand>

namespace sluice::ui {

class DocumentSession;

/// The one undo command: a patch of the document. Commands that follow each other with the same
/// non-zero merge key become one.
class EditCommand : public QUndoCommand {
public:
    EditCommand(DocumentSession& session, const QString& text, Patch patch, int mergeKey);

    void redo() override;
    void undo() override;
    int id() const override { return m_mergeKey == 0 ? -1 : m_mergeKey; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    DocumentSession& m_session;
    Patch m_patch;
    int m_mergeKey;
};

} // namespace sluice::ui
