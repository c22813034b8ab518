// SPDX-License-Identifier: GPL-3.0-or-later
// Topics before queues: what becomes of deliveries over time.
#include "core/broker/sns_account.h"
#include "tests/support/sns_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sns_account_test {

using namespace sluice::test;

namespace {

AttributeTexts deadLettersIn(const std::string& name) {
    return {{"RedrivePolicy", "{\"deadLetterTargetArn\":\"" + queueArn(name) + "\"}"}};
}

} // namespace

class SnsAccountTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-19
    void rawMessagesCarryTheirAttributesAlong() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.queue(topic, "q", {{"RawMessageDelivery", "true"}});
        PublishRequest request = SnsScene::request(topic, "hello");
        request.messageAttributes = {{"kind", "String", "a"}};
        QVERIFY(scene.api.publish(request));
        const auto received = scene.sqs.receive(queueUrl("q")).front();
        QCOMPARE(received.body, std::string("hello"));
        QCOMPARE(received.messageAttributes.front().name, std::string("kind"));
    }

    // SNS-19, SNS-48
    void tooManyRawAttributesAreAClientError() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.openQueue("dead");
        AttributeTexts attributes = deadLettersIn("dead");
        attributes["RawMessageDelivery"] = "true";
        const std::string arn = scene.queue(topic, "q", attributes);
        PublishRequest request = SnsScene::request(topic, "hello");
        for (int i = 0; i < 11; ++i) {
            request.messageAttributes.push_back({"a" + std::to_string(i), "String", "x"});
        }
        QVERIFY(scene.api.publish(request));
        QCOMPARE(scene.counts(arn).attempts, std::uint64_t{1});
        QCOMPARE(scene.counts(arn).redriven, std::uint64_t{1});
        QVERIFY(scene.sqs.receive(queueUrl("q")).empty());
        const auto dead = scene.sqs.receive(queueUrl("dead")).front();
        QCOMPARE(dead.body, std::string("hello"));
        const auto has = [&](const std::string& name) {
            return std::any_of(dead.messageAttributes.begin(),
                               dead.messageAttributes.end(),
                               [&](const auto& attribute) { return attribute.name == name; });
        };
        QVERIFY(has("RequestID") && has("ErrorCode") && has("ErrorMessage"));
    }

    // ACL-8, ACL-9
    void aQueueWithoutAPolicyTakesNothingFromTopics() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.sqs.queue("closed");
        const std::string arn =
            scene.api.subscribe({topic, "sqs", queueArn("closed"), {}, false}).value();
        scene.publish(topic, "m");
        QCOMPARE(scene.counts(arn).attempts, std::uint64_t{1});
        QCOMPARE(scene.counts(arn).lost, std::uint64_t{1});
        QVERIFY(scene.sqs.api.setQueueAttributes(queueUrl("closed"),
                                                 {{"Policy", SnsScene::kOpenToTopics}}));
        scene.publish(topic, "m");
        QCOMPARE(scene.counts(arn).delivered, std::uint64_t{1});
    }

    // SNS-24, SNS-42
    void aQueueThatIsGoneIsAClientError() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.queue(topic, "q");
        QVERIFY(scene.sqs.api.deleteQueue(queueUrl("q")));
        scene.publish(topic, "m");
        QCOMPARE(scene.counts(arn).lost, std::uint64_t{1});
        QCOMPARE(scene.counts(arn).failed, std::uint64_t{1});
        QCOMPARE(scene.account.messageCount(), std::size_t{0});
    }

    // SNS-42, SNS-43
    void aQueueThatThrottlesIsTriedAgain() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.queue(topic, "q");
        scene.account.setOutcome(queueArn("q"), DeliveryOutcome::Throttled);
        scene.publish(topic, "m");
        scene.at(1500ms);
        QCOMPARE(scene.counts(arn).attempts, std::uint64_t{5}); // four at once, one after a second
        scene.account.setOutcome(queueArn("q"), DeliveryOutcome::Success);
        scene.at(2s);
        QCOMPARE(scene.texts("q"), std::string("m "));
    }

    // SNS-46, SNS-62
    void anEndpointThatIsDownLosesItsMessageToTheDeadLetterQueue() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.openQueue("dead");
        const std::string arn = scene.http(topic, "http://x", deadLettersIn("dead"));
        scene.account.setOutcome("http://x", DeliveryOutcome::ServerError);
        scene.publish(topic, "m");
        scene.at(70s);
        std::vector<double> times;
        for (const SentRequest& sent : scene.account.sent()) {
            if (sent.outcome == DeliveryOutcome::ServerError) {
                times.push_back(seconds(sent.at - kRunStart));
            }
        }
        QCOMPARE(times, (std::vector<double>{0, 20, 40, 60}));
        QCOMPARE(scene.texts("dead"), std::string("m "));
        QCOMPARE(scene.counts(arn).redriven, std::uint64_t{1});
    }

    // SNS-49
    void aMissingDeadLetterQueueMeansLoss() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.queue(topic, "q", deadLettersIn("nowhere"));
        scene.account.setOutcome(queueArn("q"), DeliveryOutcome::ClientError);
        scene.publish(topic, "m");
        QCOMPARE(scene.counts(arn).deadLettered, std::uint64_t{1});
        QCOMPARE(scene.counts(arn).redriveFailed, std::uint64_t{1});
        QCOMPARE(scene.account.messageCount(), std::size_t{0});
    }

    // SNS-54
    void theQueueDeduplicatesOnceMore() {
        SnsScene scene;
        const std::string topic = scene.topic("t.fifo");
        scene.queue(topic, "q.fifo");
        QVERIFY(scene.api.publish(SnsScene::fifoRequest(topic, "m", "g", "d")));
        scene.sqs.send(queueUrl("q.fifo"), "other", "g", "d"); // its id is used up in the queue
        QCOMPARE(scene.texts("q.fifo"), std::string("m "));
        scene.at(300s); // beyond both windows, and it is visible again
        QVERIFY(scene.api.publish(SnsScene::fifoRequest(topic, "m", "g", "d")));
        QCOMPARE(scene.texts("q.fifo"), std::string("m m "));
    }

    // PROF-2
    void newLimitsHoldForLaterCalls() {
        SnsScene scene;
        const std::string topic = scene.topic("t.fifo");
        const auto refusal = [&](const std::string& dedup) {
            return codeOf(scene.api.publish(SnsScene::fifoRequest(topic, "hello", "g", dedup)));
        };
        QCOMPARE(refusal("1"), ApiErrorCode::None);
        LimitsProfile limits;
        limits.topicMaxMessageBytes = 4;
        limits.dedupWindowSeconds = 0;
        scene.account.setLimits(limits);
        QCOMPARE(refusal("2"), ApiErrorCode::InvalidParameter);
        QCOMPARE(scene.account.findTopic("t.fifo")->topic.rules().limits, limits);
    }

    // SNS-2
    void aNewSubscriptionCanReplayTheArchive() {
        SnsScene scene;
        const std::string topic =
            scene.topic("t.fifo", {{"ArchivePolicy", R"({"MessageRetentionPeriod":"30"})"}});
        for (int i = 1; i <= 4; ++i) {
            scene.at(60s * i);
            const std::string text = std::to_string(i);
            QVERIFY(scene.api.publish(SnsScene::fifoRequest(topic, text, "g", text)));
        }
        scene.queue(topic, "plain.fifo");
        scene.queue(topic,
                    "q.fifo",
                    {{"ReplayPolicy",
                      R"({"PointType":"Timestamp","StartingPoint":"1970-01-01T00:02:00.000Z"})"}});
        QCOMPARE(scene.texts("plain.fifo"), std::string());
        QCOMPARE(scene.texts("q.fifo"), std::string("2 3 4 "));
    }

    // SNS-23
    void functionsAndPeopleGetWhatTheyUnderstand() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string function = "arn:aws:lambda:us-east-1:000000000000:function:f";
        QVERIFY(scene.api.subscribe({topic, "lambda", function, {}, false}));
        QVERIFY(scene.api.subscribe({topic, "sms", "+4912345", {}, false}));
        scene.publish(topic, "m");
        QCOMPARE(scene.account.sent().size(), std::size_t{2});
        for (const SentRequest& sent : scene.account.sent()) {
            const bool isFunction = sent.endpoint == function;
            QCOMPARE(sent.request.body.find("Records") != std::string::npos, isFunction);
        }
    }
};

SLUICE_TEST(SnsAccountTest)

} // namespace sluice::sns_account_test

#include "sns_account_test.moc"
