// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/fair_order.h"
#include "tests/support/test_main.h"

#include <vector>

namespace sluice::fair_order_test {

namespace {

Listed entry(std::uint32_t number) {
    return {kRunStart + 1s * number, number, 0};
}

bool isCurrent(const Listed& /*entry*/) {
    return true;
}

} // namespace

class FairOrderTest : public QObject {
    Q_OBJECT
private slots:
    void noisyTenantsWaitOnShelvesByRank() {
        FairOrder order;
        for (std::uint32_t i = 0; i < 6; ++i) order.push(entry(i), 6, isCurrent);
        for (std::uint32_t i = 0; i < 4; ++i) {
            order.setAside(1 + i % 2, 10 - i % 2, order.pop(), 6, isCurrent);
        }
        QCOMPARE(order.front(isCurrent), entry(4).key);
        QCOMPARE(order.quietShelf(isCurrent), FairOrder::kNoShelf);
        const std::uint32_t second = order.noisyShelf(isCurrent);
        QCOMPARE(order.noisyRank(), std::uint64_t{9});
        QCOMPARE(order.popShelf(second).slot, 1U); // group 2 has the smaller rank
        order.setRank(2, 11);
        QCOMPARE(order.popShelf(order.noisyShelf(isCurrent)).slot, 0U);
        QCOMPARE(order.shelfKey(order.oldestShelf(isCurrent)), entry(2).key);
    }

    // SQS-121
    void aQuietTenantsShelfTakesPartInTheOrderAgain() {
        FairOrder order;
        for (std::uint32_t i = 0; i < 4; ++i) order.push(entry(i), 4, isCurrent);
        for (std::uint32_t i = 0; i < 3; ++i) order.setAside(5, 1, order.pop(), 4, isCurrent);
        order.setRank(5, FairOrder::kQuiet);
        QCOMPARE(order.noisyShelf(isCurrent), FairOrder::kNoShelf);
        for (std::uint32_t i = 0; i < 3; ++i) {
            QCOMPARE(order.popShelf(order.quietShelf(isCurrent)).slot, i);
        }
        QVERIFY(!order.hasShelves());
        QCOMPARE(order.front(isCurrent), entry(3).key);
    }

    void outdatedEntriesAreSkippedAndEmptyShelvesGo() {
        FairOrder order;
        const auto isOdd = [](const Listed& any) { return any.slot % 2 == 1; };
        for (std::uint32_t i = 0; i < 4; ++i) order.push(entry(i), 4, isCurrent);
        order.setAside(1, 1, order.pop(), 4, isCurrent);
        QCOMPARE(order.noisyShelf(isOdd), FairOrder::kNoShelf);
        QVERIFY(!order.hasShelves());
        QCOMPARE(order.front(isOdd), entry(1).key);
        order.pop();
        FairOrder other;
        other.takeAll(order, isOdd);
        QCOMPARE(other.front(isOdd), entry(3).key);
        QCOMPARE(order.front(isOdd), kNever);
    }
};

SLUICE_TEST(FairOrderTest)

} // namespace sluice::fair_order_test

#include "fair_order_test.moc"
