// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <array>
#include <map>

namespace sluice::simulator_test {

using namespace sluice::test;

class SimulatorTest : public QObject {
    Q_OBJECT
private slots:
    void slicesEqualAStraightRun() {
        World straight = busyLab(11).world();
        World sliced = straight;
        World stepped = straight;
        runUntil(straight, kRunStart + 30s);
        Rng rng(1);
        while (!runSome(sliced, kRunStart + 30s, 1 + rng.below(200))) {
        }
        QVERIFY(sliced == straight);
        while (stepped.now() < kRunStart + 25s) step(stepped);
        runUntil(stepped, kRunStart + 30s);
        QVERIFY(stepped == straight);
    }

    // Hundreds of messages are on their way to queues where nobody waits, and some are overtaken.
    void itDoesNotMatterWhenArrivalsAreTaken() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "400"}, {"spacing", "poisson"}}), topic);
        LinkId last{};
        const std::array<std::string_view, 4> latencies{
            "exponential 300 ms", "uniform 1 ms to 2 s", "50 ms", "0 s"};
        for (const std::string_view latency : latencies) {
            const NodeId queue = lab.queue();
            last = lab.subscribe(topic, queue, {{"raw_delivery", "true"}});
            lab.setLink(last, "latency", latency);
            if (latency == "50 ms") continue; // nothing but arrivals ever happens to this one
            lab.serve(queue,
                      lab.consumer({{"workers", "5"},
                                    {"batch_size", "10"},
                                    {"processing_time", "exponential 90 ms"},
                                    {"processing_per", "batch"}}));
        }
        const World start = lab.world();
        const auto cut = [&](World& world) {
            Lab edited = lab;
            edited.edit(world, [&] { remove(edited.document, PartIds{{}, {last}, {}}); });
        };
        World straight = start;
        World stepped = start;
        World watched = start;
        RunObserver observer;
        runUntil(straight, kRunStart + 3s);
        while (stepped.now() < kRunStart + 2900ms) step(stepped);
        runUntil(stepped, kRunStart + 3s);
        while (!runSome(watched, kRunStart + 3s, 7, &observer)) {
        }
        for (World* world : {&straight, &stepped, &watched}) {
            cut(*world);
            runUntil(*world, kRunStart + 5s);
        }
        QVERIFY(stepped == straight);
        QVERIFY(watched == straight);
        const std::vector<Hop> hops = observer.hops.take();
        QVERIFY(std::is_sorted(hops.begin(), hops.end(), [](const Hop& left, const Hop& right) {
            return left.depart < right.depart;
        }));
        QVERIFY(std::ranges::count(hops, HopKind::Accept, &Hop::kind) > 1'000);
    }

    void everythingIsConservedAtEveryInstant() {
        for (std::int64_t seed = 1; seed <= 5; ++seed) {
            World world = busyLab(seed).world();
            QVERIFY(runConserved(world, kRunStart + 60s));
        }
    }

    void aRunEndsWhenNothingIsLeft() {
        Lab lab;
        const NodeId source = lab.producer({{"message_limit", "3"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        World world = lab.world();
        int steps = 0;
        while (step(world)) ++steps;
        QCOMPARE(queueIn(world, queue).counted.expired, std::uint64_t{3});
        QCOMPARE(steps, 6); // send and arrival, then three ends of retention
        QVERIFY(!world.isHalted());
    }

    void aLoopWithoutDelayBecomesAFinding() {
        Lab lab;
        const NodeId queue = lab.queue();
        const NodeId consumer = lab.consumer({{"wait_time", "0 s"}, {"poll_pause", "0 s"}});
        lab.serve(queue, consumer, "0 s");
        World world = lab.world();
        runUntil(world, kRunStart + 1h);
        QVERIFY(world.isHalted());
        QCOMPARE(world.now(), kRunStart);
        const auto found = findings(world);
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().severity, Severity::Error);
        QVERIFY(found.front().node == queue || found.front().node == consumer);
        World again = world;
        runUntil(again, kRunStart + 2h);
        QVERIFY(again == world);
    }

    // Little's law: the area under the number stored equals the sum of the times in the queue, as
    // seen by somebody who only watches messages come and go.
    void areaEqualsTheSumOfTimesInTheQueue() {
        Lab lab(4);
        const NodeId source =
            lab.producer({{"rate", "50"}, {"spacing", "poisson"}, {"stop_after", "60 s"}});
        const NodeId queue = lab.queue({{"visibility_timeout", "1 s"}, {"delay", "200 ms"}});
        lab.feed(source, queue, "exponential 20 ms");
        lab.serve(queue,
                  lab.consumer({{"workers", "9"},
                                {"processing_time", "exponential 150 ms"},
                                {"failure_share", "0.1"}}),
                  "exponential 3 ms");
        World world = lab.world();
        RunObserver observer;
        QVERIFY(runConserved(world, kRunStart + 120s, &observer));
        QCOMPARE(queueIn(world, queue).store.storedCount(), std::uint64_t{0});
        std::map<std::uint64_t, SimTime> enqueued;
        std::uint64_t sum = 0;
        for (const Hop& hop : observer.hops.take()) {
            if (hop.kind == HopKind::Send) enqueued[hop.message] = hop.arrive;
            if (hop.kind == HopKind::Delete)
                sum += static_cast<std::uint64_t>((hop.depart - enqueued[hop.message]).count());
        }
        QVERIFY(enqueued.size() > 2'500);
        QCOMPARE(queueIn(world, queue).store.areaAt(world.now()), sum);
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
    }

    void picturesAreInOrderOfId() {
        World world = busyLab(2).world();
        runUntil(world, kRunStart + 5s);
        const auto shown = pictures(world);
        QCOMPARE(shown.size(), world.nodes.size());
        for (std::size_t i = 1; i < shown.size(); ++i) QVERIFY(shown[i - 1].node < shown[i].node);
    }
};

SLUICE_TEST(SimulatorTest)

} // namespace sluice::simulator_test

#include "simulator_test.moc"
