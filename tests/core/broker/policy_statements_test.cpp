// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_decision.h"
#include "core/broker/policy_statements.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"

namespace sluice::policy_statements_test {

using namespace sluice::test;

namespace {

std::string added(const std::string& policy, const std::string& statement) {
    return withStatement(policy, statement, kQueuePolicyLimits).value();
}

AccessPolicy compiled(const std::string& text) {
    return AccessPolicy::parse(text, kQueuePolicyLimits).value();
}

bool isAllowed(const AccessRequest& request, const std::string& policy) {
    return decide(request, compiled(policy), kOwner, nullptr).isAllowed();
}

} // namespace

class PolicyStatementsTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-8
    void aTopicIsLetIn() {
        const std::string policy = added("", topicStatement(kTopicArn, kQueueArn));
        QCOMPARE(QString::fromStdString(policy), QString(R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AllowTopic",
      "Effect": "Allow",
      "Principal": {
        "Service": "sns.amazonaws.com"
      },
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:us-east-1:000000000000:orders",
      "Condition": {
        "ArnEquals": {
          "aws:SourceArn": "arn:aws:sns:us-east-1:000000000000:placed"
        }
      }
    }
  ]
})"));
        QVERIFY(isAllowed(delivery(), policy));
        AccessRequest another = delivery();
        another.sourceArn = "arn:aws:sns:us-east-1:000000000000:other";
        QVERIFY(!isAllowed(another, policy));
    }

    // ACL-10
    void aBucketOfTheAccountIsLetIn() {
        const std::string policy = added("", bucketStatement(kBucketArn, kOwner, kQueueArn));
        AccessRequest request = sendBy(servicePrincipal("s3.amazonaws.com"));
        request.sourceArn = kBucketArn;
        request.sourceAccount = kOwner;
        QVERIFY(isAllowed(request, policy));
        request.sourceAccount = kOther;
        QVERIFY(!isAllowed(request, policy));
        request.resource = kTopicArn;
        request.sourceAccount = kOwner;
        request.action = "sns:Publish";
        QVERIFY(isAllowed(request, added("", bucketStatement(kBucketArn, kOwner, kTopicArn))));
    }

    // ACL-11
    void aRoleOfAnotherAccountIsLetIn() {
        const std::string policy =
            added("", callerStatement(kOtherRole, "sqs:SendMessage", kQueueArn));
        const auto own = withStatement(
            "", identityStatement("sqs:SendMessage", kQueueArn), kIdentityPolicyLimits);
        const AccessPolicy identity = AccessPolicy::parse(*own, kIdentityPolicyLimits).value();
        const AccessRequest request = sendBy(identityPrincipal(kOtherRole));
        QVERIFY(decide(request, compiled(policy), kOwner, &identity).isAllowed());
        QVERIFY(!decide(request, compiled(policy), kOwner, nullptr).isAllowed());
        QVERIFY(!decide(request, AccessPolicy(), kOwner, &identity).isAllowed());
    }

    // ACL-15
    void onlyHttpsIsLetIn() {
        const std::string policy =
            added(policyText(statement("Allow", "\"*\"")), httpsOnlyStatement(kQueueArn));
        AccessRequest request = delivery();
        request.isSecureTransport = true;
        QVERIFY(isAllowed(request, policy));
        request.isSecureTransport = false;
        QVERIFY(!isAllowed(request, policy));
    }

    void theRestKeepsItsOrder() {
        const std::string before =
            R"({"Statement":{"Resource":"*","Action":"sqs:*","Principal":"*","Effect":"Deny"},)"
            R"("Id":"mine","Version":"2008-10-17"})";
        const std::string after = added(before, topicStatement(kTopicArn, kQueueArn));
        const QString text = QString::fromStdString(after);
        int at = 0;
        for (const char* word : {"\"Statement\": [",
                                 "\"Resource\": \"*\"",
                                 "\"Action\": \"sqs:*\"",
                                 "\"Principal\": \"*\"",
                                 "\"Effect\": \"Deny\"",
                                 "AllowTopic",
                                 "\"Id\": \"mine\"",
                                 "\"Version\": \"2008-10-17\""}) {
            at = static_cast<int>(text.indexOf(word, at));
            QVERIFY2(at >= 0, word);
        }
        QCOMPARE(added(after, httpsOnlyStatement(kQueueArn)).substr(0, 60), after.substr(0, 60));
    }

    void labelsStayDistinct() {
        const std::string one = added("", topicStatement(kTopicArn, kQueueArn));
        const std::string two =
            added(one, topicStatement("arn:aws:sns:us-east-1:000000000000:placed2", kQueueArn));
        const std::string three =
            added(two, topicStatement("arn:aws:sns:us-east-1:000000000000:placed3", kQueueArn));
        const AccessPolicy policy = compiled(three);
        QCOMPARE(policy.text(policy.statements()[1].sid), std::string_view("AllowTopic2"));
        QCOMPARE(policy.text(policy.statements()[2].sid), std::string_view("AllowTopic3"));
    }

    void whatIsThereIsNotAddedAgain() {
        const std::string one = added("", topicStatement(kTopicArn, kQueueArn));
        QCOMPARE(added(one, topicStatement(kTopicArn, kQueueArn)), one);
        const std::string renamed =
            QString::fromStdString(one).replace("AllowTopic", "mine").toStdString();
        QCOMPARE(added(renamed, topicStatement(kTopicArn, kQueueArn)), renamed);
    }

    // ACL-4
    void brokenAndFullPoliciesAreLeftAlone() {
        const auto broken = withStatement("{", httpsOnlyStatement(kQueueArn), kQueuePolicyLimits);
        QVERIFY(!broken && !broken.error().isOverLimit);
        std::string full = statement("Allow", "\"*\"");
        for (int more = 1; more < 20; ++more) full += ',' + statement("Allow", "\"*\"");
        const auto over =
            withStatement(policyText(full), httpsOnlyStatement(kQueueArn), kQueuePolicyLimits);
        QVERIFY(!over && over.error().isOverLimit);
    }

    void namesMayHoldAnyBytes() {
        const std::string odd = "arn:aws:sns:us-east-1:000000000000:\xFF\"\\";
        QVERIFY(compiled(added("", topicStatement(odd, kQueueArn))).statements().size() == 1);
    }
};

SLUICE_TEST(PolicyStatementsTest)

} // namespace sluice::policy_statements_test

#include "policy_statements_test.moc"
