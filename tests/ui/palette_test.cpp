// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "ui/palette/palette_model.h"
#include "ui/palette/palette_tile.h"
#include "ui/palette/palette_view.h"

#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>

namespace sluice::ui::palette_test {

namespace {

std::string_view keyOfFirst(const std::vector<PaletteGroup>& groups) {
    return std::get<const NodeKind*>(groups.front().items.front().part)->key;
}

} // namespace

class PaletteTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindIsInExactlyOneGroup() {
        std::size_t count = 0;
        for (const PaletteGroup& group : paletteGroups(registry(), {})) {
            QVERIFY(!group.title.isEmpty());
            for (const PaletteItem& item : group.items)
                count += std::holds_alternative<const NodeKind*>(item.part) ? 1 : 0;
        }
        QCOMPARE(count, registry().kinds.size());
    }

    void framesAndNotesComeLast() {
        const auto groups = paletteGroups(registry(), {});
        QCOMPARE(groups.back().items.size(), std::size_t{4});
        const auto regions = paletteGroups(registry(), "region");
        QCOMPARE(regions.size(), std::size_t{1});
        QVERIFY(regions.front().items.front().part == NewPart{BoundaryType::Region});
        QVERIFY(paletteGroups(registry(), "note").front().items.front().part == NewPart{NewNote{}});
    }

    void whatIsDraggedArrives() {
        for (const PaletteGroup& group : paletteGroups(registry(), {}))
            for (const PaletteItem& item : group.items) {
                QMimeData payload;
                putInto(payload, item.part);
                QVERIFY(newPartIn(payload, registry()) == item.part);
            }
        QMimeData text;
        text.setText("queue");
        QVERIFY(!newPartIn(text, registry()));
    }

    void filterKeepsWhatContainsIt() {
        const auto groups = paletteGroups(registry(), " QUEUE ");
        QCOMPARE(groups.size(), std::size_t{1});
        QVERIFY(keyOfFirst(groups) == "queue");
        QVERIFY(paletteGroups(registry(), "no such part").empty());
        const auto ends = paletteGroups(registry(), "endpoint"); // a group is called so too
        QCOMPARE(ends.size(), std::size_t{1});
        QCOMPARE(ends.front().items.size(), std::size_t{1});
        QVERIFY(keyOfFirst(ends) == "endpoint");
        QCOMPARE(paletteGroups(registry(), "storage").front().items.size(), std::size_t{2});
        QVERIFY(!paletteGroups(registry(), "visibility").empty());
    }

    void returnInTheSearchFieldChoosesTheFirstPartFound() {
        PaletteView view(registry());
        std::string chosen;
        connect(&view, &PaletteView::chosen, this, [&](const NewPart& part) {
            chosen = std::get<const NodeKind*>(part)->key;
        });
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
