// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/queue_scene.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <vector>

namespace sluice::queue_store_time_test {

using Scene = sluice::test::QueueScene;

namespace {

constexpr auto kNothing = Selection::Kind::Nothing;
constexpr auto kReceived = Selection::Kind::Received;

} // namespace

class QueueStoreTimeTest : public QObject {
    Q_OBJECT
private slots:
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
    void replicasAndMovedCopiesExpireWithTheirMessage() {
        Scene scene;
        scene.rules.retention = 60s;
        scene.send(1);
        const Receipt receipt = scene.receive().received.receipt;
        scene.wait(10s);
        QVERIFY(scene.store.replicate(scene.now, receipt));
        scene.accept({MessageIndex{2}, 1, kRunStart});
        scene.wait(50s - 1ns);
        QCOMPARE(scene.store.storedCount(), std::uint64_t{3});
        scene.wait(1ns);
        QCOMPARE(scene.store.counts().expired, std::uint64_t{3});
    }

    // SQS-9
    void aChangedDelayDoesNotReachWhatIsDelayed() {
        Scene scene;
        scene.send(1, 10s);
        scene.rules.delay = 1s;
        scene.store.rulesChanged(scene.now, scene.rules);
        scene.wait(9s);
        QCOMPARE(scene.store.delayedCount(), std::uint64_t{1});
        scene.wait(1s);
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{1});
    }

    // SQS-20
    void messagesOfHostsThatAreNoMoreGoToTheOthers() {
        Scene scene;
        scene.rules.hosts = 8;
        for (std::uint32_t i = 0; i < 60; ++i) scene.send(i, i % 3 == 0 ? 5s : 0s);
        for (int i = 0; i < 10; ++i) QCOMPARE(scene.receive().kind, kReceived);
        scene.rules.hosts = 1;
        scene.store.rulesChanged(scene.now, scene.rules);
        scene.wait(30s);
        std::vector<MessageIndex> seen;
        for (int i = 0; i < 60; ++i) seen.push_back(scene.receive(1).received.message);
        QVERIFY(scene.receive().kind == kNothing);
        std::sort(seen.begin(), seen.end());
        QVERIFY(std::unique(seen.begin(), seen.end()) == seen.end());
    }
};

SLUICE_TEST(QueueStoreTimeTest)

} // namespace sluice::queue_store_time_test

#include "queue_store_time_test.moc"
