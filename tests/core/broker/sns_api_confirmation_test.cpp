// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sns_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sns_api_confirmation_test {

using namespace sluice::test;

class SnsApiConfirmationTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-6, SNS-7, SNS-22
    void serversConfirmByTheirToken() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const SubscribeRequest request{topic, "http", "http://example.com", {}, false};
        QCOMPARE(scene.api.subscribe(request).value(), std::string("pending confirmation"));
        scene.publish(topic, "early");
        QCOMPARE(scene.account.sent().size(), std::size_t{1}); // the confirmation only
        const auto body = nlohmann::json::parse(scene.account.sent().front().request.body);
        const std::string token = body["Token"].get<std::string>();
        QCOMPARE(scene.api.listSubscriptionsByTopic(topic)->entries.front().subscriptionArn,
                 std::string("PendingConfirmation"));
        const std::string arn = scene.api.confirmSubscription(topic, token).value();
        QCOMPARE(scene.api.getSubscriptionAttributes(arn)->at("PendingConfirmation"),
                 std::string("false"));
        scene.publish(topic, "late");
        QCOMPARE(scene.account.sent().size(), std::size_t{2});
        QCOMPARE(scene.api.confirmSubscription(topic, token).value(), arn); // again is no error
    }

    // SNS-6
    void tokensAreGoodForTwoDays() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.api.subscribe({topic, "email", "a@b.c", {}, true}).value();
        const std::string token =
            confirmationToken(*parseSubscriptionArn(arn), scene.account.now());
        scene.at(24h);
        QCOMPARE(scene.api.subscribe({topic, "email", "a@b.c", {}, true}).value(), arn);
        scene.at(48h);
        QCOMPARE(textOf(scene.api.confirmSubscription(topic, token)),
                 std::string("Invalid parameter: Token"));
        QVERIFY(scene.api.confirmSubscription(
            topic, confirmationToken(*parseSubscriptionArn(arn), kRunStart + 24h)));
        QCOMPARE(codeOf(scene.api.confirmSubscription(topic, "x")), ApiErrorCode::InvalidParameter);
    }

    // SNS-6
    void aSubscriptionThatNobodyConfirmsVanishes() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.api.subscribe({topic, "email", "a@b.c", {}, true}).value();
        scene.at(48h - 1ms);
        QCOMPARE(scene.api.getTopicAttributes(topic)->at("SubscriptionsPending"), std::string("1"));
        scene.at(48h);
        QCOMPARE(scene.api.getTopicAttributes(topic)->at("SubscriptionsPending"), std::string("0"));
        QCOMPARE(scene.api.getTopicAttributes(topic)->at("SubscriptionsDeleted"), std::string("1"));
        QCOMPARE(textOf(scene.api.getSubscriptionAttributes(arn)),
                 std::string("Subscription does not exist"));
        QVERIFY(scene.api.subscribe({topic, "email", "a@b.c", {}, true}).value() != arn);
    }

    // SNS-6
    void queuesOfOtherAccountsConfirmToo() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const auto result =
            scene.api.subscribe({topic, "sqs", "arn:aws:sqs:us-east-1:123456789012:q", {}, false});
        QCOMPARE(result.value(), std::string("pending confirmation"));
        QCOMPARE(scene.api.getTopicAttributes(topic)->at("SubscriptionsPending"), std::string("1"));
    }

    // SNS-9
    void unsubscribingIsIdempotent() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.queue(topic, "q");
        QVERIFY(scene.api.unsubscribe(arn));
        QVERIFY(scene.api.unsubscribe(arn));
        QVERIFY(scene.api.unsubscribe(topic + ":a6f5e924-dbb3-41c9-aa3b-589dbe0f7a3b"));
        QCOMPARE(textOf(scene.api.unsubscribe("x")),
                 std::string("Invalid parameter: SubscriptionArn Reason: An ARN must have at "
                             "least 6 elements, not 1"));
        scene.publish(topic, "m");
        QCOMPARE(scene.texts("q"), std::string());
    }

    // SNS-22
    void whoUnsubscribesByTheUrlMayTakeItBack() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.http(topic, "http://x");
        QVERIFY(scene.api.unsubscribe(arn, false));
        const auto& sent = scene.account.sent().back().request;
        QCOMPARE(sent.headers.front().second, std::string("UnsubscribeConfirmation"));
        const auto body = nlohmann::json::parse(sent.body);
        scene.publish(topic, "lost");
        const std::string token = body["Token"].get<std::string>();
        const std::string restored = scene.api.confirmSubscription(topic, token).value();
        QCOMPARE(scene.api.confirmSubscription(topic, token).value(), restored); // again: the same
        scene.publish(topic, "heard");
        QCOMPARE(scene.counts(restored).delivered, std::uint64_t{1});
        QVERIFY(scene.api.unsubscribe(restored)); // the owner: nobody is asked
        QCOMPARE(
            codeOf(scene.api.confirmSubscription(
                topic, confirmationToken(*parseSubscriptionArn(restored), scene.account.now()))),
            ApiErrorCode::InvalidParameter);
    }

    // SNS-22
    void authenticateOnUnsubscribeLeavesItToTheOwner() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const std::string arn = scene.api.subscribe({topic, "http", "http://x", {}, true}).value();
        const std::string token =
            confirmationToken(*parseSubscriptionArn(arn), scene.account.now());
        QVERIFY(scene.api.confirmSubscription(topic, token, true));
        const auto refusal = scene.api.unsubscribe(arn, false);
        QCOMPARE(codeOf(refusal), ApiErrorCode::AuthorizationError);
        QCOMPARE(httpStatus(codeOf(refusal)), 403);
        QVERIFY(scene.api.unsubscribe(arn));
        QCOMPARE(scene.api.listSubscriptionsByTopic(topic)->entries.size(), std::size_t{0});
    }
};

SLUICE_TEST(SnsApiConfirmationTest)

} // namespace sluice::sns_api_confirmation_test

#include "sns_api_confirmation_test.moc"
