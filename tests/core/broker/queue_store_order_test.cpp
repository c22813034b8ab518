// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/queue_scene.h"
#include "tests/support/take_oldest.h"
#include "tests/support/test_main.h"

#include <vector>

namespace sluice::queue_store_order_test {

using sluice::test::takeOldest;
using Scene = sluice::test::QueueScene;

namespace {

constexpr auto kReceived = Selection::Kind::Received;

} // namespace

class QueueStoreOrderTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-20
    void aShortPollFindsOnlyWhatLivesOnTheHostsItLooksAt() {
        Scene scene;
        scene.rules.hosts = 4;
        for (std::uint32_t i = 0; i < 100; ++i) scene.send(i);
        int found = 0;
        while (scene.receive(0b0100U).kind == kReceived) ++found;
        QVERIFY(found > 5 && found < 60);
        int others = 0;
        while (scene.receive(0b1011U).kind == kReceived) ++others; // other calls find the rest
        QCOMPARE(found + others, 100);
    }

    // SQS-20
    void allHostsTogetherKeepTheOrder() {
        Scene scene;
        scene.rules.hosts = kMaxHosts;
        for (std::uint32_t i = 0; i < 100; ++i) {
            scene.send(i);
            scene.wait(1ms);
        }
        for (std::uint32_t i = 0; i < 100; ++i) {
            QCOMPARE(scene.receive().received.message, MessageIndex{i});
        }
    }

    // SQS-19
    void theOrderWindowMixesNeighboursOnly() {
        Scene scene;
        scene.rules.reorderWindow = 10s;
        for (std::uint32_t i = 0; i < 100; ++i) {
            scene.send(i);
            scene.wait(1s);
        }
        bool isMixed = false;
        for (std::uint32_t i = 0; i < 100; ++i) {
            const auto message = static_cast<std::uint32_t>(scene.receive().received.message);
            QVERIFY(message + 10 >= i && message <= i + 10);
            isMixed = isMixed || message != i;
        }
        QVERIFY(isMixed);
    }

    // SQS-19, SQS-43, SQS-76
    void theOrderWindowChangesNeitherAgeNorRetention() {
        Scene scene;
        scene.rules.reorderWindow = 10s;
        scene.rules.retention = 60s;
        scene.send(1);
        scene.wait(30s);
        QCOMPARE(scene.store.ageOfOldest(scene.now), Duration{30s});
        scene.wait(30s);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
    }

    // SQS-84
    void theOldestVisibleMessageIsRedrivenFirst() {
        Scene scene;
        MovedCopy moved;
        moved.message = MessageIndex{1};
        moved.receiveCount = 3;
        moved.source = NodeId{5};
        scene.accept(moved);
        scene.wait(1s);
        scene.send(2);
        scene.send(3);
        QCOMPARE(scene.receive().received.message, MessageIndex{1});
        const auto first = takeOldest(scene.store, scene.now);
        QCOMPARE(first->message, MessageIndex{2}); // what is in flight stays
        scene.wait(30s);
        const auto second = takeOldest(scene.store, scene.now);
        QCOMPARE(second->message, MessageIndex{1});
        QCOMPARE(second->source, NodeId{5});
        QCOMPARE(takeOldest(scene.store, scene.now)->message, MessageIndex{3});
        QVERIFY(!takeOldest(scene.store, scene.now));
        QCOMPARE(scene.store.counts().redriven, std::uint64_t{3});
        QVERIFY(scene.store.isConsistent(scene.now));
    }

    // SQS-120, SQS-121
    void quietTenantsGoBeforeANoisyOne() {
        Scene scene;
        for (std::uint32_t i = 0; i < 100; ++i) scene.sendFrom(1, i);
        for (int i = 0; i < 30; ++i) scene.receive();
        scene.sendFrom(2, 200);
        scene.sendFrom(0, 201); // without a group: a tenant of its own (SQS-122)
        QCOMPARE(scene.receive().received.message, MessageIndex{200});
        QCOMPARE(scene.receive().received.message, MessageIndex{201});
        QCOMPARE(scene.receive().received.message, MessageIndex{30});
    }

    // SQS-120
    void twentyNineInFlightAreNotNoisy() {
        Scene scene;
        for (std::uint32_t i = 0; i < 100; ++i) scene.sendFrom(1, i);
        for (int i = 0; i < 29; ++i) scene.receive();
        scene.sendFrom(2, 200);
        QCOMPARE(scene.receive().received.message, MessageIndex{29});
        QCOMPARE(scene.receive().received.message, MessageIndex{200});
    }

    // SQS-121
    void ofNoisyTenantsTheOneWithFewestInFlightGoesFirst() {
        Scene scene;
        for (std::uint32_t i = 0; i < 40; ++i) scene.sendFrom(1, i);
        for (int i = 0; i < 35; ++i) scene.receive();
        for (std::uint32_t i = 100; i < 140; ++i) scene.sendFrom(2, i);
        for (int i = 0; i < 30; ++i) scene.receive(); // group 2 turns noisy
        QCOMPARE(scene.store.fairFigures(scene.now).noisyGroups, std::uint64_t{2});
        for (std::uint32_t i = 130; i < 135; ++i) {
            QCOMPARE(scene.receive().received.message, MessageIndex{i});
        }
        QCOMPARE(scene.receive().received.message, MessageIndex{35});
        QCOMPARE(scene.receive().received.message, MessageIndex{135});
    }

    // SQS-121
    void aTenantIsQuietAgainFiveMinutesAfterItsLastSend() {
        Scene scene;
        scene.rules.visibilityTimeout = 1h;
        for (std::uint32_t i = 0; i < 40; ++i) scene.sendFrom(1, i);
        for (int i = 0; i < 30; ++i) scene.receive();
        scene.wait(1s);
        for (std::uint32_t i = 100; i < 103; ++i) scene.sendFrom(2, i);
        scene.wait(299s - 1ns);
        QCOMPARE(scene.receive().received.message, MessageIndex{100});
        scene.wait(1ns);
        QCOMPARE(scene.receive().received.message, MessageIndex{30});
    }

    // SQS-121
    void aTenantIsQuietAgainWhenItsBacklogIsDrained() {
        Scene scene;
        for (std::uint32_t i = 0; i < 31; ++i) scene.sendFrom(1, i);
        for (int i = 0; i < 30; ++i) scene.receive();
        QCOMPARE(scene.store.fairFigures(scene.now).noisyGroups, std::uint64_t{1});
        scene.receive();
        QCOMPARE(scene.store.fairFigures(scene.now).noisyGroups, std::uint64_t{0});
    }

    // SQS-122
    void groupsImplyNoLock() {
        Scene scene;
        scene.sendFrom(1, 1);
        scene.sendFrom(1, 2);
        QCOMPARE(scene.receive().kind, kReceived);
        QCOMPARE(scene.receive().kind, kReceived);
        QCOMPARE(scene.store.groupsInFlight(), std::uint64_t{0});
    }

    // SQS-92
    void olderProfilesKnowNoFairness() {
        Scene scene;
        scene.rules.limits.groupsOnStandardQueues = false;
        for (std::uint32_t i = 0; i < 40; ++i) scene.sendFrom(1, i);
        for (int i = 0; i < 31; ++i) scene.receive();
        scene.sendFrom(2, 100);
        QCOMPARE(scene.receive().received.message, MessageIndex{31});
    }
};

SLUICE_TEST(QueueStoreOrderTest)

} // namespace sluice::queue_store_order_test

#include "queue_store_order_test.moc"
