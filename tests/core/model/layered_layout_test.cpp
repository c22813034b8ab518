// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/model/layered_layout.h"
#include "tests/support/test_main.h"

namespace sluice::layered_layout_test {

namespace {

using Boxes = std::vector<LayoutBox>;
using Edges = std::vector<LayoutEdge>;

constexpr Size kCard{200, 100};

Boxes boxes(std::size_t count) {
    Boxes result;
    for (std::size_t i = 0; i < count; ++i) result.push_back({kCard, static_cast<double>(i)});
    return result;
}

bool doOverlap(Point one, Size oneSize, Point other, Size otherSize) {
    return one.x < other.x + otherSize.width && other.x < one.x + oneSize.width
           && one.y < other.y + otherSize.height && other.y < one.y + oneSize.height;
}

} // namespace

class LayeredLayoutTest : public QObject {
    Q_OBJECT
private slots:
    void aChainIsALine() {
        const BoxLayout layout = layered(boxes(3), Edges{{0, 1}, {1, 2}});
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(layout.corners[i].x, static_cast<double>(i) * (kCard.width + kColumnGap));
            QCOMPARE(layout.corners[i].y, 0.0);
        }
        QCOMPARE(layout.size.width, 3 * kCard.width + 2 * kColumnGap);
        QCOMPARE(layout.size.height, kCard.height);
    }

    void aFanIsCentredBeforeItsEnds() {
        const BoxLayout layout = layered(boxes(4), Edges{{0, 1}, {0, 2}, {0, 3}});
        QCOMPARE(layout.corners[1].y, 0.0);
        QCOMPARE(layout.corners[2].y, kCard.height + kRowGap);
        QCOMPARE(layout.corners[0].y, layout.corners[2].y);
        QCOMPARE(layout.corners[3].x, layout.corners[1].x);
    }

    void aCycleHasColumnsToo() {
        const BoxLayout layout = layered(boxes(3), Edges{{0, 1}, {1, 2}, {2, 0}, {1, 1}});
        QVERIFY(layout.corners[0].x < layout.corners[1].x);
        QVERIFY(layout.corners[1].x < layout.corners[2].x);
    }

    void linksThatNeedNotCrossDoNot() {
        // Drawn the wrong way round: 0 and 1 send to 3 and 2.
        const BoxLayout layout = layered(boxes(4), Edges{{0, 3}, {1, 2}});
        QCOMPARE(layout.corners[0].y < layout.corners[1].y,
                 layout.corners[3].y < layout.corners[2].y);
    }

    void nothingAndUnlinkedBoxesHavePlacesToo() {
        QVERIFY(layered({}, {}).corners.empty());
        const BoxLayout layout = layered(boxes(3), {});
        QCOMPARE(layout.size.height, 3 * kCard.height + 2 * kRowGap);
    }

    void aLongChainWithLongLinksIsDone() {
        Edges edges;
        for (std::size_t i = 0; i + 1 < 1'000; ++i) edges.push_back({i, i + 1});
        for (std::size_t i = 0; i + 500 < 1'000; ++i) edges.push_back({i, i + 500});
        const BoxLayout layout = layered(boxes(1'000), edges);
        QVERIFY(layout.size.width > 999 * kCard.width);
    }

    void boxesNeverOverlapAndLinksLeadRight() {
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            Rng random(seed);
            Boxes all;
            const std::size_t count = 2 + random.below(30);
            for (std::size_t i = 0; i < count; ++i)
                all.push_back(
                    {{60 + 200 * random.unit(), 40 + 200 * random.unit()}, random.unit()});
            Edges edges;
            for (std::size_t i = 0; i < 2 * count; ++i) {
                const std::size_t from = random.below(count - 1);
                edges.push_back({from, from + 1 + random.below(count - from - 1)}); // no cycles
            }
            const BoxLayout layout = layered(all, edges);
            for (std::size_t i = 0; i < count; ++i)
                for (std::size_t k = 0; k < i; ++k)
                    QVERIFY(
                        !doOverlap(layout.corners[i], all[i].size, layout.corners[k], all[k].size));
            for (const LayoutEdge& edge : edges)
                QVERIFY(layout.corners[edge.from].x < layout.corners[edge.to].x);
        }
    }
};

SLUICE_TEST(LayeredLayoutTest)

} // namespace sluice::layered_layout_test

#include "layered_layout_test.moc"
