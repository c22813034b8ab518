// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/document_session.h"

#include "core/kinds/arn_references.h"
#include "core/kinds/registry.h"
#include "core/model/chart_edits.h"
#include "core/store/document_file.h"
#include "core/store/recovery_log.h"
#include "ui/session/edit_command.h"

#include <QDir>
#include <QFileInfo>

#include <optional>
#include <utility>

namespace sluice::ui {

namespace {

/// Many edits in a row (a drag) cost one write to the disk.
constexpr int kRecoveryMilliseconds = 250;

/// What the recovered edits began with, if their file still holds it.
std::optional<Document> baseOf(const RecoveredDocument& recovered) {
    if (recovered.userPath.empty()) return std::nullopt;
    auto there = loadDocument(recovered.userPath);
    if (!there || documentDigest(*there) != recovered.savedDigest) return std::nullopt;
    return *std::move(there);
}

} // namespace

DocumentSession::DocumentSession(QObject* parent)
    : QObject(parent)
    , m_findings(validate(m_document, registry())) {
    m_recoveryTimer.setSingleShot(true);
    m_recoveryTimer.setInterval(kRecoveryMilliseconds);
    connect(&m_recoveryTimer, &QTimer::timeout, this, &DocumentSession::writeRecovery);
    connect(&m_undo, &QUndoStack::cleanChanged, this, &DocumentSession::statusChanged);
}

DocumentSession::~DocumentSession() {
    m_undo.disconnect(); // its end empties it, which is news to nobody any more
    finishRecovery();
}

QStringList DocumentSession::draftNames() const {
    return m_drafts.names(m_document, registry());
}

bool DocumentSession::isModified() const {
    return !m_undo.isClean();
}

QString DocumentSession::recoveryFolder() {
    const QString state = qEnvironmentVariable("XDG_STATE_HOME");
    const QString base = state.isEmpty() ? QDir::home().filePath(".local/state") : state;
    return base + QStringLiteral("/sluice");
}

/// What an edit brings about beside what it was made for.
void DocumentSession::follow(Document& edited) const {
    followRenamedParts(m_document, edited);
    chartAddedParts(m_document, edited, registry());
}

void DocumentSession::push(const QString& text, const Document& edited, int mergeKey) {
    Patch patch = diff(m_document, edited);
    if (patch.empty()) return;
    m_undo.push(new EditCommand(*this, text, std::move(patch), mergeKey));
}

void DocumentSession::applyPatch(const Patch& patch) {
    apply(patch, m_document);
    m_findings = validate(m_document, registry());
    if (!m_recoveryTimer.isActive()) m_recoveryTimer.start();
    emit patched(patch);
    emit statusChanged();
}

void DocumentSession::replace(Document document, const QString& path) {
    finishRecovery();
    m_document = std::move(document);
    m_saved = m_document;
    m_path = path;
    m_findings = validate(m_document, registry());
    m_undo.clear();
    m_drafts.clear();
    emit opened();
    emit statusChanged();
}

void DocumentSession::open(Document document) {
    replace(std::move(document), {});
}

Result<> DocumentSession::openFile(const QString& path) {
    auto loaded = loadDocument(path.toStdString());
    if (!loaded) return tl::unexpected<Error>(loaded.error());
    replace(std::move(*loaded), QFileInfo(path).absoluteFilePath());
    return {};
}

void DocumentSession::openRecovered(const RecoveredDocument& recovered) {
    replace(recovered.document, QString::fromStdString(recovered.userPath));
    // Where the file holds something else now, saving asks.
    m_saved = baseOf(recovered).value_or(Document{});
    m_undo.resetClean();
    writeRecovery();
    if (!m_hasRecoveryFailed) discard(recovered); // its own log has it now
    emit statusChanged();
}

bool DocumentSession::isSavedSince(const RecoveredDocument& recovered) {
    return !recovered.userPath.empty()
           && QFileInfo::exists(QString::fromStdString(recovered.userPath)) && !baseOf(recovered);
}

bool DocumentSession::isFileChanged() const {
    if (m_path.isEmpty() || !QFileInfo::exists(m_path)) return false;
    const auto there = loadDocument(m_path.toStdString());
    return !there || !(*there == m_saved);
}

Result<> DocumentSession::save() {
    return saveAs(m_path);
}

Result<> DocumentSession::saveAs(const QString& path) {
    if (auto saved = saveDocument(path.toStdString(), m_document); !saved) return saved;
    finishRecovery();
    m_saved = m_document;
    m_path = QFileInfo(path).absoluteFilePath();
    m_undo.setClean();
    emit statusChanged();
    return {};
}

void DocumentSession::writeRecovery() {
    if (m_hasRecoveryFailed) return;
    Result<> written;
    if (!m_recovery) {
        auto log =
            RecoveryLog::start(recoveryFolder().toStdString(), m_saved, m_path.toStdString());
        if (log) {
            m_recovery = std::make_unique<RecoveryLog>(std::move(*log));
        } else {
            written = tl::unexpected<Error>(log.error());
        }
    }
    if (m_recovery) written = m_recovery->append(m_document);
    if (written) return;
    m_hasRecoveryFailed = true;
    emit recoveryFailed(QString::fromStdString(written.error().message));
}

void DocumentSession::finishRecovery() {
    m_recoveryTimer.stop();
    m_hasRecoveryFailed = false;
    if (!m_recovery) return;
    m_recovery->finish();
    m_recovery.reset();
}

} // namespace sluice::ui
