// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/canvas/minimap.h"

namespace sluice::ui::minimap_test {

class MinimapTest : public QObject {
    Q_OBJECT

private slots:
    void pressingShowsAnotherPart() {
        DocumentSession documents;
        RunSession run{documents};
        Selection selection{documents};
        CanvasWidget canvas{documents, run, selection, Theme{}};
        Document document;
        const NodeKind& queue = *registry().find("queue");
        for (const Point place : {Point{0, 0}, Point{20'000, 9'000}})
            addNode(document, queue, place);
        documents.open(document);
        canvas.resize(900, 600);
        canvas.show();
        auto* const map = canvas.findChild<Minimap*>();
        QVERIFY(!map->isVisible());
        canvas.setMinimapShown(true);
        QVERIFY(map->isVisible() && canvas.rect().contains(map->geometry()));
        canvas.setView({{-100, -100}, 1});

        // The far card is in the lower right corner of the map.
        QTest::mouseClick(map, Qt::LeftButton, {}, {map->width() - 9, map->height() / 2 + 40});
        const QRectF seen = canvas.view().toDocument(QRectF(canvas.rect()));
        QVERIFY(seen.center().x() > 19'000);
        QVERIFY(!map->grab().isNull());
        canvas.setMinimapShown(false);
        QVERIFY(!map->isVisible());
    }
};

SLUICE_TEST(MinimapTest)

} // namespace sluice::ui::minimap_test

#include "minimap_test.moc"
