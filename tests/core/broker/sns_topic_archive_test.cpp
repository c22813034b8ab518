// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_topic.h"
#include "tests/support/test_main.h"
#include "tests/support/topic_scene.h"

namespace sluice::sns_topic_archive_test {

using namespace sluice::test;

namespace {

TopicRules archivingTopic(Duration retention) {
    TopicRules rules = fifoTopic();
    rules.archiveRetention = retention;
    return rules;
}

/// Messages whose delivery to a subscription ended, in this order.
std::vector<int> endedAt(const TopicScene& scene, SubscriptionIndex index) {
    std::vector<int> messages;
    for (const auto& end : scene.sink.ends) {
        if (end.attempt.what.subscription != index) continue;
        messages.push_back(static_cast<int>(raw(end.attempt.what.message)));
    }
    return messages;
}

} // namespace

class SnsTopicArchiveTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-2
    void anArchiveCanBeReplayed() {
        TopicScene scene(archivingTopic(24h));
        for (std::uint32_t message = 1; message <= 5; ++message) {
            scene.run(10s * message);
            scene.publish(message, 1, message);
        }
        QCOMPARE(scene.topic.archivedCount(), std::size_t{5});
        const auto index = scene.subscribeFifo();
        scene.topic.replay(scene.now, index, kRunStart + 20s, kRunStart + 40s, scene.sink);
        scene.publish(6, 1, 6);
        scene.run(60s);
        QCOMPARE(endedAt(scene, index), (std::vector<int>{2, 3, 6}));
        QCOMPARE(scene.topic.counts(index).replayed, std::uint64_t{2});
        QVERIFY(scene.sink.ends.front().attempt.what.isReplay);
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-2
    void theArchiveForgetsAfterItsRetention() {
        TopicScene scene(archivingTopic(24h));
        scene.publish(1, 1, 1);
        scene.run(1h);
        scene.publish(2, 1, 2);
        QCOMPARE(scene.topic.nextDue(), kRunStart + 24h);
        QCOMPARE(scene.topic.archiveBegin(scene.now), kRunStart);
        scene.run(24h);
        QCOMPARE(scene.topic.archivedCount(), std::size_t{1});
        QCOMPARE(scene.sink.holders[MessageIndex{1}], 0);
        scene.topic.setRules(scene.now, fifoTopic(), scene.sink);
        QCOMPARE(scene.topic.archivedCount(), std::size_t{0});
        QCOMPARE(scene.sink.holdersInAll(), 0);
        QCOMPARE(scene.topic.archiveBegin(scene.now), kNever);
    }
};

SLUICE_TEST(SnsTopicArchiveTest)

} // namespace sluice::sns_topic_archive_test

#include "sns_topic_archive_test.moc"
