// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/edits.h"
#include "core/model/findings.h"
#include "core/model/patch.h"
#include "ui/session/drafts.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>

#include <memory>
#include <type_traits>

namespace sluice {
class RecoveryLog;
struct RecoveredDocument;
} // namespace sluice

namespace sluice::ui {

/// The open document, its undo history and its file. One of the three signal sources of the window.
/// GUI thread only.
class DocumentSession : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DocumentSession)

public:
    explicit DocumentSession(QObject* parent = nullptr);
    ~DocumentSession() override;

    const Document& document() const { return m_document; }
    /// Where it was opened from or saved to; empty for a document that has no file yet.
    const QString& path() const { return m_path; }
    bool isModified() const;
    QUndoStack& undoStack() { return m_undo; }
    /// Findings of the present document, renewed after every edit.
    const std::vector<Finding>& findings() const { return m_findings; }

    /// What is typed into settings of the document and wrong; gone with the document.
    Drafts& drafts() { return m_drafts; }
    QStringList draftNames() const;

    /// Runs a pure edit on a copy of the document and, if it changed anything, makes it one undo
    /// step called `text`; what names a renamed part by its ARN follows, and new parts join the
    /// charts of all such parts. Edits that follow each other with the same non-zero `mergeKey`
    /// become one step. An edit that returns a failed Result changes nothing and its error is
    /// returned.
    template <class Edit>
    Result<> edit(const QString& text, Edit&& change, int mergeKey = 0) {
        Document edited = m_document;
        if constexpr (std::is_void_v<std::invoke_result_t<Edit, Document&>>) {
            change(edited);
        } else if (auto result = change(edited); !result) {
            return tl::unexpected<Error>(result.error());
        }
        follow(edited);
        push(text, edited, mergeKey);
        return {};
    }

    /// Replaces everything, with an empty history and without a file ("new", examples).
    void open(Document document);
    /// Opens a .sluice or .json file. On failure nothing changes.
    Result<> openFile(const QString& path);
    /// Opens what a killed program left behind, as modified, and takes over its log.
    void openRecovered(const RecoveredDocument& recovered);
    /// Whether the file it belongs to holds something else now than when the edits began.
    static bool isSavedSince(const RecoveredDocument& recovered);
    /// Where recovery logs are: XDG_STATE_HOME/sluice.
    static QString recoveryFolder();
    /// Whether the file at path() holds something else than was opened from it or saved to it, so
    /// that saving would overwrite the work of somebody else. Reads the file.
    bool isFileChanged() const;
    /// Saves to path(), whatever is there. Requires: path() is not empty.
    Result<> save();
    /// Saves to `path`, which becomes path().
    Result<> saveAs(const QString& path);

Q_SIGNALS:
    /// The document changed by this patch (edit, undo, redo).
    void patched(const sluice::Patch& patch);
    /// Another document is open.
    void opened();
    /// path(), isModified() or findings() may be different.
    void statusChanged();
    /// Edits cannot be kept safe from a crash; said once per document.
    void recoveryFailed(const QString& text);

private:
    friend class EditCommand;

    void follow(Document& edited) const;
    void push(const QString& text, const Document& edited, int mergeKey);
    void applyPatch(const Patch& patch);
    void replace(Document document, const QString& path);
    void writeRecovery();
    void finishRecovery();

    Document m_document;
    QString m_path;
    QUndoStack m_undo;
    std::vector<Finding> m_findings;
    Drafts m_drafts;
    Document m_saved; ///< What the file holds.
    /// Begun with the first edit after opening or saving.
    std::unique_ptr<RecoveryLog> m_recovery;
    QTimer m_recoveryTimer; ///< An edit is on disk at most this much later.
    bool m_hasRecoveryFailed = false;
};

} // namespace sluice::ui
