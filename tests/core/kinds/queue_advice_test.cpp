// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/advice.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::queue_advice_test {

using namespace sluice::test;

namespace {

/// Producer → queue → consumer.
struct Line {
    Line(test::Settings producerSettings,
         test::Settings queueSettings,
         test::Settings consumerSettings)
        : producer(lab.producer(producerSettings))
        , queue(lab.queue(queueSettings))
        , consumer(lab.consumer(consumerSettings)) {
        lab.feed(producer, queue, "10 ms");
        lab.serve(queue, consumer, "10 ms");
    }

    NodeId addDeadLetters(test::Settings settings = {{"retention", "14 d"}}) {
        const NodeId id = lab.queue(settings);
        lab.redrive(queue, id);
        return id;
    }

    Lab lab;
    NodeId producer, queue, consumer;
};

} // namespace

class QueueAdviceTest : public QObject {
    Q_OBJECT

private slots:
    void aSoundLabIsLeftAlone() {
        Line line({{"rate", "1"}}, {}, {});
        line.addDeadLetters();
        for (const Finding& finding : validate(line.lab.document, registry()))
            QFAIL(finding.text.c_str());
    }

    // SQS-28, SQS-132
    void visibilityTimeoutShorterThanTheWork() {
        Line line({{"rate", "1"}},
                  {{"visibility_timeout", "10 s"}},
                  {{"processing_time", "15 s"}, {"workers", "20"}});
        const auto found = adviceWith(line.lab.document, line.queue, "come back while");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(found->fix.front().value == PropertyValue(Duration(30s)));
        QVERIFY(shownAt(line.lab.document, *found).value_or(kNever) < kRunStart + 40s);
        line.lab.set(line.consumer, "heartbeat", "5 s");
        QVERIFY(!adviceWith(line.lab.document, line.queue, "come back while"));
    }

    // SQS-28
    void aBatchTakesTheSumOfItsMessages() {
        Line line({{"rate", "1"}},
                  {{"visibility_timeout", "10 s"}},
                  {{"processing_time", "2 s"}, {"workers", "3"}, {"batch_size", "5"}});
        QVERIFY(!adviceWith(line.lab.document, line.queue, "come back while"));
        line.lab.set(line.consumer, "batch_size", "6");
        const auto found = adviceWith(line.lab.document, line.queue, "a batch of 6");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
    }

    // SQS-28
    void theTimeoutOfTheReceiveCallCounts() {
        Line line({{"rate", "1"}},
                  {},
                  {{"processing_time", "4 s"},
                   {"workers", "5"},
                   {"visibility_set_by", "request"},
                   {"visibility_timeout", "3 s"}});
        const auto found = adviceWith(line.lab.document, line.consumer, "come back while");
        QVERIFY(found && found->fix.front().node == line.consumer);
        QVERIFY(isMendedByFix(line.lab.document, *found));
    }

    // SQS-75
    void deadLettersThatExpireEarly() {
        Line line({{"rate", "1"}, {"poison_share", "10 %"}},
                  {{"retention", "10 min"}, {"visibility_timeout", "2 s"}},
                  {{"workers", "2"}});
        const NodeId dead = line.addDeadLetters({{"retention", "10 min"}});
        const auto found = adviceWith(line.lab.document, dead, "not longer than");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        const auto shown = shownAt(line.lab.document, *found);
        QVERIFY(shown && *shown > kRunStart + 10min && *shown < kRunStart + 12min);
        line.lab.set(dead, "retention", "11 min");
        QVERIFY(!adviceWith(line.lab.document, dead, "not longer than"));
    }

    // SQS-75
    void fifoDeadLettersStartAnew() {
        Line line({{"message_group", "per_key"}, {"dedup_id", "unique"}},
                  {{"type", "fifo"}, {"retention", "4 d"}},
                  {{"workers", "9"}});
        const NodeId dead = line.addDeadLetters({{"type", "fifo"}, {"retention", "4 d"}});
        QVERIFY(!adviceWith(line.lab.document, dead, "not longer than"));
    }

    // SQS-70, SQS-71
    void poisonWithoutADeadLetterQueue() {
        Line line({{"rate", "1"}, {"poison_share", "10 %"}},
                  {{"visibility_timeout", "5 s"}},
                  {{"workers", "3"}});
        const auto found = adviceWith(line.lab.document, line.queue, "no dead-letter queue");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
        line.addDeadLetters();
        QVERIFY(!adviceWith(line.lab.document, line.queue, "no dead-letter queue"));
    }

    void theAddedDeadLetterQueueIsOfTheSameType() {
        Line line({{"message_group", "per_key"}, {"dedup_id", "unique"}},
                  {{"type", "fifo"}},
                  {{"failure_share", "10 %"}, {"workers", "9"}});
        const auto found = adviceWith(line.lab.document, line.queue, "no dead-letter queue");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
    }

    // SQS-70
    void aSingleReceiveForWorkersThatFail() {
        Line line({{"rate", "1"}},
                  {{"max_receive_count", "1"}, {"visibility_timeout", "5 s"}},
                  {{"failure_share", "10 %"}, {"workers", "3"}});
        line.addDeadLetters();
        const auto found = adviceWith(line.lab.document, line.queue, "one receive only");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
        line.lab.set(line.consumer, "failure_share", "0");
        QVERIFY(!adviceWith(line.lab.document, line.queue, "one receive only"));
    }

    // SQS-43
    void retentionThatEndsDuringTheRetries() {
        Line line({{"rate", "1"}, {"poison_share", "10 %"}},
                  {{"retention", "60 s"}, {"visibility_timeout", "30 s"}},
                  {{"workers", "3"}});
        line.addDeadLetters();
        const auto found = adviceWith(line.lab.document, line.queue, "never reaches");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
        line.lab.set(line.queue, "visibility_timeout", "10 s");
        QVERIFY(!adviceWith(line.lab.document, line.queue, "never reaches"));
    }

    // SQS-43
    void aQueueNobodyReads() {
        Lab lab;
        const NodeId queue = lab.queue({{"retention", "2 min"}});
        lab.feed(lab.producer({{"rate", "1"}}), queue);
        const auto found = adviceWith(lab.document, queue, "Nobody receives");
        QVERIFY(found && !isMendable(*found));
        const auto shown = shownAt(lab.document, *found);
        QVERIFY(shown && *shown >= kRunStart + 2min && *shown < kRunStart + 2min + 2s);
        lab.serve(queue, lab.consumer());
        QVERIFY(!adviceWith(lab.document, queue, "Nobody receives"));
    }

    // SQS-43
    void aQueueOfATopicNobodyReads() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "1"}}), topic);
        const NodeId queue = lab.queue({{"retention", "2 min"}});
        lab.subscribe(topic, queue);
        const auto found = adviceWith(lab.document, queue, "Nobody receives");
        QVERIFY(found && shownAt(lab.document, *found));
        const NodeId kept = lab.queue();
        lab.redrive(topic, kept);
        QVERIFY(!adviceWith(lab.document, kept, "Nobody receives"));
    }

    // SQS-43, SQS-44
    void aDelayLongerThanTheRetention() {
        Line line({{"rate", "1"}}, {{"delay", "2 min"}, {"retention", "1 min"}}, {});
        const auto found = adviceWith(line.lab.document, line.queue, "nobody can ever");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
        line.lab.set(line.queue, "delay", "30 s");
        QVERIFY(!adviceWith(line.lab.document, line.queue, "nobody can ever"));
    }

    void moreComesThanCanBeProcessed() {
        Line line({{"rate", "10"}}, {}, {{"workers", "2"}, {"processing_time", "1 s"}});
        const auto found = adviceWith(line.lab.document, line.consumer, "grows without end");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(found->fix.front().value == PropertyValue(std::int64_t{13}));
        QVERIFY(shownAt(line.lab.document, *found));
        line.lab.set(line.producer, "rate", "2");
        QVERIFY(!adviceWith(line.lab.document, line.consumer, "grows without end"));
    }

    void theSameDocumentShowsItAtTheSameMoment() {
        Line line({{"rate", "5"}, {"spacing", "poisson"}},
                  {{"visibility_timeout", "1 s"}},
                  {{"workers", "8"}, {"processing_time", "exponential 500 ms"}});
        const auto found = adviceWith(line.lab.document, line.queue, "come back while");
        QVERIFY(found);
        const auto first = shownAt(line.lab.document, *found);
        QVERIFY(first && first == shownAt(line.lab.document, *found));
        World world = line.lab.world();
        runUntil(world, *first - 1ns);
        QCOMPARE(consumerIn(world, line.consumer).counted.duplicates, std::uint64_t{0});
        runUntil(world, *first);
        QCOMPARE(consumerIn(world, line.consumer).counted.duplicates, std::uint64_t{1});
    }
};

SLUICE_TEST(QueueAdviceTest)

} // namespace sluice::queue_advice_test

#include "queue_advice_test.moc"
