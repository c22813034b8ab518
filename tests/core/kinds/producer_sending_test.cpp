// SPDX-License-Identifier: GPL-3.0-or-later
// How a producer sends: batches, groups, retries. Payloads: bucket_test. When it sends:
// producer_test.
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::producer_sending_test {

using namespace sluice::test;

namespace {

/// A producer that sends into one queue.
struct Scene {
    Lab lab;
    NodeId source, queue;
    World world;

    explicit Scene(test::Settings forSource,
                   test::Settings forQueue = {},
                   std::string_view latency = "0 s",
                   std::string limits = {})
        : source(lab.producer(forSource))
        , queue(lab.queue(forQueue)) {
        lab.document.settings.limitOverrides = std::move(limits);
        lab.feed(source, queue, latency);
        world = lab.world();
    }
    bool run(Duration until, RunObserver* observer = nullptr) {
        return runConserved(world, kRunStart + until, observer);
    }
    const Producer::Metrics& sent() const { return producerIn(world, source).counted; }
    const Queue::Metrics& stored() const { return queueIn(world, queue).counted; }
    std::size_t messages() const { return world.kernel.messages.size(); }
    std::vector<StoredView> copies() const {
        std::vector<StoredView> result;
        queueIn(world, queue).store.visitStored([&](const StoredView& view) {
            result.push_back(view);
        });
        return result;
    }
    void removeParts(std::initializer_list<NodeId> parts) {
        lab.edit(world, [&] { remove(lab.document, {parts, {}, {}}); });
    }
};

std::vector<Duration> timesOf(RunObserver& observer, HopKind kind) {
    std::vector<Duration> times;
    for (const Hop& hop : observer.hops.take()) {
        if (hop.kind == kind) times.push_back(hop.depart - kRunStart);
    }
    return times;
}

} // namespace

class ProducerSendingTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-63
    void aFullBatchIsOneCall() {
        Scene scene({{"rate", "10"}, {"batch_size", "4"}, {"batch_wait", "1 min"}});
        QVERIFY(scene.run(1'050ms));
        QCOMPARE(scene.sent().sent, 10U);
        QCOMPARE(scene.sent().calls, 2U);
        QCOMPARE(scene.stored().sent, 8U);
        QCOMPARE(scene.messages(), std::size_t{10}); // two wait for their batch
    }

    void anIncompleteBatchIsSentWhenItsFirstMessageHasWaited() {
        Scene scene({{"schedule", "replay"},
                     {"replay_times", "1 s, 1.2 s, 5 s"},
                     {"batch_size", "10"},
                     {"batch_wait", "500 ms"}});
        RunObserver observer;
        QVERIFY(scene.run(10s, &observer));
        QVERIFY(timesOf(observer, HopKind::Accept)
                == (std::vector<Duration>{1'500ms, 1'500ms, 5'500ms}));
        QCOMPARE(scene.sent().calls, 2U);
    }

    void theTimerOfABatchThatFilledUpMeansNothingToTheNextOne() {
        Scene scene({{"schedule", "replay"},
                     {"replay_times", "1 s, 1.2 s, 1.4 s"},
                     {"batch_size", "2"},
                     {"batch_wait", "500 ms"}});
        RunObserver observer;
        QVERIFY(scene.run(10s, &observer));
        QVERIFY(timesOf(observer, HopKind::Accept)
                == (std::vector<Duration>{1'200ms, 1'200ms, 1'900ms}));
    }

    // SQS-64
    void aBatchAboveTheLimitIsRefusedWhole() {
        const test::Settings large{{"rate", "10"},
                                   {"batch_size", "10"},
                                   {"batch_wait", "1 min"},
                                   {"message_limit", "10"},
                                   {"message_size", "200 KiB"}};
        Scene ten(large);
        QVERIFY(ten.run(5s));
        QCOMPARE(ten.stored().sent, 0U);
        QCOMPARE(ten.stored().refused, 10U);
        QCOMPARE(ten.sent().givenUp, 10U);
        QCOMPARE(ten.sent().retried, 0U);
        QCOMPARE(ten.messages(), std::size_t{0});
        Scene five(large);
        five.lab.edit(five.world, [&] { five.lab.set(five.source, "batch_size", "5"); });
        QVERIFY(five.run(5s)); // 1,024,000 bytes fit
        QCOMPARE(five.stored().sent, 10U);
    }

    // SQS-64
    void theSumOfABatchMayReachTheLimitExactly() {
        Scene scene({{"rate", "10"},
                     {"batch_size", "4"},
                     {"batch_wait", "1 min"},
                     {"message_size", "256 KiB"}});
        QVERIFY(scene.run(450ms));
        QCOMPARE(scene.stored().sentBytes, 1'048'576U);
    }

    // SQS-65
    void oneEntryTooLargeIsRefusedAlone() {
        Scene scene({{"rate", "1"}, {"batch_size", "3"}, {"batch_wait", "1 min"}},
                    {{"max_message_size", "2 KiB"}});
        QVERIFY(scene.run(2'500ms));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.source, "message_size", "4 KiB"); });
        QVERIFY(scene.run(3'500ms));
        QCOMPARE(scene.stored().sent, 2U);
        QCOMPARE(scene.stored().refused, 1U);
        QCOMPARE(scene.sent().refused, 1U);
        QCOMPARE(scene.sent().givenUp, 1U);
        QCOMPARE(scene.messages(), std::size_t{2});
    }

    // SQS-88
    void aFifoQueueWantsAGroup() {
        const test::Settings single{{"rate", "1"}, {"dedup_id", "unique"}};
        Scene alone(single, {{"type", "fifo"}});
        QVERIFY(alone.run(2'500ms));
        QCOMPARE(alone.stored().refused, 2U);
        Scene batch(single, {{"type", "fifo"}});
        batch.lab.edit(batch.world, [&] { batch.lab.set(batch.source, "batch_size", "2"); });
        QVERIFY(batch.run(2'500ms));
        QCOMPARE(batch.stored().refused, 2U);
        QCOMPARE(batch.messages(), std::size_t{0});
    }

    // SQS-90
    void aFifoQueueWantsADeduplicationId() {
        Scene scene({{"rate", "1"}, {"message_group", "single"}}, {{"type", "fifo"}});
        QVERIFY(scene.run(2'500ms));
        QCOMPARE(scene.stored().refused, 2U);
    }

    // SQS-91, SQS-93, SQS-96
    void theContentStandsInForAnId() {
        Scene same({{"rate", "1"}, {"message_group", "single"}, {"body", "the same"}},
                   {{"type", "fifo"}, {"content_dedup", "true"}});
        QVERIFY(same.run(5'500ms));
        QCOMPARE(same.stored().sent, 1U);
        QCOMPARE(same.stored().deduplicated, 4U);
        QCOMPARE(same.messages(), std::size_t{1});
        Scene numbered({{"rate", "1"}, {"message_group", "single"}, {"body", "no. {n}"}},
                       {{"type", "fifo"}, {"content_dedup", "true"}});
        QVERIFY(numbered.run(5'500ms));
        QCOMPARE(numbered.stored().sent, 5U);
    }

    // SQS-92
    void aStandardQueueRefusesADeduplicationId() {
        Scene scene({{"rate", "1"}, {"dedup_id", "unique"}});
        QVERIFY(scene.run(2'500ms));
        QCOMPARE(scene.stored().refused, 2U);
        QCOMPARE(scene.sent().givenUp, 2U);
    }

    void groupsAreOnePerKeyOrOneForAll() {
        Scene perKey(
            {{"rate", "20"}, {"keys", "3"}, {"message_group", "per_key"}, {"dedup_id", "unique"}},
            {{"type", "fifo"}});
        QVERIFY(perKey.run(2s));
        QCOMPARE(perKey.copies().size(), std::size_t{40});
        for (const StoredView& copy : perKey.copies())
            QCOMPARE(copy.group, perKey.world.kernel.messages[copy.message].key + 1);
        Scene single({{"rate", "20"},
                      {"message_group", "single"},
                      {"group_number", "7"},
                      {"dedup_id", "unique"}},
                     {{"type", "fifo"}});
        QVERIFY(single.run(2s));
        for (const StoredView& copy : single.copies()) QCOMPARE(copy.group, 7U);
    }

    // SQS-93
    void anIdPerKeyIsStoredOncePerKey() {
        Scene scene(
            {{"rate", "20"}, {"keys", "3"}, {"message_group", "single"}, {"dedup_id", "per_key"}},
            {{"type", "fifo"}});
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.stored().sent, 3U);
        QCOMPARE(scene.stored().deduplicated, 197U);
    }

    // SQS-93, SQS-116
    void aLostAnswerStoresTwiceOnlyInAStandardQueue_data() {
        QTest::addColumn<bool>("isFifo");
        QTest::addColumn<int>("batchSize");
        for (const int size : {1, 5}) {
            QTest::addRow("standard, %d", size) << false << size;
            QTest::addRow("fifo, %d", size) << true << size;
        }
    }
    void aLostAnswerStoresTwiceOnlyInAStandardQueue() {
        QFETCH(bool, isFifo);
        QFETCH(int, batchSize);
        Scene scene({{"rate", "10"},
                     {"message_limit", "5"},
                     {"answer_loss", "1"},
                     {"retries", "1"},
                     {"retry_after", "2 s"}});
        scene.lab.edit(scene.world, [&] {
            scene.lab.set(scene.source, "batch_size", std::to_string(batchSize));
            scene.lab.set(scene.queue, "type", isFifo ? "fifo" : "standard");
            scene.lab.set(scene.source, "message_group", isFifo ? "single" : "none");
            scene.lab.set(scene.source, "dedup_id", isFifo ? "unique" : "none");
        });
        QVERIFY(scene.run(1s));
        QCOMPARE(scene.stored().sent, 5U);
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.sent().retried, 5U);
        QCOMPARE(scene.stored().sent, isFifo ? 5U : 10U);
        QCOMPARE(scene.stored().deduplicated, isFifo ? 5U : 0U);
        QCOMPARE(scene.messages(), std::size_t{5});
    }

    void aRefusalWhoseAnswerIsLostIsNotHeardOf() {
        Scene scene({{"rate", "1"},
                     {"message_limit", "1"},
                     {"message_size", "4 KiB"},
                     {"answer_loss", "1"},
                     {"retries", "2"}},
                    {{"max_message_size", "2 KiB"}});
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.sent().calls, 3U);
        QCOMPARE(scene.sent().retried, 2U);
        QCOMPARE(scene.stored().refused, 3U);
        QCOMPARE(scene.sent().refused, 1U);
        QCOMPARE(scene.sent().givenUp, 1U);
        QCOMPARE(scene.messages(), std::size_t{0});
    }

    // SQS-117
    void onlyThrottledSendsAreRepeated() {
        const test::Settings three{{"schedule", "replay"},
                                   {"replay_times", "1 s, 1 s, 1 s"},
                                   {"message_group", "single"},
                                   {"dedup_id", "unique"},
                                   {"retry_after", "2 s"}};
        Scene patient(three, {{"type", "fifo"}}, "0 s", "sqs.fifo_tps_per_api=1");
        QVERIFY(patient.run(1'500ms));
        QCOMPARE(patient.stored().sent, 1U);
        QCOMPARE(patient.stored().throttled, 2U);
        QVERIFY(patient.run(10s));
        QCOMPARE(patient.stored().sent, 3U);
        QCOMPARE(patient.sent().retried, 3U);
        QCOMPARE(patient.sent().givenUp, 0U);
        Scene hasty(three, {{"type", "fifo"}}, "0 s", "sqs.fifo_tps_per_api=1");
        hasty.lab.edit(hasty.world, [&] { hasty.lab.set(hasty.source, "retries", "1"); });
        QVERIFY(hasty.run(10s));
        QCOMPARE(hasty.stored().sent, 2U);
        QCOMPARE(hasty.sent().givenUp, 1U);
        QCOMPARE(hasty.messages(), std::size_t{2});
    }

    // SQS-68, SQS-117
    void aBatchIsOneCallToTheQuota() {
        Scene scene({{"rate", "1000"},
                     {"message_limit", "10"},
                     {"batch_size", "10"},
                     {"message_group", "single"},
                     {"dedup_id", "unique"}},
                    {{"type", "fifo"}},
                    "0 s",
                    "sqs.fifo_tps_per_api=1");
        QVERIFY(scene.run(500ms));
        QCOMPARE(scene.stored().sent, 10U);
        QCOMPARE(scene.stored().throttled, 0U);
    }

    // SQS-45
    void theOwnDelayTakesThePlaceOfTheQueues() {
        Scene scene({{"rate", "1"},
                     {"message_limit", "1"},
                     {"own_delay", "true"},
                     {"message_delay", "2 s"}},
                    {{"delay", "10 s"}});
        QVERIFY(scene.run(2'999ms));
        QCOMPARE(scene.stored().delayed, 1U);
        QVERIFY(scene.run(3s));
        QCOMPARE(scene.stored().visible, 1U);
        Scene none({{"rate", "1"}, {"own_delay", "true"}, {"message_delay", "0 s"}},
                   {{"delay", "10 s"}});
        QVERIFY(none.run(1s));
        QCOMPARE(none.stored().visible, 1U);
    }

    // SQS-47
    void aFifoQueueTakesNoDelayOfAMessage() {
        const test::Settings delayed{{"rate", "1"},
                                     {"message_limit", "1"},
                                     {"message_group", "single"},
                                     {"dedup_id", "unique"},
                                     {"own_delay", "true"},
                                     {"message_delay", "2 s"}};
        const test::Settings fifo{{"type", "fifo"}, {"delay", "5 s"}};
        Scene refused(delayed, fifo);
        QVERIFY(refused.run(2s));
        QCOMPARE(refused.stored().refused, 1U);
        Scene zero(delayed, fifo);
        zero.lab.edit(zero.world, [&] { zero.lab.set(zero.source, "message_delay", "0 s"); });
        QVERIFY(zero.run(5'999ms));
        QCOMPARE(zero.stored().delayed, 1U); // the queue's own applies
        QVERIFY(zero.run(6s));
        QCOMPARE(zero.stored().visible, 1U);
    }

    void aRemovedProducerGivesItsBatchBack() {
        Scene scene({{"rate", "10"}, {"batch_size", "10"}, {"batch_wait", "1 h"}});
        QVERIFY(scene.run(550ms));
        QCOMPARE(scene.messages(), std::size_t{5});
        scene.removeParts({scene.source});
        QCOMPARE(scene.messages(), std::size_t{0});
        QVERIFY(scene.run(10s));
    }

    void aRemovedProducerGivesItsRetriesBack() {
        Scene scene({{"rate", "10"},
                     {"message_limit", "5"},
                     {"answer_loss", "1"},
                     {"retry_after", "10 s"}});
        QVERIFY(scene.run(1s));
        scene.removeParts({scene.queue});
        QCOMPARE(scene.messages(), std::size_t{5}); // the retries hold them
        scene.removeParts({scene.source});
        QCOMPARE(scene.messages(), std::size_t{0});
        QVERIFY(scene.run(20s)); // their timers find nobody
    }

    void theQueueKeepsWhatARemovedProducerWouldSendAgain() {
        Scene scene({{"rate", "10"},
                     {"message_limit", "5"},
                     {"answer_loss", "1"},
                     {"retry_after", "10 s"}});
        QVERIFY(scene.run(1s));
        scene.removeParts({scene.source});
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.messages(), std::size_t{5});
        scene.removeParts({scene.queue});
        QCOMPARE(scene.messages(), std::size_t{0});
    }

    void aRetryOverARemovedLinkIsDropped() {
        Scene scene({{"rate", "10"}, {"message_limit", "5"}, {"answer_loss", "1"}});
        QVERIFY(scene.run(550ms));
        scene.removeParts({scene.queue});
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.messages(), std::size_t{0});
        QCOMPARE(scene.sent().retried, 0U);
    }

    void refusalsUnderWayToARemovedProducerAreDropped() {
        Scene scene({{"rate", "10"}, {"message_limit", "5"}, {"message_size", "4 KiB"}},
                    {{"max_message_size", "2 KiB"}},
                    "1 s");
        QVERIFY(scene.run(1'850ms));
        QCOMPARE(scene.messages(), std::size_t{5});
        scene.removeParts({scene.source});
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.messages(), std::size_t{0});
        QCOMPARE(scene.world.kernel.batches.size(), std::size_t{0});
    }
};

SLUICE_TEST(ProducerSendingTest)

} // namespace sluice::producer_sending_test

#include "producer_sending_test.moc"
