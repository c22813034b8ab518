// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "core/store/document_codec.h"
#include "tests/support/test_main.h"
#include "ui/start/example_card.h"
#include "ui/start/start_page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <array>

namespace sluice::ui::start_page_test {

namespace {

/// Where it is allowed.
void linkEveryPort(Document& document, const Node& from, const Node& to) {
    for (const PortSpec& out : registry().find(from.kind)->ports) {
        for (const PortSpec& in : registry().find(to.kind)->ports) {
            if (!out.isOutput || in.isOutput) continue;
            const PortRef start{from.id, std::string(out.key)};
            static_cast<void>(
                connect(document, registry(), start, PortRef{to.id, std::string(in.key)}));
        }
    }
}

/// Each kind once, linked wherever a link is allowed.
Document chain(const std::string& name) {
    Document document;
    document.settings.name = name;
    document.settings.notes = "What it\nshows. And more of it.";
    double x = 0;
    for (const NodeKind& kind : registry().kinds) {
        addNode(document, kind, {x, 0});
        x += 320;
    }
    for (const Node& from : std::vector<Node>(document.nodes)) {
        for (const Node& to : std::vector<Node>(document.nodes)) {
            if (from.id < to.id) linkEveryPort(document, from, to);
        }
    }
    return document;
}

/// A folder with two examples and a file that is none.
struct Gallery {
    QTemporaryDir folder;

    Gallery() {
        write("2-second.sluice", "Second");
        write("1-first.sluice", "First");
        QFile broken(folder.filePath(QStringLiteral("broken.sluice")));
        if (broken.open(QIODevice::WriteOnly)) broken.write("no document");
    }

    void write(const char* name, const std::string& title) const {
        const auto bytes = encode(chain(title));
        QFile file(folder.filePath(QString::fromLatin1(name)));
        if (bytes && file.open(QIODevice::WriteOnly))
            file.write(reinterpret_cast<const char*>(bytes->data()),
                       static_cast<qint64>(bytes->size()));
    }
};

QPushButton* button(const StartPage& page, const QString& text) {
    const auto buttons = page.findChildren<QPushButton*>();
    const auto found = std::ranges::find_if(
        buttons, [&](const QPushButton* one) { return one->text().remove('&') == text; });
    return found == buttons.end() ? nullptr : *found;
}

} // namespace

class StartPageTest : public QObject {
    Q_OBJECT

private slots:
    void showsEveryReadableExample();
    void examplesFollowTheLessons();
    void cardsAreChosenByMouseAndKey();
    void buttonsAndRecentFilesReport();
    void thumbnailsRunOnlyWhileShown();
    void firstSentenceEndsAtItsStop();
    void cardsFollowTheWidth();
    void shippedExamplesAreShown();
    void paintsInBothThemes();
};

void StartPageTest::showsEveryReadableExample() {
    const Gallery gallery;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("broken.sluice")));
    const StartPage page(registry(), gallery.folder.path());
    QCOMPARE(page.cards().size(), std::size_t{2});
    QCOMPARE(page.cards()[0]->text(), QStringLiteral("First"));
    QCOMPARE(page.cards()[0]->accessibleDescription(), QStringLiteral("What it shows."));
    QVERIFY(page.cards()[1]->accessibleName().contains(QStringLiteral("Second")));
}

void StartPageTest::examplesFollowTheLessons() {
    const Gallery gallery;
    QFile::remove(gallery.folder.filePath(QStringLiteral("broken.sluice")));
    QFile list(gallery.folder.filePath(QStringLiteral("lessons.txt")));
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write("2-second.sluice\nnone-of-that-name.sluice\n");
    list.close();
    const StartPage page(registry(), gallery.folder.path());
    QCOMPARE(page.cards().size(), std::size_t{2});
    QCOMPARE(page.cards()[0]->text(), QStringLiteral("Second")); // the other is not listed
    QCOMPARE(page.cards()[1]->text(), QStringLiteral("First"));
}

void StartPageTest::cardsAreChosenByMouseAndKey() {
    const Gallery gallery;
    QFile::remove(gallery.folder.filePath(QStringLiteral("broken.sluice")));
    StartPage page(registry(), gallery.folder.path());
    QSignalSpy chosen(&page, &StartPage::exampleChosen);
    QTest::mouseClick(page.cards()[0], Qt::LeftButton);
    QTest::keyClick(page.cards()[1], Qt::Key_Space);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen[0][0].toString(), gallery.folder.filePath(QStringLiteral("1-first.sluice")));
    QCOMPARE(chosen[1][0].toString(), gallery.folder.filePath(QStringLiteral("2-second.sluice")));
    QVERIFY((page.cards()[0]->focusPolicy() & Qt::TabFocus) != 0);
}

void StartPageTest::buttonsAndRecentFilesReport() {
    StartPage page(registry(), QStringLiteral(":/nowhere"));
    QSignalSpy created(&page, &StartPage::newRequested);
    QSignalSpy opened(&page, &StartPage::openRequested);
    QSignalSpy file(&page, &StartPage::fileChosen);
    button(page, QStringLiteral("New document"))->click();
    button(page, QStringLiteral("Open…"))->click();
    page.setRecentFiles(
        {QStringLiteral("/a/one.sluice"), QStringLiteral("/b/two & a half.sluice")});
    page.setRecentFiles({QStringLiteral("/b/two.sluice")});
    button(page, QStringLiteral("two.sluice"))->click();
    QCOMPARE(created.count(), 1);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(file.value(0).value(0).toString(), QStringLiteral("/b/two.sluice"));
}

void StartPageTest::thumbnailsRunOnlyWhileShown() {
    const Gallery gallery;
    QFile::remove(gallery.folder.filePath(QStringLiteral("broken.sluice")));
    StartPage page(registry(), gallery.folder.path());
    ExampleRun& run = page.cards()[0]->run();
    QVERIFY(!run.isPlaying());
    page.show();
    QVERIFY(run.isPlaying());
    QTRY_COMPARE(run.pictures().size(), run.document().nodes.size());
    QTRY_VERIFY(run.motion().count() > 0);
    page.hide();
    QVERIFY(!run.isPlaying());
}

void StartPageTest::firstSentenceEndsAtItsStop() {
    QCOMPARE(firstSentence(QStringLiteral("Waits 2.5 s.\nThen more.")),
             QStringLiteral("Waits 2.5 s."));
    QCOMPARE(firstSentence(QStringLiteral("no stop\nat all")), QStringLiteral("no stop at all"));
    QCOMPARE(firstSentence({}), QString());
}

void StartPageTest::cardsFollowTheWidth() {
    const Gallery gallery;
    QFile::remove(gallery.folder.filePath(QStringLiteral("broken.sluice")));
    StartPage page(registry(), gallery.folder.path());
    page.resize(1200, 700);
    page.show();
    QTRY_COMPARE(page.cards()[0]->y(), page.cards()[1]->y());
    page.resize(500, 700);
    QTRY_VERIFY(page.cards()[1]->y() > page.cards()[0]->y());
}

void StartPageTest::shippedExamplesAreShown() {
    const StartPage page(registry());
    const auto files = QDir(QStringLiteral(":/examples")).entryList({QStringLiteral("*.sluice")});
    QCOMPARE(page.cards().size(), static_cast<std::size_t>(files.size()));
}

void StartPageTest::paintsInBothThemes() {
    const Gallery gallery;
    QFile::remove(gallery.folder.filePath(QStringLiteral("broken.sluice")));
    const QPalette before = QApplication::palette();
    for (const bool isDark : {false, true}) {
        applyTheme(*qApp, Theme{isDark});
        StartPage page(registry(), gallery.folder.path());
        page.setRecentFiles({QStringLiteral("/home/me/orders.sluice")});
        page.resize(1200, 700);
        page.show();
        QTRY_VERIFY(page.cards()[0]->run().motion().count() > 0);
        const QImage image = page.grab().toImage();
        QCOMPARE(image.pixelColor(2, 2), Theme{isDark}.color(Token::Canvas));
        const QString folder = qEnvironmentVariable("SLUICE_TEST_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(image.save(folder + (isDark ? "/start-dark.png" : "/start-light.png")));
    }
    applyTheme(*qApp, Theme{false});
    QApplication::setPalette(before);
}

SLUICE_TEST(StartPageTest)

} // namespace sluice::ui::start_page_test

#include "start_page_test.moc"
