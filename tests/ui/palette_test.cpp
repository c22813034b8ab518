// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "ui/palette/palette_model.h"
#include "ui/palette/palette_tile.h"
#include "ui/palette/palette_view.h"

#include <QLineEdit>
#include <QSignalSpy>

namespace sluice::ui::palette_test {

class PaletteTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindIsInExactlyOneGroup() {
        std::size_t count = 0;
        for (const PaletteGroup& group : paletteGroups(registry(), {})) {
            QVERIFY(!group.title.isEmpty());
            count += group.kinds.size();
        }
        QCOMPARE(count, registry().kinds.size());
    }

    void filterKeepsWhatContainsIt() {
        const auto groups = paletteGroups(registry(), " QUEUE ");
        QCOMPARE(groups.size(), std::size_t{1});
        QVERIFY(groups.front().kinds.front()->key == "queue");
        QVERIFY(paletteGroups(registry(), "no such part").empty());
        const auto ends = paletteGroups(registry(), "endpoint"); // a group is called so too
        QCOMPARE(ends.size(), std::size_t{1});
        QCOMPARE(ends.front().kinds.size(), std::size_t{1});
        QVERIFY(ends.front().kinds.front()->key == "endpoint");
        QCOMPARE(paletteGroups(registry(), "storage").front().kinds.size(), std::size_t{2});
        QVERIFY(!paletteGroups(registry(), "visibility").empty());
    }

    void returnInTheSearchFieldChoosesTheFirstPartFound() {
        PaletteView view(registry());
        std::string chosen;
        connect(
            &view, &PaletteView::chosen, this, [&](const NodeKind& kind) { chosen = kind.key; });
        auto* search = view.findChild<QLineEdit*>();
        QTest::keyClicks(search, "consumer");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(chosen, std::string("consumer"));
    }

    void returnAndDoubleClickOnATileChooseIt() {
        PaletteView view(registry());
        int count = 0;
        connect(&view, &PaletteView::chosen, this, [&] { ++count; });
        auto* tile = view.findChild<PaletteTile*>();
        QVERIFY(!tile->accessibleName().isEmpty());
        QTest::keyClick(tile, Qt::Key_Return);
        QTest::mouseDClick(tile, Qt::LeftButton);
        QCOMPARE(count, 2);
    }
};

SLUICE_TEST(PaletteTest)

} // namespace sluice::ui::palette_test

#include "palette_test.moc"
