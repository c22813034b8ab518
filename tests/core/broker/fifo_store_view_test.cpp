// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fifo_scene.h"
#include "tests/support/test_main.h"

namespace sluice::fifo_store_view_test {

using sluice::test::FifoScene;

namespace {

std::vector<StoredView> stored(const FifoScene& scene) {
    std::vector<StoredView> views;
    scene.store.visitStored(scene.rules, [&](const StoredView& view) { views.push_back(view); });
    return views;
}

} // namespace

class FifoStoreViewTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-127
    void groupsWithMessagesInFlightAreCounted() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.send(2, "x");
        QCOMPARE(scene.store.groupsInFlight(), std::uint64_t{0});
        scene.receive(3);
        QCOMPARE(scene.store.groupsInFlight(), std::uint64_t{2});
        scene.remove('a');
        QCOMPARE(scene.store.groupsInFlight(), std::uint64_t{2});
        scene.remove('b');
        QCOMPARE(scene.store.groupsInFlight(), std::uint64_t{1});
        scene.wait(30s);
        QCOMPARE(scene.store.groupsInFlight(), std::uint64_t{0});
    }

    // SQS-129
    void theThreeCountsAreTheStoredMessages() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.send(2, "x");
        scene.receive(1);
        scene.wait(10s);
        scene.rules.delay = 10s;
        scene.send(3, "y");
        QCOMPARE(scene.store.visibleCount(), std::uint64_t{2});
        QCOMPARE(scene.store.inFlightCount(), std::uint64_t{1});
        QCOMPARE(scene.store.storedCount(),
                 scene.store.visibleCount() + scene.store.inFlightCount()
                     + scene.store.delayedCount());
    }

    // SQS-76
    void ageCountsFromArrivalAndLeavesDelayedMessagesOut() {
        FifoScene scene;
        scene.rules.delay = 100s;
        scene.send(1, "a");
        scene.wait(50s);
        QCOMPARE(scene.store.ageOfOldest(scene.now).count(), Duration(0s).count());
        MovedCopy copy;
        copy.enqueuedAt = kRunStart;
        copy.group = 2;
        scene.store.acceptMoved(scene.now, copy, scene.rules);
        scene.wait(10s);
        QCOMPARE(scene.store.ageOfOldest(scene.now).count(), Duration(10s).count());
        scene.wait(40s);
        QCOMPARE(scene.store.ageOfOldest(scene.now).count(), Duration(100s).count());
    }

    void storedMessagesAreShownOldestFirstWithTheirState() {
        FifoScene scene;
        scene.send(1, "ab");
        scene.send(2, "x");
        scene.wait(1s);
        scene.receive(1, 20s);
        const std::vector<StoredView> views = stored(scene);
        QCOMPARE(views.size(), std::size_t{3});
        QCOMPARE(views[0].state, CopyState::InFlight);
        QVERIFY(views[0].until == kRunStart + 21s);
        QVERIFY(views[0].total == 20s);
        QCOMPARE(views[0].receiveCount, 1U);
        QVERIFY(views[0].receipt == scene.receiptOf('a'));
        QCOMPARE(views[1].state, CopyState::Visible);
        QVERIFY(views[1].isBlocked);
        QCOMPARE(views[1].receipt.generation, 0U);
        QVERIFY(!views[2].isBlocked);
        QCOMPARE(views[2].group, GroupIndex{2});
    }

    void aMovedMessageShowsWhereItCameFrom() {
        FifoScene scene;
        MovedCopy copy;
        copy.group = 1;
        copy.source = NodeId{9};
        copy.isEncrypted = true;
        scene.store.acceptMoved(scene.now, copy, scene.rules);
        QCOMPARE(stored(scene).front().source, NodeId{9});
        QVERIFY(stored(scene).front().isEncrypted);
    }

    void lanesAreGroupsInAStableOrder() {
        FifoScene scene;
        scene.send(3, "ab");
        scene.send(1, "c");
        scene.send(2, "def");
        scene.receive(1);
        const std::vector<FifoStore::Lane> lanes = scene.store.lanes(2);
        QCOMPARE(scene.store.groupCount(), std::uint64_t{3});
        QCOMPARE(lanes.size(), std::size_t{2});
        QCOMPARE(lanes[0].group, GroupIndex{2});
        QCOMPARE(lanes[0].stored, std::uint64_t{3});
        QVERIFY(!lanes[0].isLocked);
        QCOMPARE(lanes[1].group, GroupIndex{3});
        QVERIFY(lanes[1].isLocked);
        QCOMPARE(scene.store.lanes(10).size(), std::size_t{3});
        QCOMPARE(scene.store.lanes(0).size(), std::size_t{0});
    }

    // SQS-98
    void lanesAreThoseThatHoldUpMessagesThenLockedThenFullOnes() {
        FifoScene scene;
        for (const GroupIndex group : {1U, 2U}) scene.send(group, "a");
        scene.receive(1);
        scene.receive(1);
        for (GroupIndex group = 3; group <= 5'000; ++group) {
            scene.send(group, group == 40 ? "abcde" : "abc");
        }
        scene.send(2, "b");
        const auto groups = [&](std::size_t most) {
            std::vector<GroupIndex> found;
            for (const auto& lane : scene.store.lanes(most)) found.push_back(lane.group);
            return found;
        };
        QCOMPARE(groups(1), std::vector<GroupIndex>{2});
        QCOMPARE(groups(2), (std::vector<GroupIndex>{1, 2}));
        QCOMPARE(groups(4), (std::vector<GroupIndex>{1, 2, 3, 40}));
    }

    void groupsWhoseMessagesAreNotToBeHadYetAreLanesToo() {
        FifoScene scene;
        scene.rules.limits.inFlightFifo = 2;
        scene.rules.delay = 10s;
        scene.send(1, "ab");
        scene.rules.delay = 0s;
        scene.send(2, "c"); // beyond what a receive searches
        QCOMPARE(scene.store.lanes(5).size(), std::size_t{2});
        scene.rules.delay = 10s;
        scene.change(scene.rules);
        QCOMPARE(scene.store.lanes(5).size(), std::size_t{2});
    }

    void aLaneIsVisitedInOrderUpToALimit() {
        FifoScene scene;
        scene.send(1, "abc");
        scene.send(2, "x");
        std::string letters;
        const auto note = [&](const StoredView& view) {
            letters += FifoScene::letterOf(view.message);
        };
        scene.store.visitLane(1, 2, note);
        QCOMPARE(letters, std::string("ab"));
        scene.store.visitLane(7, 2, note);
        QCOMPARE(letters, std::string("ab"));
    }

    void lookingChangesNothing() {
        FifoScene scene;
        scene.send(1, "abc");
        scene.receive(1);
        const FifoStore before = scene.store;
        stored(scene);
        scene.store.lanes(5);
        scene.store.ageOfOldest(scene.now);
        QVERIFY(before == scene.store);
    }

    void theDigestTellsStatesApart() {
        FifoScene scene;
        scene.send(1, "abc");
        FifoScene other = scene;
        other.receive(1, 30s);
        Digest left;
        Digest right;
        scene.store.addTo(left);
        other.store.addTo(right);
        QVERIFY(left.value() != right.value());
        scene.receive(1, 30s);
        Digest again;
        scene.store.addTo(again);
        QCOMPARE(again.value(), right.value());
        QVERIFY(scene.store == other.store);
    }
};

SLUICE_TEST(FifoStoreViewTest)

} // namespace sluice::fifo_store_view_test

#include "fifo_store_view_test.moc"
