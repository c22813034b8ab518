// SPDX-License-Identifier: GPL-3.0-or-later
// How workers keep hidden what they are working on.
#include "tests/support/consumer_scene.h"
#include "tests/support/test_main.h"

#include <utility>
#include <vector>

namespace sluice::consumer_heartbeat_test {

using namespace sluice::test;

class ConsumerHeartbeatTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-30
    void heartbeatsGrow() {
        ConsumerScene scene({{"replay_times", "1 s"}},
                            {{"visibility_timeout", "30 s"}},
                            {{"processing_time", "300 s"},
                             {"heartbeat", "20 s"},
                             {"heartbeat_extension", "30 s"},
                             {"heartbeat_growth", "2"},
                             {"workers", "2"}});
        const std::vector<std::pair<Duration, Duration>> expected{
            {1s, 31s}, {21s, 51s}, {41s, 101s}, {81s, 201s}, {161s, 401s}};
        for (const auto& [at, until] : expected) {
            QVERIFY(scene.run(at));
            QCOMPARE(scene.copy().until, kRunStart + until);
            QVERIFY(scene.run(at + 10s));
            QCOMPARE(scene.copy().until, kRunStart + until);
        }
        QVERIFY(scene.run(400s));
        QCOMPARE(scene.stored().received, 1U);
        QCOMPARE(scene.counted().processed, 1U);
        QCOMPARE(scene.stored().timedOut, 0U);
    }

    // SQS-30: of a batch, what is still to be done is extended; what is finished is deleted.
    void theRestOfTheBatchIsExtended() {
        ConsumerScene scene({{"replay_times", "1 s, 1 s"}, {"batch_size", "2"}},
                            {{"visibility_timeout", "30 s"}},
                            {{"batch_size", "2"},
                             {"processing_time", "25 s"},
                             {"heartbeat", "20 s"},
                             {"heartbeat_extension", "30 s"}});
        QVERIFY(scene.run(21s)); // both at work, the first at its beat
        QCOMPARE(scene.stored().inFlight, 2U);
        QVERIFY(scene.run(26s)); // the first is done
        QCOMPARE(scene.stored().deleted, 1U);
        QCOMPARE(scene.copy().until, kRunStart + 51s);
        QVERIFY(scene.run(41s));
        QCOMPARE(scene.copy().until, kRunStart + 71s);
        QVERIFY(scene.run(60s));
        QCOMPARE(scene.stored().deleted, 2U);
        QCOMPARE(scene.stored().timedOut, 0U);
        QCOMPARE(scene.counted().processed, 2U);
    }
};

SLUICE_TEST(ConsumerHeartbeatTest)

} // namespace sluice::consumer_heartbeat_test

#include "consumer_heartbeat_test.moc"
