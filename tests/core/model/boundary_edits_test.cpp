// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/boundaries.h"
#include "core/model/boundary_edits.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"

#include <limits>

namespace sluice::boundary_edits_test {

class BoundaryEditsTest : public QObject {
    Q_OBJECT

private slots:
    void newFramesHaveCodesOfTheirOwn() {
        Document document;
        document.settings.account = "111111111111";
        const auto codeOfNew = [&](BoundaryType type) {
            return document.boundary(addBoundary(document, type, {}, {200, 200}))->code;
        };
        QVERIFY(codeOfNew(BoundaryType::Region) == "us-east-1");
        QVERIFY(codeOfNew(BoundaryType::Region) == "eu-west-1");
        QVERIFY(codeOfNew(BoundaryType::Account) == "222222222222");
        QVERIFY(codeOfNew(BoundaryType::Account) == "333333333333");
        QVERIFY(codeOfNew(BoundaryType::Network).empty());
        for (int i = 0; i < 20; ++i) {
            for (const BoundaryType type : {BoundaryType::Region, BoundaryType::Account})
                QVERIFY(checkCode(type, codeOfNew(type)).has_value());
        }
    }

    void sidesAndCornersKeepToTheLimits() {
        Document document;
        const auto id = addBoundary(document, BoundaryType::Network, {-2e6, 0}, {1, 5e6});
        const Boundary& made = document.boundaries.front();
        QVERIFY(made.position == (Point{-kMaxCoordinate, 0}));
        QVERIFY(made.size == (Size{kMinBoundarySide, 2 * kMaxCoordinate}));
        const double none = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(resize(document, id, {none, 8}, {none, 100}).has_value());
        QVERIFY(made.position == (Point{0, 8}) && made.size == (Size{kMinBoundarySide, 100}));
    }

    void failedEditsChangeNothing() {
        Document document;
        const auto id = addBoundary(document, BoundaryType::Account, {}, {200, 200});
        const Document before = document;
        QVERIFY(!setBoundaryCode(document, id, "eu-west-1"));
        QVERIFY(!setBoundaryCode(document, BoundaryId{9}, "111122223333"));
        QVERIFY(!rename(document, id, std::string(81, 'x')));
        QVERIFY(!resize(document, BoundaryId{9}, {}, {100, 100}));
        QVERIFY(!setBoundaryType(document, BoundaryId{9}, BoundaryType::Region));
        QVERIFY(!setSetting(document, "region", std::string("moon")));
        QVERIFY(!setSetting(document, "account", std::string("12")));
        QVERIFY(!setSetting(document, "region_latencies", std::string("a=b")));
        QVERIFY(!setSetting(document, "limit_overrides", std::string("foo=3")));
        QVERIFY(document == before);
        QVERIFY(setSetting(document, "limit_overrides", std::string("sqs.inflight_fifo=3")));
        QVERIFY(rename(document, id, "Payments").has_value());
        QVERIFY(setBoundaryCode(document, id, "999900001111").has_value());
        QVERIFY(setBoundaryType(document, id, BoundaryType::Region).has_value());
        QVERIFY(document.boundaries.front().code == "us-east-1");
        QVERIFY(document.boundaries.front().name == "Payments");
    }

    void framesAreCopiedAndRemoved() {
        Document document;
        const auto id = addBoundary(document, BoundaryType::Region, {10, 20}, {200, 300});
        const PartIds added = paste(document, fragment(document, {{}, {}, {}, {id}}), 5, 5);
        QCOMPARE(added.boundaries.size(), std::size_t{1});
        const Boundary& copy = *document.boundary(added.boundaries.front());
        QVERIFY(copy.position == (Point{15, 25}) && copy.size == (Size{200, 300}));
        QVERIFY(copy.code == "us-east-1");
        remove(document, {{}, {}, {}, {id}});
        QVERIFY(document.boundary(id) == nullptr);
        QCOMPARE(document.boundaries.size(), std::size_t{1});
    }

    void fullDocumentsTakeNoMore() {
        Document document;
        document.boundaries.resize(kMaxBoundaries);
        const Document before = document;
        QVERIFY(addBoundary(document, BoundaryType::Region, {}, {100, 100}) == BoundaryId{});
        Document one;
        addBoundary(one, BoundaryType::Region, {}, {100, 100});
        QVERIFY(paste(document, one, 0, 0).empty());
        QVERIFY(document == before);
    }
};

SLUICE_TEST(BoundaryEditsTest)

} // namespace sluice::boundary_edits_test

#include "boundary_edits_test.moc"
