// SPDX-License-Identifier: GPL-3.0-or-later
// What the examples about single rules of queues teach, in numbers.
#include "core/model/patch.h"
#include "core/sim/live_edit.h"
#include "core/sim/node_action.h"
#include "tests/examples/example_documents.h"
#include "tests/examples/lesson.h"
#include "tests/support/test_main.h"

namespace sluice::queue_lessons_test {

using namespace sluice::test;

class QueueLessonsTest : public QObject {
    Q_OBJECT

private slots:
    // SQS-135, PRICE-3
    void pollingAnIdleQueueCostsTwentyTimesAsMuchWithoutWaiting() {
        Document document = longOrShortPolling();
        set(document, "sensor", "rate", "0");
        const World world = run(document, 1h);
        const auto calls = [&](const char* name) {
            return part<Consumer>(world, document, name).counted.polls;
        };
        QVERIFY(calls("short-poller") >= 3'600 && calls("short-poller") <= 3'601);
        QVERIFY(calls("long-poller") >= 180 && calls("long-poller") <= 181);
        const auto& often = part<Queue>(world, document, "asked-every-second").counted;
        const auto& seldom = part<Queue>(world, document, "asked-and-waiting").counted;
        QCOMPARE(often.emptyReceives / 20, seldom.emptyReceives);
        QVERIFY(often.cost > 19.9 * seldom.cost && often.cost < 20.1 * seldom.cost);
    }

    // SQS-21, SQS-23
    void theLongPollIsFasterToo() {
        const Document document = longOrShortPolling();
        World world = run(document, 1h);
        const NodeId slow = named(document, "short-poller");
        const NodeId fast = named(document, "long-poller");
        const auto series = *registry().find("consumer")->seriesIndex("EndToEndLatency.p90");
        double slowest = 0;
        double fastest = 0;
        for (const Sample& sample : summary(world)) {
            if (sample.series != series) continue;
            if (sample.node == slow) slowest = sample.value;
            if (sample.node == fast) fastest = sample.value;
        }
        QVERIFY(fastest < 0.25);
        QVERIFY(slowest > 0.5);
    }

    // SQS-44, SQS-45
    void ownDelaysTakeThePlaceOfTheQueues() {
        Document document = delayQueue();
        remove(document, {{named(document, "orders")}, {}, {}});
        const World express = run(document, 120s);
        QCOMPARE(part<Queue>(express, document, "cooling-off").counted.delayed, 0U);
        QVERIFY(part<Consumer>(express, document, "shipping").counted.processed >= 28);

        const Document both = delayQueue();
        const World world = run(both, 120s);
        QCOMPARE(part<Queue>(world, both, "cooling-off").counted.delayed, 15U);
        const World early = run(both, 15s);
        QVERIFY(part<Consumer>(early, both, "shipping").counted.processed < 4);
    }

    // SQS-9
    void aNewDelayDoesNotReachWaitingMessages() {
        const Document before = delayQueue();
        World world = run(before, 60s);
        Document after = before;
        set(after, "cooling-off", "delay", "900 s");
        applyEdit(world, diff(before, after));
        const auto sent = part<Queue>(world, before, "cooling-off").counted.delayed;
        runUntil(world, kRunStart + 76s);
        const auto left = part<Queue>(world, before, "cooling-off").counted.delayed;
        QCOMPARE(sent, 15U);
        QVERIFY(left >= 15 && left <= 17); // the old ones came out, as many new ones went in
    }

    // SQS-98, SQS-111, SQS-113
    void aPoisonMessageBlocksItsGroupOnly() {
        const Document document = fifoGroups();
        const World world = run(document, 10min);
        std::uint64_t stored[3] = {};
        part<Queue>(world, document, "transfers").store.visitStored([&](const StoredView& view) {
            ++stored[view.group];
        });
        QVERIFY(stored[1] <= 2);
        QVERIFY(stored[2] > 500);
    }

    // SQS-78
    void aDeadLetterQueueUnblocksTheGroup() {
        Document document = fifoGroups();
        const NodeId dead = addNode(document, *registry().find("queue"), {528, 300});
        QVERIFY(rename(document, dead, "gap").has_value());
        set(document, "gap", "type", "fifo");
        set(document, "account-1", "stop_after", "300 s");
        set(document, "account-2", "stop_after", "300 s");
        const auto link = sluice::connect(
            document, registry(), {named(document, "transfers"), "dead_letter"}, {dead, "in"});
        QVERIFY(link.has_value());
        const World world = run(document, 20min);
        const auto& poison = part<Producer>(world, document, "account-2").counted.poison;
        const auto& gap = part<Queue>(world, document, "gap").store;
        QCOMPARE(part<Queue>(world, document, "transfers").store.storedCount(), 0U);
        QVERIFY(poison > 5);
        QCOMPARE(gap.storedCount(), poison);
        gap.visitStored([](const StoredView& view) { QCOMPARE(view.group, 2U); }); // SQS-77
    }

    // SQS-93, SQS-96, SQS-116
    void onlyRetriesWithinFiveMinutesAreDuplicates() {
        const Document document = deduplication();
        const World world = run(document, 30min);
        const auto& prompt = part<Queue>(world, document, "prompt-payments").counted;
        const auto& late = part<Queue>(world, document, "late-payments").counted;
        QVERIFY(prompt.deduplicated > 400);
        QCOMPARE(part<Consumer>(world, document, "prompt-ledger").counted.duplicates, 0U);
        QCOMPARE(late.deduplicated, 0U);
        QVERIFY(part<Consumer>(world, document, "late-ledger").counted.duplicates > 300);
        const World soon = run(document, 5min);
        QCOMPARE(part<Consumer>(soon, document, "late-ledger").counted.duplicates, 0U);
    }

    // SQS-83, SQS-84, SQS-86
    void mendedMessagesComeBackAndAreProcessed() {
        const Document before = deadLetterRedrive();
        World world = run(before, 120s);
        Document after = before;
        set(after, "faulty-release", "failure_share", "0 %");
        set(after, "bookings", "message_limit", "240");
        applyEdit(world, diff(before, after));
        const auto dead =
            part<Queue>(world, before, "reservations-dead-letters").store.storedCount();
        QVERIFY(dead > 20);
        const ActionAnswer answer = applyAction(
            world, {named(before, "reservations-dead-letters"), "start_redrive", {}, 0, {}});
        QVERIFY2(!answer.isRefused, answer.text.c_str());
        runUntil(world, kRunStart + 240s);
        QCOMPARE(part<Queue>(world, before, "reservations").store.storedCount(), 0U);
        const auto& letters = part<Queue>(world, before, "reservations-dead-letters");
        QVERIFY(letters.counted.redriven >= dead);
        // Whatever was at its last receive when the fault was mended still ended there.
        QVERIFY(letters.store.storedCount() < 8);
    }

    // SQS-75
    void deadLettersKeepTheTimeOfTheirFirstSending() {
        Document document = deadLetterRetentionTrap();
        const World world = run(document, 10min);
        const auto& dead = part<Queue>(world, document, "billing-dead-letters");
        QVERIFY(dead.counted.expired > 100);
        QVERIFY(dead.store.storedCount() < 10);
        dead.store.visitStored(
            [&](const StoredView& view) { QVERIFY(world.now() - view.enqueuedAt < 60s); });
        set(document, "billing-dead-letters", "retention", "14 d");
        const World kept = run(document, 10min);
        QCOMPARE(part<Queue>(kept, document, "billing-dead-letters").counted.expired, 0U);
        QVERIFY(part<Queue>(kept, document, "billing-dead-letters").store.storedCount() > 100);
    }

    // SQS-30, SQS-132
    void aHeartbeatKeepsALongJobHidden() {
        const Document document = heartbeat();
        const World world = run(document, 30min);
        QVERIFY(part<Queue>(world, document, "unattended-jobs").counted.timedOut > 50);
        QVERIFY(part<Consumer>(world, document, "silent-worker").counted.duplicates > 10);
        QCOMPARE(part<Queue>(world, document, "attended-jobs").counted.timedOut, 0U);
        QCOMPARE(part<Consumer>(world, document, "steady-worker").counted.duplicates, 0U);
        QVERIFY(part<Consumer>(world, document, "steady-worker").counted.processed > 25);
    }

    // PRICE-1
    void batchesOfTenCostATenth() {
        const Document document = batchOrSingleCalls();
        const World world = run(document, 10min);
        const auto& single = part<Queue>(world, document, "single-calls").counted;
        const auto& batches = part<Queue>(world, document, "batch-calls").counted;
        QVERIFY(single.deleted > 5'900 && batches.deleted > 5'900);
        const double perMessage =
            static_cast<double>(single.billedRequests) / static_cast<double>(single.deleted);
        QVERIFY(perMessage > 2.99 && perMessage < 3.02);
        const double inBatches =
            static_cast<double>(batches.billedRequests) / static_cast<double>(batches.deleted);
        QVERIFY(inBatches > 0.29 && inBatches < 0.31);
    }

    // SQS-52
    void aLargePayloadTravelsThroughTheBucket() {
        const Document document = largeMessage();
        const World world = run(document, 120s);
        const auto& scans = part<Queue>(world, document, "scans").counted;
        const auto& bucket = part<Bucket>(world, document, "scan-files").counted;
        QVERIFY(part<Consumer>(world, document, "text-recognition").counted.processed > 110);
        QVERIFY(bucket.puts >= 118 && bucket.missing == 0);
        QVERIFY(bucket.objects < 5); // those processed were removed again
        QCOMPARE(scans.sentBytes, scans.sent * 250);
        QCOMPARE(part<Producer>(world, document, "careless-client").counted.givenUp, scans.refused);
        QVERIFY(scans.refused >= 59);
    }

    // SQS-120, SQS-121
    void quietTenantsDoNotWaitBehindTheNoisyOne() {
        Document document = fairQueue();
        const World world = run(document, 120s);
        const auto& fair = part<Queue>(world, document, "shared-work").counted;
        QCOMPARE(fair.noisyGroups, 1U);
        QVERIFY(fair.ageOfOldest > 30);
        QVERIFY(fair.quietAgeOfOldest < 3);
        set(document, "noisy-tenant", "message_group", "none");
        set(document, "quiet-tenants", "message_group", "none");
        const World unfair = run(document, 120s);
        const auto& crowd = part<Queue>(unfair, document, "shared-work").counted;
        QCOMPARE(crowd.noisyGroups, 0U);
        QVERIFY(crowd.quietAgeOfOldest > 20);
    }
};

SLUICE_TEST(QueueLessonsTest)

} // namespace sluice::queue_lessons_test

#include "queue_lessons_test.moc"
