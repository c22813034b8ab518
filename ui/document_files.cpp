// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document_files.h"

#include "core/store/document_codec.h"
#include "core/store/recovery_log.h"
#include "ui/dialogs/recovery.h"
#include "ui/dialogs/save_question.h"
#include "ui/session/document_session.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>

#include <span>
#include <utility>

namespace sluice::ui {

namespace {

constexpr qsizetype kMostRecent = 10;
const char* const kRecentKey = "files/recent";

QString openFilter() {
    return DocumentFiles::tr("Sluice documents (*.sluice *.json);;All files (*)");
}

QString saveFilter() {
    return DocumentFiles::tr("Sluice document (*.sluice);;JSON text (*.json)");
}

/// A file name without what file systems refuse.
QString fileName(const Document& document) {
    QString name = QString::fromStdString(document.settings.name).trimmed();
    for (QChar& letter : name)
        if (QStringLiteral("/\\:*?\"<>|").contains(letter) || !letter.isPrint()) letter = u'-';
    return (name.isEmpty() ? DocumentFiles::tr("Untitled") : name) + QStringLiteral(".sluice");
}

} // namespace

DocumentFiles::DocumentFiles(DocumentSession& documents, QWidget* window)
    : QObject(window)
    , m_documents(documents)
    , m_window(window) {}

/// What is being typed becomes part of the document, as if the user had left its field.
void DocumentFiles::takeInTyped() const {
    QWidget* const field = m_window->focusWidget();
    if (field == nullptr) return;
    field->clearFocus();
    field->setFocus();
}

bool DocumentFiles::mayLeave() {
    takeInTyped();
    const QStringList drafts = m_documents.draftNames();
    if (!drafts.isEmpty() && !askToLoseDrafts(m_window, drafts)) return false;
    if (!m_documents.isModified()) return true;
    const QString name = m_documents.path().isEmpty()
                             ? QString::fromStdString(m_documents.document().settings.name)
                             : QFileInfo(m_documents.path()).fileName();
    switch (askToSave(m_window, name)) {
    case SaveAnswer::Save:
        return save();
    case SaveAnswer::Discard:
        return true;
    case SaveAnswer::Cancel:
        return false;
    }
    return false;
}

void DocumentFiles::openPath(const QString& path) {
    const auto opened = m_documents.openFile(path);
    if (!opened) {
        emit failed(QString::fromStdString(opened.error().message));
        return;
    }
    remember(m_documents.path());
    emit documentReady();
    // Edits of this very file that a killed program left behind.
    auto found = orphans(DocumentSession::recoveryFolder().toStdString());
    std::erase_if(found, [this](const RecoveredDocument& each) {
        return QString::fromStdString(each.userPath) != m_documents.path();
    });
    if (!found.empty()) offer(std::move(found));
}

void DocumentFiles::openExample(const QString& resourcePath) {
    QFile file(resourcePath);
    if (!file.open(QIODevice::ReadOnly)) {
        emit failed(tr("The example %1 is not part of this program.").arg(resourcePath));
        return;
    }
    const QByteArray bytes = file.readAll();
    auto document =
        decode(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    if (!document) {
        emit failed(QString::fromStdString(document.error().message));
        return;
    }
    m_documents.open(std::move(*document));
    emit documentReady();
}

void DocumentFiles::openNew() {
    m_documents.open(Document{});
    emit documentReady();
}

void DocumentFiles::chooseAndOpen() {
    const QStringList recent = recentFiles();
    const QString folder =
        recent.isEmpty() ? QDir::homePath() : QFileInfo(recent.front()).absolutePath();
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open"), folder, openFilter());
    if (!path.isEmpty() && mayLeave()) openPath(path);
}

bool DocumentFiles::hasSomethingToRecover() {
    return !orphans(DocumentSession::recoveryFolder().toStdString()).empty();
}

void DocumentFiles::recover() {
    auto found = orphans(DocumentSession::recoveryFolder().toStdString());
    if (found.empty()) {
        emit refused(tr("There is nothing to recover: everything was saved."));
        return;
    }
    offer(std::move(found));
}

void DocumentFiles::offer(std::vector<RecoveredDocument> found) {
    RecoveryDialog dialog(std::move(found), m_window);
    if (dialog.exec() != QDialog::Accepted) return;
    const auto chosen = dialog.chosen();
    if (!chosen || !mayLeave()) return;
    m_documents.openRecovered(*chosen);
    emit documentReady();
}

bool DocumentFiles::save() {
    takeInTyped();
    if (m_documents.path().isEmpty()) return saveAs();
    if (m_documents.isFileChanged()) {
        switch (askToOverwrite(m_window, QFileInfo(m_documents.path()).fileName())) {
        case OverwriteAnswer::Overwrite:
            break;
        case OverwriteAnswer::SaveElsewhere:
            return saveAs();
        case OverwriteAnswer::Cancel:
            return false;
        }
    }
    const auto saved = m_documents.save();
    if (saved)
        tellOfDrafts();
    else
        emit failed(QString::fromStdString(saved.error().message));
    return saved.has_value();
}

bool DocumentFiles::saveAs() {
    const QString present = m_documents.path();
    const QString proposal =
        present.isEmpty() ? QDir::home().filePath(fileName(m_documents.document())) : present;
    QFileDialog dialog(m_window, tr("Save as"), proposal, saveFilter());
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("sluice"));
    dialog.selectFile(proposal);
    if (dialog.exec() != QDialog::Accepted) return false;
    const QString path = dialog.selectedFiles().value(0);
    const auto saved = m_documents.saveAs(path);
    if (!saved) {
        emit failed(QString::fromStdString(saved.error().message));
        return false;
    }
    remember(path);
    tellOfDrafts();
    return true;
}

/// After saving.
void DocumentFiles::tellOfDrafts() {
    const QStringList drafts = m_documents.draftNames();
    if (!drafts.isEmpty())
        emit refused(tr("Saved without what is not in force, as there is an error in it: %1.")
                         .arg(drafts.join(QStringLiteral(", "))));
}

QString DocumentFiles::exportPath() const {
    const QString path = m_documents.path().isEmpty()
                             ? QDir::home().filePath(fileName(m_documents.document()))
                             : m_documents.path();
    const QFileInfo file(path);
    return file.absolutePath() + QLatin1Char('/') + file.completeBaseName()
           + QStringLiteral(".png");
}

QStringList DocumentFiles::recentFiles() {
    QStringList existing;
    const QStringList all = QSettings().value(QLatin1String(kRecentKey)).toStringList();
    for (const QString& path : all)
        if (QFileInfo::exists(path)) existing << path;
    return existing.mid(0, kMostRecent);
}

void DocumentFiles::remember(const QString& path) {
    QStringList all = recentFiles();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    all.removeAll(absolute);
    all.prepend(absolute);
    QSettings().setValue(QLatin1String(kRecentKey), all.mid(0, kMostRecent));
}

void DocumentFiles::fillRecent(QMenu& menu) {
    menu.clear();
    for (const QString& path : recentFiles()) {
        QAction* action = menu.addAction(QFileInfo(path).fileName(), this, [this, path] {
            if (mayLeave()) openPath(path);
        });
        action->setToolTip(path);
    }
    menu.setToolTipsVisible(true);
    menu.setEnabled(!menu.isEmpty());
}

} // namespace sluice::ui
