// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/fifo_call_quota.h"
#include "tests/support/test_main.h"

namespace sluice::fifo_call_quota_test {

namespace {

using Groups = std::vector<GroupIndex>;

/// A queue in high-throughput mode.
struct Scene {
    QueueRules rules;
    FifoCallQuota quota;

    Scene() {
        rules.type = QueueType::Fifo;
        rules.throughputLimit = ThroughputLimit::PerMessageGroup;
    }
    bool take(CallClass callClass, const Groups& groups, SimTime now = kRunStart) {
        return quota.take(now, rules, callClass, groups) == Refusal::None;
    }
    /// How many such sends pass at this instant.
    int sends(const Groups& groups, SimTime now = kRunStart) {
        int calls = 0;
        while (calls < 100'000 && take(CallClass::Send, groups, now)) ++calls;
        return calls;
    }
};

} // namespace

class FifoCallQuotaTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-117
    void classesOfCallsDoNotShare() {
        Scene scene;
        scene.rules.throughputLimit = ThroughputLimit::PerQueue;
        QCOMPARE(scene.sends({1}), 300);
        QVERIFY(scene.take(CallClass::Receive, {}));
        QCOMPARE(scene.sends({1}, kRunStart + 1s), 300);
    }

    // SQS-117
    void messagesInBatchesCountToo() {
        Scene scene;
        scene.rules.throughputLimit = ThroughputLimit::PerQueue;
        QCOMPARE(scene.sends(Groups(10, 1)), 300); // 3 000 messages
        scene.rules.limits.fifoMessagesPerSecond = 2'005;
        QCOMPARE(scene.sends(Groups(10, 1), kRunStart + 1s), 200);
        QCOMPARE(scene.sends({1}, kRunStart + 1s), 5);
        scene.rules.limits.fifoMessagesPerSecond = 1; // concerns sends only
        QVERIFY(scene.take(CallClass::Delete, {}, kRunStart + 1s));
    }

    // SQS-118
    void theRegionDecidesInHighThroughputMode_data() {
        QTest::addColumn<QString>("region");
        QTest::addColumn<int>("perSecond");
        QTest::newRow("Ireland") << "eu-west-1" << 70'000;
        QTest::newRow("Frankfurt") << "eu-central-1" << 19'000;
        QTest::newRow("Tokyo") << "ap-northeast-1" << 9'000;
        QTest::newRow("London") << "eu-west-2" << 4'500;
        QTest::newRow("Stockholm") << "eu-north-1" << 2'400;
    }
    void theRegionDecidesInHighThroughputMode() {
        QFETCH(const QString, region);
        QFETCH(const int, perSecond);
        Scene scene;
        scene.quota.setRegion(region.toStdString());
        QCOMPARE(scene.sends({}), perSecond);
        QCOMPARE(highThroughputCallsPerSecond(scene.rules.limits, region.toStdString()),
                 std::int64_t{perSecond});
    }

    // SQS-118
    void eachGroupHasAQuotaBesideTheRegions() {
        Scene scene;
        scene.rules.limits.fifoHighThroughputCallsPerSecond = 1'000;
        QCOMPARE(scene.sends({1}), 300);
        QCOMPARE(scene.sends({2}), 300);
        QCOMPARE(scene.sends({3}), 300);
        QCOMPARE(scene.sends({4}), 100); // the region's quota is used up
    }

    // SQS-68, SQS-118: a batch is one call for each group it has messages of.
    void aBatchCountsOnceForEachOfItsGroups() {
        Scene scene;
        QCOMPARE(scene.sends({1, 1, 1, 2}), 300);
        QCOMPARE(scene.sends({2}), 0);
        QCOMPARE(scene.sends({2, 3}), 0); // nor does it count for the group that had room
        QCOMPARE(scene.sends({3}), 300);
    }
};

SLUICE_TEST(FifoCallQuotaTest)

} // namespace sluice::fifo_call_quota_test

#include "fifo_call_quota_test.moc"
