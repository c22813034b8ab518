// SPDX-License-Identifier: GPL-3.0-or-later
// What a consumer asks for when it receives.
#include "core/model/edits.h"
#include "tests/support/consumer_scene.h"
#include "tests/support/test_main.h"

namespace sluice::consumer_receiving_test {

using namespace sluice::test;

namespace {

std::vector<Duration> receives(RunObserver& observer, HopKind kind = HopKind::Receive) {
    std::vector<Duration> times;
    for (const Hop& hop : observer.hops.take()) {
        if (hop.kind == kind) times.push_back(hop.depart - kRunStart);
    }
    return times;
}

} // namespace

class ConsumerReceivingTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-22
    void theWaitTimeIsTheRequestsOrTheQueues_data() {
        QTest::addColumn<QString>("setBy");
        QTest::addColumn<QString>("ofQueue");
        QTest::addColumn<QString>("ofRequest");
        QTest::addColumn<quint64>("empty");
        QTest::addRow("queue, short") << "queue"
                                      << "0 s"
                                      << "20 s" << quint64{10};
        QTest::addRow("queue, long") << "queue"
                                     << "4 s"
                                     << "20 s" << quint64{2};
        QTest::addRow("request, long") << "request"
                                       << "0 s"
                                       << "4 s" << quint64{2};
        QTest::addRow("a request of 0 forces short polling") << "request"
                                                             << "20 s"
                                                             << "0 s" << quint64{10};
    }
    void theWaitTimeIsTheRequestsOrTheQueues() {
        QFETCH(QString, setBy);
        QFETCH(QString, ofQueue);
        QFETCH(QString, ofRequest);
        QFETCH(quint64, empty);
        const std::string by = setBy.toStdString();
        const std::string queueWait = ofQueue.toStdString();
        const std::string requestWait = ofRequest.toStdString();
        ConsumerScene scene(
            {},
            {{"receive_wait", queueWait}},
            {{"wait_set_by", by}, {"wait_time", requestWait}, {"poll_pause", "1 s"}});
        RunObserver observer;
        QVERIFY(scene.run(10s - 1ns, &observer));
        QCOMPARE(quint64{scene.stored().emptyReceives}, empty);
        QCOMPARE(quint64{receives(observer, HopKind::EmptyReceive).size()}, empty);
    }

    void whatGetsLostStaysHidden() {
        ConsumerScene scene(
            {{"replay_times", "0 s"}}, {{"visibility_timeout", "20 s"}}, {{"receive_loss", "1"}});
        QVERIFY(scene.run(19s));
        QCOMPARE(scene.counted().answersLost, std::uint64_t{1});
        QCOMPARE(scene.stored().inFlight, std::uint64_t{1});
        const auto shown = pictures(scene.world);
        const auto card = std::ranges::find(shown, scene.workers, &NodePicture::node);
        const auto& counters = std::get<Counters>(card->picture.parts.back());
        QCOMPARE(counters.items.back().label, std::string("lost"));
        QCOMPARE(counters.items.back().value, std::string("1"));
        QVERIFY(scene.run(30s));
        QCOMPARE(scene.counted().answersLost, std::uint64_t{2});
        QCOMPARE(scene.copy().receiveCount, 2U);
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.workers, "receive_loss", "0"); });
        QVERIFY(scene.run(60s));
        QCOMPARE(scene.counted().processed, std::uint64_t{1});
    }

    // SQS-108
    void anAttemptIdGetsTheLostMessagesAtOnce() {
        ConsumerScene scene(
            {{"replay_times", "0 s"}, {"message_group", "single"}, {"dedup_id", "unique"}},
            {{"type", "fifo"}, {"visibility_timeout", "20 s"}},
            {{"receive_loss", "1"}, {"receive_attempt_ids", "true"}, {"error_pause", "2 s"}});
        QVERIFY(scene.run(60s));
        // Asked again every two seconds, and hidden anew each time: it never times out.
        QVERIFY(scene.counted().answersLost > 25);
        QCOMPARE(scene.stored().timedOut, std::uint64_t{0});
        QCOMPARE(scene.copy().receiveCount, 1U);
        QCOMPARE(scene.stored().received, std::uint64_t{1});
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{1}); // held by each answer
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.workers, "receive_loss", "0"); });
        QVERIFY(scene.run(70s));
        QCOMPARE(scene.counted().processed, std::uint64_t{1});
        QCOMPARE(scene.stored().stored, std::uint64_t{0});
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
    }

    // SQS-28
    void theVisibilityTimeoutIsTheRequestsOrTheQueues() {
        const test::Settings failing{
            {"failure_share", "1"}, {"processing_time", "1 s"}, {"visibility_timeout", "4 s"}};
        ConsumerScene byQueue({{"replay_times", "1 s"}}, {{"visibility_timeout", "6 s"}}, failing);
        RunObserver observer;
        QVERIFY(byQueue.run(12s, &observer));
        QVERIFY(receives(observer) == (std::vector<Duration>{1s, 7s}));
        ConsumerScene byRequest(
            {{"replay_times", "1 s"}}, {{"visibility_timeout", "6 s"}}, failing);
        byRequest.lab.edit(byRequest.world, [&] {
            byRequest.lab.set(byRequest.workers, "visibility_set_by", "request");
        });
        QVERIFY(byRequest.run(20s - 1ns, &observer)); // the poll under way goes by the queue yet
        QVERIFY(receives(observer) == (std::vector<Duration>{1s, 7s, 11s, 15s, 19s}));
    }

    // SQS-40
    void aReceiveAtTheInFlightLimitIsRefusedAndTriedAgainLater() {
        ConsumerScene scene({{"replay_times", "0 s, 0 s, 0 s"}},
                            {{"visibility_timeout", "100 s"}},
                            {{"workers", "3"},
                             {"wait_time", "0 s"},
                             {"poll_pause", "1 s"},
                             {"error_pause", "2 s"},
                             {"processing_time", "100 s"}},
                            "sqs.inflight_standard=2");
        QVERIFY(scene.run(9'500ms));
        QCOMPARE(scene.stored().inFlight, 2U);
        QCOMPARE(scene.counted().refused, 5U);
        QCOMPARE(scene.stored().throttled, 0U);
    }

    // SQS-40
    void aLongPollAtTheInFlightLimitWaits() {
        ConsumerScene scene({{"replay_times", "0 s, 0 s, 0 s"}},
                            {{"visibility_timeout", "100 s"}},
                            {{"workers", "3"}, {"processing_time", "12 s"}},
                            "sqs.inflight_standard=2");
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.stored().inFlight, 2U);
        QVERIFY(scene.run(15s)); // the third when the first two are deleted
        QCOMPARE(scene.stored().received, 3U);
        QCOMPARE(scene.counted().refused, 0U);
    }

    // SQS-125
    void aConsumerWithoutPermissionForTheKeyReceivesNothing() {
        ConsumerScene scene({{"replay_times", "0 s"}},
                            {{"encryption", "sse_kms"}},
                            {{"may_use_key", "false"}, {"error_pause", "2 s"}});
        QVERIFY(scene.run(9s));
        QCOMPARE(scene.counted().refused, 5U);
        QCOMPARE(scene.stored().received, 0U);
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.workers, "may_use_key", "true"); });
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.stored().received, 1U);
    }

    // SQS-18
    void duplicatesAreCountedForEachQueueByItself() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"message_limit", "5"}});
        const NodeId first = lab.queue();
        const NodeId second = lab.queue();
        const NodeId shared = lab.consumer({{"workers", "4"}, {"processing_time", "10 ms"}});
        for (const NodeId queue : {first, second}) {
            lab.feed(source, queue);
            lab.serve(queue, shared);
        }
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 60s));
        QCOMPARE(consumerIn(world, shared).counted.processed, 10U);
        QCOMPARE(consumerIn(world, shared).counted.duplicates, 0U);
    }

    // SQS-18
    void aFurtherCopyProcessedIsADuplicate() {
        ConsumerScene scene(
            {{"replay_times", "1 s"}}, {{"duplicate_share", "1"}}, {{"processing_time", "1 s"}});
        QVERIFY(scene.run(1'500ms));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.queue, "duplicate_share", "0"); });
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.counted().processed, 2U);
        QCOMPARE(scene.counted().duplicates, 1U);
    }
};

SLUICE_TEST(ConsumerReceivingTest)

} // namespace sluice::consumer_receiving_test

#include "consumer_receiving_test.moc"
