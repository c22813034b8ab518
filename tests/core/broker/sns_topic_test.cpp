// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_topic.h"
#include "tests/support/test_main.h"
#include "tests/support/topic_scene.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sluice::sns_topic_test {

using namespace sluice::test;

namespace {

constexpr auto kSuccess = DeliveryOutcome::Success;
constexpr auto kClientError = DeliveryOutcome::ClientError;
constexpr auto kServerError = DeliveryOutcome::ServerError;

} // namespace

class SnsTopicTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-1
    void aMessageGoesToEverySubscriptionWithOutcomesOfTheirOwn() {
        TopicScene scene;
        for (int i = 0; i < 3; ++i) scene.subscribe(Protocol::Sqs);
        scene.publish(7);
        QCOMPARE(scene.sink.open.size(), std::size_t{3});
        scene.run(1s, [](const Attempt& attempt) {
            return attempt.what.subscription == 1 ? kClientError : kSuccess;
        });
        QCOMPARE(scene.topic.counts(0).delivered, std::uint64_t{1});
        QCOMPARE(scene.topic.counts(1).lost, std::uint64_t{1});
        QCOMPARE(scene.topic.counts(2).delivered, std::uint64_t{1});
        QCOMPARE(scene.topic.counts().published, std::uint64_t{1});
        QCOMPARE(scene.sink.holdersInAll(), 0);
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-1: what a receiver is known to take is counted for its subscription, whether all of them
    // take a message or some, and also when subscriptions come and go.
    void deliveriesTakenForAcceptedAreCountedForEach() {
        TopicScene scene;
        const auto counts = [&](SubscriptionIndex index) {
            const DeliveryCounts found = scene.topic.counts(index);
            return std::array{found.begun, found.attempts, found.assumed, found.delivered};
        };
        using Counts = std::array<std::uint64_t, 4>;
        for (int i = 0; i < 3; ++i) scene.sink.willing.insert(scene.subscribe(Protocol::Sqs));
        for (std::uint32_t message = 0; message < 5; ++message) scene.publish(message);
        QVERIFY(scene.sink.wasToAll);
        for (SubscriptionIndex i = 0; i < 3; ++i) QCOMPARE(counts(i), (Counts{5, 5, 5, 0}));
        QCOMPARE(scene.topic.totals().assumed, std::uint64_t{15});
        QVERIFY(scene.topic.isConsistent());
        scene.topic.confirmAssumed(1, 2);
        QCOMPARE(counts(1), (Counts{5, 5, 3, 2}));
        QCOMPARE(counts(0), (Counts{5, 5, 5, 0}));
        Attempt refused;
        refused.what.subscription = 2;
        scene.topic.takeBack(refused);
        QCOMPARE(counts(2), (Counts{5, 5, 4, 0}));
        QCOMPARE(scene.topic.underWayCount(), std::uint64_t{1});
        QVERIFY(scene.topic.isConsistent());
        const SubscriptionIndex late = scene.subscribe(Protocol::Sqs);
        QCOMPARE(counts(late), (Counts{0, 0, 0, 0}));
        scene.publish(5); // which the late one is asked for
        QVERIFY(scene.sink.wasToAll);
        QCOMPARE(counts(late), (Counts{1, 1, 0, 0}));
        QCOMPARE(counts(0), (Counts{6, 6, 6, 0}));
        QCOMPARE(scene.sink.open.size(), std::size_t{1});
        scene.topic.unsubscribe(0, scene.sink);
        scene.sink.willing.insert(late);
        scene.publish(6);
        QCOMPARE(counts(0), (Counts{6, 6, 6, 0}));
        QCOMPARE(counts(late), (Counts{2, 2, 1, 0}));
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-2
    void aLaterSubscriptionDoesNotSeeTheMessage() {
        TopicScene scene;
        scene.publish(1);
        scene.subscribe(Protocol::Sqs);
        scene.run(10s);
        QVERIFY(scene.sink.ends.empty());
        scene.publish(2);
        scene.run(20s);
        QCOMPARE(scene.sink.ends.size(), std::size_t{1});
    }

    // SNS-3
    void duplicatesComeByTheirShare() {
        TopicRules rules;
        rules.duplicateShare = 0.25;
        TopicScene scene(rules);
        scene.subscribe(Protocol::Sqs);
        for (std::uint32_t message = 0; message < 4'000; ++message) scene.publish(message);
        const std::uint64_t duplicated = scene.topic.counts(0).duplicated;
        QVERIFY(duplicated > 900 && duplicated < 1'100);
        QCOMPARE(scene.topic.counts(0).begun, 4'000 + duplicated);
        QCOMPARE(scene.sink.open.size(), static_cast<std::size_t>(4'000 + duplicated));
    }

    // SNS-3
    void messagesMayOvertakeEachOtherWithinTheOrderWindow() {
        TopicRules rules;
        rules.orderWindow = 10s;
        TopicScene scene(rules);
        const SubscriptionIndex to = scene.subscribe(Protocol::Sqs);
        std::vector<std::uint32_t> order;
        for (std::uint32_t message = 1; message <= 50; ++message) scene.publish(message);
        QCOMPARE(scene.topic.waitingCount(), std::uint64_t{50});
        scene.run(10s, [&](const Attempt& attempt) {
            order.push_back(static_cast<std::uint32_t>(attempt.what.message));
            return DeliveryOutcome::Success;
        });
        QCOMPARE(scene.topic.counts(to).delivered, std::uint64_t{50});
        QVERIFY(!std::is_sorted(order.begin(), order.end()));
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-5
    void aRemovedTopicDeliversNothingMore() {
        TopicScene scene;
        scene.subscribe(Protocol::Http);
        scene.publish(1);
        scene.run(1s, kServerError); // waits for its second attempt
        scene.publish(2);            // under way
        scene.topic.removeAll(scene.now, scene.sink);
        scene.publish(3);
        scene.run(100s, kServerError);
        QCOMPARE(scene.topic.counts(0).unsubscribed, std::uint64_t{2});
        QCOMPARE(scene.topic.counts(0).begun, std::uint64_t{2});
        QCOMPARE(scene.sink.holdersInAll(), 0);
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-6, SNS-7
    void pendingSubscriptionsGetNothing() {
        TopicScene scene;
        Subscription subscription;
        subscription.protocol = Protocol::Http;
        subscription.state = SubscriptionState::Pending;
        const auto index = scene.topic.subscribe(subscription);
        scene.publish(1);
        QVERIFY(scene.sink.open.empty());
        subscription.state = SubscriptionState::Confirmed;
        scene.topic.change(index, subscription);
        scene.publish(2);
        QCOMPARE(scene.sink.open.size(), std::size_t{1});
        QCOMPARE(scene.topic.countOf(SubscriptionState::Confirmed), std::size_t{1});
    }

    // SNS-9
    void unsubscribingTwiceIsNoError() {
        TopicScene scene;
        const auto index = scene.subscribe(Protocol::Sqs);
        scene.topic.unsubscribe(index, scene.sink);
        scene.topic.unsubscribe(index, scene.sink);
        QCOMPARE(scene.topic.countOf(SubscriptionState::Deleted), std::size_t{1});
    }

    // SNS-10, SNS-17
    void entriesAreCheckedByTheTopic() {
        PublishEntry entry;
        entry.bytes = 262'144;
        QCOMPARE(SnsTopic().check(entry), Refusal::None);
        entry.bytes = 262'145;
        QCOMPARE(SnsTopic().check(entry), Refusal::MessageTooLong);
        entry.bytes = 1;
        QCOMPARE(SnsTopic(fifoTopic()).check(entry), Refusal::MissingGroup);
        entry.group = 1;
        QCOMPARE(SnsTopic(fifoTopic()).check(entry), Refusal::MissingDedup);
        QCOMPARE(SnsTopic().check(entry), Refusal::None); // for fair queues
        entry.dedupId = 1;
        QCOMPARE(SnsTopic(fifoTopic()).check(entry), Refusal::None);
        QCOMPARE(SnsTopic().check(entry), Refusal::DedupOnStandard);
        TopicRules older;
        older.limits.groupsOnStandardQueues = false;
        entry.dedupId = 0;
        QCOMPARE(SnsTopic(older).check(entry), Refusal::GroupOnStandard);
    }

    // SNS-57
    void filteredMessagesAreCountedByReason() {
        TopicScene scene;
        Subscription subscription;
        subscription.filter = anyFilter();
        scene.topic.subscribe(subscription);
        const auto hold = [&](std::uint32_t message, FilterResult result) {
            scene.sink.filtered[{0, MessageIndex{message}}] = result;
            scene.publish(message);
        };
        hold(1, FilterResult::Attributes);
        hold(2, FilterResult::NoAttributes);
        hold(3, FilterResult::InvalidAttributes);
        hold(4, FilterResult::Body);
        hold(5, FilterResult::InvalidBody);
        scene.publish(6);
        QCOMPARE(scene.topic.counts(0).filteredOutInAll(), std::uint64_t{5});
        for (std::size_t reason = 1; reason < 6; ++reason) {
            QCOMPARE(scene.topic.counts(0).filteredOut[reason], std::uint64_t{1});
        }
        QCOMPARE(scene.sink.open.size(), std::size_t{1});
        QCOMPARE(scene.topic.counts().publishedBytes, std::uint64_t{600});
    }

    void plainDeliveriesLeaveNoStateBehind() {
        TopicScene scene;
        for (int i = 0; i < 24; ++i) scene.subscribe(Protocol::Sqs);
        const SnsTopic before = scene.topic;
        for (std::uint32_t message = 1; message <= 100; ++message) scene.publish(message);
        QCOMPARE(scene.topic.underWayCount(), std::uint64_t{2'400});
        QCOMPARE(scene.topic.waitingCount(), std::uint64_t{0});
        QCOMPARE(scene.topic.nextDue(), kNever);
        scene.run(1s);
        QCOMPARE(scene.topic.totals().delivered, std::uint64_t{2'400});
        QVERIFY(!(scene.topic == before));
        Digest one;
        Digest other;
        scene.topic.addTo(one);
        before.addTo(other);
        QVERIFY(one.value() != other.value());
    }
};

SLUICE_TEST(SnsTopicTest)

} // namespace sluice::sns_topic_test

#include "sns_topic_test.moc"
