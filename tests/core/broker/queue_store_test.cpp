// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/queue_store.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <vector>

using namespace sluice;

namespace {

/// A store with a clock, for scenarios.
struct Scene {
    QueueStore store;
    QueueRules rules;
    SimTime now = kRunStart;
    CopyRefusal refusal{};

    void send(std::uint32_t message, Duration delay = 0s) {
        store.sendMessage(now, {.message = MessageIndex{message}, .delay = delay}, rules);
    }
    Selection receive() {
        ReceiveScan scan;
        scan.visibilityTimeout = rules.visibilityTimeout;
        return store.receiveNext(now, scan, rules);
    }
    MessageIndex remove(const Receipt& receipt) {
        return store.deleteMessage(now, receipt, rules, refusal);
    }
    bool change(const Receipt& receipt, Duration timeout) {
        refusal = store.changeMessageVisibility(now, receipt, timeout, rules);
        return refusal == CopyRefusal::None;
    }
    void accept(const MovedCopy& copy) { store.acceptMoved(now, copy, rules); }
    void wait(Duration length) {
        const SimTime end = now + length;
        for (SimTime due = store.nextDue(rules); due <= end; due = store.nextDue(rules)) {
            now = std::max(now, due);
            while (store.elapseNext(now, rules)) {
            }
        }
        now = end;
    }
};

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

    // SQS-42
    void aMessageReceivedThreeTimesGoesToTheBack() {
        Scene scene;
        scene.send(1);
        scene.wait(1s);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(scene.receive().received.message, MessageIndex{1});
            if (i < 2) scene.wait(30s);
        }
        scene.send(2);
        QCOMPARE(scene.store.ageOfOldest(scene.now), Duration{0});
        scene.wait(30s);
        QCOMPARE(scene.store.ageOfOldest(scene.now), Duration{30s});
        QCOMPARE(scene.receive().received.message, MessageIndex{2});
        QCOMPARE(scene.receive().received.message, MessageIndex{1});
    }

    // SQS-43
    void retentionEndsDelayedVisibleAndInFlightCopies() {
        Scene scene;
        scene.rules.retention = 60s;
        scene.send(1);
        scene.receive();
        scene.send(2);
        scene.send(3, 900s);
        scene.rules.visibilityTimeout = 600s;
        scene.wait(60s - 1ns);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{3});
        scene.wait(1ns);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
        QCOMPARE(scene.store.counts().expired, std::uint64_t{3});
    }

    // SQS-8
    void aShorterRetentionAppliesToWhatIsStored() {
        Scene scene;
        scene.send(1);
        scene.send(2, 900s);
        scene.wait(100s);
        scene.rules.retention = 60s;
        scene.store.rulesChanged(scene.now, scene.rules);
        scene.wait(0s);
        QCOMPARE(scene.store.counts().expired, std::uint64_t{2});
    }

    // SQS-44
    void aDelayedMessageAppearsAfterTheDelay() {
        Scene scene;
        scene.send(1, 5s);
        QCOMPARE(scene.store.delayedCount(), std::uint64_t{1});
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{0});
        scene.wait(5s - 1ns);
        QCOMPARE(scene.receive().kind, kNothing);
        scene.wait(1ns);
        QCOMPARE(scene.receive().kind, kReceived);
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
};

SLUICE_TEST(QueueStoreTest)
#include "queue_store_test.moc"
