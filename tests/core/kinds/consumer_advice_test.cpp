// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/advice.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::consumer_advice_test {

using namespace sluice::test;

class ConsumerAdviceTest : public QObject {
    Q_OBJECT

private slots:
    // SQS-26, SQS-135
    void shortPollingOfAnIdleQueue() {
        Lab lab;
        const NodeId queue = lab.queue();
        const NodeId consumer = lab.consumer({{"wait_time", "0 s"}, {"poll_pause", "1 s"}});
        lab.feed(lab.producer({{"rate", "0.01"}}), queue);
        lab.serve(queue, consumer);
        const auto found = adviceWith(lab.document, consumer, "3\u2009600 times an hour");
        QVERIFY(found && found->why.find("$1.04 a month") != std::string::npos);
        QVERIFY(isMendedByFix(lab.document, *found) && shownAt(lab.document, *found));
        lab.set(consumer, "wait_time", "5 s");
        QVERIFY(!adviceWith(lab.document, consumer, "times an hour"));
    }

    // SQS-22
    void shortPollingSetByTheQueue() {
        Lab lab;
        const NodeId queue = lab.queue();
        lab.serve(queue, lab.consumer({{"wait_set_by", "queue"}, {"poll_pause", "1 s"}}));
        lab.feed(lab.producer({{"rate", "0.01"}}), queue);
        const auto found = adviceWith(lab.document, queue, "times an hour");
        QVERIFY(found && found->property == "receive_wait");
        QVERIFY(isMendedByFix(lab.document, *found));
    }

    void shortPollingOfABusyQueueIsFine() {
        Lab lab;
        const NodeId queue = lab.queue();
        const NodeId consumer = lab.consumer({{"wait_time", "0 s"}, {"poll_pause", "1 s"}});
        lab.feed(lab.producer({{"rate", "1"}}), queue);
        lab.serve(queue, consumer);
        QVERIFY(!adviceWith(lab.document, consumer, "times an hour"));
    }

    // SQS-30, SQS-132
    void heartbeatsThatComeTooLate() {
        Lab lab;
        const NodeId queue = lab.queue({{"visibility_timeout", "10 s"}});
        const NodeId consumer =
            lab.consumer({{"processing_time", "15 s"}, {"workers", "5"}, {"heartbeat", "10 s"}});
        lab.feed(lab.producer({{"rate", "0.2"}}), queue);
        lab.serve(queue, consumer);
        const auto found = adviceWith(lab.document, consumer, "first heartbeat");
        QVERIFY(found && isMendedByFix(lab.document, *found) && shownAt(lab.document, *found));
        lab.set(consumer, "heartbeat", "5 s");
        QVERIFY(!adviceWith(lab.document, consumer, "first heartbeat"));
    }

    // SQS-30
    void heartbeatsThatExtendTooLittle() {
        Lab lab;
        const NodeId queue = lab.queue({{"visibility_timeout", "30 s"}});
        const NodeId consumer = lab.consumer(
            {{"processing_time", "60 s"}, {"heartbeat", "10 s"}, {"heartbeat_extension", "5 s"}});
        lab.feed(lab.producer({{"rate", "0.01"}}), queue);
        lab.serve(queue, consumer);
        const auto found = adviceWith(lab.document, consumer, "later than that");
        QVERIFY(found && isMendedByFix(lab.document, *found) && shownAt(lab.document, *found));
        lab.set(consumer, "heartbeat_extension", "30 s");
        lab.set(consumer, "heartbeat_growth", "5"); // of the interval as well
        QVERIFY(!adviceWith(lab.document, consumer, "later than that"));
    }

    void batchesDeletedTogetherByWorkersThatCrash() {
        Lab lab;
        const NodeId queue = lab.queue();
        const NodeId consumer = lab.consumer({{"batch_size", "5"},
                                              {"delete_when", "after_batch"},
                                              {"crash_share", "5 %"},
                                              {"workers", "10"}});
        lab.feed(lab.producer({{"rate", "10"}}), queue);
        lab.serve(queue, consumer);
        const auto found = adviceWith(lab.document, consumer, "crashes");
        QVERIFY(found && isMendedByFix(lab.document, *found) && shownAt(lab.document, *found));
        lab.set(consumer, "crash_share", "0");
        QVERIFY(!adviceWith(lab.document, consumer, "crashes"));
    }

    // SQS-21
    void fewerWorkersThanQueues() {
        Lab lab;
        const NodeId first = lab.queue();
        const NodeId second = lab.queue();
        const NodeId consumer = lab.consumer();
        const NodeId producer = lab.producer({{"rate", "0.1"}});
        for (const NodeId queue : {first, second}) {
            lab.feed(producer, queue);
            lab.serve(queue, consumer);
        }
        lab.feed(lab.producer({{"rate", "0.05"}}), second);
        const auto found = adviceWith(lab.document, consumer, "fewer workers than queues");
        QVERIFY(found && isMendedByFix(lab.document, *found));
        QVERIFY(found->demonstration->node == second); // where most arrives
        QVERIFY(shownAt(lab.document, *found));
        lab.set(consumer, "workers", "2");
        QVERIFY(!adviceWith(lab.document, consumer, "fewer workers than queues"));
    }
};

SLUICE_TEST(ConsumerAdviceTest)

} // namespace sluice::consumer_advice_test

#include "consumer_advice_test.moc"
