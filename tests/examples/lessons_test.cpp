// SPDX-License-Identifier: GPL-3.0-or-later
// What each example teaches, in numbers: as it is, and after the change that its notes propose.
#include "tests/examples/example_documents.h"
#include "tests/examples/lesson.h"
#include "tests/support/test_main.h"

namespace sluice::lessons_test {

using namespace sluice::test;

namespace {

/// Largest number of visible messages of the node named "orders", as the chart shows it.
double deepest(const Document& document, Duration duration) {
    auto world = build(document);
    RunObserver observer;
    runUntil(*world, kRunStart + duration, &observer);
    const NodeId queue = named(document, "orders");
    const auto series = registry().find("queue")->seriesIndex("ApproximateNumberOfMessagesVisible");
    double most = 0;
    for (const Sample& sample : observer.samples) {
        if (sample.node == queue && sample.series == *series) most = std::max(most, sample.value);
    }
    return most;
}

} // namespace

class LessonsTest : public QObject {
    Q_OBJECT

private slots:
    void twoWorkersKeepTheQueueShort() {
        Document document = test::oneQueueTwoWorkers();
        QVERIFY(deepest(document, 10min) < 30);
        remove(document, {{named(document, "worker-2")}, {}, {}});
        QVERIFY(deepest(document, 10min) > 300);
    }

    void eachMessageGoesToOneWorker() {
        const Document document = test::oneQueueTwoWorkers();
        const World world = run(document, 120s);
        const auto& one = part<Consumer>(world, document, "worker-1").counted;
        const auto& two = part<Consumer>(world, document, "worker-2").counted;
        const auto& queue = part<Queue>(world, document, "orders").counted;
        QCOMPARE(one.duplicates + two.duplicates, 0U);
        QVERIFY(one.processed > 80 && two.processed > 80);
        QVERIFY(one.processed + two.processed <= queue.received);
        QVERIFY(one.processed + two.processed >= queue.deleted);
    }

    // SQS-33
    void tooShortAVisibilityTimeoutMakesDuplicates() {
        const Document document = test::slowConsumer();
        const World world = run(document, 120s);
        const auto& workers = part<Consumer>(world, document, "encoders").counted;
        QVERIFY(workers.duplicates > 10);
        QVERIFY(part<Queue>(world, document, "videos").counted.timedOut >= workers.duplicates);
        const World soon = run(document, 20s);
        QVERIFY(part<Consumer>(soon, document, "encoders").counted.duplicates > 0);
    }

    void aLongerTimeoutOrAHeartbeatEndsTheDuplicates_data() {
        QTest::addColumn<QString>("node");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("timeout") << "videos"
                                 << "visibility_timeout"
                                 << "30 s";
        QTest::newRow("heartbeat") << "encoders"
                                   << "heartbeat"
                                   << "2 s";
    }

    void aLongerTimeoutOrAHeartbeatEndsTheDuplicates() {
        QFETCH(QString, node);
        QFETCH(QString, key);
        QFETCH(QString, value);
        Document document = test::slowConsumer();
        set(document, qPrintable(node), qPrintable(key), qPrintable(value));
        const World world = run(document, 10min);
        QCOMPARE(part<Consumer>(world, document, "encoders").counted.duplicates, 0U);
        QCOMPARE(part<Queue>(world, document, "videos").counted.timedOut, 0U);
        QVERIFY(part<Consumer>(world, document, "encoders").counted.processed > 1'100);
    }

    // SQS-70, SQS-73
    void everyPoisonMessageAndNoOtherEndsInTheDeadLetterQueue() {
        Document document = test::poisonMessages();
        set(document, "payments-api", "stop_after", "60 s");
        const World world = run(document, 120s);
        const auto& dead = part<Queue>(world, document, "payments-dead-letters");
        const auto& sent = part<Producer>(world, document, "payments-api").counted;
        QVERIFY(sent.poison > 5);
        QCOMPARE(dead.store.visibleCount(), sent.poison);
        QCOMPARE(part<Consumer>(world, document, "ledger").counted.failures, 3 * sent.poison);
        QCOMPARE(part<Queue>(world, document, "payments").counted.deleted, sent.sent - sent.poison);
        QCOMPARE(part<Queue>(world, document, "payments").store.storedCount(), 0U);
        std::uint64_t seen = 0;
        dead.store.visitStored([&](const StoredView& view) {
            ++seen;
            QCOMPARE(view.receiveCount, 3U);
            QVERIFY(world.kernel.messages[view.message].isPoison);
        });
        QCOMPARE(seen, sent.poison);
    }

    void theFirstDeadLetterComesSoon() {
        const Document document = test::poisonMessages();
        QCOMPARE(totals(run(document, 11s)).inDeadLetterQueues, 0U);
        QVERIFY(totals(run(document, 20s)).inDeadLetterQueues > 0);
    }

    void withoutADeadLetterQueuePoisonCirclesForEver() {
        Document document = test::poisonMessages();
        set(document, "payments-api", "stop_after", "60 s");
        remove(document, {{named(document, "payments-dead-letters")}, {}, {}});
        const World world = run(document, 10min);
        const auto& sent = part<Producer>(world, document, "payments-api").counted;
        QCOMPARE(part<Queue>(world, document, "payments").store.storedCount(), sent.poison);
        QVERIFY(part<Consumer>(world, document, "ledger").counted.failures > 50 * sent.poison);
    }
};

SLUICE_TEST(LessonsTest)

} // namespace sluice::lessons_test

#include "lessons_test.moc"
