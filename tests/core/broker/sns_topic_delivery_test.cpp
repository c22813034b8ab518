// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_topic.h"
#include "tests/support/test_main.h"
#include "tests/support/topic_scene.h"

namespace sluice::sns_topic_delivery_test {

using namespace sluice::test;

namespace {

constexpr auto kSuccess = DeliveryOutcome::Success;
constexpr auto kClientError = DeliveryOutcome::ClientError;
constexpr auto kServerError = DeliveryOutcome::ServerError;

/// Seconds at which an HTTP endpoint that is down until `up` sees its attempts.
std::vector<double> attemptsWhileDown(TopicScene& scene, Duration up) {
    std::vector<double> times;
    scene.publish(1);
    scene.run(600s, [&](const Attempt&) {
        times.push_back(seconds(scene.sinceStart()));
        return scene.sinceStart() < up ? kServerError : kSuccess;
    });
    return times;
}

} // namespace

class SnsTopicDeliveryTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-24, SNS-42
    void clientErrorsAreNeverRetried() {
        TopicScene scene;
        const auto lossy = scene.subscribe(Protocol::Sqs);
        const auto safe = scene.subscribe(Protocol::Sqs, "arn:dead");
        scene.publish(1);
        scene.run(1s, kClientError);
        QCOMPARE(scene.topic.counts(lossy).attempts, std::uint64_t{1});
        QCOMPARE(scene.topic.counts(lossy).lost, std::uint64_t{1});
        QCOMPARE(scene.topic.counts(lossy).failed, std::uint64_t{1});
        QCOMPARE(scene.topic.counts(safe).deadLettered, std::uint64_t{1});
        QCOMPARE(scene.sink.ends.back().how, DeliveryEnd::DeadLettered);
        QCOMPARE(scene.sink.ends.back().outcome, kClientError);
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-42, SNS-43
    void serverErrorsAreRetriedUntilTheyStop() {
        TopicScene scene;
        scene.subscribe(Protocol::Sqs);
        scene.publish(1);
        scene.run(600s, [](const Attempt& attempt) {
            return attempt.number < 7 ? kServerError : kSuccess;
        });
        // three at once, two after a second each, then the backoff begins with one second
        QCOMPARE(scene.sink.ends.back().attempt.number, 7U);
        QCOMPARE(scene.topic.counts(0).failedAttempts, std::uint64_t{6});
        QCOMPARE(scene.topic.counts(0).failed, std::uint64_t{0}); // not given up
        QVERIFY(scene.topic.isConsistent());
    }

    // SNS-43
    void aQueueThatIsGoneForGoodIsTriedForWeeks() {
        TopicScene scene;
        scene.subscribe(Protocol::Lambda);
        scene.publish(1);
        scene.run(24h * 24, DeliveryOutcome::Throttled);
        QCOMPARE(scene.topic.counts(0).attempts, std::uint64_t{100'016}); // the first and retries
        QCOMPARE(scene.topic.counts(0).lost, std::uint64_t{1});
        QCOMPARE(scene.topic.waitingCount(), std::uint64_t{0});
    }

    // SNS-44
    void throttledDeliveryStreamsAreRetriedLikeMail() {
        for (const Protocol protocol : {Protocol::Firehose, Protocol::Email, Protocol::Sms}) {
            TopicScene scene;
            scene.subscribe(protocol);
            scene.publish(1);
            scene.run(24h * 2, DeliveryOutcome::Throttled);
            QCOMPARE(scene.topic.counts(0).attempts, std::uint64_t{51});
        }
        TopicScene scene;
        scene.subscribe(Protocol::Firehose);
        scene.publish(1);
        scene.run(24h * 2, kServerError);
        QVERIFY(scene.topic.counts(0).attempts > 51);
    }

    // SNS-45, SNS-62
    void anEndpointThatIsDownFor50SecondsGetsTheMessageAtSixty() {
        TopicScene scene;
        scene.subscribe(Protocol::Http, "arn:dead");
        QCOMPARE(attemptsWhileDown(scene, 50s), (std::vector<double>{0, 20, 40, 60}));
        QCOMPARE(scene.topic.counts(0).delivered, std::uint64_t{1});
        QCOMPARE(scene.topic.counts(0).failed, std::uint64_t{3}); // every attempt counts (SNS-57)
    }

    // SNS-62
    void anEndpointThatIsDownFor70SecondsLosesItToTheDeadLetters() {
        TopicScene scene;
        scene.subscribe(Protocol::Https, "arn:dead");
        QCOMPARE(attemptsWhileDown(scene, 70s), (std::vector<double>{0, 20, 40, 60}));
        QCOMPARE(scene.sink.ends.back().how, DeliveryEnd::DeadLettered);
        QCOMPARE(scene.topic.counts(0).failedAttempts, std::uint64_t{4});
    }

    // SNS-46
    void aSubscriptionsPolicyWinsOverTheTopics() {
        TopicRules rules;
        rules.deliveryPolicy.http.retries = RetryPlan{1, 0, 0, 0, 20s, 20s, Backoff::Linear};
        TopicScene scene(rules);
        Subscription own;
        own.protocol = Protocol::Http;
        own.deliveryPolicy = DeliveryPolicy{{0, 2, 0, 0, 5s, 5s, Backoff::Linear}, 0, ""};
        scene.topic.subscribe(own);
        scene.subscribe(Protocol::Http);
        scene.publish(1);
        scene.run(100s, kServerError);
        QCOMPARE(scene.topic.counts(0).attempts, std::uint64_t{3});
        QCOMPARE(scene.topic.counts(1).attempts, std::uint64_t{2});
        rules.deliveryPolicy.disableSubscriptionOverrides = true;
        scene.topic.setRules(scene.now, rules, scene.sink);
        scene.publish(2);
        scene.run(200s, kServerError);
        QCOMPARE(scene.topic.counts(0).attempts, std::uint64_t{5});
    }

    // SNS-46, SNS-59
    void slowEndpointsSetThePace() {
        TopicScene scene;
        Subscription http;
        http.protocol = Protocol::Http;
        http.deliveryPolicy = DeliveryPolicy{kHttpPlan, 2, ""};
        scene.topic.subscribe(http);
        scene.subscribe(Protocol::Email);
        scene.subscribe(Protocol::Sms);
        for (std::uint32_t message = 1; message <= 40; ++message) scene.publish(message);
        scene.run(1999ms);
        QCOMPARE(scene.topic.counts(0).delivered, std::uint64_t{4});
        QCOMPARE(scene.topic.counts(1).delivered, std::uint64_t{20});
        QCOMPARE(scene.topic.counts(2).delivered, std::uint64_t{40});
        QVERIFY(scene.topic.isConsistent());
        scene.run(60s);
        QCOMPARE(scene.topic.counts(0).delivered, std::uint64_t{40});
    }

    // SNS-48
    void withoutDeadLetterQueueWhatIsGivenUpIsLostAndCounted() {
        TopicScene scene;
        scene.subscribe(Protocol::Http);
        scene.publish(1);
        scene.run(61s, kServerError);
        QCOMPARE(scene.topic.totals().lost, std::uint64_t{1});
        QCOMPARE(scene.sink.ends.back().how, DeliveryEnd::Lost);
        QCOMPARE(scene.sink.ends.back().attempt.number, 4U);
    }

    // SNS-49
    void aDeadLetterQueueThatRefusesLosesTheMessage() {
        TopicScene scene;
        scene.subscribe(Protocol::Sqs, "arn:dead");
        scene.publish(1);
        scene.publish(2);
        scene.run(1s, kClientError);
        scene.topic.reportRedrive(0, true);
        scene.topic.reportRedrive(0, false);
        QCOMPARE(scene.topic.counts(0).deadLettered, std::uint64_t{2});
        QCOMPARE(scene.topic.counts(0).redriven, std::uint64_t{1});
        QCOMPARE(scene.topic.counts(0).redriveFailed, std::uint64_t{1});
    }

    // SNS-50
    void retriesOfOneSubscriptionDelayNoOther() {
        TopicScene scene;
        scene.subscribe(Protocol::Http);
        scene.subscribe(Protocol::Http);
        for (std::uint32_t message = 1; message <= 100; ++message) scene.publish(message);
        scene.run(5s, [](const Attempt& attempt) {
            return attempt.what.subscription == 0 ? kServerError : kSuccess;
        });
        QCOMPARE(scene.topic.counts(0).delivered, std::uint64_t{0});
        QCOMPARE(scene.topic.counts(1).delivered, std::uint64_t{100});
        QCOMPARE(scene.topic.waitingCount(), std::uint64_t{100});
    }
};

SLUICE_TEST(SnsTopicDeliveryTest)

} // namespace sluice::sns_topic_delivery_test

#include "sns_topic_delivery_test.moc"
