// SPDX-License-Identifier: GPL-3.0-or-later
// Receives of which nothing has to be weighed take a shorter way; nothing may tell them apart.
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::queue_receiving_test {

using namespace sluice::test;

class QueueReceivingTest : public QObject {
    Q_OBJECT
private slots:
    void aPlainReceiveIsLikeAWeighedOne_data() {
        QTest::addColumn<QString>("batch");
        QTest::addColumn<QString>("wait");
        QTest::addColumn<QString>("crashes");
        QTest::newRow("in twos") << "2"
                                 << "0 s"
                                 << "0";
        QTest::newRow("in tens") << "10"
                                 << "0 s"
                                 << "0.02";
        QTest::newRow("in tens, long polls") << "10"
                                             << "5 s"
                                             << "0.02";
    }
    // With an outage to come every receive is weighed: that must make no other difference.
    void aPlainReceiveIsLikeAWeighedOne() {
        QFETCH(QString, batch);
        QFETCH(QString, wait);
        QFETCH(QString, crashes);
        const std::string batchSize = batch.toStdString();
        const std::string waitTime = wait.toStdString();
        const std::string crashShare = crashes.toStdString();
        const auto worldWith = [&](std::string_view outages, NodeId& queue, RunObserver& observer) {
            Lab lab;
            const NodeId source = lab.producer({{"rate", "2000"}, {"spacing", "poisson"}});
            queue = lab.queue({{"visibility_timeout", "2 s"}, {"max_receive_count", "2"}});
            const NodeId deadLetters = lab.queue();
            const NodeId workers = lab.consumer({{"workers", "6"},
                                                 {"batch_size", batchSize},
                                                 {"wait_time", waitTime},
                                                 {"crash_share", crashShare},
                                                 {"restart_time", "0 s"},
                                                 {"delete_when", "after_batch"},
                                                 {"processing_per", "batch"},
                                                 {"processing_time", "4 ms"}});
            lab.set(queue, "outages", outages);
            lab.feed(source, queue, "2 ms");
            lab.serve(queue, workers, "2 ms");
            lab.redrive(queue, deadLetters);
            World world = lab.world();
            if (!runConserved(world, kRunStart + 10s, &observer)) world = World{};
            return world;
        };
        NodeId queue{};
        RunObserver watchesPlain;
        RunObserver watchesWeighed;
        const World plain = worldWith("", queue, watchesPlain);
        const World weighed = worldWith("9000 s, 9001 s", queue, watchesWeighed);
        QCOMPARE(digest(plain), digest(weighed));
        QVERIFY(queueIn(plain, queue).store == queueIn(weighed, queue).store);
        QVERIFY(queueIn(plain, queue).counted == queueIn(weighed, queue).counted);
        QVERIFY(queueIn(plain, queue).counted.received > 10'000);
        QVERIFY(watchesPlain.hops.take() == watchesWeighed.hops.take());
    }
};

SLUICE_TEST(QueueReceivingTest)

} // namespace sluice::queue_receiving_test

#include "queue_receiving_test.moc"
