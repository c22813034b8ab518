// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/live_edit.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::world_test {

using namespace sluice::test;

class WorldTest : public QObject {
    Q_OBJECT
private slots:
    void documentsWithErrorsDoNotBuild() {
        Lab lab = busyLab(1);
        QVERIFY(build(lab.document));
        lab.document.nodes.front().properties["rate"] = -1.0;
        const auto refused = build(lab.document);
        QVERIFY(!refused);
        QVERIFY(!refused.error().message.empty());
        lab = busyLab(1);
        lab.document.nodes.front().kind = "no such kind";
        QVERIFY(!build(lab.document));
    }

    void equalRunsAreEqual() {
        World first = busyLab(7).world();
        World second = busyLab(7).world();
        runUntil(first, kRunStart + 60s);
        runUntil(second, kRunStart + 60s);
        QVERIFY(first == second);
        QCOMPARE(digest(first), digest(second));
    }

    void anotherSeedIsAnotherRun() {
        World first = busyLab(7).world();
        World second = busyLab(8).world();
        runUntil(first, kRunStart + 10s);
        runUntil(second, kRunStart + 10s);
        QVERIFY(digest(first) != digest(second));
    }

    void watchingChangesNothing() {
        World watched = busyLab(7).world();
        World alone = watched;
        RunObserver observer;
        runUntil(watched, kRunStart + 30s, &observer);
        runUntil(alone, kRunStart + 30s);
        QVERIFY(watched == alone);
        QVERIFY(!observer.samples.empty());
    }

    void aCopyGoesOnAlike() {
        World world = busyLab(9).world();
        runUntil(world, kRunStart + 20s);
        World copy = world;
        QVERIFY(copy == world);
        World recycled = busyLab(3).world();
        recycled = world;
        for (World* each : {&world, &copy, &recycled}) runUntil(*each, kRunStart + 40s);
        QVERIFY(copy == world);
        QVERIFY(recycled == world);
    }

    void anUntouchedLaneStaysIdenticalInAFork() {
        Lab lab;
        const NodeId edited = lane(lab);
        const NodeId kept = lane(lab);
        World world = lab.world();
        runUntil(world, kRunStart + 10s);
        World fork = world;
        const Document before = lab.document;
        lab.set(edited, "visibility_timeout", "1 s");
        lab.feed(lab.producer({{"spacing", "poisson"}}), edited);
        applyEdit(fork, diff(before, lab.document));
        runUntil(world, kRunStart + 60s);
        runUntil(fork, kRunStart + 60s);
        QVERIFY(digest(fork) != digest(world));
        QVERIFY(!(queueIn(fork, edited).counted == queueIn(world, edited).counted));
        QVERIFY(queueIn(fork, kept).counted == queueIn(world, kept).counted);
        QVERIFY(queueIn(fork, kept).store.counts() == queueIn(world, kept).store.counts());
    }

private:
    /// Producer → queue ← consumer; the queue.
    static NodeId lane(Lab& lab) {
        const NodeId queue = lab.queue({{"visibility_timeout", "3 s"}});
        lab.feed(lab.producer({{"spacing", "poisson"}}), queue, "exponential 5 ms");
        lab.serve(queue,
                  lab.consumer({{"workers", "6"}, {"failure_share", "0.1"}}),
                  "uniform 1 ms to 2 ms");
        return queue;
    }
};

SLUICE_TEST(WorldTest)

} // namespace sluice::world_test

#include "world_test.moc"
