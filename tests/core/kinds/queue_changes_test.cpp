// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::queue_changes_test {

using namespace sluice::test;

class QueueChangesTest : public QObject {
    Q_OBJECT
private slots:
    void duringAnOutageNothingComesInOrOut() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"retries", "0"}});
        const NodeId queue = lab.queue({{"outages", "5500 ms, 15500 ms"}});
        const NodeId workers = lab.consumer();
        lab.feed(source, queue);
        lab.serve(queue, workers);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 15s));
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{5});
        QCOMPARE(producerIn(world, source).counted.refused, std::uint64_t{10});
        QVERIFY(runConserved(world, kRunStart + 30500ms));
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{20});
        QVERIFY(consumerIn(world, workers).counted.processed >= 18);
    }

    // SQS-5
    void anotherTypeIsAnotherEmptyQueue() {
        Lab lab;
        const NodeId queue = lab.queue();
        lab.feed(lab.producer({{"rate", "5"}}), queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 2s));
        const auto stored = queueIn(world, queue).store.storedCount();
        const auto news = lab.edit(world, [&] { lab.set(queue, "type", "fifo"); });
        QCOMPARE(queueIn(world, queue).store.storedCount(), std::uint64_t{0});
        QCOMPARE(news.size(), std::size_t{1});
        QCOMPARE(news[0].node, queue);
        QVERIFY(news[0].text.find("without the " + std::to_string(stored) + " messages")
                != std::string::npos);
        QVERIFY(lab.edit(world, [&] { lab.set(queue, "type", "standard"); }).empty());
    }

    void aRemovedQueueSaysWhatGoesWithIt() {
        Lab lab;
        const NodeId queue = lab.queue();
        lab.feed(lab.producer({{"rate", "5"}}), queue);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 2s));
        const auto stored = queueIn(world, queue).store.storedCount();
        const auto news = lab.edit(world, [&] { remove(lab.document, {{queue}, {}, {}}); });
        QCOMPARE(news.size(), std::size_t{1});
        QVERIFY(news[0].text.find(": " + std::to_string(stored) + " messages go")
                != std::string::npos);
    }
};

SLUICE_TEST(QueueChangesTest)

} // namespace sluice::queue_changes_test

#include "queue_changes_test.moc"
