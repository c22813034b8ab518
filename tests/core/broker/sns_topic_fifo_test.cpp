// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_topic.h"
#include "tests/support/test_main.h"
#include "tests/support/topic_scene.h"

namespace sluice::sns_topic_fifo_test {

using namespace sluice::test;

namespace {

constexpr auto kSuccess = DeliveryOutcome::Success;
constexpr auto kServerError = DeliveryOutcome::ServerError;

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

class SnsTopicFifoTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-51
    void aDuplicateSucceedsAndIsNotDelivered() {
        TopicScene scene(fifoTopic());
        scene.subscribeFifo();
        const PublishOutcome first = scene.publish(1, 1, 77);
        const PublishOutcome second = scene.publish(2, 2, 77);
        QVERIFY(second.isDuplicate);
        QCOMPARE(second.serial, std::uint64_t{1});
        QCOMPARE(second.sequenceNumber, first.sequenceNumber);
        QCOMPARE(scene.topic.counts(0).begun, std::uint64_t{1});
        QCOMPARE(scene.topic.counts().deduplicated, std::uint64_t{1});
        scene.run(300s - 1ns);
        QVERIFY(scene.publish(3, 1, 77).isDuplicate);
        scene.run(300s);
        QVERIFY(!scene.publish(4, 1, 77).isDuplicate);
    }

    // SNS-51
    void sequenceNumbersGrowAndHave20Digits() {
        TopicScene scene(fifoTopic());
        const auto first = scene.publish(1, 1, 1).sequenceNumber;
        const auto second = scene.publish(2, 1, 2).sequenceNumber;
        QVERIFY(second > first + 1);
        QCOMPARE(std::to_string(first).size(), std::size_t{20});
    }

    // SNS-54
    void whatIsFilteredOutUsesUpItsId() {
        TopicScene scene(fifoTopic());
        Subscription subscription;
        subscription.isFifoQueue = true;
        subscription.filter = anyFilter();
        scene.topic.subscribe(subscription);
        scene.sink.filtered[{0, MessageIndex{1}}] = FilterResult::Attributes;
        scene.publish(1, 1, 5);
        QVERIFY(scene.publish(2, 1, 5).isDuplicate);
        QCOMPARE(scene.topic.counts(0).begun, std::uint64_t{0});
    }

    // SNS-51, SNS-55
    void aRetriedDeliveryHoldsItsGroupBackAtThatSubscriptionOnly() {
        TopicScene scene(fifoTopic());
        scene.subscribeFifo();
        scene.subscribeFifo();
        scene.publish(1, 1, 1);
        scene.publish(2, 1, 2);
        scene.publish(3, 2, 3);
        // message 1 fails five times at the first subscription: until 2 s
        const auto answer = [](const Attempt& attempt) {
            const bool fails = attempt.what.subscription == 0
                               && attempt.what.message == MessageIndex{1} && attempt.number < 6;
            return fails ? kServerError : kSuccess;
        };
        scene.run(1s, answer);
        QCOMPARE(endedAt(scene, 0), std::vector<int>{3});
        QCOMPARE(endedAt(scene, 1).size(), std::size_t{3});
        QVERIFY(scene.topic.isConsistent());
        scene.run(2s, answer);
        QCOMPARE(endedAt(scene, 0), (std::vector<int>{3, 1, 2}));
        QCOMPARE(scene.topic.waitingCount(), std::uint64_t{0});
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-55
    void anAttemptUnderWayHoldsItsGroupBackToo() {
        TopicScene scene(fifoTopic());
        scene.subscribeFifo();
        scene.publish(1, 1, 1);
        scene.publish(2, 1, 2);
        QCOMPARE(scene.sink.open.size(), std::size_t{1});
        scene.topic.unsubscribe(0, scene.sink); // the one behind is dropped, the other may arrive
        QCOMPARE(endedAt(scene, 0), std::vector<int>{2});
        scene.run(1s);
        QCOMPARE(endedAt(scene, 0), (std::vector<int>{2, 1}));
        QCOMPARE(scene.topic.counts(0).delivered, std::uint64_t{1});
        QCOMPARE(scene.sink.holdersInAll(), 0);
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-53
    void standardQueuesGetFifoMessagesWithoutOrder() {
        TopicScene scene(fifoTopic());
        scene.subscribe(Protocol::Sqs);
        scene.publish(1, 1, 1);
        scene.publish(2, 1, 2);
        QCOMPARE(scene.sink.open.size(), std::size_t{2});
    }

    // SNS-56
    void theScopeDecidesAboutDeduplication() {
        TopicRules rules = fifoTopic();
        rules.throughputScope = FifoThroughputScope::MessageGroup;
        TopicScene scene(rules);
        scene.publish(1, 1, 5);
        QVERIFY(!scene.publish(2, 2, 5).isDuplicate);
        QVERIFY(scene.publish(3, 2, 5).isDuplicate);
    }

    // SNS-56, SNS-60
    void theScopeDecidesAboutThroughput() {
        TopicRules rules = fifoTopic();
        SnsTopic perTopic(rules);
        QCOMPARE(perTopic.takeQuota(kRunStart, 2'999, 1'000, 1), Refusal::None);
        QCOMPARE(perTopic.takeQuota(kRunStart, 2, 1'000, 2), Refusal::Throttled);
        QCOMPARE(perTopic.takeQuota(kRunStart, 1, 1'000, 2), Refusal::None);
        QCOMPARE(perTopic.takeQuota(kRunStart + 1s, 1, 20'971'520, 1), Refusal::None);
        QCOMPARE(perTopic.takeQuota(kRunStart + 1s, 1, 1, 1), Refusal::Throttled);

        rules.throughputScope = FifoThroughputScope::MessageGroup;
        SnsTopic perGroup(rules);
        QCOMPARE(perGroup.takeQuota(kRunStart, 300, 1'000, 1), Refusal::None);
        QCOMPARE(perGroup.takeQuota(kRunStart, 1, 1'000, 1), Refusal::Throttled);
        QCOMPARE(perGroup.takeQuota(kRunStart, 300, 1'000, 2), Refusal::None);

        rules.throughputScope = FifoThroughputScope::Topic;
        rules.limits = *limitsProfile("study-notes"); // 300 calls, 3 000 messages in batches
        SnsTopic ofNotes(rules);
        for (int i = 0; i < 300; ++i) {
            QCOMPARE(ofNotes.takeQuota(kRunStart, i < 10 ? 10 : 1, 10), Refusal::None);
        }
        QCOMPARE(ofNotes.takeQuota(kRunStart, 1, 10), Refusal::Throttled);
        for (int i = 0; i < 300; ++i) {
            QCOMPARE(ofNotes.takeQuota(kRunStart + 1s, 10, 10), Refusal::None);
        }

        rules.hasQuotas = false;
        SnsTopic unlimited(rules);
        QCOMPARE(unlimited.takeQuota(kRunStart, 1'000'000, 1'000, 1), Refusal::None);
    }
};

SLUICE_TEST(SnsTopicFifoTest)

} // namespace sluice::sns_topic_fifo_test

#include "sns_topic_fifo_test.moc"
