// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/canvas/diagram_layout.h"
#include "ui/canvas/link_route.h"

#include <QElapsedTimer>

namespace sluice::ui::link_route_test {

namespace {

/// Two cards with room between them, and what may stand in it.
struct Plan {
    std::vector<QRectF> cards{{0, 0, 200, 100}, {600, 0, 200, 100}};
    Cubic plain = linkCurve({200, 50}, {600, 50});

    Cubic routed() const { return LinkRouter(cards).routed(plain, 0, 1); }
};

bool crosses(const Cubic& curve, const QRectF& card) {
    for (int step = 0; step <= 200; ++step)
        if (card.contains(curve.at(step / 200.0))) return true;
    return false;
}

} // namespace

class LinkRouteTest : public QObject {
    Q_OBJECT

private slots:
    void aFreeLinkStaysAsItIs() {
        Plan plan;
        plan.cards.emplace_back(350, 100, 100, 100); // near, not in the way
        QCOMPARE(plan.routed(), plan.plain);
    }

    void aLinkGoesAroundACard() {
        for (const qreal top : {-45.0, -30.0, 0.0, 20.0, 40.0}) {
            Plan plan;
            plan.cards.emplace_back(350, top, 100, 100);
            QVERIFY(crosses(plan.plain, plan.cards[2]));
            const Cubic around = plan.routed();
            QVERIFY2(!crosses(around, plan.cards[2]), qPrintable(QString::number(top)));
            QCOMPARE(around.start, plan.plain.start);
            QCOMPARE(around.end, plan.plain.end);
            QCOMPARE(plan.routed(), around); // every time the same
        }
    }

    void aLinkDoesNotRunThroughItsOwnCards() {
        Plan plan; // from the bottom of the right card back to the left side of the left one
        plan.plain = portCurve({700, 100}, PortSide::Bottom, {0, 50});
        const QRectF inner = plan.cards[0].adjusted(4, 4, -4, -4);
        QVERIFY(crosses(plan.plain, inner));
        QVERIFY(!crosses(LinkRouter(plan.cards).routed(plan.plain, 1, 0), inner));
    }

    void whereThereIsNoWayItStaysAsItIs() {
        Plan plan;
        plan.cards.emplace_back(350, -5'000, 100, 10'000);
        QCOMPARE(plan.routed(), plan.plain);
    }

    void manyLinksInTheWayCostABoundedTime() {
        constexpr int kMany = 600;
        std::vector<QRectF> cards;
        for (int i = 0; i < kMany; ++i)
            cards.emplace_back(i % 30 * 210, i / 30 * 110, 200, 100); // no room anywhere
        LinkRouter router(cards);
        QElapsedTimer timer;
        timer.start();
        for (std::size_t i = 0; i + 100 < cards.size(); ++i)
            router.routed(linkCurve({cards[i].right(), cards[i].center().y()},
                                    {cards[i + 100].left(), cards[i + 100].center().y()}),
                          i,
                          i + 100);
        QVERIFY2(timer.elapsed() < 1'000, qPrintable(QString::number(timer.elapsed())));
    }
};

SLUICE_TEST(LinkRouteTest)

} // namespace sluice::ui::link_route_test

#include "link_route_test.moc"
