// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_policy.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"

namespace sluice::access_policy_test {

using namespace sluice::test;

namespace {

bool applies(const std::string& text, const AccessRequest& request) {
    const AccessPolicy policy = policyOf(text);
    return policy.applies(policy.statements()[0], request);
}

} // namespace

class AccessPolicyTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-3
    void policiesAreValues() {
        const std::string text = statement("Allow", "\"*\"") + ',' + statement("Deny", "\"*\"");
        const AccessPolicy policy = policyOf(text);
        AccessPolicy copy = policy;
        QCOMPARE(copy, policy);
        QCOMPARE(policy.statements().size(), std::size_t{2});
        copy = policyOf(statement("Allow", "\"*\""));
        QVERIFY(!(copy == policy));
    }

    // ACL-3
    void anEmptyTextHasNoStatements() {
        QCOMPARE(AccessPolicy::parse("", kQueuePolicyLimits).value(), AccessPolicy());
        const auto broken = AccessPolicy::parse("{", kQueuePolicyLimits);
        QVERIFY(!broken);
        QVERIFY(!broken.error().text.empty());
    }

    // ACL-3
    void principalsAreMatched_data() {
        QTest::addColumn<QString>("principal");
        QTest::addColumn<QString>("whom"); // of s(ervice), o(wner's role), r(ole elsewhere)
        const auto row = [](const char* principal, const char* whom) {
            QTest::newRow(principal) << principal << whom;
        };
        row("\"*\"", "sor");
        row(R"({"AWS":"*"})", "sor");
        row(R"({"AWS":"111122223333"})", "r");
        row(R"({"AWS":"arn:aws:iam::111122223333:root"})", "r");
        row(R"({"AWS":"arn:aws:iam::111122223333:role/shop"})", "r");
        row(R"({"AWS":"arn:aws:iam::111122223333:role/other"})", "");
        row(R"({"AWS":["000000000000","111122223333"]})", "or");
        row(R"({"Service":"sns.amazonaws.com"})", "s");
        row(R"({"Service":"s3.amazonaws.com"})", "");
        row(R"({"Service":"sns.amazonaws.com","AWS":"000000000000"})", "so");
    }
    void principalsAreMatched() {
        QFETCH(const QString, principal);
        QFETCH(const QString, whom);
        const std::string text = statement("Allow", principal.toStdString());
        QCOMPARE(applies(text, delivery()), whom.contains('s'));
        QCOMPARE(applies(text, sendBy(identityPrincipal(kOwnRole))), whom.contains('o'));
        QCOMPARE(applies(text, sendBy(identityPrincipal(kOtherRole))), whom.contains('r'));
        const std::string except =
            QString::fromStdString(text).replace("\"Principal\"", "\"NotPrincipal\"").toStdString();
        QCOMPARE(applies(except, delivery()), !whom.contains('s'));
    }

    // ACL-3
    void actionsAreMatchedInAnyCase() {
        for (const char* action :
             {"sqs:SendMessage", "SQS:sendmessage", "sqs:*", "*", "sqs:Send*", "*:SendMessage"})
            QVERIFY2(applies(statement("Allow", "\"*\"", action), delivery()), action);
        for (const char* action :
             {"sqs:ReceiveMessage", "sns:*", "sqs:Send", "sqs:SendMessageBatch"})
            QVERIFY2(!applies(statement("Allow", "\"*\"", action), delivery()), action);
    }

    // ACL-3
    void exceptTurnsAListAround() {
        const auto with = [](const char* action, const char* resource) {
            return std::string(R"({"Effect":"Allow","Principal":"*",)") + action + ',' + resource
                   + '}';
        };
        const char* allResources = R"("Resource":"*")";
        const char* allActions = R"("Action":"*")";
        QVERIFY(!applies(with(R"("NotAction":"sqs:Send*")", allResources), delivery()));
        QVERIFY(applies(with(R"("NotAction":["sqs:Get*","sns:*"])", allResources), delivery()));
        QVERIFY(!applies(with(allActions, R"("NotResource":"arn:aws:sqs")"), delivery()));
        QVERIFY(applies(with(allActions, R"("NotResource":"arn:aws:sqs:*:*:x")"), delivery()));
        QVERIFY(applies(with(allActions, R"("Resource":"arn:aws:sqs")"), delivery()));
        QVERIFY(!applies(with(allActions, R"("Resource":"arn:aws:sqs:*:*:x")"), delivery()));
    }

    // ACL-7
    void batchesNeedThePermissionOfTheSingleAction() {
        QCOMPARE(authorisingAction("sqs:SendMessageBatch"), std::string_view("sqs:SendMessage"));
        QCOMPARE(authorisingAction("sqs:DeleteMessageBatch"),
                 std::string_view("sqs:DeleteMessage"));
        QCOMPARE(authorisingAction("sqs:ChangeMessageVisibilityBatch"),
                 std::string_view("sqs:ChangeMessageVisibility"));
        QCOMPARE(authorisingAction("sns:PublishBatch"), std::string_view("sns:Publish"));
        QCOMPARE(authorisingAction("sqs:SendMessage"), std::string_view("sqs:SendMessage"));
        QCOMPARE(authorisingAction("s3:DeleteBatch"), std::string_view("s3:DeleteBatch"));
        AccessRequest request = delivery();
        request.action = "sqs:SendMessageBatch";
        QVERIFY(applies(statement("Allow", "\"*\"", "sqs:SendMessage"), request));
    }
};

SLUICE_TEST(AccessPolicyTest)

} // namespace sluice::access_policy_test

#include "access_policy_test.moc"
