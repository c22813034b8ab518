// SPDX-License-Identifier: GPL-3.0-or-later
// Callers of the queue service's API and where its queues are.
#include "core/broker/api_caller.h"
#include "core/broker/api_names.h"
#include "core/broker/sns_account.h"
#include "core/broker/sns_api.h"
#include "core/broker/sqs_account.h"
#include "core/broker/sqs_api.h"
#include "tests/support/test_main.h"

#include <string>

namespace sluice::api_caller_test {

namespace {

constexpr const char* kRole = "arn:aws:iam::111122223333:role/orders";
constexpr const char* kMaySend =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]})";

std::string policyFor(const std::string& principal, const std::string& action) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
           + principal + ",\"Action\":\"" + action + "\",\"Resource\":\"*\"}]}";
}

/// One queue in Ireland.
struct Scene {
    SqsAccount account{{}, 1, {"eu-west-1", "444455556666"}};
    SqsApi api{account};
    std::string url = api.createQueue({"q", {}, {}}).value();

    ApiErrorCode send() {
        SendMessageRequest request;
        request.messageBody = "hello";
        const auto sent = api.sendMessage(url, request);
        return sent ? ApiErrorCode{} : sent.error().code;
    }
    bool maySend() { return send() != ApiErrorCode::AccessDenied; }
};

} // namespace

class ApiCallerTest : public QObject {
    Q_OBJECT
private slots:
    void queuesAreNamedByRegionAndAccount() {
        Scene scene;
        QCOMPARE(scene.url, std::string("https://sqs.eu-west-1.amazonaws.com/444455556666/q"));
        QCOMPARE(scene.api.getQueueAttributes(scene.url, {"QueueArn"})->at("QueueArn"),
                 std::string("arn:aws:sqs:eu-west-1:444455556666:q"));
        QCOMPARE(nameInArn("arn:aws:sqs:us-east-1:444455556666:q", scene.account.place()),
                 std::string_view());
    }

    // ACL-11
    void aCallerOfAnotherAccountNeedsBothPolicies() {
        Scene scene;
        const std::string named = policyFor("{\"AWS\":\"" + std::string(kRole) + "\"}", "sqs:*");
        scene.api.caller.arn = kRole;
        scene.api.caller.identityPolicy = kMaySend;
        QVERIFY(!scene.maySend()); // the queue does not name it
        scene.api.caller = {};
        QVERIFY(scene.api.setQueueAttributes(scene.url, {{"Policy", named}}));
        scene.api.caller.arn = kRole;
        QVERIFY(!scene.maySend()); // its role does not allow it
        scene.api.caller.identityPolicy = kMaySend;
        QVERIFY(scene.maySend());
        SendMessageRequest request;
        request.messageBody = "hello";
        scene.api.caller.identityPolicy.reset();
        const auto refusal = scene.api.sendMessage(scene.url, request);
        QCOMPARE(httpStatus(refusal.error().code), 403);
    }

    // ACL-2, ACL-15
    void theOwnerIsBoundByDeniesOnly() {
        Scene scene;
        QVERIFY(scene.maySend());
        const std::string https =
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})";
        QVERIFY(scene.api.setQueueAttributes(scene.url, {{"Policy", https}}));
        QVERIFY(scene.maySend());
        scene.api.caller.isSecureTransport = false;
        QVERIFY(!scene.maySend());
    }

    // ACL-6
    void someActionsAreTheOwnersWhateverThePolicySays() {
        Scene scene;
        QVERIFY(scene.api.setQueueAttributes(scene.url, {{"Policy", policyFor("\"*\"", "sqs:*")}}));
        scene.api.caller.arn = kRole;
        scene.api.caller.identityPolicy =
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
        QVERIFY(scene.maySend());
        QCOMPARE(scene.api.deleteQueue(scene.url).error().code, ApiErrorCode::AccessDenied);
        QCOMPARE(scene.api.listQueues({}).error().code, ApiErrorCode::AccessDenied);
        QCOMPARE(scene.api.createQueue({"other", {}, {}}).error().code, ApiErrorCode::AccessDenied);
        QVERIFY(scene.api.purgeQueue(scene.url).has_value());
    }

    // ACL-7
    void batchesNeedThePermissionOfTheSingleAction() {
        Scene scene;
        QVERIFY(scene.api.setQueueAttributes(scene.url,
                                             {{"Policy", policyFor("\"*\"", "sqs:SendMessage")}}));
        scene.api.caller.arn = kRole;
        scene.api.caller.identityPolicy = kMaySend;
        SendMessageRequest one;
        one.messageBody = "hello";
        QVERIFY(scene.api.sendMessageBatch(scene.url, {{"a", one}}).has_value());
        QCOMPARE(scene.api.receiveMessage(scene.url, {}).error().code, ApiErrorCode::AccessDenied);
    }

    // ACL-1, ACL-11
    void aPublisherOfAnotherAccountNeedsTheTopicsPolicy() {
        Scene scene;
        SnsAccount topics(scene.account);
        SnsApi api(topics);
        const std::string arn = api.createTopic({"t", {}, {}, {}}).value();
        QCOMPARE(arn, std::string("arn:aws:sns:eu-west-1:444455556666:t"));
        PublishRequest request;
        request.topicArn = arn;
        request.message = "hello";
        QVERIFY(api.publish(request).has_value());
        api.caller.arn = kRole;
        api.caller.identityPolicy =
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:*","Resource":"*"}]})";
        const auto refusal = api.publish(request);
        QCOMPARE(refusal.error().code, ApiErrorCode::AuthorizationError);
        QCOMPARE(httpStatus(refusal.error().code), 403);
        api.caller = {};
        QVERIFY(api.setTopicAttributes(arn, "Policy", policyFor("\"*\"", "sns:Publish")));
        api.caller.arn = kRole;
        QVERIFY(!api.publish(request).has_value()); // its own policy is missing
        api.caller.identityPolicy =
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:*","Resource":"*"}]})";
        QVERIFY(api.publish(request).has_value());
        QCOMPARE(api.deleteTopic(arn).error().code, ApiErrorCode::AuthorizationError);
    }

    // ACL-9
    void servicesAreNotTrusted() {
        Scene scene;
        scene.api.caller.service = "sns.amazonaws.com";
        scene.api.caller.sourceArn = "arn:aws:sns:eu-west-1:444455556666:t";
        QVERIFY(!scene.maySend());
        scene.api.caller = {};
        QVERIFY(scene.api.setQueueAttributes(
            scene.url,
            {{"Policy", policyFor("{\"Service\":\"sns.amazonaws.com\"}", "sqs:SendMessage")}}));
        scene.api.caller.service = "sns.amazonaws.com";
        QVERIFY(scene.maySend());
    }
};

SLUICE_TEST(ApiCallerTest)

} // namespace sluice::api_caller_test

#include "api_caller_test.moc"
