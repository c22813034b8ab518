// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fifo_scene.h"
#include "tests/support/test_main.h"

namespace sluice::fifo_store_rules_test {

using sluice::test::FifoScene;

namespace {

using Text = std::string;

QueueRules withDelay(QueueRules rules, Duration delay) {
    rules.delay = delay;
    return rules;
}

QueueRules withLookAhead(QueueRules rules, std::int64_t messages) {
    rules.limits.inFlightFifo = messages;
    return rules;
}

} // namespace

class FifoStoreRulesTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-9
    void aShorterDelayFreesWhatWasSentBefore() {
        FifoScene scene;
        scene.rules.delay = 60s;
        scene.send(1, "ab");
        scene.wait(10s);
        QCOMPARE(scene.receive(), Text());
        scene.change(withDelay(scene.rules, 5s));
        QCOMPARE(scene.store.delayedCount(), std::uint64_t{0});
        QCOMPARE(scene.receive(), Text("ab"));
    }

    // SQS-9
    void aLongerDelayHidesAgainWhatWasSentBefore() {
        FifoScene scene;
        scene.send(1, "a");
        scene.wait(10s);
        scene.send(1, "b");
        scene.send(2, "c");
        scene.change(withDelay(scene.rules, 10s));
        QCOMPARE(scene.store.delayedCount(), std::uint64_t{2});
        QCOMPARE(scene.receive(), Text("a"));
        QCOMPARE(scene.remove('a'), CopyRefusal::None);
        scene.wait(10s - 1ns);
        QCOMPARE(scene.receive(), Text());
        scene.wait(1ns);
        QCOMPARE(scene.receive(), Text("bc"));
    }

    // SQS-9
    void aLongerDelayLeavesReceivedAndMovedMessagesAlone() {
        FifoScene scene;
        scene.send(1, "a");
        scene.receive(1, 0s);
        MovedCopy copy;
        copy.message = FifoScene::indexOf('m');
        copy.group = 2;
        scene.store.acceptMoved(scene.now, copy, scene.rules);
        scene.change(withDelay(scene.rules, 10s));
        QCOMPARE(scene.store.delayedCount(), std::uint64_t{0});
        QCOMPARE(scene.receive(), Text("am"));
    }

    // SQS-9
    void twoChangesAtOneInstantForgetNoDelayedMessage() {
        FifoScene scene;
        scene.rules.delay = 60s;
        scene.send(1, "a");
        scene.wait(9s);
        scene.send(2, "b");
        scene.wait(1s);
        scene.store.rulesChanged(scene.now, withDelay(scene.rules, 5s));
        scene.change(withDelay(scene.rules, 8s)); // a is due already, b is not
        QCOMPARE(scene.store.delayedCount(), std::uint64_t{1});
        QCOMPARE(scene.receive(), Text("a"));
        scene.wait(7s);
        QCOMPARE(scene.receive(), Text("b"));
    }

    // SQS-48
    void everyMessageIsDelayedByItselfAndOrderHolds() {
        FifoScene scene;
        scene.rules.delay = 10s;
        scene.send(1, "a");
        scene.wait(4s);
        scene.send(1, "b");
        scene.wait(6s);
        QCOMPARE(scene.receive(), Text("a"));
        scene.remove('a');
        scene.wait(4s);
        QCOMPARE(scene.receive(), Text("b"));
    }

    // SQS-48, SQS-74
    void aMovedMessageIsNotDelayedButWaitsForItsGroup() {
        FifoScene scene;
        scene.rules.delay = 10s;
        scene.send(1, "a");
        MovedCopy copy;
        copy.message = FifoScene::indexOf('m');
        copy.group = 1;
        scene.store.acceptMoved(scene.now, copy, scene.rules);
        copy.message = FifoScene::indexOf('n');
        copy.group = 2;
        scene.store.acceptMoved(scene.now, copy, scene.rules);
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{2});
        QCOMPARE(scene.receive(), Text("n"));
        scene.wait(10s);
        QCOMPARE(scene.receive(), Text("am"));
    }

    // SQS-110
    void groupsBeyondTheLookAheadAreNotFound() {
        FifoScene scene;
        scene.rules.limits.inFlightFifo = 5;
        scene.send(1, "abcde");
        scene.send(2, "x");
        QCOMPARE(scene.receive(1), Text("a"));
        QVERIFY(!scene.store.hasAvailable()); // a run of one locked group hides the other
        QCOMPARE(scene.receive(), Text());
        scene.remove('a');
        QVERIFY(scene.store.hasAvailable());
        QCOMPARE(scene.receive(1), Text("b"));
        QCOMPARE(scene.receive(), Text("x")); // the sixth is the fifth now
    }

    // SQS-110: nor what comes next in a group that is being received.
    void oneReceiveDoesNotGoBeyondTheLookAhead() {
        FifoScene scene;
        scene.rules.limits.inFlightFifo = 3;
        scene.send(2, "x");
        scene.send(1, "abc");
        QCOMPARE(scene.receive(1), Text("x"));
        QCOMPARE(scene.receive(), Text("ab"));
        scene.remove('x');
        scene.wait(30s);
        QCOMPARE(scene.receive(), Text("abc"));
    }

    // SQS-110
    void theLookAheadFollowsTheLimit() {
        FifoScene scene;
        scene.rules.limits.inFlightFifo = 2;
        scene.send(1, "ab");
        scene.send(2, "x");
        scene.send(3, "y");
        scene.receive(1);
        QCOMPARE(scene.receive(), Text());
        scene.change(withLookAhead(scene.rules, 3));
        QVERIFY(scene.store.hasAvailable());
        scene.change(withLookAhead(scene.rules, 2));
        QVERIFY(!scene.store.hasAvailable());
        scene.change(withLookAhead(scene.rules, 120'000));
        QCOMPARE(scene.receive(), Text("xy"));
    }

    // SQS-41
    void atTheInFlightQuotaNothingMoreIsHandedOut() {
        FifoScene scene;
        scene.rules.limits.inFlightFifo = 3;
        scene.send(1, "abcde");
        QCOMPARE(scene.receive(), Text("abc"));
        QCOMPARE(scene.receive(), Text());
        QCOMPARE(scene.store.inFlightCount(), std::uint64_t{3});
        for (const char letter : {'a', 'b', 'c'}) scene.remove(letter);
        QCOMPARE(scene.receive(), Text("de"));
    }

    // SQS-8, SQS-43
    void aShorterRetentionExpiresWhatIsStored() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.wait(100s);
        QueueRules rules = scene.rules;
        rules.retention = 60s;
        scene.change(rules);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{0});
        QCOMPARE(scene.store.counts().expired, std::uint64_t{2});
    }
};

SLUICE_TEST(FifoStoreRulesTest)

} // namespace sluice::fifo_store_rules_test

#include "fifo_store_rules_test.moc"
