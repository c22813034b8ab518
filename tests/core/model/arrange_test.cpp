// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/arrange.h"
#include "tests/support/test_main.h"

namespace sluice::arrange_test {

namespace {

/// Three queues and a note, each of its own size.
struct Scene {
    Document document;
    ShownSizes sizes;
    PartIds all;

    Scene() {
        add({0, 0}, {200, 100});
        add({40, 300}, {100, 60});
        add({500, 120}, {300, 140});
        const NoteId note = addNote(document, {90, 700}, "Ours");
        sizes.notes[note] = {220, 32};
        all.notes.push_back(note);
    }
    void add(Point place, Size size) {
        const NodeId node = addNode(document, *registry().find("queue"), place);
        sizes.nodes[node] = size;
        all.nodes.push_back(node);
    }
    double x(std::size_t i) const { return document.nodes[i].position.x; }
    double y(std::size_t i) const { return document.nodes[i].position.y; }
};

} // namespace

class ArrangeTest : public QObject {
    Q_OBJECT
private slots:
    void sidesAndMiddlesAlign() {
        Scene left;
        align(left.document, left.all, left.sizes, Alignment::Left);
        for (std::size_t i = 0; i < 3; ++i) QCOMPARE(left.x(i), 0.0);
        QCOMPARE(left.document.notes[0].position, (Point{0, 700}));
        QCOMPARE(left.y(1), 300.0);

        Scene right;
        align(right.document, right.all, right.sizes, Alignment::Right);
        QCOMPARE(right.x(0) + 200, 800.0);
        QCOMPARE(right.document.notes[0].position.x + 220, 800.0);

        Scene middle;
        align(middle.document, middle.all, middle.sizes, Alignment::Middle);
        QCOMPARE(middle.y(0) + 50, middle.y(1) + 30);
        QCOMPARE(middle.y(0) + 50, middle.y(2) + 70);
    }

    void oneAloneStays() {
        Scene scene;
        const Document before = scene.document;
        align(scene.document, {{scene.all.nodes[1]}, {}, {}}, scene.sizes, Alignment::Bottom);
        distribute(scene.document,
                   {{scene.all.nodes[0], scene.all.nodes[1]}, {}, {}},
                   scene.sizes,
                   Direction::Down);
        QVERIFY(scene.document == before);
    }

    void gapsBecomeEqual() {
        Scene scene;
        distribute(scene.document, scene.all, scene.sizes, Direction::Down);
        QCOMPARE(scene.y(0), 0.0);
        QCOMPARE(scene.document.notes[0].position.y, 700.0);
        const double gap = scene.y(2) - 100; // the third lies between the first and the second
        QCOMPARE(scene.y(1) - (scene.y(2) + 140), gap);
        QCOMPARE(700 - (scene.y(1) + 60), gap);
        QCOMPARE(scene.x(1), 40.0);
    }
};

SLUICE_TEST(ArrangeTest)

} // namespace sluice::arrange_test

#include "arrange_test.moc"
