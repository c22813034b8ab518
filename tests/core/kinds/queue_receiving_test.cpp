// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of which nothing has to be weighed take a shorter way; nothing may tell them apart.
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <vector>

namespace sluice::queue_receiving_test {

using namespace sluice::test;

namespace {

/// How the queue is used.
struct Usage {
    std::string_view name, rate;
    std::vector<TypedSetting> workers;
};

const std::vector<Usage>& usages() {
    static const std::vector<TypedSetting> busy = {{"workers", "6"},
                                                   {"crash_share", "0.05"},
                                                   {"restart_time", "0 s"},
                                                   {"delete_when", "after_batch"},
                                                   {"processing_per", "batch"},
                                                   {"processing_time", "4 ms"}};
    static const std::vector<TypedSetting> calm = {{"workers", "3"},
                                                   {"batch_size", "4"},
                                                   {"wait_time", "1 s"},
                                                   {"failure_share", "0.1"},
                                                   {"processing_time", "15 ms"}};
    const auto with = [](std::vector<TypedSetting> settings, std::vector<TypedSetting> more) {
        settings.insert(settings.end(), more.begin(), more.end());
        return settings;
    };
    static const std::vector<Usage> all = {
        {"deletes by batch", "200", with(calm, {{"delete_when", "after_batch"}})},
        {"deletes one by one", "200", with(calm, {{"delete_when", "after_each"}})},
        {"receives in twos", "2000", with(busy, {{"batch_size", "2"}, {"wait_time", "0 s"}})},
        {"receives in tens", "2000", with(busy, {{"batch_size", "10"}, {"wait_time", "0 s"}})},
        {"long polls", "2000", with(busy, {{"batch_size", "10"}, {"wait_time", "5 s"}})}};
    return all;
}

struct Scene {
    Lab lab;
    NodeId queue = lab.queue({{"visibility_timeout", "2 s"}, {"max_receive_count", "2"}});
    RunObserver observer;

    World run(const Usage& usage, std::string_view outages, bool isWatched = true) {
        const NodeId source = lab.producer({{"spacing", "poisson"}});
        const NodeId workers = lab.consumer();
        const NodeId deadLetters = lab.queue();
        lab.set(source, "rate", usage.rate);
        lab.set(queue, "outages", outages);
        for (const auto& [key, value] : usage.workers) lab.set(workers, key, value);
        lab.feed(source, queue, "2 ms");
        lab.serve(queue, workers, "2 ms");
        lab.redrive(queue, deadLetters);
        World world = lab.world();
        if (!runConserved(world, kRunStart + 15s, isWatched ? &observer : nullptr)) world = World{};
        return world;
    }
};

} // namespace

class QueueReceivingTest : public QObject {
    Q_OBJECT
private slots:
    // What a receive leaves may be of the very instant at which something else is sent.
    void whatIsLeftKeepsItsPlace_data() {
        QTest::addColumn<QString>("serving");
        QTest::addColumn<QString>("subscription");
        for (const auto* const serving : {"0 s", "1 ms", "2 ms"})
            for (const auto* const subscription : {"3 ms", "0 s"})
                QTest::addRow("%s, %s", serving, subscription) << serving << subscription;
    }
    void whatIsLeftKeepsItsPlace() {
        QFETCH(QString, serving);
        QFETCH(QString, subscription);
        Lab lab;
        const NodeId queue = lab.queue();
        const NodeId topic = lab.topic();
        for (const auto* const batch : {"10", "10", "3"})
            lab.feed(lab.producer({{"batch_size", batch}, {"batch_wait", "1 s"}, {"rate", "500"}}),
                     topic,
                     "1 ms");
        lab.subscribe(topic, queue, {{"raw_delivery", "true"}}, subscription.toStdString().c_str());
        lab.feed(lab.producer({{"rate", "500"}}), queue, "0 s");
        lab.serve(queue,
                  lab.consumer({{"workers", "3"},
                                {"batch_size", "10"},
                                {"wait_time", "0 s"},
                                {"poll_pause", "1 ms"},
                                {"processing_time", "5 ms"},
                                {"processing_per", "batch"},
                                {"delete_when", "after_batch"}}),
                  serving.toStdString().c_str());
        World unwatched = lab.world();
        World watched = unwatched;
        World changing = unwatched;
        RunObserver observer;
        runUntil(unwatched, kRunStart + 700'500us);
        runUntil(watched, kRunStart + 700'500us, &observer);
        for (int i = 1; i <= 1401; ++i)
            runUntil(changing, kRunStart + i * 500us, i % 3 == 0 ? &observer : nullptr);
        QVERIFY(queueIn(watched, queue).counted.received > 300);
        QVERIFY(unwatched == watched);
        QVERIFY(unwatched == changing);
    }

    void aPlainCallIsLikeAWeighedOne_data() {
        QTest::addColumn<int>("usage");
        for (int i = 0; i < static_cast<int>(usages().size()); ++i) {
            QTest::newRow(usages().at(static_cast<std::size_t>(i)).name.data()) << i;
        }
    }
    // With an outage to come every call is weighed: that must make no other difference.
    void aPlainCallIsLikeAWeighedOne() {
        QFETCH(int, usage);
        const Usage& used = usages().at(static_cast<std::size_t>(usage));
        Scene plainly;
        Scene weighing;
        const World plain = plainly.run(used, "");
        const World weighed = weighing.run(used, "9000 s, 9001 s");
        QCOMPARE(digest(plain), digest(weighed));
        const Queue& queue = queueIn(plain, plainly.queue);
        QVERIFY(queue.store == queueIn(weighed, weighing.queue).store);
        QVERIFY(queue.counted == queueIn(weighed, weighing.queue).counted);
        QVERIFY(queue.counted.timedOut > 0 && queue.counted.moved > 0);
        QVERIFY(plainly.observer.hops.take() == weighing.observer.hops.take());
        // When nobody watches, what arrives may go on without being stored.
        Scene unwatched;
        QVERIFY(unwatched.run(used, "", false) == plain);
    }
};

SLUICE_TEST(QueueReceivingTest)

} // namespace sluice::queue_receiving_test

#include "queue_receiving_test.moc"
