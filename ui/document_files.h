// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include <vector>

class QMenu;
class QWidget;

namespace sluice {
struct RecoveredDocument;
}

namespace sluice::ui {

class DocumentSession;

/// New, open, save and close with their dialogs, and the list of recent files.
class DocumentFiles : public QObject {
    Q_OBJECT

public:
    /// `window` is the parent of the dialogs.
    DocumentFiles(DocumentSession& documents, QWidget* window);

    /// Asks about drafts and unsaved edits; true when the document may be left.
    bool mayLeave();
    /// Opens without a question, unless edits of the file are to be recovered; a failure is
    /// reported and changes nothing.
    void openPath(const QString& path);
    /// An example of the resources, as a document without a file.
    void openExample(const QString& resourcePath);
    void openNew();
    void chooseAndOpen();
    /// Offers what a killed program left behind, if there is anything.
    void recover();
    /// Whether recover() would have something to offer.
    static bool hasSomethingToRecover();
    bool save();
    bool saveAs();
    /// Where a picture of the document goes if the user says nothing else.
    QString exportPath() const;
    void fillRecent(QMenu& menu);
    /// Newest first, existing files only, at most ten.
    static QStringList recentFiles();

Q_SIGNALS:
    /// The canvas has something to show now.
    void documentReady();
    void failed(const QString& text);
    void refused(const QString& text);

private:
    static void remember(const QString& path);
    void takeInTyped() const;
    void tellOfDrafts();
    void offer(std::vector<RecoveredDocument> found);

    DocumentSession& m_documents;
    QWidget* m_window;
};

} // namespace sluice::ui
