// SPDX-License-Identifier: GPL-3.0-or-later
// Copies received together share a lease; none of it may be seen from outside.
#include "core/kernel/inbox.h"
#include "tests/support/queue_scene.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

namespace sluice::queue_store_leases_test {

namespace {

struct Scene : sluice::test::QueueScene {
    /// The copies of messages 1 to `count`, received together.
    std::vector<Received> receiveTogether(std::uint32_t count) {
        for (std::uint32_t i = 1; i <= count; ++i) send(i);
        ReceiveScan scan;
        scan.visibilityTimeout = rules.visibilityTimeout;
        Handout handout;
        if (store.receiveFresh(now, scan, rules, count, handout.end()) != count) return {};
        return {handout.batch.entries.begin(), handout.batch.entries.begin() + count};
    }
    std::vector<StoredView> inFlight() const {
        std::vector<StoredView> copies;
        store.visitInFlight(100, [&](const StoredView& copy) { copies.push_back(copy); });
        return copies;
    }
};

} // namespace

class QueueStoreLeasesTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-27, SQS-28
    void eachCopyLooksLikeAnyOtherInFlight() {
        Scene scene;
        const auto copies = scene.receiveTogether(3);
        QCOMPARE(copies.size(), 3U);
        const auto seen = scene.inFlight();
        QCOMPARE(seen.size(), 3U);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(seen[i].message, MessageIndex{static_cast<std::uint32_t>(i + 1)});
            QVERIFY(seen[i].receipt == copies[i].receipt);
            QCOMPARE(seen[i].receiveCount, 1U);
            QCOMPARE(seen[i].until, scene.now + scene.rules.visibilityTimeout);
            QCOMPARE(seen[i].total, scene.rules.visibilityTimeout);
            QCOMPARE(scene.store.firstReceivedAt(copies[i].receipt), scene.now);
            QVERIFY(scene.store.isInFlight(copies[i].receipt));
        }
        QCOMPARE(scene.store.inFlightCount(), 3U);
        QVERIFY(scene.store.isConsistent(scene.now));
        int first = 0;
        scene.store.visitInFlight(2, [&](const StoredView&) { ++first; });
        QCOMPARE(first, 2);
    }

    // What is handed out as it arrives leaves the same behind as what was stored before.
    void passingOnIsStoringAndReceiving() {
        Scene stored;
        Scene passed;
        for (Scene* scene : {&stored, &passed}) {
            scene->send(9);
            const Selection first = scene->receive();
            scene->now += 1s;
            scene->remove(first.received.receipt);
            scene->now += 5s;
        }
        std::vector<PlainSend> sends;
        for (std::uint32_t i = 1; i <= 4; ++i) {
            sends.push_back({});
            sends.back().at = stored.now - 500ms + i * 100ms;
            sends.back().message = MessageIndex{i};
        }
        const std::span<const PlainSend> all(sends);
        ReceiveScan scan;
        scan.visibilityTimeout = stored.rules.visibilityTimeout;
        Handout handout;
        stored.store.sendPlain(all, true);
        QCOMPARE(stored.store.receiveFresh(stored.now, scan, stored.rules, 10, handout.end()), 4U);
        std::vector<Received> handed;
        const auto hand = [&](std::uint32_t i, const PlainSend& send, const Received& received) {
            QCOMPARE(send.at, sends[i].at);
            handed.push_back(received);
        };
        QVERIFY(passed.store.passOn(passed.now, all, scan, passed.rules, hand));
        QCOMPARE(handed.size(), 4U);
        QVERIFY(std::ranges::equal(handed, std::span(handout.batch.entries).first(4)));
        QVERIFY(passed.store == stored.store);
        QVERIFY(passed.store.isConsistent(passed.now));
    }

    void passingOnIsForSeveralThatNothingComesBefore() {
        const auto passes = [](std::size_t count, const std::function<void(Scene&)>& change) {
            Scene scene;
            scene.now += 10s;
            change(scene);
            std::vector<PlainSend> sends(count);
            for (PlainSend& send : sends) send.at = scene.now;
            const std::span<const PlainSend> all(sends);
            ReceiveScan scan;
            scan.visibilityTimeout = scene.rules.visibilityTimeout;
            const QueueStore before = scene.store;
            const bool isPassed =
                scene.store.passOn(scene.now, all, scan, scene.rules, [](auto&&...) {});
            // A refusal leaves everything as it was.
            return isPassed || !(scene.store == before);
        };
        QVERIFY(passes(2, [](Scene&) {}));
        QVERIFY(!passes(1, [](Scene&) {}));
        QVERIFY(!passes(2, [](Scene& scene) { scene.send(1); }));
        QVERIFY(!passes(2, [](Scene& scene) { scene.sendFrom(3, 1); }));
        QVERIFY(!passes(2, [](Scene& scene) { scene.rules.retention = 1s; }));
        QVERIFY(!passes(2, [](Scene& scene) { scene.rules.visibilityTimeout = 0s; }));
        QVERIFY(!passes(2, [](Scene& scene) { // an earlier lease lasts longer
            scene.receiveTogether(2);
            scene.rules.visibilityTimeout = 1s;
        }));
    }

    // SQS-30
    void oneOfThemMayBeExtendedAndKeepsItsReceipt() {
        Scene scene;
        const auto copies = scene.receiveTogether(3);
        const Receipt& second = copies[1].receipt;
        QVERIFY(scene.store.changeMessageVisibility(scene.now, second, 300s, scene.rules)
                == CopyRefusal::None);
        QVERIFY(scene.store.isInFlight(second));
        QCOMPARE(scene.store.firstReceivedAt(second), scene.now);
        QVERIFY(scene.inFlight().back().receipt == second);
        scene.wait(scene.rules.visibilityTimeout);
        QCOMPARE(scene.store.inFlightCount(), 1U);
        QCOMPARE(scene.store.visibleCount(), 2U);
        QCOMPARE(scene.remove(second), MessageIndex{2});
        QCOMPARE(scene.remove(second), kNoMessage);
    }

    // SQS-28, SQS-36
    void timedOutTheyComeBackInOrderAndOldReceiptsStillDelete() {
        Scene scene;
        const auto copies = scene.receiveTogether(3);
        scene.wait(scene.rules.visibilityTimeout);
        QCOMPARE(scene.store.visibleCount(), 3U);
        const Selection again = scene.receive();
        QCOMPARE(again.received.message, MessageIndex{1});
        QCOMPARE(again.received.receipt.receiveCount, 2U);
        QVERIFY(!(again.received.receipt == copies[0].receipt));
        QCOMPARE(scene.store.firstReceivedAt(copies[0].receipt),
                 scene.now - scene.rules.visibilityTimeout);
        QCOMPARE(scene.remove(copies[0].receipt), MessageIndex{1}); // the older of two
        QCOMPARE(scene.remove(again.received.receipt), kNoMessage);
        QCOMPARE(scene.store.storedCount(), 2U);
        QVERIFY(scene.store.isConsistent(scene.now));
    }

    // SQS-43
    void whatExpiresBeforeItsDeadlineGetsNoLease() {
        Scene scene;
        scene.rules.retention = 60s;
        scene.rules.visibilityTimeout = 60s;
        QVERIFY(scene.receiveTogether(3).empty());
    }

    // SQS-8, SQS-43
    void aShorterRetentionIsInForceForThem() {
        Scene scene;
        QCOMPARE(scene.receiveTogether(3).size(), 3U);
        scene.rules.retention = scene.rules.visibilityTimeout / 2;
        scene.store.rulesChanged(scene.now, scene.rules);
        scene.wait(scene.rules.retention);
        QCOMPARE(scene.store.storedCount(), 0U);
        QCOMPARE(scene.store.counts().expired, 3U);
    }

    // SQS-13, SQS-15
    void aPurgeTakesThemToo() {
        Scene scene;
        const auto copies = scene.receiveTogether(3);
        int seen = 0;
        scene.store.removeAll(scene.now, true, [&](MessageIndex) { ++seen; });
        QCOMPARE(seen, 3);
        QCOMPARE(scene.store.inFlightCount(), 0U);
        QCOMPARE(scene.remove(copies[2].receipt), kNoMessage);
    }
};

SLUICE_TEST(QueueStoreLeasesTest)

} // namespace sluice::queue_store_leases_test

#include "queue_store_leases_test.moc"
