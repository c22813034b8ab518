// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/document_files.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/properties_page.h"
#include "ui/inspector/property_editor.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/palette/palette_view.h"
#include "ui/status_line.h"
#include "ui/theme/current_theme.h"
#include "ui/theme_choice.h"

#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QSplitter>
#include <QTemporaryDir>
#include <QToolButton>

namespace sluice::ui::main_window_test {

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
        QVERIFY(m_window->status().text().contains("≈ $0 at list prices"));
        QCOMPARE(action(ActionId::Play).text(), QStringLiteral("Pause"));
        action(ActionId::Play).trigger();
        QVERIFY(m_window->status().text().contains("paused"));
        QVERIFY(!m_window->status().text().contains("fps")); // nothing is painted
    }

    void notesHaveTheirRoomWhenTheyAreShownAgain() {
        Document document;
        addNode(document, registry().kinds.front(), {0, 0});
        // Its height differs from width to width as the page finds its layout.
        document.settings.notes =
            "A topic delivers to queues in other regions too; distance costs latency. When a "
            "region is down, deliveries to it are tried again for up to 23 days, while the other "
            "regions do not notice. Nothing is lost, because queues are retried long "
            "enough.\n\nTry: watch the deliveries to Frankfurt wait from 20 s to 80 s, with their "
            "next attempt counting down, and arrive soon after the region is back.";
        applyTheme(*qApp, Theme{});
        m_window->resize(1'680, 1'050);
        m_window->files().openNew();
        m_window->documents().open(document);
        const auto rest = [] {
            for (int i = 0; i < 10; ++i) QCoreApplication::processEvents();
        };
        rest();
        PartIds parts;
        parts.nodes = {document.nodes.front().id};
        m_window->selection().set(parts);
        rest();
        m_window->selection().clear();
        rest();
        PropertyEditor* editor = m_window->findChild<PropertiesPage*>()->editor("notes");
        QCOMPARE(editor->input()->y(), 0);
        QCOMPARE(editor->height(), editor->input()->height());
    }

    void aDocumentOpensAtItsSpeed() {
        Document quick;
        quick.settings.speed = 16;
        m_window->documents().open(quick);
        QCOMPARE(m_window->run().speed(), 16.0);
        action(ActionId::Faster).trigger();
        QCOMPARE(m_window->documents().document().settings.speed, 16.0);
        m_window->files().openNew();
        QCOMPARE(m_window->run().speed(), 1.0);
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

    void aNoticeMovesNothingAndKeepsToTheCanvas() {
        m_window->files().openNew();
        QTest::qWait(20);
        const auto placeOf = [&](const QWidget& widget) {
            return QRect(widget.mapTo(m_window.get(), QPoint()), widget.size());
        };
        const QRect canvas = placeOf(m_window->canvas());
        const QRect inspector = placeOf(m_window->inspector());
        m_window->openFile("/nowhere/missing.sluice");
        QTest::qWait(20);
        QCOMPARE(placeOf(m_window->canvas()), canvas);
        QCOMPARE(placeOf(m_window->inspector()), inspector);
        const QRect notice = placeOf(m_window->notices());
        QVERIFY(m_window->notices().isVisible() && canvas.contains(notice));
        QVERIFY(notice.bottom() < canvas.center().y());
        m_window->resize(900, 600);
        QTRY_VERIFY(placeOf(m_window->canvas()).contains(placeOf(m_window->notices())));
        QTest::mouseClick(m_window->notices().findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(!m_window->notices().isVisible());
        m_window->openFile("/nowhere/else.sluice");
        m_window->openFile("/nowhere/missing.sluice");
        QVERIFY(m_window->notices().text().contains("missing.sluice"));
    }

    void undoTakesBackTheLastEditWhateverFieldHasTheFocus() {
        addQueue();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        PropertiesPage& page = m_window->inspector().properties();
        auto* timeout = qobject_cast<QLineEdit*>(page.editor("visibility_timeout")->input());
        timeout->setFocus();
        timeout->selectAll();
        QTest::keyClicks(timeout, "45 s");
        QTest::keyClick(timeout, Qt::Key_Z, Qt::ControlModifier); // the typing
        QVERIFY(timeout->text() != QStringLiteral("45 s"));
        timeout->selectAll();
        QTest::keyClicks(timeout, "45 s");
        QTest::keyClick(timeout, Qt::Key_Tab);
        const auto isSet = [&] {
            const auto& properties = m_window->documents().document().nodes.front().properties;
            const auto found = properties.find("visibility_timeout");
            return found != properties.end() && found->second == PropertyValue(Duration(45s));
        };
        QVERIFY(isSet());
        QWidget* next = QApplication::focusWidget();
        QVERIFY(qobject_cast<QLineEdit*>(next) != nullptr && next != timeout);
        QTest::keyClick(next, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!isSet());
        QTest::keyClick(next, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(isSet());
        auto* search = m_window->palettePanel().findChild<QLineEdit*>();
        search->setText({}); // nothing typed
        search->setFocus();
        QTest::keyClick(search, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!isSet());
    }

    void fileDroppedOnTheWindowIsOpened() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("dropped.sluice");
        addQueue();
        QVERIFY(m_window->documents().saveAs(path));
        m_window->files().openNew();
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(path)});
        const QPoint place(600, 300);
        QDragEnterEvent enter(
            place, Qt::CopyAction, &files, Qt::LeftButton, Qt::KeyboardModifiers());
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(place, Qt::CopyAction, &files, Qt::LeftButton, Qt::KeyboardModifiers());
        QApplication::sendEvent(m_window.get(), &drop);
        QVERIFY(m_window->windowTitle().startsWith("dropped.sluice"));
        QCOMPARE(m_window->documents().document().nodes.size(), std::size_t{1});
    }

    void runThatCannotGoOnSaysWhyAndStops() {
        m_window->files().openNew();
        m_window->documents().open(loopWithoutDelay());
        action(ActionId::Play).trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->notices().text().contains("without any delay"), 60'000);
        QTRY_VERIFY(!m_window->run().isRunning());
        QVERIFY(m_window->notices().text().endsWith("Then restart the run."));
        QCOMPARE(m_window->run().frame()->state, RunState::Failed);
        QCOMPARE(action(ActionId::Play).text(), QStringLiteral("Play"));
        QVERIFY(!m_window->status().text().contains("running"));
    }

    void splittersAndThemeAreRemembered() {
        m_window->files().openNew();
        auto* columns = qobject_cast<QSplitter*>(m_window->palettePanel().parentWidget());
        QTest::qWait(20); // until the canvas has its size
        columns->setSizes({300, 600, 380});
        const QList<int> sizes = columns->sizes();
        action(ActionId::DarkTheme).trigger();
        const bool isDark = currentTheme().isDark;
        m_window->close();
        init();
        m_window->files().openNew();
        columns = qobject_cast<QSplitter*>(m_window->palettePanel().parentWidget());
        QTRY_COMPARE(columns->sizes(), sizes);
        QCOMPARE(rememberedTheme().isDark, isDark);
        action(ActionId::DarkTheme).trigger();
        QVERIFY(rememberedTheme().isDark != isDark);
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
    /// A consumer that asks an empty queue again and again in the same instant.
    static Document loopWithoutDelay() {
        Document document;
        const NodeId queue = addNode(document, *registry().find("queue"), {});
        const NodeId consumer = addNode(document, *registry().find("consumer"), {300, 0});
        const auto link = sluice::connect(document, registry(), {queue, "out"}, {consumer, "in"});
        bool isRight = link.has_value();
        for (const char* key : {"wait_time", "poll_pause"})
            isRight = isRight
                      && sluice::setProperty(document, registry(), consumer, key, Duration::zero());
        isRight =
            isRight
            && setLinkProperty(document, registry(), *link, "latency", constant(Duration::zero()));
        return isRight ? document : Document{};
    }
    QAction& action(ActionId id) { return m_window->actions()[id]; }
    void addQueue() {
        m_window->files().openNew();
        auto* search = m_window->palettePanel().findChild<QLineEdit*>();
        QTest::keyClicks(search, "queue");
        QTest::keyClick(search, Qt::Key_Return);
    }

    std::unique_ptr<MainWindow> m_window;
};

SLUICE_TEST(MainWindowTest)

} // namespace sluice::ui::main_window_test

#include "main_window_test.moc"
