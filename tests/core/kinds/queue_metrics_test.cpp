// SPDX-License-Identifier: GPL-3.0-or-later
// What is counted and billed of a queue, its encryption, and settings and limits changed in a run.
#include "core/broker/prices.h"
#include "core/model/edits.h"
#include "core/sim/node_action.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <cmath>

namespace sluice::queue_metrics_test {
namespace {

using namespace sluice::test;

/// A producer and a queue, with whatever else the test links to them.
struct Scene {
    Lab lab;
    NodeId source, queue;
    World world;

    explicit Scene(test::Settings forSource, test::Settings forQueue = {})
        : source(lab.producer(forSource))
        , queue(lab.queue(forQueue)) {
        lab.feed(source, queue);
        world = lab.world();
    }
    NodeId serve(test::Settings forWorkers) {
        const NodeId workers = lab.consumer(forWorkers);
        lab.serve(queue, workers);
        world = lab.world();
        return workers;
    }
    bool run(Duration until) { return runConserved(world, kRunStart + until); }
    void set(NodeId node, std::string_view key, std::string_view text) {
        lab.edit(world, [&] { lab.set(node, key, text); });
    }
    void setLimits(LimitsPreset preset) {
        lab.edit(world, [&] { lab.document.settings.limits = preset; });
    }
    const Queue::Metrics& counted() const { return queueIn(world, queue).counted; }
    std::vector<StoredView> copies(NodeId node) const {
        std::vector<StoredView> all;
        queueIn(world, node).store.visitStored([&](const auto& view) { all.push_back(view); });
        return all;
    }
};

bool isNear(double value, double expected) {
    return std::abs(value - expected) < 1e-9;
}

} // namespace

class QueueMetricsTest : public QObject {
    Q_OBJECT
private slots:
    // PRICE-1
    void everyCallIsBilledOrEveryBatch() {
        Scene single({{"rate", "100"}, {"message_size", "1 KiB"}, {"message_limit", "500"}});
        single.serve({{"workers", "4"}, {"processing_time", "1 ms"}});
        QVERIFY(single.run(60s));
        QCOMPARE(single.counted().deleted, 500U);
        QCOMPARE(single.counted().billedRequests, 3U * 500U + single.counted().emptyReceives);
        QCOMPARE(single.counted().billedGroupRequests, 0U);
        QVERIFY(isNear(single.counted().cost,
                       0.4e-6 * static_cast<double>(single.counted().billedRequests)));
        Scene batches({{"rate", "100"},
                       {"message_size", "1 KiB"},
                       {"message_limit", "500"},
                       {"batch_size", "10"}});
        batches.serve(
            {{"processing_time", "1 ms"}, {"batch_size", "10"}, {"delete_when", "after_batch"}});
        QVERIFY(batches.run(60s));
        QCOMPARE(batches.counted().deleted, 500U);
        QCOMPARE(batches.counted().billedRequests, 150U + batches.counted().emptyReceives);
    }

    // PRICE-2
    void largeMessagesAreSeveralRequests() {
        Scene scene({{"rate", "1"}, {"message_size", "256 KiB"}, {"message_limit", "1"}});
        scene.serve({{"processing_time", "1 s"}});
        QVERIFY(scene.run(2s));
        QCOMPARE(scene.counted().billedRequests, 4U + 4U + 1U);
    }

    // PRICE-2
    void aBatchIsBilledByItsSum() {
        Scene scene({{"rate", "10"},
                     {"message_size", "13108 B"}, // five are 65,540 bytes
                     {"message_limit", "5"},
                     {"batch_size", "5"},
                     {"batch_wait", "1 min"}});
        QVERIFY(scene.run(2s));
        QCOMPARE(scene.counted().billedRequests, 2U);
    }

    void groupsCostMoreInAStandardQueue() {
        Scene scene({{"rate", "10"}, {"message_group", "per_key"}, {"message_limit", "10"}});
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.counted().billedGroupRequests, 10U);
        QVERIFY(isNear(scene.counted().cost, queueCost(false, 10, 10)));
        QVERIFY(scene.counted().cost > queueCost(false, 10, 0));
    }

    // SQS-96, SQS-127
    void duplicatesAreCountedApart() {
        Scene scene({{"rate", "10"},
                     {"message_limit", "10"},
                     {"message_size", "100 B"},
                     {"message_group", "single"},
                     {"dedup_id", "per_key"},
                     {"keys", "1"}},
                    {{"type", "fifo"}});
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.counted().deduplicated, 9U);
        QCOMPARE(scene.counted().sent, 1U);
        QCOMPARE(scene.counted().sentBytes, 100U);
        QCOMPARE(scene.counted().refused, 0U);
    }

    // SQS-117
    void throttledCallsAreCountedOfEveryKind() {
        Scene scene(
            {{"rate", "4"}, {"retries", "0"}, {"message_group", "single"}, {"dedup_id", "unique"}},
            {{"type", "fifo"}});
        const NodeId workers = scene.serve({{"workers", "3"},
                                            {"wait_time", "0 s"},
                                            {"poll_pause", "10 s"},
                                            {"error_pause", "10 s"}});
        scene.lab.edit(scene.world, [&] {
            scene.lab.document.settings.limitOverrides = "sqs.fifo_tps_per_api=1";
        });
        QVERIFY(scene.run(5'100ms));
        QCOMPARE(consumerIn(scene.world, workers).counted.refused, 2U);
        QVERIFY(scene.counted().refused >= 14); // one a second of four gets through
        QCOMPARE(scene.counted().throttled, scene.counted().refused + 2);
    }

    // SQS-127
    void repeatedDeletionsCount() {
        Scene scene({{"rate", "1"}, {"message_limit", "1"}}, {{"visibility_timeout", "2 s"}});
        scene.serve({{"workers", "2"}, {"processing_time", "3 s"}});
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.counted().received, 2U);
        QCOMPARE(scene.counted().deleteCalls, 2U);
        QCOMPARE(scene.counted().deleted, 1U);
        QCOMPARE(scene.counted().timedOut, 1U);
    }

    // SQS-127
    void groupsInFlightAreCounted() {
        Scene scene(
            {{"rate", "100"}, {"keys", "3"}, {"message_group", "per_key"}, {"dedup_id", "unique"}},
            {{"type", "fifo"}});
        scene.serve({{"workers", "9"}, {"processing_time", "100 s"}});
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.counted().groupsInFlight, 3U);
        QCOMPARE(scene.counted().inFlight, 3U);
    }

    // SQS-120, SQS-123
    void quietTenantsAreCountedApart() {
        Scene scene({{"rate", "1000"},
                     {"message_limit", "200"},
                     {"message_group", "single"},
                     {"group_number", "1"}});
        const NodeId quiet = scene.lab.producer({{"rate", "10"},
                                                 {"start_after", "2 s"},
                                                 {"message_limit", "5"},
                                                 {"message_group", "single"},
                                                 {"group_number", "2"}});
        scene.lab.feed(quiet, scene.queue);
        scene.serve({{"workers", "40"}, {"processing_time", "500 s"}});
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.counted().inFlight, 40U);
        QCOMPARE(scene.counted().noisyGroups, 1U);
        QCOMPARE(scene.counted().visible, 165U);
        QCOMPARE(scene.counted().quietVisible, 5U);
        QCOMPARE(scene.counted().quietInFlight, 0U);
        QCOMPARE(scene.counted().quietDelayed, 0U);
        QCOMPARE(scene.counted().quietAgeOfOldest, 7.9); // sent at 2.1 s
        QVERIFY(scene.counted().ageOfOldest > 9.5);
    }

    // SQS-125
    void theStateOfTheKeyAndThePermissionDecide_data() {
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("mayUse");
        QTest::addColumn<bool>("isFine");
        QTest::addRow("enabled") << "enabled" << true << true;
        QTest::addRow("disabled") << "disabled" << true << false;
        QTest::addRow("missing") << "missing" << true << false;
        QTest::addRow("no permission") << "enabled" << false << false;
    }
    void theStateOfTheKeyAndThePermissionDecide() {
        QFETCH(QString, state);
        QFETCH(bool, mayUse);
        QFETCH(bool, isFine);
        Scene scene({{"rate", "1"}, {"batch_wait", "5 s"}}, {{"encryption", "sse_kms"}});
        const NodeId workers = scene.serve({{"error_pause", "1 s"}});
        scene.set(scene.queue, "key_state", state.toStdString());
        scene.set(scene.source, "may_use_key", mayUse ? "true" : "false");
        QVERIFY(scene.run(4'500ms));
        scene.set(scene.source, "batch_size", "2");
        QVERIFY(scene.run(8'500ms));
        QCOMPARE(scene.counted().refused, isFine ? 0U : 8U);
        QCOMPARE(scene.counted().sent, isFine ? 8U : 0U);
        QCOMPARE(producerIn(scene.world, scene.source).counted.givenUp, isFine ? 0U : 8U);
        QCOMPARE(consumerIn(scene.world, workers).counted.refused > 0, state != "enabled");
    }

    // SQS-125
    void theKeyMattersOnlyToAQueueThatUsesIt() {
        for (const std::string_view encryption : {"none", "sse_sqs"}) {
            Scene scene({{"rate", "1"}, {"may_use_key", "false"}},
                        {{"encryption", encryption}, {"key_state", "missing"}});
            QVERIFY(scene.run(2'500ms));
            QCOMPARE(scene.counted().sent, 2U);
            QCOMPARE(scene.counted().keyCalls, 0U);
        }
    }

    // SQS-124
    void aMovedCopyStaysEncryptedAsItWas() {
        for (const std::string_view type : {"standard", "fifo"}) {
            Scene scene({{"rate", "1"},
                         {"message_group", "single"},
                         {"dedup_id", type == "fifo" ? "unique" : "none"}},
                        {{"type", type},
                         {"encryption", "none"},
                         {"visibility_timeout", "1 s"},
                         {"max_receive_count", "1"}});
            const NodeId deadLetters = scene.lab.queue({{"type", type}});
            scene.lab.redrive(scene.queue, deadLetters);
            scene.serve({{"failure_share", "1"}, {"processing_time", "1 ms"}});
            QVERIFY(scene.run(10'500ms));
            for (const StoredView& copy : scene.copies(deadLetters)) QVERIFY(!copy.isEncrypted);
            const auto plain = scene.copies(deadLetters).size();
            QVERIFY(plain >= 8);
            scene.set(scene.queue, "encryption", "sse_kms"); // the backlog stays as it is
            QVERIFY(scene.run(20'500ms));
            std::size_t encrypted = 0;
            for (const StoredView& copy : scene.copies(deadLetters))
                encrypted += copy.isEncrypted ? 1 : 0;
            QVERIFY(encrypted >= 8 && encrypted <= 10);
            QVERIFY(scene.copies(deadLetters).size() - encrypted <= 10);
        }
    }

    // SQS-126
    void aDataKeyIsReusedByEachCaller() {
        Scene scene({{"rate", "1"}}, {{"encryption", "sse_kms"}, {"key_reuse", "60 s"}});
        QVERIFY(scene.run(60'500ms));
        QCOMPARE(scene.counted().keyCalls, 1U); // at 1 s
        QVERIFY(scene.run(180'500ms));
        QCOMPARE(scene.counted().keyCalls, 3U); // and at 61 and 121 s
        const NodeId second = scene.lab.producer({{"rate", "1"}});
        scene.lab.edit(scene.world, [&] { scene.lab.feed(second, scene.queue); });
        QVERIFY(scene.run(180'600ms));
        QCOMPARE(scene.counted().keyCalls, 3U);
    }

    // SQS-8, SQS-10
    void changedSettingsTakeTheirTime() {
        Scene scene({{"rate", "1"}}, {{"attribute_propagation", "60 s"}});
        QVERIFY(scene.run(10s));
        scene.set(scene.queue, "delay", "900 s");
        const auto delay = [&] { return queueIn(scene.world, scene.queue).store.rules().delay; };
        QVERIFY(scene.run(40s));
        QCOMPARE(delay(), Duration(0s));
        // A new link takes no time to get around, but hurries nothing.
        scene.lab.edit(scene.world, [&] {
            scene.lab.serve(scene.queue, scene.lab.consumer({{"processing_time", "1 ms"}}));
        });
        QCOMPARE(delay(), Duration(0s));
        QVERIFY(scene.run(99s));
        QCOMPARE(delay(), Duration(0s));
        QVERIFY(scene.run(100s));
        QCOMPARE(delay(), Duration(900s));
    }

    // SQS-8
    void aDeadLetterQueueIsThereAsSoonAsItIsLinked() {
        Scene scene({{"rate", "1"}}, {{"attribute_propagation", "60 s"}});
        QVERIFY(scene.run(1s));
        const auto& rules = queueIn(scene.world, scene.queue).store.rules();
        QCOMPARE(rules.maxReceiveCount, 0U);
        scene.lab.edit(scene.world, [&] { scene.lab.redrive(scene.queue, scene.lab.queue()); });
        QCOMPARE(queueIn(scene.world, scene.queue).store.rules().maxReceiveCount, 3U);
    }

    // SQS-5
    void anotherTypeIsAnotherEmptyQueue() {
        Scene scene({{"rate", "1"}, {"message_limit", "5"}}, {{"delay", "900 s"}});
        const NodeId workers = scene.serve({{"workers", "3"}, {"wait_time", "20 s"}});
        QVERIFY(scene.run(5'500ms));
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{5});
        QCOMPARE(queueIn(scene.world, scene.queue).store.waiterCount(), std::size_t{3});
        scene.lab.edit(scene.world, [&] {
            scene.lab.set(scene.queue, "type", "fifo");
            scene.lab.set(scene.queue, "delay", "0 s");
        });
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
        QCOMPARE(scene.counted().stored, 0U);
        runUntil(scene.world, kRunStart + 6s);
        // Who waited at the old queue asks the new one.
        QCOMPARE(queueIn(scene.world, scene.queue).store.waiterCount(), std::size_t{3});
        const NodeAction send{scene.queue, "send_message", {{"group", std::string("g")}}, 0, {}};
        QVERIFY(!applyAction(scene.world, send).isRefused);
        runUntil(scene.world, kRunStart + 60s);
        QCOMPARE(consumerIn(scene.world, workers).counted.processed, 1U);
    }

    // SQS-38
    void aHandleOfTheOldQueueMeansNothingToTheNewOne() {
        Scene scene({{"rate", "1"}, {"message_limit", "1"}}, {{"visibility_timeout", "1 h"}});
        scene.serve({{"workers", "2"}, {"processing_time", "10 s"}, {"heartbeat", "3 s"}});
        QVERIFY(scene.run(2s));
        scene.set(scene.queue, "type", "fifo");
        scene.set(scene.queue, "type", "standard");
        const NodeAction send{scene.queue, "send_message", {}, 0, {}};
        QVERIFY(!applyAction(scene.world, send).isRefused);
        runUntil(scene.world, kRunStart + 11'500ms); // the old message is done at 11 s
        QCOMPARE(scene.counted().inFlight, 1U);
        QCOMPARE(queueIn(scene.world, scene.queue).store.counts().deleted, 0U);
        runUntil(scene.world, kRunStart + 20s);
        QCOMPARE(queueIn(scene.world, scene.queue).store.counts().deleted, 1U);
    }

    // PROF-1
    void theProfileDecidesAboutSizes_data() {
        QTest::addColumn<int>("preset");
        QTest::addColumn<int>("most");
        QTest::addRow("study notes") << static_cast<int>(LimitsPreset::StudyNotes) << 262'144;
        QTest::addRow("2023") << static_cast<int>(LimitsPreset::Aws2023) << 262'144;
        QTest::addRow("2026") << static_cast<int>(LimitsPreset::Aws2026) << 1'048'576;
    }
    void theProfileDecidesAboutSizes() {
        QFETCH(int, preset);
        QFETCH(int, most);
        Scene scene({{"rate", "1"}});
        scene.setLimits(static_cast<LimitsPreset>(preset));
        scene.set(scene.source, "message_size", std::to_string(most) + " B");
        QVERIFY(scene.run(1'500ms));
        QCOMPARE(scene.counted().sent, 1U);
        scene.set(scene.source, "message_size", std::to_string(most + 1) + " B");
        QVERIFY(scene.run(2'500ms));
        QCOMPARE(scene.counted().sent, 1U);
        QCOMPARE(scene.counted().refused, 1U);
    }

    // PROF-2
    void aLowerLimitConcernsNewRequestsOnly() {
        Scene scene({{"rate", "1"}, {"message_size", "300 KiB"}});
        QVERIFY(scene.run(3'500ms));
        scene.setLimits(LimitsPreset::Aws2023);
        QVERIFY(scene.run(6'500ms));
        QCOMPARE(scene.counted().sent, 3U);
        QCOMPARE(scene.counted().refused, 3U);
        QCOMPARE(scene.counted().stored, 3U);
        scene.setLimits(LimitsPreset::Aws2026);
        QVERIFY(scene.run(8'500ms));
        QCOMPARE(scene.counted().sent, 5U);
    }

    // PROF-2, SQS-40
    void aLowerInFlightLimitTakesNothingBack() {
        Scene scene({{"rate", "100"}});
        scene.serve({{"workers", "20"}, {"processing_time", "constant 5 s"}});
        QVERIFY(scene.run(2s));
        QCOMPARE(scene.counted().inFlight, 20U);
        scene.lab.edit(scene.world, [&] {
            scene.lab.document.settings.limitOverrides = "sqs.inflight_standard=4";
        });
        QVERIFY(scene.run(3s));
        QCOMPARE(scene.counted().inFlight, 20U);
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.counted().inFlight, 4U);
    }

    // PROF-3, SQS-92
    void groupsOnStandardQueuesMayBeForbidden() {
        Scene scene({{"rate", "1"}, {"message_group", "single"}});
        QVERIFY(scene.run(2'500ms));
        scene.lab.edit(scene.world, [&] {
            scene.lab.document.settings.limitOverrides = "sqs.standard_group_id_allowed=0";
        });
        QVERIFY(scene.run(4'500ms));
        QCOMPARE(scene.counted().sent, 2U);
        QCOMPARE(scene.counted().refused, 2U);
        QCOMPARE(scene.counted().stored, 2U);
    }
};

SLUICE_TEST(QueueMetricsTest)

} // namespace sluice::queue_metrics_test

#include "queue_metrics_test.moc"
