// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/arrange.h"
#include "core/model/boundaries.h"
#include "core/model/boundary_edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::auto_layout_test {

using namespace sluice::test;

namespace {

constexpr Size kCard{208, 96};

ShownSizes sizesOf(const Document& document) {
    ShownSizes sizes;
    for (const Node& node : document.nodes) sizes.nodes[node.id] = kCard;
    for (const Note& note : document.notes) sizes.notes[note.id] = {220, 40};
    return sizes;
}

/// Producer → topic → two queues, all in one heap, the queues in regions of their own.
struct Scene {
    Lab lab;
    NodeId source = lab.producer();
    NodeId topic = lab.topic();
    NodeId near = lab.queue();
    NodeId far = lab.queue();
    BoundaryId region, account;

    Scene() {
        lab.feed(source, topic);
        lab.subscribe(topic, near);
        lab.subscribe(topic, far);
        move(lab.document, {{far}, {}, {}}, 1000, 1000);
        account = addBoundary(lab.document, BoundaryType::Account, {900, 900}, {500, 500});
        region = addBoundary(lab.document, BoundaryType::Region, {950, 950}, {400, 300});
        addNote(lab.document, {960, 960}, "Abroad");
        addNote(lab.document, {-50, 20}, "At home");
    }
    Point place(NodeId node) const { return lab.document.node(node)->position; }
};

} // namespace

class AutoLayoutTest : public QObject {
    Q_OBJECT
private slots:
    void linksLeadToTheRight() {
        Scene scene;
        QVERIFY(tidy(scene.lab.document, sizesOf(scene.lab.document)));
        QVERIFY(scene.place(scene.source).x < scene.place(scene.topic).x);
        QVERIFY(scene.place(scene.topic).x < scene.place(scene.near).x);
        QVERIFY(scene.place(scene.near).y != scene.place(scene.far).y);
    }

    void whatIsInAFrameStaysInItAndNothingElseGetsIn() {
        Scene scene;
        const Document before = scene.lab.document;
        QVERIFY(tidy(scene.lab.document, sizesOf(before)));
        QVERIFY(!(before == scene.lab.document));
        for (const BoundaryId frame : {scene.region, scene.account}) {
            const PartIds inside = contentsOf(scene.lab.document, frame);
            QVERIFY(inside == contentsOf(before, frame));
            QVERIFY(!inside.nodes.empty() && !inside.notes.empty());
        }
    }

    void theUpperLeftCornerStaysAndTwiceIsOnce() {
        Scene scene;
        QVERIFY(tidy(scene.lab.document, sizesOf(scene.lab.document)));
        double left = 1e9;
        for (const Node& node : scene.lab.document.nodes) left = std::min(left, node.position.x);
        for (const Note& note : scene.lab.document.notes) left = std::min(left, note.position.x);
        QCOMPARE(left, -48.0); // on the grid
        const Document once = scene.lab.document;
        QVERIFY(tidy(scene.lab.document, sizesOf(once)));
        QVERIFY(scene.lab.document == once);
    }

    void whatWouldLeaveTheCanvasIsRefused() {
        Scene scene;
        for (Node& node : scene.lab.document.nodes) node.position.x = kMaxCoordinate - 150;
        for (Note& note : scene.lab.document.notes) note.position.x = kMaxCoordinate - 150;
        scene.lab.document.boundaries.clear();
        const Document before = scene.lab.document;
        QVERIFY(!tidy(scene.lab.document, sizesOf(before)));
        QVERIFY(scene.lab.document == before);
    }

    void framesThatShareAPartWithoutOneInTheOtherAreRefused() {
        Scene scene;
        addBoundary(scene.lab.document, BoundaryType::Network, {1000, 1000}, {900, 900});
        const Document before = scene.lab.document;
        const auto tidied = tidy(scene.lab.document, sizesOf(before));
        QVERIFY(!tidied);
        QVERIFY(tidied.error().message.find("only overlap") != std::string::npos);
        QVERIFY(scene.lab.document == before);
    }
};

SLUICE_TEST(AutoLayoutTest)

} // namespace sluice::auto_layout_test

#include "auto_layout_test.moc"
