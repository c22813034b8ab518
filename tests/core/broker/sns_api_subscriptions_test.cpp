// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_api.h"
#include "tests/support/sns_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sns_api_subscriptions_test {

using namespace sluice::test;

class SnsApiSubscriptionsTest : public QObject {
    Q_OBJECT
private slots:
    void endpointsHaveTheFormOfTheirProtocol_data() {
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<bool>("isFine");
        const auto row = [](const char* protocol, const char* endpoint, bool isFine) {
            QTest::addRow("%s %s", protocol, endpoint)
                << QString::fromLatin1(protocol) << QString::fromLatin1(endpoint) << isFine;
        };
        row("sqs", "arn:aws:sqs:us-east-1:000000000000:q", true);
        row("sqs", "q", false);
        row("http", "http://example.com", true);
        row("http", "https://example.com", false);
        row("email", "a@b.c", true);
        row("email", "a", false);
        row("sms", "+4912345", true);
        row("sms", "hello", false);
        row("lambda", "arn:aws:lambda:us-east-1:000000000000:function:f", true);
        row("lambda", "arn:aws:sqs:us-east-1:000000000000:q", false);
        row("pigeon", "roof", false);
    }
    void endpointsHaveTheFormOfTheirProtocol() {
        QFETCH(const QString, protocol);
        QFETCH(const QString, endpoint);
        QFETCH(const bool, isFine);
        SnsScene scene;
        const auto result = scene.api.subscribe(
            {scene.topic("t"), protocol.toStdString(), endpoint.toStdString(), {}, false});
        QCOMPARE(codeOf(result), isFine ? ApiErrorCode::None : ApiErrorCode::InvalidParameter);
    }

    // SNS-8
    void subscribingAgainReturnsTheSameSubscription() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.queue(topic, "q", {{"RawMessageDelivery", "true"}});
        const auto again = [&](const AttributeTexts& attributes) {
            return scene.api.subscribe({topic, "sqs", queueArn("q"), attributes, false});
        };
        QCOMPARE(again({{"RawMessageDelivery", "true"}}).value(), arn);
        QCOMPARE(textOf(again({})),
                 std::string("Invalid parameter: Attributes Reason: Subscription already exists "
                             "with different attributes"));
    }

    // SNS-52
    void fifoTopicsTakeQueuesOnly() {
        SnsScene scene;
        const std::string fifo = scene.topic("t.fifo");
        const std::string standard = scene.topic("t");
        QCOMPARE(codeOf(scene.api.subscribe({fifo, "http", "http://x", {}, false})),
                 ApiErrorCode::InvalidParameter);
        QVERIFY(scene.api.subscribe({fifo, "sqs", queueArn("q"), {}, false}));
        QVERIFY(scene.api.subscribe({fifo, "sqs", queueArn("q.fifo"), {}, false}));
        QCOMPARE(textOf(scene.api.subscribe({standard, "sqs", queueArn("q.fifo"), {}, false})),
                 std::string("Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS "
                             "Queues can not be subscribed to standard SNS topics"));
        SnsScene older(*limitsProfile("study-notes"));
        const std::string topic = older.topic("t.fifo");
        QVERIFY(!older.api.subscribe({topic, "sqs", queueArn("q"), {}, false}));
        QVERIFY(older.api.subscribe({topic, "sqs", queueArn("q.fifo"), {}, false}));
    }

    // SNS-20, SNS-46, SNS-49
    void attributesAreCheckedWithTheReason() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const auto text = [&](const AttributeTexts& attributes, const char* protocol = "sqs") {
            const std::string endpoint =
                protocol == std::string("sqs") ? queueArn("q") : std::string("a@b.c");
            return textOf(scene.api.subscribe({topic, protocol, endpoint, attributes, false}));
        };
        QCOMPARE(text({{"RawMessageDelivery", "maybe"}}),
                 std::string("Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid "
                             "value [maybe]. Must be true or false."));
        QVERIFY(!text({{"RawMessageDelivery", "true"}}, "email").empty());
        QVERIFY(!text({{"DeliveryPolicy", "{}"}}).empty());
        QCOMPARE(text({{"RedrivePolicy", R"({"deadLetterTargetArn":"dead"})"}}),
                 std::string("Invalid parameter: Attributes Reason: RedrivePolicy: "
                             "deadLetterTargetArn is an invalid arn"));
        QVERIFY(
            !text({{"RedrivePolicy", "{\"deadLetterTargetArn\":\"" + queueArn("d.fifo") + "\"}"}})
                 .empty());
        QVERIFY(!text({{"FilterPolicy", "["}}).empty());
        QCOMPARE(text({{"RedrivePolicy", "{\"deadLetterTargetArn\":\"" + queueArn("d") + "\"}"}}),
                 std::string());
    }

    // SNS-26, SNS-37, SNS-38, SNS-39
    void filterPoliciesAreRefusedInTheWordsOfTheRequest_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("scope");
        QTest::addColumn<QString>("reason");
        const QString keys = R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]})";
        QTest::newRow("no array") << R"({"k":1})"
                                  << "MessageAttributes"
                                  << "FilterPolicy: \"k\" must be an object or an array";
        QTest::newRow("empty array") << R"({"k":[]})"
                                     << "MessageBody"
                                     << "FilterPolicy: Empty arrays are not allowed";
        QTest::newRow("operator") << R"({"k":[{"like":"x"}]})"
                                  << "MessageAttributes"
                                  << "FilterPolicy: Unrecognized match type like";
        QTest::newRow("keys") << keys << "MessageBody"
                              << "FilterPolicy: Filter policy can not have more than 5 keys";
        QTest::newRow("nested") << R"({"a":{"b":["x"]}})"
                                << "MessageAttributes"
                                << "Filter policy scope MessageAttributes does not support nested "
                                   "filter policy";
        QTest::newRow("scope") << R"({"a":["x"]})"
                               << "Subject"
                               << "FilterPolicyScope: Invalid value [Subject]. Please use either "
                                  "MessageBody or MessageAttributes";
    }
    void filterPoliciesAreRefusedInTheWordsOfTheRequest() {
        QFETCH(const QString, policy);
        QFETCH(const QString, scope);
        QFETCH(const QString, reason);
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const AttributeTexts both{{"FilterPolicy", policy.toStdString()},
                                  {"FilterPolicyScope", scope.toStdString()}};
        const auto subscribed = scene.api.subscribe({topic, "sqs", queueArn("q"), both, false});
        QCOMPARE(codeOf(subscribed), ApiErrorCode::InvalidParameter);
        QCOMPARE(QString::fromStdString(textOf(subscribed)),
                 "Invalid parameter: Attributes Reason: " + reason);
        const std::string arn = scene.queue(topic, "q");
        std::string text;
        for (const char* name : {"FilterPolicyScope", "FilterPolicy"}) {
            if (!text.empty()) continue;
            text = textOf(scene.api.setSubscriptionAttributes(arn, name, both.at(name)));
        }
        QCOMPARE(QString::fromStdString(text), "Invalid parameter: " + reason);
    }

    // SNS-26, SNS-27
    void theScopeDecidesHowAPolicyIsRead() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.queue(topic,
                                            "q",
                                            {{"FilterPolicy", R"({"order":{"kind":["book"]}})"},
                                             {"FilterPolicyScope", "MessageBody"}});
        scene.publish(topic, R"({"order":{"kind":"book"}})");
        scene.publish(topic, R"({"order":{"kind":"toy"}})");
        QCOMPARE(scene.texts("q"), std::string(R"({"order":{"kind":"book"}} )"));
        QVERIFY(
            !scene.api.setSubscriptionAttributes(arn, "FilterPolicyScope", "MessageAttributes"));
        const AttributeTexts texts = scene.api.getSubscriptionAttributes(arn).value();
        QCOMPARE(texts.at("FilterPolicyScope"), std::string("MessageBody"));
    }

    // SNS-41
    void policiesAreAtMost256KilobytesLong() {
        SnsScene scene;
        const std::string arn = scene.queue(scene.topic("t"), "q");
        const std::string policy = "{\"k\":[\"" + std::string(262'144, 'x') + "\"]}";
        QCOMPARE(codeOf(scene.api.setSubscriptionAttributes(arn, "FilterPolicy", policy)),
                 ApiErrorCode::FilterPolicyLimitExceeded);
    }

    // SNS-40
    void aChangedPolicyMayTakeAWhile() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.queue(topic, "q", {{"FilterPolicy", R"({"k":["x"]})"}});
        HostedTopic& hosted = *scene.account.findTopic("t");
        hosted.attributes.rules.filterPropagation = 60s;
        QVERIFY(scene.api.setSubscriptionAttributes(arn, "FilterPolicy", "{}"));
        scene.at(59s);
        scene.publish(topic, "early");
        scene.at(60s);
        scene.publish(topic, "late");
        QCOMPARE(scene.texts("q"), std::string("late "));
    }

    void attributesAreReadAndSetByName() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.http(topic, "http://x");
        QVERIFY(scene.api.setSubscriptionAttributes(arn, "RawMessageDelivery", "true"));
        QVERIFY(scene.api.setSubscriptionAttributes(
            arn, "DeliveryPolicy", R"({"healthyRetryPolicy":{"numRetries":7}})"));
        const AttributeTexts texts = scene.api.getSubscriptionAttributes(arn).value();
        QCOMPARE(texts.at("RawMessageDelivery"), std::string("true"));
        QCOMPARE(texts.at("SubscriptionArn"), arn);
        QCOMPARE(texts.at("TopicArn"), topic);
        QCOMPARE(texts.at("Protocol"), std::string("http"));
        QVERIFY(texts.at("EffectiveDeliveryPolicy").find("\"numRetries\":7") != std::string::npos);
        QCOMPARE(textOf(scene.api.setSubscriptionAttributes(arn, "Nonsense", "1")),
                 std::string("Invalid parameter: AttributeName"));
        QCOMPARE(textOf(scene.api.setSubscriptionAttributes(
                     topic + ":a6f5e924-dbb3-41c9-aa3b-589dbe0f7a3b", "FilterPolicy", "{}")),
                 std::string("Subscription does not exist"));
    }

    void topicsHaveSoManySubscriptions() {
        LimitsProfile limits;
        limits.subscriptionsStandard = 2;
        limits.filterPoliciesPerTopic = 1;
        SnsScene scene(limits);
        const std::string topic = scene.topic("t");
        scene.queue(topic, "a", {{"FilterPolicy", "{\"t\":[\"x\"]}"}});
        const auto second = scene.api.subscribe(
            {topic, "sqs", queueArn("b"), {{"FilterPolicy", "{\"t\":[\"x\"]}"}}, false});
        QCOMPARE(codeOf(second), ApiErrorCode::FilterPolicyLimitExceeded);
        const std::string arn = scene.queue(topic, "b");
        QCOMPARE(
            codeOf(scene.api.setSubscriptionAttributes(arn, "FilterPolicy", "{\"t\":[\"x\"]}")),
            ApiErrorCode::FilterPolicyLimitExceeded);
        QCOMPARE(codeOf(scene.api.subscribe({topic, "sqs", queueArn("c"), {}, false})),
                 ApiErrorCode::SubscriptionLimitExceeded);
        QCOMPARE(scene.api.listSubscriptions()->entries.size(), std::size_t{2});
    }

    // SNS-59
    void subscribingIsThrottled() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const SubscribeRequest request{topic, "sqs", queueArn("q"), {}, false};
        for (int call = 0; call < 100; ++call) QVERIFY(scene.api.subscribe(request));
        QCOMPARE(codeOf(scene.api.subscribe(request)), ApiErrorCode::Throttled);
        scene.api.hasQuotas = false;
        QVERIFY(scene.api.subscribe(request));
    }
};

SLUICE_TEST(SnsApiSubscriptionsTest)

} // namespace sluice::sns_api_subscriptions_test

#include "sns_api_subscriptions_test.moc"
