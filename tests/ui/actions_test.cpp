// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/actions.h"
#include "ui/dialogs/command_palette.h"

#include <QAction>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSet>

namespace sluice::ui::actions_test {

namespace {

constexpr Situation kEverything{true, true, true, true, true, true, 3};

} // namespace

class ActionsTest : public QObject {
    Q_OBJECT

private slots:
    void noTwoActionsShareAKey() {
        const Actions actions;
        QHash<QString, QString> owners;
        for (const QAction* action : actions.all()) {
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!key.isEmpty(), qPrintable(action->text()));
                const QString name = key.toString();
                QVERIFY2(!owners.contains(name),
                         qPrintable(name + ": " + owners.value(name) + ", " + action->text()));
                owners.insert(name, action->text());
            }
        }
        QVERIFY(owners.size() > 30);
    }

    void everyActionHasTextAndToolTip() {
        const Actions actions;
        for (const QAction* action : actions.all()) {
            QVERIFY(!action->text().isEmpty());
            QVERIFY2(action->toolTip().size() > 5, qPrintable(action->text()));
        }
    }

    void everyIconOfTheTableExists() {
        for (const ActionRow& row : actionRows()) {
            const QString name = QString::fromLatin1(row.iconName);
            QVERIFY2(name.isEmpty() || QFile::exists(":/icons/actions/" + name + ".svg"),
                     row.iconName);
        }
    }

    void everyActionIsInAMenuOnce() {
        Actions actions;
        QMenuBar bar;
        actions.fill(bar);
        QList<QAction*> found;
        for (const QAction* menu : bar.actions()) {
            for (QAction* action : menu->menu()->actions())
                if (!action->isSeparator()) found << action;
        }
        QCOMPARE(found, actions.all());
    }

    void withoutADocumentOnlyWhatNeedsNoneIsEnabled() {
        Actions actions;
        actions.apply({});
        QVERIFY(actions[ActionId::Open].isEnabled());
        QVERIFY(!actions[ActionId::Save].isEnabled());
        QVERIFY(!actions[ActionId::Play].isEnabled());
        actions.apply(kEverything);
        for (const QAction* action : actions.all())
            QVERIFY2(action->isEnabled(), qPrintable(action->text()));
    }

    void commandPaletteFiltersAndRunsTheChosenAction() {
        Actions actions;
        actions.apply(kEverything);
        int zooms = 0;
        connect(&actions[ActionId::ZoomIn], &QAction::triggered, this, [&] { ++zooms; });
        CommandPalette palette(actions.all());
        QCOMPARE(palette.shown().size(), static_cast<qsizetype>(kActionCount));
        QTest::keyClicks(&palette.filter(), "zoom in");
        QCOMPARE(palette.shown().value(0), actions[ActionId::ZoomIn].text());
        QTest::keyClick(&palette.filter(), Qt::Key_Return);
        QTRY_COMPARE(zooms, 1);
    }

    void commandPaletteLeavesOutWhatIsDisabled() {
        Actions actions;
        actions.apply({});
        const CommandPalette palette(actions.all());
        QVERIFY(palette.shown().contains(actions[ActionId::Open].text()));
        QVERIFY(!palette.shown().contains(actions[ActionId::Save].text()));
    }
};

SLUICE_TEST(ActionsTest)

} // namespace sluice::ui::actions_test

#include "actions_test.moc"
