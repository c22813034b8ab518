// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fifo_scene.h"
#include "tests/support/take_oldest.h"
#include "tests/support/test_main.h"

namespace sluice::fifo_store_test {

using sluice::test::FifoScene;
using sluice::test::takeOldest;

namespace {

using Text = std::string;

} // namespace

class FifoStoreTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-98
    void aGroupInFlightIsLockedAndOthersAreNot() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.send(2, "x");
        QCOMPARE(scene.receive(1), Text("a"));
        QCOMPARE(scene.receive(), Text("x"));
        QCOMPARE(scene.receive(), Text());
    }

    // SQS-99
    void oneReceiveFillsFromOneGroupThenFromTheNext() {
        FifoScene scene;
        scene.send(1, "a");
        scene.send(2, "x");
        scene.send(1, "bc");
        scene.send(3, "y");
        QCOMPARE(scene.receive(), Text("abcxy"));
    }

    // SQS-99
    void oneReceiveStopsAtItsNumber() {
        FifoScene scene;
        scene.send(1, "abcdefghijkl");
        QCOMPARE(scene.receive(), Text("abcdefghij"));
        QCOMPARE(scene.receive(), Text());
    }

    // SQS-100
    void groupsAreServedInTheOrderInWhichTheyBecameAvailable() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.send(2, "xy");
        QCOMPARE(scene.receive(1), Text("a"));
        scene.remove('a'); // group 1 goes behind group 2
        QCOMPARE(scene.receive(1), Text("x"));
        scene.remove('x');
        QCOMPARE(scene.receive(1), Text("b"));
        QCOMPARE(scene.receive(1), Text("y"));
    }

    // SQS-101
    void deletingPartOfABatchDoesNotReleaseTheGroup() {
        FifoScene scene;
        scene.send(1, "abcd");
        QCOMPARE(scene.receive(3), Text("abc"));
        scene.remove('b');
        scene.remove('a');
        QCOMPARE(scene.receive(), Text());
        scene.remove('c');
        QCOMPARE(scene.receive(), Text("d"));
    }

    // SQS-101
    void aGroupIsReleasedByDeletingChangingAndExpiring() {
        FifoScene scene;
        scene.send(1, "abcd");
        scene.receive(3, 10s);
        scene.remove('a');
        scene.change('c', 0s);
        QCOMPARE(scene.receive(), Text()); // b blocks them
        scene.wait(10s);
        QCOMPARE(scene.receive(), Text("bcd"));
    }

    // SQS-102
    void sendingMoreDoesNotReleaseTheGroup() {
        FifoScene scene;
        scene.send(1, "a");
        scene.receive();
        scene.send(1, "b");
        QCOMPARE(scene.receive(), Text());
        scene.remove('a');
        QCOMPARE(scene.receive(), Text("b"));
    }

    // SQS-103
    void anExpiredMessageComesBeforeLaterOnesOfItsGroup() {
        FifoScene scene;
        scene.send(1, "abc");
        scene.receive(2);
        scene.remove('b');
        scene.wait(30s);
        QCOMPARE(scene.receive(), Text("ac"));
    }

    // SQS-104
    void changingTheFirstToZeroLetsItBeReceivedAlone() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.receive(2, 30s);
        QCOMPARE(scene.change('a', 0s), CopyRefusal::None);
        QCOMPARE(scene.receive(10, 60s), Text("a"));
        scene.wait(30s); // b is visible again, but a is in flight
        QCOMPARE(scene.receive(), Text());
        scene.wait(30s);
        QCOMPARE(scene.receive(), Text("ab"));
    }

    // SQS-105
    void onlyMessagesBeforeAnExtendedOneComeBack_data() {
        QTest::addColumn<char>("extended");
        QTest::addColumn<QString>("returned");
        QTest::newRow("first") << 'a' << "";
        QTest::newRow("second") << 'b' << "a";
        QTest::newRow("third") << 'c' << "ab";
    }
    // SQS-105
    void onlyMessagesBeforeAnExtendedOneComeBack() {
        QFETCH(char, extended);
        QFETCH(QString, returned);
        FifoScene scene;
        scene.send(1, "abcd");
        QCOMPARE(scene.receive(3, 10s), Text("abc"));
        QCOMPARE(scene.change(extended, 60s), CopyRefusal::None);
        scene.wait(10s);
        QCOMPARE(scene.receive(), returned.toStdString());
        QCOMPARE(scene.receive(), Text());
    }

    // SQS-106
    void anExpiredHandleIsRefused() {
        FifoScene scene;
        scene.send(1, "a");
        scene.receive();
        scene.wait(30s);
        QCOMPARE(scene.remove('a'), CopyRefusal::HandleExpired);
        QCOMPARE(scene.change('a', 10s), CopyRefusal::HandleExpired);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{1});
    }

    // SQS-106
    void theHandleOfAnEarlierReceiveIsRefused() {
        FifoScene scene;
        scene.send(1, "a");
        scene.receive();
        const Receipt first = scene.receiptOf('a');
        scene.wait(30s);
        scene.receive();
        QCOMPARE(scene.remove(first), CopyRefusal::HandleExpired);
        QVERIFY(!scene.store.isInFlight(first));
        QCOMPARE(scene.remove('a'), CopyRefusal::None);
        QCOMPARE(scene.remove('a'), CopyRefusal::Gone);
    }

    // SQS-32
    void inFlightTimeIsLimitedFromTheReceive() {
        FifoScene scene;
        scene.send(1, "a");
        scene.receive();
        scene.wait(5s);
        QCOMPARE(scene.change('a', 43'196s), CopyRefusal::BeyondLimit);
        QCOMPARE(scene.change('a', 43'195s), CopyRefusal::None);
    }

    // SQS-107
    void aTimeoutOfZeroReturnsAMessageOnceInOneCall() {
        FifoScene scene;
        scene.send(1, "ab");
        QCOMPARE(scene.receive(10, 0s), Text("ab"));
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{2});
        QCOMPARE(scene.receive(10, 0s), Text("ab"));
    }

    // SQS-107
    void aTimeoutOfZeroAllowsDeletionWithinTheMillisecond() {
        FifoScene scene;
        scene.send(1, "abc");
        scene.receive(3, 0s);
        scene.wait(1ms - 1ns);
        QCOMPARE(scene.remove('b'), CopyRefusal::None);
        QCOMPARE(scene.change('a', 5s), CopyRefusal::HandleExpired);
        scene.wait(1ns);
        QCOMPARE(scene.remove('a'), CopyRefusal::HandleExpired);
        QCOMPARE(scene.receive(), Text("ac"));
    }

    // SQS-108
    void aReceiptIsInFlightUntilDeletedOrTimedOut() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.receive();
        QVERIFY(scene.store.isInFlight(scene.receiptOf('a')));
        scene.remove('a');
        QVERIFY(!scene.store.isInFlight(scene.receiptOf('a')));
        scene.wait(30s);
        QVERIFY(!scene.store.isInFlight(scene.receiptOf('b')));
    }

    // SQS-109
    void aReceiveCannotChooseAGroup() {
        FifoScene scene;
        scene.send(1, "a");
        scene.send(2, "x");
        ReceiveScan scan;
        scan.group = 2; // counts only after a message of it was taken
        const Selection found = scene.store.receiveNext(scene.now, scan, scene.rules);
        QCOMPARE(found.received.message, FifoScene::indexOf('a'));
    }

    // SQS-111
    void groupsAreUnlimitedAndEmptyOnesAreForgotten() {
        FifoScene scene;
        for (GroupIndex group = 1; group <= 50'000; ++group) {
            scene.store.sendMessage(
                scene.now, {MessageIndex{group}, group, 0, 0s, false}, group, scene.rules);
        }
        QCOMPARE(scene.store.groupCount(), std::uint64_t{50'000});
        scene.store.removeAll(scene.now, true, [](MessageIndex) {});
        QCOMPARE(scene.store.groupCount(), std::uint64_t{0});
        QVERIFY(scene.store.isConsistent(scene.now));
    }

    // SQS-70, SQS-78, SQS-112
    void anExhaustedMessageMovesAndUnblocksItsGroup() {
        FifoScene scene;
        scene.rules.maxReceiveCount = 2;
        scene.send(1, "ab");
        for (int receive = 0; receive < 2; ++receive) {
            QCOMPARE(scene.receive(1), Text("a"));
            scene.wait(30s);
        }
        QCOMPARE(scene.moved, Text()); // not before the next receive (SQS-71)
        QCOMPARE(scene.receive(1), Text("b"));
        QCOMPARE(scene.moved, Text("a"));
        QCOMPARE(scene.store.counts().movedOut, std::uint64_t{1});
    }

    // SQS-112
    void exhaustedMessagesInTheMiddleOfABatchMoveToo() {
        FifoScene scene;
        scene.rules.maxReceiveCount = 1;
        scene.send(1, "abc");
        scene.send(2, "x");
        QCOMPARE(scene.receive(2), Text("ab"));
        scene.wait(30s);
        QCOMPARE(scene.receive(), Text("xc"));
        QCOMPARE(scene.moved, Text("ab"));
    }

    // SQS-112
    void afterAMoveTheSameCallGoesOnInTheGroup() {
        FifoScene scene;
        scene.send(1, "abcd");
        scene.receive(4, 10s);
        scene.change('a', 60s);
        scene.wait(10s);
        scene.change('a', 0s); // a was received once, as were b, c and d
        QCOMPARE(scene.receive(1, 10s), Text("a"));
        scene.remove('a');
        scene.rules.maxReceiveCount = 1;
        QCOMPARE(scene.receive(), Text());
        QCOMPARE(scene.moved, Text("bcd"));
    }

    // SQS-113
    void aCrashBlocksOnlyItsOwnGroup() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.send(2, "xy");
        QCOMPARE(scene.receive(1), Text("a")); // its consumer crashes
        QCOMPARE(scene.receive(2), Text("xy"));
        scene.wait(30s - 1ns);
        QCOMPARE(scene.receive(), Text());
        scene.wait(1ns);
        QCOMPARE(scene.receive(2), Text("ab"));
    }

    // SQS-73, SQS-75, SQS-77
    void aMovedMessageKeepsGroupAndCountAndStartsRetentionAnew() {
        FifoScene scene;
        scene.rules.retention = 100s;
        scene.wait(50s);
        MovedCopy copy;
        copy.message = FifoScene::indexOf('m');
        copy.receiveCount = 3;
        copy.enqueuedAt = kRunStart;
        copy.group = 5;
        scene.store.acceptMoved(scene.now, copy, scene.rules);
        scene.send(5, "n");
        QCOMPARE(scene.receive(1), Text("m"));
        QCOMPARE(scene.receiptOf('m').receiveCount, 4U);
        QCOMPARE(scene.receive(), Text()); // n is of the same group
        scene.wait(100s - 1ns);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{2});
        scene.wait(1ns);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
    }

    // SQS-43
    void retentionRemovesFromEveryStateAndFreesTheGroup() {
        FifoScene scene;
        scene.rules.retention = 60s;
        scene.send(1, "a");
        scene.wait(1s);
        scene.send(1, "b");
        scene.receive(1, 12h);
        scene.wait(59s);
        QCOMPARE(scene.store.counts().expired, std::uint64_t{1});
        QCOMPARE(scene.store.inFlightCount(), std::uint64_t{0});
        QCOMPARE(scene.receive(), Text("b")); // in flight when it expires
        QCOMPARE(scene.remove('a'), CopyRefusal::Gone);
        scene.wait(1s);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
        QVERIFY(scene.store.isConsistent(scene.now));
    }

    // SQS-43
    void retentionRemovesDelayedMessages() {
        FifoScene scene;
        scene.rules.retention = 60s;
        scene.rules.delay = 900s;
        scene.send(1, "a");
        scene.wait(60s);
        QCOMPARE(scene.store.delayedCount(), std::uint64_t{0});
        QVERIFY(scene.store.nextDue(scene.rules) == kNever);
    }

    // SQS-13
    void aPurgeRemovesEverythingAndOldHandlesStayInvalid() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.receive(1);
        scene.store.removeAll(scene.now, true, [](MessageIndex) {});
        QCOMPARE(scene.store.counts().purged, std::uint64_t{2});
        QVERIFY(scene.store.isConsistent(scene.now));
        scene.send(1, "c");
        QCOMPARE(scene.remove('a'), CopyRefusal::Gone);
        QCOMPARE(scene.receive(), Text("c"));
    }

    // SQS-84
    void aMoveTaskTakesTheOldestUnblockedMessage() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.send(2, "x");
        scene.receive(1);
        const auto taken = takeOldest(scene.store, scene.now);
        QVERIFY(taken.has_value());
        QCOMPARE(taken->message, FifoScene::indexOf('x'));
        QVERIFY(!takeOldest(scene.store, scene.now));
        scene.wait(30s);
        QCOMPARE(takeOldest(scene.store, scene.now)->message, FifoScene::indexOf('a'));
        QCOMPARE(scene.store.counts().redriven, std::uint64_t{2});
        QVERIFY(scene.store.isConsistent(scene.now));
    }

    // SQS-134
    void theWorkedExampleOfTwoGroups() {
        FifoScene scene;
        scene.send(1, "abc");
        scene.send(2, "x");
        QCOMPARE(scene.receive(), Text("abcx"));
        QCOMPARE(scene.receive(), Text());
        scene.send(1, "d");
        scene.remove('a');
        scene.remove('b');
        QCOMPARE(scene.receive(), Text());
        scene.remove('c');
        QCOMPARE(scene.receive(), Text("d"));
    }
};

SLUICE_TEST(FifoStoreTest)

} // namespace sluice::fifo_store_test

#include "fifo_store_test.moc"
