// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/advice.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::sending_advice_test {

using namespace sluice::test;

namespace {

/// Producer → queue → three workers, with settings that nobody has anything to say about.
struct Line {
    explicit Line(std::string_view type) {
        producer = lab.producer({{"rate", "2"}});
        queue = lab.queue({{"type", type}});
        consumer = lab.consumer({{"workers", "3"}});
        if (type == "fifo") {
            lab.set(producer, "message_group", "per_key");
            lab.set(producer, "dedup_id", "unique");
        }
        lab.feed(producer, queue, "10 ms");
        lab.serve(queue, consumer, "10 ms");
    }

    Lab lab;
    NodeId producer{}, queue{}, consumer{};
};

} // namespace

class SendingAdviceTest : public QObject {
    Q_OBJECT

private slots:
    void soundSendersAreLeftAlone() {
        for (const char* type : {"standard", "fifo"}) {
            const Line line(type);
            for (const Finding& finding : validate(line.lab.document, registry()))
                QFAIL(finding.text.c_str());
        }
    }

    void settingsThatCallForAdvice_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        // SQS-52
        QTest::newRow("too large") << "standard"
                                   << "message_size"
                                   << "1100000"
                                   << "at most";
        // SQS-88
        QTest::newRow("no group") << "fifo"
                                  << "message_group"
                                  << "none"
                                  << "without a message";
        // SQS-90
        QTest::newRow("no id") << "fifo"
                               << "dedup_id"
                               << "none"
                               << "without a deduplication";
        // SQS-93
        QTest::newRow("id per key") << "fifo"
                                    << "dedup_id"
                                    << "per_key"
                                    << "only the first";
        // SQS-98
        QTest::newRow("one group") << "fifo"
                                   << "message_group"
                                   << "single"
                                   << "is ever busy";
        // SQS-92
        QTest::newRow("id on standard") << "standard"
                                        << "dedup_id"
                                        << "unique"
                                        << "which the";
        // SQS-117
        QTest::newRow("above quota") << "fifo"
                                     << "rate"
                                     << "400"
                                     << "300 send calls";
    }
    void settingsThatCallForAdvice() {
        QFETCH(const QString, type);
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        QFETCH(const QString, words);
        Line line(type.toStdString());
        const NodeId about = key == "message_size" ? line.queue : line.producer;
        QVERIFY(!adviceWith(line.lab.document, about, words.toStdString()));
        line.lab.set(line.producer, key.toStdString(), value.toStdString());
        const auto found = adviceWith(line.lab.document, about, words.toStdString());
        QVERIFY(found && !found->why.empty() && shownAt(line.lab.document, *found));
        const bool hasNoFix = key == "message_size"; // no queue takes that much
        QVERIFY(isMendable(*found) != hasNoFix);
        QVERIFY(hasNoFix || isMendedByFix(line.lab.document, *found));
    }

    // SQS-52
    void aQueueThatTakesLessThanIsSent() {
        Line line("standard");
        line.lab.set(line.producer, "message_size", "5000");
        line.lab.set(line.queue, "max_message_size", "4096");
        const auto found = adviceWith(line.lab.document, line.queue, "at most");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
    }

    // PROF-1, SQS-52
    void theLimitsProfileSaysWhatAQueueTakes() {
        Line line("standard");
        line.lab.set(line.producer, "message_size", "500000");
        QVERIFY(!adviceWith(line.lab.document, line.queue, "at most"));
        line.lab.document.settings.limits = LimitsPreset::StudyNotes;
        const auto found = adviceWith(line.lab.document, line.queue, "at most 256 KiB");
        QVERIFY(found && !isMendable(*found) && shownAt(line.lab.document, *found));
        QVERIFY(found->why.find("at most 256 KiB") != std::string::npos);
        line.lab.set(line.producer, "message_size", "1000");
        line.lab.set(line.queue, "max_message_size", "300000");
        const auto maximum = adviceWith(line.lab.document, line.queue, "no more than 256 KiB");
        QVERIFY(maximum && isMendedByFix(line.lab.document, *maximum));
        QVERIFY(!maximum->demonstration); // nothing that large is sent
        line.lab.set(line.producer, "message_size", "290000");
        const auto met = adviceWith(line.lab.document, line.queue, "no more than 256 KiB");
        QVERIFY(met && shownAt(line.lab.document, *met));
    }

    // SQS-52: where everybody is linked to one bucket already, the reference goes through the
    // queue.
    void aPayloadTooLargeGoesThroughTheBucketOfAll() {
        Line line("standard");
        line.lab.set(line.producer, "message_size", "1100000");
        const NodeId bucket = line.lab.bucket();
        line.lab.keep(line.producer, bucket);
        const auto halfway = adviceWith(line.lab.document, line.queue, "at most");
        QVERIFY(halfway && !isMendable(*halfway)); // the consumer could not get it
        line.lab.keep(line.consumer, bucket);
        const auto found = adviceWith(line.lab.document, line.queue, "at most");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        line.lab.document.settings.limits = LimitsPreset::StudyNotes;
        line.lab.set(line.producer, "message_size", "500000");
        line.lab.set(line.producer, "payload_threshold", "900000");
        const auto above = adviceWith(line.lab.document, line.queue, "at most");
        QVERIFY(above && isMendedByFix(line.lab.document, *above));
    }

    // SQS-64
    void aBatchMayBeTooLargeTogether() {
        Line line("standard");
        line.lab.set(line.producer, "message_size", "200000");
        line.lab.set(line.producer, "batch_size", "5");
        QVERIFY(!adviceWith(line.lab.document, line.producer, "in one call"));
        line.lab.set(line.producer, "batch_size", "10");
        line.lab.set(line.producer, "rate", "200");
        line.lab.set(line.consumer, "workers", "1000");
        const auto found = adviceWith(line.lab.document, line.producer, "in one call");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
    }

    // SQS-92
    void groupsOnStandardQueuesCameLate() {
        Line line("standard");
        line.lab.set(line.producer, "message_group", "per_key");
        QVERIFY(!adviceWith(line.lab.document, line.producer, "message groups"));
        line.lab.document.settings.limits = LimitsPreset::Aws2023;
        const auto found = adviceWith(line.lab.document, line.producer, "message groups");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
    }

    // SQS-117
    void producersShareTheQuotaOfAQueue() {
        Line line("fifo");
        const NodeId other =
            line.lab.producer({{"message_group", "per_key"}, {"dedup_id", "unique"}});
        line.lab.feed(other, line.queue, "10 ms");
        line.lab.set(line.consumer, "workers", "1000");
        for (const NodeId each : {line.producer, other}) line.lab.set(each, "rate", "140");
        QVERIFY(!adviceWith(line.lab.document, line.queue, "together make"));
        for (const NodeId each : {line.producer, other}) line.lab.set(each, "rate", "250");
        const auto found = adviceWith(line.lab.document, line.queue, "2 producers");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
        for (const NodeId each : {line.producer, other}) line.lab.set(each, "rate", "2000");
        const auto beyond = adviceWith(line.lab.document, line.queue, "2 producers");
        QVERIFY(beyond && isMendedByFix(line.lab.document, *beyond));
    }

    // SQS-117: receives have a quota of their own, and may be throttled first.
    void throttledReceivesAreNoSendsAboveTheQuota() {
        Line line("fifo");
        line.lab.set(line.producer, "rate", "400");
        line.lab.set(line.producer, "start_after", "2 s");
        line.lab.set(line.consumer, "workers", "30");
        line.lab.set(line.consumer, "wait_time", "0 s");
        line.lab.set(line.consumer, "poll_pause", "0 s");
        World world = line.lab.world();
        runUntil(world, kRunStart + 1s);
        QVERIFY(queueIn(world, line.queue).counted.throttled > 0);
        const auto found = adviceWith(line.lab.document, line.producer, "300 send calls");
        QVERIFY(found);
        const auto at = shownAt(line.lab.document, *found);
        QVERIFY(at && *at > kRunStart + 2s);
    }

    // SQS-91
    void equalBodiesAreTakenForDuplicates() {
        Line line("fifo");
        line.lab.set(line.producer, "dedup_id", "none");
        line.lab.set(line.queue, "content_dedup", "true");
        QVERIFY(!adviceWith(line.lab.document, line.producer, "same body"));
        line.lab.set(line.producer, "body", "tick");
        const auto found = adviceWith(line.lab.document, line.producer, "same body");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
    }

    // SQS-116
    void retriesAfterTheWindow() {
        Line line("fifo");
        line.lab.set(line.producer, "answer_loss", "10 %");
        line.lab.set(line.producer, "retry_after", "299 s");
        QVERIFY(!adviceWith(line.lab.document, line.producer, "stored twice"));
        line.lab.set(line.producer, "retry_after", "6 min");
        const auto found = adviceWith(line.lab.document, line.producer, "stored twice");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
    }

    // SQS-47
    void ownDelaysOnFifo() {
        Line line("fifo");
        line.lab.set(line.producer, "own_delay", "true");
        line.lab.set(line.producer, "message_delay", "5 s");
        const auto found = adviceWith(line.lab.document, line.producer, "delay of its own");
        QVERIFY(found && isMendedByFix(line.lab.document, *found));
        QVERIFY(shownAt(line.lab.document, *found));
    }

    // SQS-78, SQS-115
    void aDeadLetterQueueBreaksTheOrder() {
        Line line("fifo");
        line.lab.redrive(line.queue, line.lab.queue({{"type", "fifo"}, {"retention", "14 d"}}));
        line.lab.set(line.queue, "visibility_timeout", "10 s");
        QVERIFY(!adviceWith(line.lab.document, line.queue, "gap"));
        line.lab.set(line.producer, "poison_share", "5 %");
        const auto found = adviceWith(line.lab.document, line.queue, "gap");
        QVERIFY(found && !isMendable(*found) && shownAt(line.lab.document, *found));
    }
};

SLUICE_TEST(SendingAdviceTest)

} // namespace sluice::sending_advice_test

#include "sending_advice_test.moc"
