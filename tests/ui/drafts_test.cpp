// SPDX-License-Identifier: GPL-3.0-or-later
// Texts with errors that were typed into settings: nothing may lose them silently.
#include "core/kinds/link_access.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/document_files.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/json_editor.h"
#include "ui/inspector/policy_page.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QTimer>

namespace sluice::ui::drafts_test {

namespace {

/// Answers the question that comes next.
void answer(QMessageBox::StandardButton button) {
    QTimer::singleShot(0, qApp, [button] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        QVERIFY(box != nullptr);
        box->button(button)->click();
    });
}

} // namespace

class DraftsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        test::Lab lab;
        m_queue = lab.queue();
        m_window = std::make_unique<MainWindow>();
        m_window->documents().open(lab.document);
        emit m_window->files().documentReady();
        m_window->selection().set({{m_queue}, {}, {}});
        m_window->inspector().policy().editor().field().setPlainText("{");
    }
    void cleanup() { m_window.reset(); }

    void theyAreCalledByTheirSettingAndPart() {
        const QString name =
            QString::fromStdString(m_window->documents().document().node(m_queue)->name);
        QCOMPARE(m_window->documents().draftNames(), QStringList("Access policy of " + name));
        m_window->documents().edit("delete", [&](Document& document) {
            remove(document, {{m_queue}, {}, {}});
        });
        QVERIFY(m_window->documents().draftNames().isEmpty());
        m_window->documents().undoStack().undo();
        QCOMPARE(m_window->documents().draftNames().size(), 1);
    }

    void leavingTheDocumentAsks() {
        answer(QMessageBox::Cancel);
        m_window->actions()[ActionId::CloseDocument].trigger();
        QVERIFY(!m_window->showsStartPage());
        QCOMPARE(m_window->documents().draftNames().size(), 1);
        answer(QMessageBox::Discard);
        m_window->actions()[ActionId::CloseDocument].trigger();
        QVERIFY(m_window->showsStartPage());
        QVERIFY(m_window->documents().draftNames().isEmpty());
    }

    void aRunThatBeginsSaysThatItGoesWithoutThem() {
        m_window->actions()[ActionId::Play].trigger();
        QVERIFY(m_window->notices().text().contains("Access policy of"));
        m_window->actions()[ActionId::Play].trigger();
    }

private:
    std::unique_ptr<MainWindow> m_window;
    NodeId m_queue{};
};

SLUICE_TEST(DraftsTest)

} // namespace sluice::ui::drafts_test

#include "drafts_test.moc"
