// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/sim/live_edit.h"
#include "core/sim/sampler.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::live_edit_test {

using namespace sluice::test;

namespace {

/// Producer → queue ← consumer with a second on every way, running.
struct Scene {
    Lab lab{5};
    NodeId source = lab.producer({{"rate", "50"}});
    NodeId queue = lab.queue({{"visibility_timeout", "2 s"}});
    NodeId workers = lab.consumer({{"workers", "20"}, {"batch_size", "3"}});
    LinkId fed = lab.feed(source, queue, "1 s");
    LinkId served = lab.serve(queue, workers, "1 s");
    World world = lab.world();

    bool run(Duration until) { return runConserved(world, kRunStart + until); }
    template <class Change>
    void edit(Change&& change) {
        const Document before = lab.document;
        change(lab.document);
        applyEdit(world, diff(before, lab.document));
    }
};

} // namespace

class LiveEditTest : public QObject {
    Q_OBJECT
private slots:
    void aConsumerMayJoinARun() {
        Scene scene;
        QVERIFY(scene.run(10s));
        NodeId joined{};
        scene.edit([&](Document&) {
            joined = scene.lab.consumer({{"workers", "5"}, {"processing_time", "10 ms"}});
            scene.lab.serve(scene.queue, joined, "5 ms");
        });
        QVERIFY(scene.run(20s));
        QVERIFY(consumerIn(scene.world, joined).counted.processed > 100);
    }

    void removingAllPartsLeavesNothingBehind_data() {
        QTest::addColumn<int>("first");
        for (int first = 0; first < 3; ++first) QTest::addRow("%d first", first) << first;
    }
    void removingAllPartsLeavesNothingBehind() {
        QFETCH(int, first);
        Scene scene;
        QVERIFY(scene.run(10'500ms));
        const std::array parts{scene.source, scene.queue, scene.workers};
        for (int i = 0; i < 3; ++i) {
            const NodeId part = parts.at(static_cast<std::size_t>((first + i) % 3));
            scene.edit([&](Document& document) { remove(document, {{part}, {}, {}}); });
            QVERIFY(scene.run(10'600ms + 100ms * i));
        }
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
        QCOMPARE(scene.world.kernel.calls.size(), std::size_t{0});
        QCOMPARE(scene.world.kernel.batches.size(), std::size_t{0});
        QVERIFY(totals(scene.world).sent > 500); // what happened stays in the totals
    }

    void rewiringDropsCallsUnderWay() {
        Scene scene;
        QVERIFY(scene.run(10s));
        const auto sent = queueIn(scene.world, scene.queue).counted.sent;
        scene.edit([&](Document& document) { remove(document, {{}, {scene.fed}, {}}); });
        QVERIFY(scene.run(12s));
        QCOMPARE(queueIn(scene.world, scene.queue).counted.sent, sent);
        scene.edit([&](Document&) { scene.lab.feed(scene.source, scene.queue, "10 ms"); });
        QVERIFY(scene.run(20s));
        QVERIFY(queueIn(scene.world, scene.queue).counted.sent > sent + 350);
    }

    void aConsumerCutOffGoesOnWhenLinkedAgain() {
        Scene scene;
        QVERIFY(scene.run(10s));
        scene.edit([&](Document& document) { remove(document, {{}, {scene.served}, {}}); });
        QVERIFY(scene.run(15s));
        const auto processed = consumerIn(scene.world, scene.workers).counted.processed;
        QVERIFY(scene.run(20s));
        QCOMPARE(consumerIn(scene.world, scene.workers).counted.processed, processed);
        scene.edit([&](Document&) { scene.lab.serve(scene.queue, scene.workers, "1 ms"); });
        QVERIFY(scene.run(30s));
        QVERIFY(consumerIn(scene.world, scene.workers).counted.processed > processed + 300);
    }

    void undoingTheRemovalOfAQueueBringsAnEmptyOne() {
        Scene scene;
        QVERIFY(scene.run(10s));
        const Document before = scene.lab.document;
        scene.edit([&](Document& document) { remove(document, {{scene.queue}, {}, {}}); });
        QVERIFY(scene.run(11s));
        scene.edit([&](Document& document) { document = before; });
        QCOMPARE(queueIn(scene.world, scene.queue).counted.sent, std::uint64_t{0});
        QVERIFY(scene.run(20s));
        QVERIFY(queueIn(scene.world, scene.queue).counted.deleted > 10);
    }

    void linkLatencyChangesForWhatIsSentFromThenOn() {
        Scene scene;
        QVERIFY(scene.run(5s));
        scene.edit([&](Document& document) {
            QVERIFY(setLinkProperty(document, registry(), scene.fed, "latency", constant(10ms)));
        });
        QVERIFY(scene.run(5'500ms));
        // 50 a second: those of 4 to 5 s arrive until 6 s, half of them by 5.5 s, and all new ones.
        const auto sent = queueIn(scene.world, scene.queue).counted.sent;
        QVERIFY(sent >= 200 + 25 + 23 && sent <= 200 + 25 + 26);
    }

    void namesAndPlacesWithoutRegionsMeanNothing() {
        Scene scene;
        QVERIFY(scene.run(5s));
        const World before = scene.world;
        scene.edit([&](Document& document) {
            QVERIFY(rename(document, scene.queue, "orders"));
            move(document, {{scene.queue}, {}, {}}, 50, 50);
        });
        QVERIFY(scene.world.kernel == before.kernel);
        QVERIFY(scene.world.nodes == before.nodes);
    }
};

SLUICE_TEST(LiveEditTest)

} // namespace sluice::live_edit_test

#include "live_edit_test.moc"
