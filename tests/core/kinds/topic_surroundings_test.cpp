// SPDX-License-Identifier: GPL-3.0-or-later
// In which form messages travel from a topic, and what is noted of them on the way.
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <array>

namespace sluice::topic_surroundings_test {

using namespace sluice::test;

class TopicSurroundingsTest : public QObject {
    Q_OBJECT
private slots:
    void receiversOfOneFormShareOneMessage() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "1"}}), topic);
        for (int i = 0; i < 3; ++i) lab.subscribe(topic, lab.queue());
        for (int i = 0; i < 2; ++i) lab.subscribe(topic, lab.queue(), {{"raw_delivery", "true"}});
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s));
        QCOMPARE(world.kernel.messages.size(), std::size_t{2}); // as it is and in its envelope
    }

    // Some let it wait in their inbox, others have to weigh it.
    void eachReceiverTakesItsCopyAsItWould() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "1"}}), topic);
        const std::array queues{lab.queue(),
                                lab.queue({{"outages", "0 s, 100 s"}}),
                                lab.queue({{"delay", "2 s"}}),
                                lab.queue(),
                                lab.queue()};
        LinkId last{};
        for (const NodeId each : queues) {
            last = lab.subscribe(topic, each, {{"raw_delivery", "true"}});
            lab.setLink(last, "latency", "1 s");
        }
        World world = lab.world();
        const auto underWay = [&] {
            std::size_t sends = 0;
            for (const NodeWiring& wiring : world.kernel.wiring)
                sends += world.kernel.whole(wiring.inbox).size();
            return sends;
        };
        while (underWay() == 0) QVERIFY(step(world));
        QCOMPARE(underWay(), queues.size());
        QCOMPARE(world.kernel.calls.size(), std::size_t{0});
        lab.edit(world, [&] {
            remove(lab.document, PartIds{{}, {last}, {}});
        }); // while its copy is on its way
        QVERIFY(runConserved(world, world.now() + 1500ms));
        const std::array<std::uint64_t, 5> visible{1, 0, 0, 1, 0};
        for (std::size_t i = 0; i < queues.size(); ++i)
            QCOMPARE(queueIn(world, queues[i]).counted.visible, visible[i]);
        QCOMPARE(queueIn(world, queues[2]).counted.delayed, std::uint64_t{1});
        QCOMPARE(queueIn(world, queues[1]).counted.refused, std::uint64_t{1});
        QCOMPARE(world.kernel.calls.size(), std::size_t{1}); // the answer of the closed queue
        QCOMPARE(underWay(), std::size_t{0});
    }

    // SNS-3: where each link takes a constant time the ways are worked out once, and anew when
    // anything about them changes.
    void messagesTakeTheWaysAsTheyAreNow() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}}), topic);
        const std::array queues{lab.queue(), lab.queue(), lab.queue()};
        std::array<LinkId, 3> links{};
        for (std::size_t i = 0; i < queues.size(); ++i) {
            links[i] = lab.subscribe(topic, queues[i], {{"raw_delivery", "true"}});
            lab.setLink(links[i], "latency", i == 2 ? "300 ms" : "100 ms");
        }
        World world = lab.world();
        const auto arrivals = [&] { // of the next message, after it was published
            const std::uint64_t published = topicIn(world, topic).counted.published;
            while (topicIn(world, topic).counted.published == published) step(world);
            const SimTime start = world.now();
            std::array<std::uint64_t, 3> before{};
            for (std::size_t i = 0; i < 3; ++i) before[i] = queueIn(world, queues[i]).counted.sent;
            std::array<Duration, 3> result{};
            const auto isMissing = [&](Duration each) { return each == Duration::zero(); };
            while (std::any_of(result.begin(), result.end(), isMissing)
                   && world.now() < start + 900ms) {
                step(world);
                for (std::size_t i = 0; i < 3; ++i) {
                    const bool isThere = queueIn(world, queues[i]).counted.sent > before[i];
                    if (isThere && isMissing(result[i])) result[i] = world.now() - start;
                }
            }
            return result;
        };
        using Times = std::array<Duration, 3>;
        const Duration service = world.kernel.links[1].serviceLatency;
        QCOMPARE(arrivals(), (Times{100ms + service, 100ms + service, 300ms + service}));
        lab.edit(world, [&] { lab.setLink(links[1], "latency", "200 ms"); });
        QCOMPARE(arrivals(), (Times{100ms + service, 200ms + service, 300ms + service}));
        lab.edit(world, [&] { lab.setLink(links[0], "latency", "uniform 50 ms to 60 ms"); });
        const Times drawn = arrivals();
        QVERIFY(drawn[0] >= 50ms + service && drawn[0] <= 60ms + service);
        QCOMPARE(drawn[1], 200ms + service);
        lab.edit(world, [&] { remove(lab.document, PartIds{{}, {links[2]}, {}}); });
        QCOMPARE(arrivals()[2], 0ms);
        QVERIFY(runConserved(world, world.now() + 5s));
    }

    void aBroadcastMakesNoDifference_data() {
        QTest::addColumn<QString>("latency");
        QTest::newRow("steady") << "30 ms";
        QTest::newRow("drawn") << "exponential 30 ms";
    }
    // Receivers share one broadcast. Seen from outside, nothing tells whether they do, also when it
    // ends again and again.
    void aBroadcastMakesNoDifference() {
        QFETCH(QString, latency);
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "400"}}), topic);
        const std::array queues{lab.queue(),
                                lab.queue({{"delay", "1 s"}}),
                                lab.queue({{"outages", "1 s, 1 s"}}),
                                lab.queue({{"receive_wait", "2 s"}}),
                                lab.queue()};
        for (const NodeId each : queues) {
            lab.subscribe(topic, each, {{"raw_delivery", "true"}}, latency.toStdString());
            lab.serve(each, lab.consumer({{"workers", "4"}, {"batch_size", "10"}}), "5 ms");
        }
        lab.feed(lab.producer({{"rate", "300"}}), queues[4], "20 ms"); // it gets others too
        World world = lab.world();
        World without = world;
        World inOneGo = world;
        RunObserver observer;
        RunObserver other;
        bool wasFormed = false;
        for (int i = 1; i <= 400; ++i) {
            const SimTime until = kRunStart + i * 10ms;
            runUntil(world, until, &observer);
            endBroadcasts(without.kernel);
            runUntil(without, until, &other);
            for (const Broadcast& broadcast : world.kernel.broadcasts)
                wasFormed = wasFormed || broadcast.state() == Broadcast::State::Formed;
        }
        QVERIFY(wasFormed);
        QVERIFY(isConserved(world));
        QCOMPARE(world.eventCount, without.eventCount);
        QCOMPARE(world.trace, without.trace);
        QCOMPARE(observer.hops.take(), other.hops.take());
        for (const NodeId each : queues) {
            QCOMPARE(queueIn(world, each).counted, queueIn(without, each).counted);
            QCOMPARE(queueIn(world, each).store, queueIn(without, each).store);
        }
        QCOMPARE(topicIn(world, topic).counted, topicIn(without, topic).counted);
        // Nor does it matter when somebody looks.
        runUntil(inOneGo, world.now());
        QVERIFY(inOneGo == world);
        QCOMPARE(digest(inOneGo), digest(world));
    }

    void whatIsFilteredOutIsNotedOnItsLink() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "2"}}), topic);
        const LinkId link = lab.subscribe(
            topic, lab.queue(), {{"filter_policy", R"({"type":["order"]})"}}, "30 ms");
        World world = lab.world();
        RunObserver observer;
        QVERIFY(runConserved(world, kRunStart + 5s, &observer));
        const auto hops = observer.hops.take();
        QCOMPARE(std::count_if(hops.begin(),
                               hops.end(),
                               [&](const Hop& hop) {
                                   return hop.kind == HopKind::Filter && hop.link == link
                                          && hop.arrive - hop.depart == 30ms;
                               }),
                 2);
    }
};

SLUICE_TEST(TopicSurroundingsTest)

} // namespace sluice::topic_surroundings_test

#include "topic_surroundings_test.moc"
