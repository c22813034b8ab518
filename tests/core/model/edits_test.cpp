// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

namespace sluice::edits_test {

using test::smallDocument;
using test::testKind;
using test::testRegistry;

namespace {

const NodeId kTankId{2};

std::string refusalOf(const Document& document, const PortRef& from, const PortRef& to) {
    Document copy = document;
    const auto linked = sluice::connect(copy, testRegistry(), from, to);
    return linked || copy != document ? "" : linked.error().message;
}

} // namespace

class EditsTest : public QObject {
    Q_OBJECT

private slots:
    void newNodesHaveAllDefaultsAndFreeNames() {
        Document document;
        const NodeId first = addNode(document, testKind(test::kTank), {1, 2});
        const NodeId second = addNode(document, testKind(test::kTank), {1e9, 0});
        QVERIFY(document.node(first)->name == "test-tank");
        QVERIFY(document.node(second)->name == "test-tank-2");
        QCOMPARE(document.node(second)->position.x, kMaxCoordinate);
        for (const PropertySpec& spec : testKind(test::kTank).properties)
            QVERIFY(document.node(first)->properties.find(spec.key)->second == spec.defaultValue);
    }

    void newLinksHaveAllDefaults() {
        QCOMPARE(smallDocument().links.front().properties.size(), std::size_t{2});
    }

    void refusedLinksChangeNothingAndSayWhy() {
        const Document document = smallDocument();
        const NodeId source{1};
        const NodeId sink{3};
        QVERIFY(refusalOf(document, {source, "out"}, {kTankId, "in"}).find("already")
                != std::string::npos);
        QVERIFY(refusalOf(document, {source, "out"}, {sink, "in"}).find("tank in between")
                != std::string::npos);
        QVERIFY(refusalOf(document, {kTankId, "dead"}, {kTankId, "in"}).find("itself")
                != std::string::npos);
        QVERIFY(refusalOf(document, {kTankId, "in"}, {source, "out"}).find("draw it from")
                != std::string::npos);
        QVERIFY(refusalOf(document, {kTankId, "in"}, {sink, "in"}).find("both")
                != std::string::npos);
        QVERIFY(refusalOf(document, {kTankId, "none"}, {sink, "in"}).find("no port")
                != std::string::npos);
        QVERIFY(refusalOf(document, {NodeId{99}, "out"}, {sink, "in"}).find("not in the")
                != std::string::npos);
    }

    void aPortForOneLinkRefusesTheSecond() {
        Document document = smallDocument();
        const NodeId other = addNode(document, testKind(test::kTank), {});
        const NodeId third = addNode(document, testKind(test::kTank), {});
        QVERIFY(refusalOf(document, {other, "out"}, {NodeId{3}, "in"}).find("only one link")
                != std::string::npos);
        QVERIFY(sluice::connect(document, testRegistry(), {kTankId, "dead"}, {other, "in"})
                    .has_value());
        QVERIFY(refusalOf(document, {kTankId, "dead"}, {third, "in"}).find("only one link")
                != std::string::npos);
    }

    void deadLetterLoopsOverAnotherNodeAreFine() {
        Document document = smallDocument();
        const NodeId other = addNode(document, testKind(test::kTank), {});
        QVERIFY(sluice::connect(document, testRegistry(), {kTankId, "dead"}, {other, "in"})
                    .has_value());
        QVERIFY(sluice::connect(document, testRegistry(), {other, "dead"}, {kTankId, "in"})
                    .has_value());
    }

    void settingsAreCheckedBeforeTheyAreSet() {
        Document document = smallDocument();
        const Registry& registry = testRegistry();
        QVERIFY(sluice::setProperty(document, registry, kTankId, "share", 0.25).has_value());
        QVERIFY(document.node(kTankId)->properties.at("share") == PropertyValue(0.25));
        const Document before = document;
        QVERIFY(!sluice::setProperty(document, registry, kTankId, "share", 2.0));
        QVERIFY(!sluice::setProperty(document, registry, kTankId, "nothing", 2.0));
        QVERIFY(!sluice::setProperty(document, registry, NodeId{99}, "share", 0.5));
        QVERIFY(!setLinkProperty(document, registry, LinkId{4}, "weight", 101.0));
        QVERIFY(!setSetting(document, "seed", std::int64_t{-1}));
        QVERIFY(!setSetting(document, "nothing", true));
        QVERIFY(!rename(document, kTankId, ""));
        QVERIFY(!rename(document, kTankId, std::string(81, 'x')));
        QVERIFY(!setNoteText(document, NoteId{6}, std::string(10'001, 'x')));
        QVERIFY(document == before);
        QVERIFY(setLinkProperty(document, registry, LinkId{4}, "weight", 100.0).has_value());
        QVERIFY(setSetting(document, "seed", std::int64_t{7}).has_value());
        QVERIFY(rename(document, kTankId, "주문").has_value());
        QVERIFY(setNoteText(document, NoteId{6}, "new").has_value());
    }

    void removingANodeTakesItsLinksAndSeriesAlong() {
        Document document = smallDocument();
        remove(document, {{kTankId}, {}, {}});
        QCOMPARE(document.nodes.size(), std::size_t{2});
        QVERIFY(document.links.empty());
        QVERIFY(document.charts.front().series.empty());
        QCOMPARE(document.notes.size(), std::size_t{1});
    }

    void pastingAFragmentCopiesPartsAndTheLinksAmongThem() {
        Document document = smallDocument();
        const Document copied = fragment(document, {{NodeId{1}, kTankId}, {}, {NoteId{6}}});
        QCOMPARE(copied.links.size(), std::size_t{1});
        const PartIds added = paste(document, copied, 20, 30);
        QCOMPARE(added.nodes.size(), std::size_t{2});
        QCOMPARE(added.links.size(), std::size_t{1});
        QCOMPARE(added.notes.size(), std::size_t{1});
        const Node& tank = *document.node(added.nodes[1]);
        QVERIFY(tank.name == "test-tank-2");
        QVERIFY(tank.position == (Point{220, 30}));
        QVERIFY(tank.properties == document.node(kTankId)->properties);
        QVERIFY(document.link(added.links[0])->to == tank.id);
        paste(document, fragment(document, {{tank.id}, {}, {}}), 0, 0);
        QVERIFY(document.nodes.back().name == "test-tank-3");
    }

    void fullDocumentsTakeNoMore() {
        Document document;
        document.nodes.resize(kMaxNodes);
        const Document before = document;
        QVERIFY(addNode(document, testKind(test::kTank), {}) == NodeId{});
        QVERIFY(paste(document, smallDocument(), 0, 0).empty());
        QVERIFY(document == before);
    }

    void movingStopsAtTheEdge() {
        Document document = smallDocument();
        move(document, {{kTankId}, {}, {NoteId{6}}}, -50, 2e6);
        QVERIFY(document.node(kTankId)->position == (Point{150, kMaxCoordinate}));
        QVERIFY(document.note(NoteId{6})->position == (Point{-50, kMaxCoordinate}));
        QVERIFY(document.node(NodeId{1})->position == (Point{0, 0}));
    }

    void aSeriesIsInAChartOnce() {
        Document document = smallDocument();
        const ChartSeries depth{kTankId, "depth"};
        const Document before = document;
        addSeries(document, 0, depth, "again");
        QVERIFY(document == before);
        addSeries(document, 1, depth, "Second");
        QCOMPARE(document.charts.size(), std::size_t{2});
        removeSeries(document, 1, depth);
        QVERIFY(document.charts[1].series.empty());
        removeChart(document, 1);
        QVERIFY(document == before);
    }
};

SLUICE_TEST(EditsTest)

} // namespace sluice::edits_test

#include "edits_test.moc"
