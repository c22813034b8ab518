// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/queue_scene.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <vector>

namespace sluice::queue_store_view_test {

using Scene = sluice::test::QueueScene;

class QueueStoreViewTest : public QObject {
    Q_OBJECT
private slots:
    void removingTheQueueHandsOutEveryStoredCopyOnce() {
        Scene scene;
        for (std::uint32_t i = 0; i < 6; ++i) scene.send(i, i < 2 ? 5s : 0s);
        scene.receive();
        std::vector<bool> seen(6);
        scene.store.removeAll(scene.now, false, [&](MessageIndex message) {
            QVERIFY(!seen[raw(message)]);
            seen[raw(message)] = true;
        });
        QVERIFY(std::count(seen.begin(), seen.end(), true) == 6);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
    }

    // SQS-13, SQS-15
    void aPurgeRemovesEveryCopyAndOlderReceiptsFindNothing() {
        Scene scene;
        scene.send(1);
        scene.send(2, 5s);
        scene.send(3);
        const Receipt receipt = scene.receive().received.receipt;
        scene.wait(1s);
        int seen = 0;
        scene.store.removeAll(scene.now, true, [&](MessageIndex) { ++seen; });
        QCOMPARE(seen, 3);
        QCOMPARE(scene.store.counts().purged, std::uint64_t{3});
        QVERIFY(scene.store.isConsistent(scene.now));
        scene.send(4);
        scene.receive();
        QCOMPARE(scene.remove(receipt), kNoMessage);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{1});
    }

    // SQS-129
    void everyStoredCopyIsSeenOldestFirstAsItIs() {
        Scene scene;
        scene.send(1);
        scene.wait(1s);
        scene.send(2, 10s);
        scene.wait(1s);
        scene.send(3);
        scene.receive();
        MovedCopy moved;
        moved.message = MessageIndex{4};
        moved.receiveCount = 3;
        moved.enqueuedAt = scene.now;
        moved.source = NodeId{7};
        scene.accept(moved);
        std::vector<StoredView> copies;
        scene.store.visitStored(scene.rules,
                                [&](const StoredView& copy) { copies.push_back(copy); });
        QCOMPARE(copies.size(), std::size_t{4});
        QCOMPARE(copies[0].message, MessageIndex{1});
        QCOMPARE(copies[0].state, CopyState::InFlight);
        QCOMPARE(copies[0].until, scene.now + 30s);
        QCOMPARE(copies[0].receipt.receiveCount, 1U);
        QCOMPARE(copies[1].state, CopyState::Delayed);
        QCOMPARE(copies[1].total, Duration{10s});
        QCOMPARE(copies[2].receipt.generation, 0U);
        QCOMPARE(copies[3].source, NodeId{7}); // SQS-73
        QCOMPARE(copies[3].receiveCount, 3U);
        QCOMPARE(scene.store.counts().received, std::uint64_t{1});
    }

    // SQS-123
    void quietGroupsHaveFiguresOfTheirOwn() {
        Scene scene;
        for (std::uint32_t i = 0; i < 40; ++i) scene.sendFrom(1, i);
        scene.wait(1s);
        for (int i = 0; i < 31; ++i) scene.receive();
        scene.sendFrom(2, 100);
        scene.sendFrom(2, 101, 10s);
        scene.sendFrom(0, 102);
        scene.wait(2s);
        const QueueStore::FairFigures figures = scene.store.fairFigures(scene.now);
        QCOMPARE(figures.noisyGroups, std::uint64_t{1});
        QCOMPARE(figures.visible, std::uint64_t{2});
        QCOMPARE(figures.inFlight, std::uint64_t{0});
        QCOMPARE(figures.delayed, std::uint64_t{1});
        QCOMPARE(figures.ageOfOldest, Duration{2s});
        QCOMPARE(scene.store.ageOfOldest(scene.now), Duration{3s});
        scene.wait(300s); // nothing was sent by group 1 for five minutes
        QCOMPARE(scene.store.fairFigures(scene.now).noisyGroups, std::uint64_t{0});
        QCOMPARE(scene.store.fairFigures(scene.now).ageOfOldest,
                 scene.store.ageOfOldest(scene.now));
    }

    // SQS-121
    void whatIsDrawnFirstIsWhatComesFirst() {
        Scene scene;
        for (std::uint32_t i = 0; i < 40; ++i) scene.sendFrom(1, i);
        for (int i = 0; i < 31; ++i) scene.receive();
        scene.sendFrom(2, 100);
        std::vector<MessageIndex> seen;
        scene.store.visitVisible(3, [&](const StoredView& copy) { seen.push_back(copy.message); });
        QVERIFY((seen == std::vector{MessageIndex{100}, MessageIndex{31}, MessageIndex{32}}));
    }
};

SLUICE_TEST(QueueStoreViewTest)

} // namespace sluice::queue_store_view_test

#include "queue_store_view_test.moc"
