// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/sim/node_action.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::bucket_test {

using namespace sluice::test;

namespace {

/// A producer and a consumer that share a bucket, and a queue between them.
struct Scene {
    Lab lab;
    NodeId source, queue, bucket, workers;

    explicit Scene(test::Settings forQueue = {},
                   test::Settings forBucket = {},
                   test::Settings forWorkers = {})
        : source(lab.producer({{"rate", "1"},
                               {"message_limit", "3"},
                               {"message_size", "2 MiB"},
                               {"large_payload", "bucket"}}))
        , queue(lab.queue(forQueue))
        , bucket(lab.bucket(forBucket))
        , workers(lab.consumer(forWorkers)) {
        lab.feed(source, queue);
        lab.keep(source, bucket);
    }
    World serve(Duration length, std::string_view latency = "0 s") {
        lab.serve(queue, workers);
        lab.keep(workers, bucket, latency);
        World world = lab.world();
        if (!runConserved(world, kRunStart + length)) world = World{};
        return world;
    }
};

constexpr std::uint64_t kSize = 2'097'152;

} // namespace

class BucketTest : public QObject {
    Q_OBJECT
private slots:
    void objectsStayUntilTheyAreProcessed() {
        const Scene scene;
        World world = scene.lab.world();
        QVERIFY(runConserved(world, kRunStart + 10s));
        const auto& counted = bucketIn(world, scene.bucket).counted;
        QCOMPARE(counted.puts, 3U);
        QCOMPARE(counted.objects, 3U);
        QCOMPARE(counted.bytes, 3 * kSize);
        QCOMPARE(queueIn(world, scene.queue).counted.sentBytes, 3U * 250U); // the references
        QCOMPARE(producerIn(world, scene.source).counted.throughBucket, 3U);
        QCOMPARE(world.kernel.messages.size(), std::size_t{3});
    }

    void payloadsAreReadAndThenRemoved() {
        Scene scene({}, {}, {{"processing_time", "100 ms"}});
        const World world = scene.serve(10s);
        const auto& counted = bucketIn(world, scene.bucket).counted;
        QCOMPARE(counted.gets, 3U);
        QCOMPARE(counted.deletes, 3U);
        QCOMPARE(counted.missing, 0U);
        QCOMPARE(counted.objects, 0U);
        QCOMPARE(counted.bytes, 0U);
        QCOMPARE(consumerIn(world, scene.workers).counted.fetched, 3U);
        QCOMPARE(consumerIn(world, scene.workers).counted.processed, 3U);
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
    }

    void theReferenceFollowsWhenThePayloadIsSafe() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"},
                                            {"message_limit", "1"},
                                            {"message_size", "2 MiB"},
                                            {"large_payload", "bucket"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        lab.keep(source, lab.bucket(), "2 s");
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s - 1ns));
        QCOMPARE(queueIn(world, queue).counted.sent, 0U);
        QVERIFY(runConserved(world, kRunStart + 5s)); // made at 1 s, there and back by 5 s
        QCOMPARE(queueIn(world, queue).counted.sent, 1U);
    }

    // SQS-52
    void withoutABucketLargePayloadsAreSentAsTheyAre() {
        Scene scene;
        remove(scene.lab.document, {{scene.bucket}, {}, {}});
        World world = scene.lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s));
        QCOMPARE(producerIn(world, scene.source).counted.throughBucket, 0U);
        QCOMPARE(queueIn(world, scene.queue).counted.refused, 3U);
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
    }

    void onlyWhatIsAboveTheThresholdGoesThroughTheBucket() {
        Scene scene;
        scene.lab.set(scene.source, "payload_threshold", "4 KiB");
        scene.lab.set(scene.source, "message_size", "4 KiB");
        World world = scene.lab.world();
        QVERIFY(runConserved(world, kRunStart + 1'500ms));
        QCOMPARE(bucketIn(world, scene.bucket).counted.puts, 0U);
        scene.lab.edit(world, [&] { scene.lab.set(scene.source, "message_size", "4097 B"); });
        QVERIFY(runConserved(world, kRunStart + 2'500ms));
        QCOMPARE(bucketIn(world, scene.bucket).counted.bytes, 4'097U);
    }

    void theLifecycleRuleRemovesOldObjects() {
        Scene scene({}, {{"object_lifetime", "5 s"}});
        World world = scene.lab.world();
        runUntil(world, kRunStart + 5'900ms); // stored at 1, 2 and 3 s
        QCOMPARE(bucketIn(world, scene.bucket).counted.objects, 3U);
        runUntil(world, kRunStart + 7'100ms);
        QCOMPARE(bucketIn(world, scene.bucket).counted.objects, 1U);
        QCOMPARE(bucketIn(world, scene.bucket).counted.bytes, kSize);
        runUntil(world, kRunStart + 20s);
        QCOMPARE(bucketIn(world, scene.bucket).counted.expired, 3U);
        QCOMPARE(queueIn(world, scene.queue).store.storedCount(), 3U); // the references stay
    }

    void anObjectThatIsGoneCannotBeRead() {
        Scene scene({{"delay", "10 s"}}, {{"object_lifetime", "2 s"}});
        const World world = scene.serve(15s);
        QCOMPARE(bucketIn(world, scene.bucket).counted.missing, 3U);
        QCOMPARE(bucketIn(world, scene.bucket).counted.gets, 0U);
        QCOMPARE(consumerIn(world, scene.workers).counted.fetched, 0U);
        QCOMPARE(consumerIn(world, scene.workers).counted.failures, 3U);
        QCOMPARE(consumerIn(world, scene.workers).counted.processed, 0U);
    }

    // SQS-18
    void theSecondCopyOfAMessageFindsItsObjectRemoved() {
        Scene scene({{"duplicate_share", "1"}}, {}, {{"processing_time", "100 ms"}});
        const World world = scene.serve(5s);
        const auto& counted = bucketIn(world, scene.bucket).counted;
        QCOMPARE(counted.gets, 1U); // every receive brings a further copy of the first message
        QVERIFY(counted.missing >= 3);
        QCOMPARE(counted.objects, 2U);
        QCOMPARE(consumerIn(world, scene.workers).counted.duplicates, 0U);
    }

    // SQS-84
    void aRedrivenMessageFindsItsObject() {
        Scene scene({{"visibility_timeout", "1 s"}, {"max_receive_count", "1"}},
                    {},
                    {{"failure_share", "1"}, {"processing_time", "10 ms"}});
        const NodeId deadLetters = scene.lab.queue();
        scene.lab.redrive(scene.queue, deadLetters);
        World world = scene.serve(20s);
        QCOMPARE(queueIn(world, deadLetters).store.visibleCount(), 3U);
        QCOMPARE(bucketIn(world, scene.bucket).counted.objects, 3U);
        scene.lab.edit(world, [&] { scene.lab.set(scene.workers, "failure_share", "0"); });
        QVERIFY(!applyAction(world, {deadLetters, "start_redrive", {}, 0, {}}).isRefused);
        QVERIFY(runConserved(world, kRunStart + 40s));
        QCOMPARE(consumerIn(world, scene.workers).counted.processed, 3U);
        QCOMPARE(bucketIn(world, scene.bucket).counted.missing, 0U);
        QCOMPARE(bucketIn(world, scene.bucket).counted.objects, 0U);
    }

    void aRemovedBucketLeavesNoAnswersBehind_data() {
        QTest::addColumn<int>("at");
        QTest::addRow("put under way") << 1'500;
        QTest::addRow("answer under way") << 2'500;
    }
    void aRemovedBucketLeavesNoAnswersBehind() {
        QFETCH(int, at);
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"},
                                            {"message_limit", "1"},
                                            {"message_size", "2 MiB"},
                                            {"large_payload", "bucket"}});
        const NodeId queue = lab.queue();
        const NodeId bucket = lab.bucket();
        lab.feed(source, queue);
        lab.keep(source, bucket, "1 s");
        World world = lab.world();
        runUntil(world, kRunStart + 1ms * at);
        QCOMPARE(world.kernel.messages.size(), std::size_t{1});
        lab.edit(world, [&] { remove(lab.document, {{bucket}, {}, {}}); });
        runUntil(world, kRunStart + 10s);
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
        QCOMPARE(world.kernel.calls.size(), std::size_t{0});
        QCOMPARE(queueIn(world, queue).counted.sent, 0U);
    }

    void aBucketRemovedWhilePayloadsAreFetchedKeepsNoMessage() {
        Scene scene({{"visibility_timeout", "100 s"}}, {}, {{"workers", "3"}});
        World world = scene.serve(5s, "3 s");
        QCOMPARE(world.kernel.messages.size(), std::size_t{3});
        scene.lab.edit(world, [&] {
            remove(scene.lab.document, {{scene.bucket, scene.queue}, {}, {}});
        });
        QVERIFY(runConserved(world, kRunStart + 60s));
        QCOMPARE(world.kernel.messages.size(), std::size_t{0});
        QCOMPARE(consumerIn(world, scene.workers).counted.failures, 3U);
    }

    void whatItStoresIsShownAndFingerprinted() {
        const Scene scene;
        World world = scene.lab.world();
        runUntil(world, kRunStart + 10s);
        const auto shown = pictures(world);
        const auto found = std::find_if(shown.begin(), shown.end(), [&](const auto& each) {
            return each.node == scene.bucket;
        });
        QVERIFY(found != shown.end());
        QCOMPARE(found->picture.summary, std::string("bucket · 6 MiB"));
        Digest full;
        Digest empty;
        bucketIn(world, scene.bucket).addTo(full);
        Bucket().addTo(empty);
        QVERIFY(full.value() != empty.value());
    }
};

SLUICE_TEST(BucketTest)

} // namespace sluice::bucket_test

#include "bucket_test.moc"
