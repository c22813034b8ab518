// SPDX-License-Identifier: GPL-3.0-or-later
// The queue as part of a run: polling, timers, dead letters. Its rules as data: queue_store_test.
#include "core/model/edits.h"
#include "core/sim/live_edit.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::queue_test {

using namespace sluice::test;

namespace {

std::vector<Duration> timesOf(RunObserver& observer, HopKind kind) {
    std::vector<Duration> times;
    for (const Hop& hop : observer.hops.take()) {
        if (hop.kind == kind) times.push_back(hop.depart - kRunStart);
    }
    return times;
}

/// One message at `at`, a queue and a consumer; when it is handed out.
struct Scene {
    Lab lab;
    NodeId source, queue, workers;
    RunObserver observer;

    Scene(test::Settings forSource, test::Settings forQueue, test::Settings forWorkers)
        : source(lab.producer(forSource))
        , queue(lab.queue(forQueue))
        , workers(lab.consumer(forWorkers)) {
        lab.set(source, "schedule", "replay");
        lab.feed(source, queue);
        lab.serve(queue, workers);
    }
    World run(Duration length) {
        World world = lab.world();
        if (!runConserved(world, kRunStart + length, &observer)) world = World{};
        return world;
    }
};

} // namespace

class QueueTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-21, SQS-23
    void aLongPollIsWokenByASend() {
        Scene scene({{"replay_times", "3 s"}}, {}, {{"wait_time", "20 s"}});
        scene.run(10s);
        QVERIFY(timesOf(scene.observer, HopKind::Receive) == std::vector<Duration>{3s});
    }

    // SQS-23
    void aLongPollIsWokenByTheEndOfADelay() {
        Scene scene({{"replay_times", "3 s"}}, {{"delay", "4 s"}}, {});
        scene.run(10s);
        QVERIFY(timesOf(scene.observer, HopKind::Receive) == std::vector<Duration>{7s});
    }

    // SQS-23, SQS-28
    void aLongPollIsWokenByAVisibilityTimeout() {
        Scene scene({{"replay_times", "1 s"}},
                    {{"visibility_timeout", "5 s"}},
                    {{"failure_share", "1"}, {"processing_time", "1 s"}});
        const World world = scene.run(12s);
        QVERIFY(timesOf(scene.observer, HopKind::Receive) == (std::vector<Duration>{1s, 6s, 11s}));
        QCOMPARE(queueIn(world, scene.queue).counted.timedOut, std::uint64_t{2});
    }

    // SQS-23, SQS-31
    void aLongPollIsWokenByAVisibilityOfZero() {
        Scene scene(
            {{"replay_times", "1 s"}},
            {},
            {{"failure_share", "1"}, {"processing_time", "2 s"}, {"on_failure", "release"}});
        scene.run(8s);
        QVERIFY(timesOf(scene.observer, HopKind::Receive)
                == (std::vector<Duration>{1s, 3s, 5s, 7s}));
    }

    // SQS-20, SQS-26
    void shortPollingReturnsEmptyAtOnce() {
        Scene scene({}, {}, {{"wait_time", "0 s"}, {"poll_pause", "1 s"}});
        const World world = scene.run(10s - 1ns);
        QCOMPARE(queueIn(world, scene.queue).counted.emptyReceives, std::uint64_t{10});
    }

    // SQS-21, SQS-135
    void longPollingReturnsEmptyAfterTheWholeWait() {
        Scene scene({}, {}, {{"wait_time", "20 s"}});
        const World world = scene.run(3'600s);
        QCOMPARE(queueIn(world, scene.queue).counted.emptyReceives, std::uint64_t{180});
        QCOMPARE(consumerIn(world, scene.workers).counted.polls, std::uint64_t{181});
    }

    // SQS-24
    void waitingPollsAreServedInTheirOrder() {
        Scene scene({{"replay_times", "1 s, 2 s, 3 s"}},
                    {},
                    {{"workers", "3"}, {"processing_time", "10 s"}});
        const World world = scene.run(5s);
        QCOMPARE(queueIn(world, scene.queue).store.inFlightCount(), std::uint64_t{3});
        QVERIFY(timesOf(scene.observer, HopKind::Receive) == (std::vector<Duration>{1s, 2s, 3s}));
    }

    // SQS-63
    void aBatchHoldsUpToTen() {
        Scene scene(
            {{"schedule", "replay"},
             {"replay_times", "1 s, 1 s, 1 s, 1 s, 1 s, 1 s, 1 s, 1 s, 1 s, 1 s, 1 s, 1 s"}},
            {{"delay", "1 s"}},
            {{"batch_size", "10"},
             {"wait_time", "0 s"},
             {"poll_pause", "3 s"},
             {"processing_time", "1 s"}});
        const World world = scene.run(4s);
        QCOMPARE(queueIn(world, scene.queue).counted.received, std::uint64_t{10});
        QCOMPARE(consumerIn(world, scene.workers).counted.processed, std::uint64_t{1});
    }

    // SQS-52
    void tooLargeMessagesAreRefused() {
        Scene scene({{"replay_times", "1 s, 2 s"}, {"message_size", "2 KiB"}},
                    {{"max_message_size", "2047 B"}},
                    {});
        const World world = scene.run(5s);
        QCOMPARE(queueIn(world, scene.queue).counted.refused, std::uint64_t{2});
        QCOMPARE(queueIn(world, scene.queue).counted.sent, std::uint64_t{0});
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
    }

    // SQS-131
    void workedScenarioOfRedelivery() {
        Scene scene({{"replay_times", "0 s"}},
                    {{"visibility_timeout", "30 s"}, {"delay", "1 s"}},
                    {{"workers", "2"}, {"processing_time", "35 s"}});
        const World world = scene.run(2min);
        QVERIFY(timesOf(scene.observer, HopKind::Receive) == (std::vector<Duration>{1s, 31s}));
        QCOMPARE(queueIn(world, scene.queue).counted.deleted, std::uint64_t{1});
        QCOMPARE(consumerIn(world, scene.workers).counted.duplicates, std::uint64_t{1});
    }

    // SQS-132
    void workedScenarioOfASlowWorker() {
        Scene slow({{"replay_times", "1 s"}},
                   {{"visibility_timeout", "10 s"}},
                   {{"workers", "2"}, {"processing_time", "15 s"}});
        const World twice = slow.run(2min);
        QCOMPARE(consumerIn(twice, slow.workers).counted.processed, std::uint64_t{2});
        QCOMPARE(queueIn(twice, slow.queue).counted.deleted, std::uint64_t{1});
        Scene beating({{"replay_times", "1 s"}},
                      {{"visibility_timeout", "10 s"}},
                      {{"workers", "2"},
                       {"processing_time", "15 s"},
                       {"heartbeat", "9 s"},
                       {"heartbeat_extension", "30 s"}});
        const World once = beating.run(2min);
        QCOMPARE(consumerIn(once, beating.workers).counted.processed, std::uint64_t{1});
    }

    // SQS-70, SQS-72, SQS-133
    void workedScenarioOfTheDeadLetterQueue() {
        Scene scene({{"replay_times", "0 s"}, {"poison_share", "1"}},
                    {{"visibility_timeout", "5 s"}, {"max_receive_count", "2"}},
                    {{"processing_time", "1 s"}});
        const NodeId deadLetters = scene.lab.queue();
        scene.lab.redrive(scene.queue, deadLetters);
        World world = scene.lab.world();
        QVERIFY(runConserved(world, kRunStart + 10s - 1ns, &scene.observer));
        QCOMPARE(queueIn(world, deadLetters).store.visibleCount(), std::uint64_t{0});
        QVERIFY(timesOf(scene.observer, HopKind::Receive) == (std::vector<Duration>{0s, 5s}));
        QVERIFY(runConserved(world, kRunStart + 10s, &scene.observer));
        QCOMPARE(queueIn(world, deadLetters).store.visibleCount(), std::uint64_t{1});
        QVERIFY(timesOf(scene.observer, HopKind::DeadLetter) == std::vector<Duration>{10s});
        QCOMPARE(queueIn(world, deadLetters).counted.sent, std::uint64_t{0}); // SQS-76
        QCOMPARE(queueIn(world, scene.queue).counted.moved, std::uint64_t{1});
    }

    // SQS-75
    void aDeadLetterTooOldForItsNewQueueExpiresAtOnce() {
        Scene scene({{"replay_times", "0 s"}},
                    {{"visibility_timeout", "100 s"}, {"max_receive_count", "1"}},
                    {{"failure_share", "1"}});
        const NodeId deadLetters = scene.lab.queue({{"retention", "60 s"}});
        scene.lab.redrive(scene.queue, deadLetters);
        const World world = scene.run(200s);
        QCOMPARE(queueIn(world, deadLetters).counted.expired, std::uint64_t{1});
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
    }

    // SQS-81
    void deadLetterQueuesMayBeChained() {
        Scene scene({{"replay_times", "0 s"}, {"poison_share", "1"}},
                    {{"visibility_timeout", "1 s"}, {"max_receive_count", "1"}},
                    {});
        const NodeId second =
            scene.lab.queue({{"visibility_timeout", "1 s"}, {"max_receive_count", "2"}});
        const NodeId third = scene.lab.queue();
        scene.lab.redrive(scene.queue, second);
        scene.lab.redrive(second, third);
        scene.lab.serve(second, scene.lab.consumer());
        const World world = scene.run(20s);
        QCOMPARE(queueIn(world, third).store.visibleCount(), std::uint64_t{1});
        QCOMPARE(queueIn(world, second).counted.received, std::uint64_t{1}); // the count went on
    }

    // SQS-8
    void aShorterRetentionTakesEffectWhileRunning() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}});
        const NodeId queue = lab.queue({{"delay", "900 s"}});
        lab.feed(source, queue);
        World world = lab.world();
        runUntil(world, kRunStart + 100s);
        const Document before = lab.document;
        lab.set(queue, "retention", "60 s");
        applyEdit(world, diff(before, lab.document));
        QCOMPARE(queueIn(world, queue).counted.expired, std::uint64_t{40});
        QVERIFY(runConserved(world, kRunStart + 200s));
        QCOMPARE(queueIn(world, queue).store.storedCount(), std::uint64_t{60});
    }

    void timersDoNotPileUp() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "100"}});
        const NodeId queue = lab.queue({{"visibility_timeout", "0 s"}});
        lab.feed(source, queue);
        lab.serve(queue, lab.consumer({{"workers", "4"}, {"processing_time", "20 ms"}}));
        World world = lab.world();
        runUntil(world, kRunStart + 100s);
        QVERIFY(world.kernel.events.size() < 50);
    }
};

SLUICE_TEST(QueueTest)

} // namespace sluice::queue_test

#include "queue_test.moc"
