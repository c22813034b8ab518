// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/document_files.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/palette/palette_view.h"
#include "ui/status_line.h"

#include <QAction>
#include <QLineEdit>
#include <QTemporaryDir>

namespace sluice::ui {

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1'280, 800);
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void startPageIsShownUntilADocumentIsOpen() {
        QVERIFY(m_window->showsStartPage());
        QVERIFY(!action(ActionId::Play).isEnabled());
        m_window->files().openNew();
        QVERIFY(!m_window->showsStartPage());
        QVERIFY(action(ActionId::Play).isEnabled());
    }

    void partChosenInThePaletteIsAddedSelectedAndUndone() {
        m_window->files().openNew();
        auto* search = m_window->palettePanel().findChild<QLineEdit*>();
        QTest::keyClicks(search, "queue");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_window->documents().document().nodes.size(), std::size_t{1});
        QCOMPARE(m_window->selection().parts().nodes.size(), std::size_t{1});
        QVERIFY(m_window->windowTitle().contains("edited"));
        action(ActionId::Undo).trigger();
        QVERIFY(m_window->documents().document().nodes.empty());
        QVERIFY(m_window->selection().parts().empty());
    }

    void duplicateAndDeleteActOnTheSelection() {
        addQueue();
        action(ActionId::Duplicate).trigger();
        QCOMPARE(m_window->documents().document().nodes.size(), std::size_t{2});
        action(ActionId::Delete).trigger();
        QCOMPARE(m_window->documents().document().nodes.size(), std::size_t{1});
        QVERIFY(!action(ActionId::Delete).isEnabled());
    }

    void copiedPartsArePastedThroughTheClipboard() {
        addQueue();
        action(ActionId::Copy).trigger();
        action(ActionId::Paste).trigger();
        QCOMPARE(m_window->documents().document().nodes.size(), std::size_t{2});
    }

    void spaceIsTypedInATextFieldAndNotTakenByPlay() {
        m_window->files().openNew();
        auto* search = m_window->palettePanel().findChild<QLineEdit*>();
        search->setFocus();
        QTest::keyClick(search, Qt::Key_Space);
        QCOMPARE(search->text(), QStringLiteral(" "));
        QVERIFY(!m_window->run().isRunning());
    }

    void playAndPauseShowInTheStatusBar() {
        m_window->files().openNew();
        action(ActionId::Play).trigger();
        QVERIFY(m_window->run().isRunning());
        QVERIFY(m_window->status().text().contains("running"));
        QCOMPARE(action(ActionId::Play).text(), QStringLiteral("Pause"));
        action(ActionId::Play).trigger();
        QVERIFY(m_window->status().text().contains("paused"));
    }

    void speedIsDoubledAndHalvedWithinItsLimits() {
        m_window->files().openNew();
        action(ActionId::Faster).trigger();
        QCOMPARE(m_window->run().speed(), 2.0);
        for (int i = 0; i < 20; ++i) action(ActionId::Slower).trigger();
        QCOMPARE(m_window->run().speed(), 0.01);
    }

    void fileThatCannotBeOpenedIsReportedInPlace() {
        m_window->files().openNew();
        m_window->openFile("/nowhere/missing.sluice");
        QVERIFY(m_window->notices().text().contains("missing.sluice"));
    }

    void openedFileIsShownAndRemembered() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("mine.sluice");
        addQueue();
        QVERIFY(m_window->documents().saveAs(path));
        QVERIFY(m_window->windowTitle().contains("saved"));
        m_window->openFile(path);
        QVERIFY(m_window->windowTitle().startsWith("mine.sluice"));
        QCOMPARE(DocumentFiles::recentFiles().value(0), path);
    }

private:
    QAction& action(ActionId id) { return m_window->actions()[id]; }
    void addQueue() {
        m_window->files().openNew();
        auto* search = m_window->palettePanel().findChild<QLineEdit*>();
        QTest::keyClicks(search, "queue");
        QTest::keyClick(search, Qt::Key_Return);
    }

    std::unique_ptr<MainWindow> m_window;
};

} // namespace sluice::ui

using sluice::ui::MainWindowTest;
SLUICE_TEST(MainWindowTest)
#include "main_window_test.moc"
