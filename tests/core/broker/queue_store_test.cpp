// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/queue_scene.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <vector>

namespace sluice::queue_store_test {

using Scene = sluice::test::QueueScene;

namespace {

constexpr auto kNothing = Selection::Kind::Nothing;
constexpr auto kReceived = Selection::Kind::Received;
constexpr auto kMoved = Selection::Kind::Moved;

} // namespace

class QueueStoreTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-27
    void everyReceiveGivesANewReceiptAndCounts() {
        Scene scene;
        scene.send(7);
        const Selection first = scene.receive();
        scene.wait(30s);
        const Selection second = scene.receive();
        QCOMPARE(first.received.message, second.received.message);
        QVERIFY(!(first.received.receipt == second.received.receipt));
        QCOMPARE(first.received.receipt.receiveCount, 1U);
        QCOMPARE(second.received.receipt.receiveCount, 2U);
        QVERIFY(first.isFirstReceive && !second.isFirstReceive);
    }

    // SQS-28, SQS-131
    void theMessageIsHiddenForExactlyTheVisibilityTimeout() {
        Scene scene;
        scene.send(7);
        scene.wait(1s);
        scene.receive();
        scene.wait(30s - 1ns);
        QCOMPARE(scene.receive().kind, kNothing);
        scene.wait(1ns);
        const Selection again = scene.receive();
        QCOMPARE(again.kind, kReceived);
        QCOMPARE(scene.remove(again.received.receipt), MessageIndex{7});
        scene.wait(1h);
        QCOMPARE(scene.receive().kind, kNothing);
    }

    // SQS-10
    void aChangedVisibilityTimeoutAffectsLaterReceivesOnly() {
        Scene scene;
        scene.send(1);
        scene.receive();
        scene.rules.visibilityTimeout = 5s;
        scene.wait(29s);
        QCOMPARE(scene.store.inFlightCount(), std::uint64_t{1});
        scene.wait(1s);
        scene.receive();
        scene.wait(5s);
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{1});
    }

    // SQS-29
    void zeroVisibilityTimeoutLeavesTheMessageVisible() {
        Scene scene;
        scene.rules.visibilityTimeout = 0s;
        scene.send(1);
        QCOMPARE(scene.receive().kind, kReceived);
        scene.wait(0s);
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{1});
        QCOMPARE(scene.receive().received.receipt.receiveCount, 2U);
    }

    // SQS-30
    void changingVisibilityCountsFromTheCall() {
        Scene scene;
        scene.send(1);
        const Receipt receipt = scene.receive().received.receipt;
        scene.wait(20s);
        QVERIFY(scene.change(receipt, 15s));
        scene.wait(15s - 1ns);
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{0});
        scene.wait(1ns);
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{1});
    }

    // SQS-31
    void changingVisibilityToZeroShowsTheMessageAtOnce() {
        Scene scene;
        scene.send(1);
        const Receipt receipt = scene.receive().received.receipt;
        QVERIFY(scene.change(receipt, 0s));
        scene.wait(0s);
        QCOMPARE(scene.receive().kind, kReceived);
    }

    // SQS-32
    void aReceiveMayHideForTwelveHoursInAll() {
        Scene scene;
        scene.send(1);
        const Receipt receipt = scene.receive().received.receipt;
        scene.wait(1ns);
        QVERIFY(!scene.change(receipt, 43'200s));
        QVERIFY(scene.change(receipt, 43'195s));
        scene.wait(40'000s);
        QVERIFY(!scene.change(receipt, 3'200s));
        scene.wait(3'195s); // visible again; the next receive has twelve hours of its own
        const Receipt next = scene.receive().received.receipt;
        QVERIFY(scene.change(next, 43'200s));
    }

    // SQS-34
    void anExpiredReceiptHidesTheMessageAgain() {
        Scene scene;
        scene.send(1);
        const Receipt receipt = scene.receive().received.receipt;
        scene.wait(31s);
        QVERIFY(scene.change(receipt, 10s));
        QCOMPARE(scene.receive().kind, kNothing);
        scene.wait(10s);
        QCOMPARE(scene.receive().kind, kReceived);
    }

    // SQS-34
    void hidingAgainAndAgainStaysBounded() {
        Scene scene;
        scene.send(1);
        scene.send(2);
        scene.receive();
        const Receipt receipt = scene.receive().received.receipt;
        scene.wait(30s); // message 1 stays in front of message 2 from now on
        for (int i = 0; i < 1'000; ++i) {
            QVERIFY(scene.change(receipt, 1s));
            scene.wait(1s);
            QVERIFY(scene.store.isConsistent(scene.now));
        }
        QCOMPARE(scene.receive().received.message, MessageIndex{1});
        QCOMPARE(scene.receive().received.message, MessageIndex{2});
        QCOMPARE(scene.receive().kind, kNothing);
    }

    // SQS-35
    void changingVisibilityOfADeletedMessageFails() {
        Scene scene;
        scene.send(1);
        const Receipt receipt = scene.receive().received.receipt;
        scene.remove(receipt);
        QVERIFY(!scene.change(receipt, 10s));
    }

    // SQS-36, SQS-39
    void anOlderReceiptStillDeletes() {
        Scene scene;
        scene.send(1);
        const Receipt old = scene.receive().received.receipt;
        scene.wait(30s);
        const Receipt newer = scene.receive().received.receipt;
        QCOMPARE(scene.remove(old), MessageIndex{1});
        QCOMPARE(scene.remove(newer), kNoMessage);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
    }

    // SQS-37
    void deletingTwiceIsNoError() {
        Scene scene;
        scene.rules.retention = 60s;
        scene.send(1);
        const Receipt receipt = scene.receive().received.receipt;
        scene.wait(60s); // retention is over
        QCOMPARE(scene.remove(receipt), kNoMessage);
        scene.send(2); // takes over the slot
        scene.receive();
        QCOMPARE(scene.remove(receipt), kNoMessage);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{1});
    }

    // SQS-36
    void rulesMayIgnoreOrRejectAnOlderReceipt() {
        Scene scene;
        scene.send(1);
        const Receipt old = scene.receive().received.receipt;
        scene.wait(30s);
        const Receipt newer = scene.receive().received.receipt;
        scene.rules.oldHandle = OldHandle::Ignore;
        QCOMPARE(scene.remove(old), kNoMessage);
        QCOMPARE(scene.refusal, CopyRefusal::None);
        scene.rules.oldHandle = OldHandle::Reject;
        QCOMPARE(scene.remove(old), kNoMessage);
        QCOMPARE(scene.refusal, CopyRefusal::OldHandle);
        QVERIFY(scene.change(old, 10s)); // works for changing the visibility
        QCOMPARE(scene.remove(newer), MessageIndex{1});
        QCOMPARE(scene.remove(newer), kNoMessage);
        QCOMPARE(scene.refusal, CopyRefusal::Gone);
    }

    // SQS-18
    void aReplicaIsHandedOutAlthoughTheMessageIsInFlightOrDeleted() {
        Scene scene;
        scene.send(1);
        const Receipt receipt = scene.receive().received.receipt;
        QVERIFY(scene.store.replicate(scene.now, receipt));
        QCOMPARE(scene.store.counts().replicated, std::uint64_t{1});
        QCOMPARE(scene.remove(receipt), MessageIndex{1});
        const Selection again = scene.receive();
        QCOMPARE(again.received.message, MessageIndex{1});
        QCOMPARE(again.received.receipt.receiveCount, 1U); // its host knew of no receive
        QVERIFY(!(again.received.receipt == receipt));
        QVERIFY(!scene.store.replicate(scene.now, receipt));
        QVERIFY(scene.store.isConsistent(scene.now));
    }

    // SQS-28
    void theTimeoutOfTheRequestCounts() {
        Scene scene;
        scene.send(1);
        ReceiveScan scan;
        scan.visibilityTimeout = 5s;
        const Receipt receipt =
            scene.store.receiveNext(scene.now, scan, scene.rules).received.receipt;
        QVERIFY(scene.store.isInFlight(receipt));
        scene.wait(5s);
        QVERIFY(!scene.store.isInFlight(receipt));
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{1});
    }

    // SQS-29
    void aTimeoutOfZeroHandsTheMessageOutOnceInOneCall() {
        Scene scene;
        scene.rules.visibilityTimeout = 0s;
        scene.send(1);
        QCOMPARE(scene.receive().kind, kReceived);
        QCOMPARE(scene.receive().kind, kNothing);
        scene.wait(0s);
        QCOMPARE(scene.receive().kind, kReceived);
    }

    // SQS-124
    void encryptionStaysAsItWasAtTheSend() {
        Scene scene;
        scene.rules.maxReceiveCount = 1;
        scene.store.sendMessage(
            scene.now, {.message = MessageIndex{1}, .isEncrypted = true}, scene.rules);
        scene.rules.encryption = Encryption::None;
        scene.receive();
        scene.wait(30s);
        QVERIFY(scene.receive().moved.isEncrypted);
    }

    // SQS-70, SQS-71
    void theFourthSelectionMovesNotTheTimeout() {
        Scene scene;
        scene.rules.maxReceiveCount = 3;
        scene.send(1);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(scene.receive().kind, kReceived);
            scene.wait(30s);
        }
        scene.wait(1h);
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{1});
        const Selection moved = scene.receive();
        QCOMPARE(moved.kind, kMoved);
        QCOMPARE(moved.moved.receiveCount, 3U);
        QCOMPARE(moved.moved.enqueuedAt, kRunStart);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
    }

    // SQS-73, SQS-74
    void aMovedCopyIsVisibleAtOnceAndItsCountContinues() {
        Scene scene;
        scene.accept({MessageIndex{1}, 1, scene.now});
        QCOMPARE(scene.receive().received.receipt.receiveCount, 2U);
    }

    // SQS-75, SQS-76
    void aMovedCopyKeepsItsRetentionButNotItsAge() {
        Scene scene;
        scene.rules.retention = 96h;
        scene.now = kRunStart + 24h;
        scene.accept({MessageIndex{1}, 3, kRunStart});
        scene.wait(1h);
        QCOMPARE(scene.store.ageOfOldest(scene.now), Duration{1h});
        scene.wait(71h - 1ns);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{1});
        scene.wait(1ns);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
        QCOMPARE(scene.store.counts().sent, std::uint64_t{0});
    }

    void copiesLeaveInOrderAndACopyOfTheStoreGoesOnAlike() {
        Scene scene;
        for (std::uint32_t i = 0; i < 100; ++i) scene.send(i);
        for (std::uint32_t i = 0; i < 40; ++i)
            QCOMPARE(scene.receive().received.message, MessageIndex{i});
        Scene copy = scene;
        QVERIFY(copy.store == scene.store);
        scene.wait(1min);
        copy.wait(1min);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(copy.receive().received.message, scene.receive().received.message);
    }
};

SLUICE_TEST(QueueStoreTest)

} // namespace sluice::queue_store_test

#include "queue_store_test.moc"
