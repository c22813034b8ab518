// SPDX-License-Identifier: GPL-3.0-or-later
// How a consumer comes by payloads that are kept in a bucket.
#include "core/model/edits.h"
#include "tests/support/consumer_scene.h"
#include "tests/support/test_main.h"

namespace sluice::consumer_payloads_test {

using namespace sluice::test;

namespace {

/// A scene whose messages have large payloads in a bucket; the consumer's way there takes 2 s.
struct PayloadScene : ConsumerScene {
    NodeId bucket;
    LinkId way;

    explicit PayloadScene(test::Settings forWorkers,
                          std::string_view times = "0 s",
                          std::string_view timeout = "20 s")
        : ConsumerScene(
            {{"replay_times", times}, {"message_size", "2 MiB"}, {"large_payload", "bucket"}},
            {{"visibility_timeout", timeout}},
            forWorkers)
        , bucket(lab.bucket()) {
        lab.keep(source, bucket);
        way = lab.keep(workers, bucket, "2 s");
        world = lab.world();
    }
};

} // namespace

class ConsumerPayloadsTest : public QObject {
    Q_OBJECT
private slots:
    void aPayloadIsFetchedBeforeProcessing() {
        PayloadScene scene({{"processing_time", "3 s"}});
        QVERIFY(scene.run(3'999ms));
        QCOMPARE(scene.counted().fetched, 0U);
        QVERIFY(scene.run(4s));
        QCOMPARE(scene.counted().fetched, 1U);
        QVERIFY(scene.run(6'999ms));
        QCOMPARE(scene.counted().processed, 0U);
        QVERIFY(scene.run(7s));
        QCOMPARE(scene.counted().processed, 1U);
    }

    // SQS-30
    void theHeartbeatBeatsWhileAPayloadIsFetched() {
        PayloadScene scene(
            {{"processing_time", "3 s"}, {"heartbeat", "1 s"}, {"heartbeat_extension", "2 s"}},
            "0 s",
            "2 s");
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.counted().processed, 1U);
        QCOMPARE(scene.stored().timedOut, 0U);
    }

    void withoutABucketTheReferenceCannotBeProcessed() {
        PayloadScene scene({{"processing_time", "1 s"}});
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{}, {scene.way}, {}}); });
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.counted().failures, 1U);
        QCOMPARE(bucketIn(scene.world, scene.bucket).counted.objects, 1U);
    }

    void aCrashLosesThePayloadFetched() {
        PayloadScene scene(
            {{"processing_time", "1 s"}, {"crash_share", "1"}, {"restart_time", "1 s"}});
        QVERIFY(scene.run(19s));
        QCOMPARE(scene.counted().crashes, 1U);
        QCOMPARE(scene.counted().fetched, 1U);
        QVERIFY(scene.run(39s)); // it timed out at 20 s and was fetched again
        QCOMPARE(scene.counted().fetched, 2U);
        QCOMPARE(bucketIn(scene.world, scene.bucket).counted.objects, 1U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{1});
    }

    void aWorkerGoesOnWhenItsBucketIsCutOffWhileFetching() {
        PayloadScene scene({{"processing_time", "1 s"}}, "0 s, 0 s");
        QVERIFY(scene.run(1s));
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{}, {scene.way}, {}}); });
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.counted().failures, 2U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{2}); // in flight, nothing more
        scene.lab.edit(scene.world, [&] { scene.lab.keep(scene.workers, scene.bucket); });
        QVERIFY(scene.run(60s));
        QCOMPARE(scene.counted().processed, 2U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
    }

    void aWorkerAsksTheNewBucketWhenItsLinkIsReplacedWhileFetching() {
        PayloadScene scene({{"processing_time", "1 s"}});
        QVERIFY(scene.run(1s));
        scene.lab.edit(scene.world, [&] {
            remove(scene.lab.document, {{}, {scene.way}, {}});
            scene.lab.keep(scene.workers, scene.bucket, "10 ms");
        });
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.counted().fetched, 1U);
        QCOMPARE(scene.counted().processed, 1U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
    }

    void aConsumerRemovedWhileFetchingGivesItsMessagesBack() {
        PayloadScene scene({{"workers", "3"}}, "0 s, 0 s, 0 s, 0 s");
        QVERIFY(scene.run(1s));
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{scene.workers}, {}, {}}); });
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{4}); // all in the queue
        QCOMPARE(scene.stored().stored, 4U);
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{scene.queue}, {}, {}}); });
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
        QCOMPARE(scene.world.kernel.batches.size(), std::size_t{0});
    }
};

SLUICE_TEST(ConsumerPayloadsTest)

} // namespace sluice::consumer_payloads_test

#include "consumer_payloads_test.moc"
