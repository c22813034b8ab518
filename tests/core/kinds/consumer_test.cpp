// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/sim/live_edit.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::consumer_test {

using namespace sluice::test;

namespace {

/// A producer, a queue and a consumer without latency.
struct Scene {
    Lab lab;
    NodeId source, queue, workers;
    World world;

    Scene(test::Settings forSource, test::Settings forQueue, test::Settings forWorkers)
        : source(lab.producer(forSource))
        , queue(lab.queue(forQueue))
        , workers(lab.consumer(forWorkers)) {
        lab.document.settings.sampleInterval = 1h; // a sample clears the histograms
        lab.feed(source, queue);
        lab.serve(queue, workers);
        world = lab.world();
    }
    bool run(Duration until) { return runConserved(world, kRunStart + until); }
    void edit(std::string_view key, std::string_view text) {
        const Document before = lab.document;
        lab.set(workers, key, text);
        applyEdit(world, diff(before, lab.document));
    }
    const Consumer::Metrics& counted() const { return consumerIn(world, workers).counted; }
    std::uint64_t inFlight() const { return queueIn(world, queue).store.inFlightCount(); }
    std::size_t cells() const {
        const auto shown = pictures(world);
        for (const NodePicture& each : shown) {
            if (each.node == workers)
                return std::get<Cells>(each.picture.parts.front()).cells.size();
        }
        return 0;
    }
};

} // namespace

class ConsumerTest : public QObject {
    Q_OBJECT
private slots:
    // Copies in different queues are different copies, however many parts there are.
    void aCopyOfAnotherQueueIsNoDuplicate() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "10"}, {"message_limit", "20"}}), topic);
        std::vector<NodeId> workers;
        for (int i = 0; i < 70; ++i) { // more than fit into one word of bits
            const NodeId queue = lab.queue();
            lab.subscribe(topic, queue, {{"raw_delivery", "true"}});
            workers.push_back(lab.consumer());
            lab.serve(queue, workers.back());
        }
        World world = lab.world();
        runUntil(world, kRunStart + 60s);
        for (const NodeId each : workers) {
            QCOMPARE(consumerIn(world, each).counted.processed, std::uint64_t{20});
            QCOMPARE(consumerIn(world, each).counted.duplicates, std::uint64_t{0});
        }
    }

    void workersProcessOneMessageAfterTheOther() {
        Scene scene({{"rate", "100"}}, {}, {{"workers", "3"}, {"processing_time", "1 s"}});
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.inFlight(), std::uint64_t{3});
        QCOMPARE(scene.counted().processed, std::uint64_t{12});
        QCOMPARE(scene.counted().processTime.mean(), Duration{1s});
    }

    void aBatchWorkedOnAsAWholeTakesOneProcessingTime() {
        Scene scene({{"rate", "100"}},
                    {},
                    {{"batch_size", "10"},
                     {"processing_time", "1 s"},
                     {"processing_per", "batch"},
                     {"failure_share", "0.5"}});
        QVERIFY(scene.run(1'015ms)); // the first message comes alone
        QCOMPARE(scene.counted().processed + scene.counted().failures, std::uint64_t{1});
        QVERIFY(scene.run(2'015ms));
        QCOMPARE(scene.inFlight(), scene.counted().failures + 10);
        QVERIFY(scene.run(4'015ms));
        QCOMPARE(scene.counted().processed + scene.counted().failures, std::uint64_t{31});
        QVERIFY(scene.counted().failures > 3 && scene.counted().processed > 3);
        QCOMPARE(scene.counted().processTime.mean(), Duration{1s});
        QCOMPARE(scene.counted().polls, std::uint64_t{5});
    }

    void aWorkerCrashesAtMostOncePerBatchWorkedOnAsAWhole() {
        Scene scene({{"rate", "1000"}, {"message_limit", "1000"}},
                    {{"visibility_timeout", "1 h"}},
                    {{"workers", "100"},
                     {"batch_size", "10"},
                     {"processing_time", "2 s"},
                     {"processing_per", "batch"},
                     {"crash_share", "0.5"},
                     {"restart_time", "1 h"}});
        QVERIFY(scene.run(5min));
        QVERIFY(scene.counted().crashes > 20);
        QCOMPARE(scene.counted().processed + scene.inFlight(), std::uint64_t{1000});
    }

    void moreWorkersStartAtOnceAndFewerFinishFirst() {
        Scene scene({{"rate", "100"}}, {}, {{"workers", "2"}, {"processing_time", "1 s"}});
        QVERIFY(scene.run(10s));
        scene.edit("workers", "7");
        QVERIFY(scene.run(10'500ms));
        QCOMPARE(scene.inFlight(), std::uint64_t{7});
        QCOMPARE(scene.cells(), std::size_t{7});
        scene.edit("workers", "1");
        QVERIFY(scene.run(10'600ms));
        QCOMPARE(scene.inFlight(), std::uint64_t{7});
        QVERIFY(scene.run(15s));
        QCOMPARE(scene.inFlight(), std::uint64_t{1});
        QCOMPARE(scene.cells(), std::size_t{1});
        QCOMPARE(scene.counted().failures + scene.counted().duplicates, std::uint64_t{0});
    }

    // One edit may do both.
    void newWorkersDoNotPollALinkThatIsGone() {
        Lab lab;
        const NodeId workers = lab.consumer({{"workers", "2"}});
        const LinkId link = lab.serve(lab.queue(), workers);
        World world = lab.world();
        runUntil(world, kRunStart + 1s);
        QCOMPARE(consumerIn(world, workers).counted.polls, std::uint64_t{2});
        lab.edit(world, [&] {
            remove(lab.document, PartIds{{}, {link}, {}});
            lab.set(workers, "workers", "5");
        });
        runUntil(world, kRunStart + 2s);
        QCOMPARE(consumerIn(world, workers).counted.polls, std::uint64_t{2});
        lab.edit(world, [&] { lab.serve(lab.queue(), workers); });
        runUntil(world, kRunStart + 3s);
        QCOMPARE(consumerIn(world, workers).counted.polls, std::uint64_t{7});
    }

    void aRetiredWorkersTimerDoesNotWakeANewOne() {
        Scene scene({{"rate", "1"}, {"start_after", "4 s"}},
                    {},
                    {{"workers", "5"},
                     {"wait_time", "0 s"},
                     {"poll_pause", "5 s"},
                     {"processing_time", "5 s"}});
        QVERIFY(scene.run(1s));
        scene.edit("workers", "1");
        scene.edit("workers", "5"); // new workers poll at 1 s and pause until 6 s
        QVERIFY(scene.run(5'500ms));
        QCOMPARE(scene.counted().polls, std::uint64_t{10}); // only worker 0 polled again, at 5 s
    }

    void aCrashLosesTheBatchUntilItTimesOut() {
        Scene scene({{"rate", "1"}, {"message_limit", "1"}},
                    {{"visibility_timeout", "10 s"}},
                    {{"crash_share", "1"}, {"processing_time", "2 s"}, {"restart_time", "3 s"}});
        QVERIFY(scene.run(10'999ms));
        QCOMPARE(scene.counted().crashes, std::uint64_t{1});
        QCOMPARE(scene.inFlight(), std::uint64_t{1});
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.counted().crashes, std::uint64_t{2});
        QCOMPARE(scene.counted().processed, std::uint64_t{0});
    }

    void deletingAfterTheBatchDeletesAllAtItsEnd() {
        test::Settings source{{"schedule", "replay"}, {"replay_times", "1 s, 1 s, 1 s"}};
        test::Settings polls{{"wait_time", "0 s"},
                             {"poll_pause", "1500 ms"},
                             {"batch_size", "10"},
                             {"processing_time", "1 s"},
                             {"delete_when", "after_batch"}};
        Scene scene(source, {}, polls);
        QVERIFY(scene.run(4'499ms)); // received at 1.5 s
        QCOMPARE(scene.counted().processed, std::uint64_t{2});
        QCOMPARE(scene.inFlight(), std::uint64_t{3});
        QVERIFY(scene.run(4'500ms));
        QCOMPARE(scene.inFlight(), std::uint64_t{0});
        scene.edit("delete_when", "after_each");
    }

    void poisonAlwaysFails() {
        Scene scene({{"rate", "1"}, {"poison_share", "1"}},
                    {{"visibility_timeout", "1 s"}},
                    {{"workers", "10"}, {"processing_time", "100 ms"}});
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.counted().processed, std::uint64_t{0});
        QVERIFY(scene.counted().failures > 100);
    }

    void oneWorkerTakesFromItsQueuesInTurn() {
        Lab lab;
        std::vector<NodeId> queues;
        for (int i = 0; i < 3; ++i) {
            queues.push_back(lab.queue());
            lab.feed(lab.producer({{"rate", "100"}}), queues.back());
        }
        const NodeId worker = lab.consumer(
            {{"processing_time", "100 ms"}, {"wait_time", "0 s"}, {"poll_pause", "1 ms"}});
        for (const NodeId queue : queues) lab.serve(queue, worker);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 30s));
        for (const NodeId queue : queues) {
            const auto received = queueIn(world, queue).counted.received;
            QVERIFY(received >= 99 && received <= 101);
        }
    }

    void endToEndLatencyCountsFromTheSend() {
        Scene scene({{"rate", "1"}, {"message_limit", "1"}},
                    {{"delay", "3 s"}},
                    {{"processing_time", "2 s"}});
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.counted().endToEndLatency.mean(), Duration{5s});
    }
};

SLUICE_TEST(ConsumerTest)

} // namespace sluice::consumer_test

#include "consumer_test.moc"
