// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_decision.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"

namespace sluice::access_decision_test {

using namespace sluice::test;

using Reason = AccessDecision::Reason;

namespace {

const AccessPolicy kNobody;

std::string ownStatement(const char* effect, const char* action = "sqs:SendMessage") {
    return std::string("{\"Effect\":\"") + effect + "\",\"Action\":\"" + action
           + "\",\"Resource\":\"*\"}";
}

AccessDecision
decideOn(const AccessRequest& request, const AccessPolicy& resource, const AccessPolicy* identity) {
    return decide(request, resource, kOwner, identity);
}

} // namespace

class AccessDecisionTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-1
    void nothingIsAllowedByItself() {
        const AccessDecision decision =
            decideOn(sendBy(identityPrincipal(kOwnRole)), kNobody, &kNobody);
        QVERIFY(!decision.isAllowed());
        QCOMPARE(decision, AccessDecision());
    }

    // ACL-1
    void aDenyWinsOverEveryAllow() {
        const AccessPolicy resource = policyOf(statement("Allow", "\"*\"") + ','
                                               + statement("Deny", R"({"AWS":"000000000000"})"));
        const AccessPolicy identity = identityPolicyOf(ownStatement("Allow"));
        const AccessDecision decision =
            decideOn(sendBy(identityPrincipal(kOwnRole)), resource, &identity);
        QCOMPARE(decision, (AccessDecision{Reason::DeniedByResource, 1}));
        const AccessPolicy denying =
            identityPolicyOf(ownStatement("Allow") + ',' + ownStatement("Deny"));
        QCOMPARE(decideOn(sendBy(identityPrincipal(kOtherRole)), resource, &denying),
                 (AccessDecision{Reason::DeniedByIdentity, 1}));
        QVERIFY(decideOn(delivery(), resource, nullptr).isAllowed());
    }

    // ACL-1, ACL-2
    void inOneAccountEitherPolicyIsEnough() {
        const AccessRequest request = sendBy(identityPrincipal(kOwnRole));
        const AccessPolicy resource =
            policyOf(statement("Allow", R"({"AWS":"arn:aws:iam::000000000000:role/worker"})"));
        const AccessPolicy identity =
            identityPolicyOf(ownStatement("Allow", "sns:*") + ',' + ownStatement("Allow"));
        QCOMPARE(decideOn(request, resource, &kNobody),
                 (AccessDecision{Reason::AllowedByResource, 0}));
        QCOMPARE(decideOn(request, kNobody, &identity),
                 (AccessDecision{Reason::AllowedByIdentity, 1}));
        QVERIFY(decideOn(request, resource, &identity).isAllowed());
    }

    // ACL-2
    void theOwnersAccountActsThroughItsOwnPolicies() {
        const AccessRequest request = sendBy(identityPrincipal(kOwnRole));
        QCOMPARE(decideOn(request, kNobody, nullptr),
                 (AccessDecision{Reason::AllowedByIdentity, std::nullopt}));
        const AccessPolicy others = policyOf(statement("Allow", R"({"AWS":"111122223333"})"));
        QVERIFY(decideOn(request, others, nullptr).isAllowed());
        const AccessPolicy denying = policyOf(statement("Deny", "\"*\""));
        QVERIFY(!decideOn(request, denying, nullptr).isAllowed());
    }

    // ACL-1, ACL-11
    void acrossAccountsBothPoliciesAreNeeded() {
        const AccessRequest request = sendBy(identityPrincipal(kOtherRole));
        const AccessPolicy resource =
            policyOf(statement("Allow", R"({"AWS":"arn:aws:iam::111122223333:role/shop"})"));
        const AccessPolicy identity = identityPolicyOf(ownStatement("Allow"));
        QCOMPARE(decideOn(request, resource, &identity),
                 (AccessDecision{Reason::AllowedByBoth, 0}));
        QCOMPARE(decideOn(request, resource, &kNobody),
                 (AccessDecision{Reason::CrossAccountIdentityMissing, 0}));
        QCOMPARE(decideOn(request, resource, nullptr).reason, Reason::CrossAccountIdentityMissing);
        QCOMPARE(decideOn(request, kNobody, &identity).reason, Reason::CrossAccountResourceMissing);
        QCOMPARE(decideOn(request, kNobody, nullptr).reason, Reason::CrossAccountBothMissing);
        for (const AccessPolicy* policy : {&kNobody, static_cast<const AccessPolicy*>(nullptr)})
            QVERIFY(!decideOn(request, resource, policy).isAllowed());
    }

    // ACL-6
    void someActionsAreTheOwnersOnly_data() {
        QTest::addColumn<QString>("action");
        for (const char* action : {"AddPermission",
                                   "CreateQueue",
                                   "DeleteQueue",
                                   "ListQueues",
                                   "ListQueueTags",
                                   "RemovePermission",
                                   "SetQueueAttributes",
                                   "TagQueue",
                                   "UntagQueue",
                                   "StartMessageMoveTask",
                                   "CancelMessageMoveTask",
                                   "ListMessageMoveTasks"})
            QTest::newRow(action) << action;
    }
    void someActionsAreTheOwnersOnly() {
        QFETCH(const QString, action);
        const std::string name = "sqs:" + action.toStdString();
        const AccessPolicy all = policyOf(statement("Allow", "\"*\"", "sqs:*"));
        const AccessPolicy identity = identityPolicyOf(ownStatement("Allow", "*"));
        AccessRequest request = sendBy(identityPrincipal(kOtherRole));
        QVERIFY(decideOn(request, all, &identity).isAllowed());
        request.action = name;
        QCOMPARE(decideOn(request, all, &identity).reason, Reason::NeverCrossAccount);
        request.principal = identityPrincipal(kOwnRole);
        QVERIFY(decideOn(request, all, &identity).isAllowed());
    }

    // ACL-7
    void batchesAreDecidedAsTheirSingleAction() {
        AccessRequest request = delivery();
        request.action = "sqs:SendMessageBatch";
        const AccessPolicy policy =
            policyOf(statement("Allow", R"({"Service":"sns.amazonaws.com"})"));
        QVERIFY(decideOn(request, policy, nullptr).isAllowed());
        request.action = "sqs:DeleteMessageBatch";
        QVERIFY(!decideOn(request, policy, nullptr).isAllowed());
    }

    // ACL-8
    void aTopicDeliversIfTheQueueNamesIt() {
        const AccessPolicy policy =
            policyOf(statement("Allow",
                               R"({"Service":"sns.amazonaws.com"})",
                               "sqs:SendMessage",
                               ",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\""
                                   + std::string(kTopicArn) + "\"}}"));
        QCOMPARE(decideOn(delivery(), policy, nullptr),
                 (AccessDecision{Reason::AllowedByResource, 0}));
        AccessRequest another = delivery();
        another.sourceArn = "arn:aws:sns:us-east-1:000000000000:cancelled";
        QCOMPARE(decideOn(another, policy, nullptr), AccessDecision());
        QVERIFY(
            !decideOn(sendBy(servicePrincipal("s3.amazonaws.com")), policy, nullptr).isAllowed());
    }

    // ACL-9
    void servicesAreNotTrustedInTheirOwnAccount() {
        QCOMPARE(decideOn(delivery(), kNobody, nullptr), AccessDecision());
        const AccessPolicy account = policyOf(statement("Allow", R"({"AWS":"000000000000"})"));
        QVERIFY(!decideOn(delivery(), account, nullptr).isAllowed());
        const AccessPolicy all = identityPolicyOf(ownStatement("Allow", "*"));
        QVERIFY(!decideOn(delivery(), kNobody, &all).isAllowed());
    }

    // ACL-15
    void callsWithoutHttpsAreDenied() {
        const AccessPolicy policy =
            policyOf(statement("Allow", "\"*\"") + ','
                     + statement("Deny",
                                 "\"*\"",
                                 "sqs:*",
                                 R"(,"Condition":{"Bool":{"aws:SecureTransport":"false"}})"));
        AccessRequest request = sendBy(identityPrincipal(kOwnRole));
        request.isSecureTransport = true;
        QVERIFY(decideOn(request, policy, nullptr).isAllowed());
        request.isSecureTransport = false;
        QCOMPARE(decideOn(request, policy, nullptr), (AccessDecision{Reason::DeniedByResource, 1}));
    }
};

SLUICE_TEST(AccessDecisionTest)

} // namespace sluice::access_decision_test

#include "access_decision_test.moc"
