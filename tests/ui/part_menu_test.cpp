// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/actions.h"
#include "ui/dialogs/command_palette.h"
#include "ui/document_files.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/part_menu.h"

#include <QAction>
#include <QMenu>

#include <algorithm>
#include <memory>

namespace sluice::ui::part_menu_test {

class PartMenuTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1'280, 800);
        m_window->show();
        m_window->files().openNew();
        test::Lab lab;
        m_queue = lab.queue();
        m_window->documents().open(lab.document);
    }
    void cleanup() { m_window.reset(); }

    void aSelectedPartOffersTheActionsOfItsKind() {
        QVERIFY(menu().partActions().isEmpty());
        select();
        const NodeKind& kind =
            *registry().find(m_window->documents().document().node(m_queue)->kind);
        const auto expected = std::ranges::count_if(
            kind.actions, [](const ActionSpec& action) { return !action.isPerMessage; });
        QCOMPARE(menu().partActions().size(), expected);
        QVERIFY(expected > 0);
    }

    void theMenuIsAboutWhatIsSelected() {
        const std::unique_ptr<QMenu> ofCanvas(menu().make());
        QVERIFY(ofCanvas->actions().contains(&m_window->actions()[ActionId::Paste]));
        select();
        const std::unique_ptr<QMenu> ofPart(menu().make());
        QVERIFY(ofPart->actions().contains(menu().partActions().front()));
        QVERIFY(ofPart->actions().contains(&m_window->actions()[ActionId::Rename]));
    }

    void whatCannotSucceedIsDisabledAndSaysWhy() {
        select();
        QAction* redrive = nullptr;
        for (QAction* action : menu().partActions())
            if (action->text().startsWith("Start redrive")) redrive = action;
        QVERIFY(redrive != nullptr);
        QTRY_VERIFY(!redrive->isEnabled());
        QVERIFY(redrive->toolTip().contains("not the dead-letter queue"));
        const std::unique_ptr<QMenu> ofPart(menu().make());
        QVERIFY(ofPart->toolTipsVisible());
        CommandPalette palette(menu().partActions());
        QVERIFY(palette.shown().size() == menu().partActions().size());
        QVERIFY(palette.shown().front().contains(" – "));
        QVERIFY(!menu().partActions().front()->text().contains(" – "));
        QVERIFY(palette.shown().front().startsWith("Send message"));
        QVERIFY(palette.shown().last().contains("redrive"));
    }

    void theAnswerIsShownAboveTheCanvasWithThePartsName() {
        select();
        m_window->run().act({m_queue, "no_such_action", {}, 0, {}});
        QTRY_VERIFY(m_window->notices().text().contains("no_such_action"));
        const Node& node = *m_window->documents().document().node(m_queue);
        QVERIFY(m_window->notices().text().startsWith(QString::fromStdString(node.name)));
    }

private:
    PartMenu& menu() { return m_window->partMenu(); }
    void select() { m_window->selection().set({{m_queue}, {}, {}}); }

    std::unique_ptr<MainWindow> m_window;
    NodeId m_queue{};
};

SLUICE_TEST(PartMenuTest)

} // namespace sluice::ui::part_menu_test

#include "part_menu_test.moc"
