// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/edit_command.h"

#include "ui/session/document_session.h"

#include <utility>

namespace sluice::ui {

EditCommand::EditCommand(DocumentSession& session, const QString& text, Patch patch, int mergeKey)
    : QUndoCommand(text)
    , m_session(session)
    , m_patch(std::move(patch))
    , m_mergeKey(mergeKey) {}

void EditCommand::redo() {
    m_session.applyPatch(m_patch);
}

void EditCommand::undo() {
    m_session.applyPatch(inverted(m_patch));
}

bool EditCommand::mergeWith(const QUndoCommand* other) {
    // Equal ids: the stack offers only other EditCommands.
    const auto* later = static_cast<const EditCommand*>(other);
    m_patch = merged(m_patch, later->m_patch);
    setObsolete(m_patch.empty());
    return true;
}

} // namespace sluice::ui
