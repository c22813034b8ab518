// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/boundaries.h"
#include "core/model/boundary_edits.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

#include <algorithm>

namespace sluice::boundaries_test {

using namespace sluice::test;

class BoundariesTest : public QObject {
    Q_OBJECT

private slots:
    void codesHaveTheFormOfTheirType_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<bool>("isFine");
        const auto row = [](BoundaryType type, const char* code, bool isFine) {
            QTest::addRow("%d %s", static_cast<int>(type), code)
                << static_cast<int>(type) << QByteArray(code) << isFine;
        };
        using enum BoundaryType;
        for (const char* code : {"us-east-1", "us-gov-west-1", "mx-central-12"})
            row(Region, code, true);
        for (const char* code :
             {"", "us", "us-1", "us-east-", "us-east-123", "US-east-1", "u-east-1", "us--east-1"})
            row(Region, code, false);
        row(Account, "000000000000", true);
        for (const char* code : {"", "00000000000", "0000000000000", "00000000000x"})
            row(Account, code, false);
        row(Network, "", true);
        row(Network, "x", false);
    }
    void codesHaveTheFormOfTheirType() {
        QFETCH(int, type);
        QFETCH(QByteArray, code);
        QFETCH(bool, isFine);
        QCOMPARE(checkCode(static_cast<BoundaryType>(type), code.toStdString()).has_value(),
                 isFine);
    }

    void partsBelongToTheInnermostFrameOfEachType() {
        Document document;
        const NodeId id = addNode(document, testKind(kTank), {100, 100});
        const auto region = [&] { return regionOf(document, *document.node(id)); };
        const auto account = [&] { return accountOf(document, *document.node(id)); };
        QVERIFY(region() == "us-east-1" && account() == "000000000000");
        const auto outer = addBoundary(document, BoundaryType::Region, {0, 0}, {900, 900});
        const auto inner = addBoundary(document, BoundaryType::Region, {50, 50}, {400, 400});
        addBoundary(document, BoundaryType::Account, {60, 60}, {380, 380});
        addBoundary(document, BoundaryType::Network, {90, 90}, {300, 200});
        QVERIFY(setBoundaryCode(document, inner, "sa-east-1").has_value());
        QVERIFY(region() == "sa-east-1" && account() == "111111111111");
        move(document, {{id}, {}, {}}, 500, 0);
        QVERIFY(region() == document.boundary(outer)->code && account() == "000000000000");
        move(document, {{id}, {}, {}}, 800, 0);
        QVERIFY(setSetting(document, "region", std::string("eu-north-1")).has_value());
        QVERIFY(region() == "eu-north-1");
    }

    void contentsAreWhatLiesInside() {
        Document document = smallDocument(); // at x 0, 200 and 400; a note at (0, 100)
        const auto outer = addBoundary(document, BoundaryType::Region, {-50, -50}, {400, 400});
        const auto inner = addBoundary(document, BoundaryType::Account, {180, -20}, {140, 140});
        const auto across = addBoundary(document, BoundaryType::Network, {300, 0}, {210, 200});
        const PartIds inside = contentsOf(document, outer);
        QVERIFY(inside.nodes == (std::vector{NodeId{1}, NodeId{2}}));
        QVERIFY(inside.notes == std::vector{NoteId{6}});
        QVERIFY(inside.boundaries == std::vector{inner});
        QVERIFY(contentsOf(document, inner).nodes == std::vector{NodeId{2}});
        QVERIFY(contentsOf(document, BoundaryId{99}).empty());
        const PartIds all = withContents(document, {{NodeId{2}}, {}, {}, {outer, across}});
        QVERIFY(all.nodes == (std::vector{NodeId{1}, NodeId{2}, NodeId{3}}));
        QVERIFY(all.boundaries == (std::vector{outer, inner, across}));
    }

    void movingAFrameWithItsContentsKeepsThemInside() {
        QVERIFY(rc::check("any frame and way", [] {
            const auto draw = [](int low, int high) {
                return static_cast<double>(*rc::gen::inRange(low, high));
            };
            Document document = smallDocument();
            const BoundaryId id = addBoundary(document,
                                              BoundaryType::Region,
                                              {draw(-200, 500), draw(-200, 500)},
                                              {draw(64, 700), draw(64, 700)});
            const PartIds before = contentsOf(document, id);
            move(document,
                 withContents(document, {{}, {}, {}, {id}}),
                 draw(-500, 500),
                 draw(-500, 500));
            const PartIds after = contentsOf(document, id);
            RC_ASSERT(std::ranges::includes(after.nodes, before.nodes));
            RC_ASSERT(std::ranges::includes(after.notes, before.notes));
        }));
    }

    void titlesNameThePlaceOrTheType() {
        Boundary boundary{BoundaryId{1}, BoundaryType::Region, "eu-west-1", "", {}, {}};
        QVERIFY(titleOf(boundary) == "Ireland · eu-west-1");
        boundary.code = "mars-north-1";
        QVERIFY(titleOf(boundary) == "mars-north-1");
        boundary.name = "Base";
        QVERIFY(titleOf(boundary) == "Base · mars-north-1");
        QVERIFY(titleOf({BoundaryId{1}, BoundaryType::Network, "", "", {}, {}}) == "Network");
        QVERIFY(titleOf({BoundaryId{1}, BoundaryType::Network, "", "Shop", {}, {}}) == "Shop");
    }

    void linksAcrossRegionsAreLonger() {
        Document document = smallDocument();
        const Link link = document.links.front();
        QVERIFY(regionLatencyOf(document, link) == 0ms);
        const auto region = addBoundary(document, BoundaryType::Region, {180, -20}, {500, 300});
        QVERIFY(regionLatencyOf(document, link) == 0ms); // the document's own region
        QVERIFY(setBoundaryCode(document, region, "eu-west-1").has_value());
        QVERIFY(regionLatencyOf(document, link) == 34ms);
        QVERIFY(regionLatencyOf(document, document.links.back()) == 0ms);
        document.settings.regionLatencies = "eu-west-1/us-east-1=1 s";
        QVERIFY(regionLatencyOf(document, link) == 1s);
    }
};

SLUICE_TEST(BoundariesTest)

} // namespace sluice::boundaries_test

#include "boundaries_test.moc"
