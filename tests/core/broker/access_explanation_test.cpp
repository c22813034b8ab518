// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_explanation.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"

namespace sluice::access_explanation_test {

using namespace sluice::test;

namespace {

const AccessPolicy kNobody;
const std::string kService = R"({"Service":"sns.amazonaws.com"})";

QString explained(const AccessRequest& request,
                  const AccessPolicy& resource,
                  const AccessPolicy* identity = nullptr) {
    const AccessDecision decision = decide(request, resource, kOwner, identity);
    return QString::fromStdString(explain(decision, request, resource, kOwner, identity));
}

std::string fromTopic(const std::string& topic) {
    return ",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"arn:aws:sns:us-east-1:000000000000:"
           + topic + "\"}}";
}

} // namespace

class AccessExplanationTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-8, ACL-9
    void aMissingStatementIsNamed() {
        QCOMPARE(
            explained(delivery(), kNobody),
            QString("Nothing allows sns.amazonaws.com to call sqs:SendMessage; services need a "
                    "statement in the resource's policy, in their own account too. Add a "
                    "statement to the resource's policy that allows sqs:SendMessage to "
                    "sns.amazonaws.com if aws:SourceArn is "
                    "arn:aws:sns:us-east-1:000000000000:placed."));
    }

    // ACL-8
    void theStatementThatComesNearestIsNamed_data() {
        QTest::addColumn<QString>("statements");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const std::string& text, const QString& words) {
            QTest::newRow(name) << QString::fromStdString(text) << words;
        };
        row("condition",
            statement("Allow", kService, "sqs:SendMessage", fromTopic("other")),
            " Statement 1 allows it only if aws:SourceArn is arn:aws:sns:us-east-1:000000000000:"
            "other (here aws:SourceArn is arn:aws:sns:us-east-1:000000000000:placed).");
        row("address",
            statement("Allow",
                      kService,
                      "*",
                      R"(,"Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","9.9.9.9"]}})"),
            " only if the request comes from 10.0.0.0/8 or 9.9.9.9 (here aws:SourceIp is not "
            "given).");
        row("action",
            statement("Allow", kService, "sqs:Get*"),
            " Statement 1 allows sqs:Get* only.");
        row("principal",
            statement("Deny", kService, "sqs:Get*") + ','
                + statement("Allow", R"({"AWS":["111122223333"],"Service":"s3.amazonaws.com"})"),
            " Statement 2 allows it to account 111122223333 and s3.amazonaws.com only.");
        row("resource",
            R"({"Sid":"x","Effect":"Allow","Principal":"*","Action":"*",)"
            R"("NotResource":"arn:aws:sqs:*:*:orders"})",
            " Statement 1 (\"x\") is about all except arn:aws:sqs:*:*:orders only.");
    }
    void theStatementThatComesNearestIsNamed() {
        QFETCH(const QString, statements);
        QFETCH(const QString, text);
        const QString words = explained(delivery(), policyOf(statements.toStdString()));
        QVERIFY2(words.contains(text), qPrintable(words));
    }

    // ACL-1
    void denialsNameTheirStatement() {
        AccessRequest request = sendBy(identityPrincipal(kOwnRole));
        request.isSecureTransport = false;
        const AccessPolicy policy = policyOf(
            statement("Allow", "\"*\"") + ','
            + statement(
                "Deny",
                "\"*\"",
                "sqs:*",
                R"(,"Sid":"HttpsOnly","Condition":{"Bool":{"aws:SecureTransport":false}})"));
        QCOMPARE(explained(request, policy),
                 QString("Statement 2 (\"HttpsOnly\") of the resource's policy denies "
                         "arn:aws:iam::000000000000:role/worker the call sqs:SendMessage, because "
                         "the request is not sent over HTTPS. Change it: a Deny wins over every "
                         "Allow."));
        const AccessPolicy own =
            identityPolicyOf(R"({"Effect":"Deny","Action":"*","Resource":"*"})");
        QVERIFY(explained(request, kNobody, &own)
                    .startsWith("Statement 1 of the caller's own policy denies"));
    }

    // ACL-1, ACL-2
    void allowancesNameTheirStatement() {
        const AccessPolicy policy = policyOf(statement("Allow", "\"*\""));
        const AccessPolicy own =
            identityPolicyOf(R"({"Effect":"Allow","Action":"*","Resource":"*"})");
        QCOMPARE(explained(delivery(), policy),
                 QString("Statement 1 of the resource's policy allows sns.amazonaws.com the call "
                         "sqs:SendMessage."));
        const AccessRequest owner = sendBy(identityPrincipal(kOwnRole));
        QVERIFY(explained(owner, kNobody, &own)
                    .startsWith("Statement 1 of the caller's own policy allows"));
        QVERIFY(explained(owner, kNobody).contains("belongs to the owner's account 000000000000"));
        QVERIFY(explained(sendBy(identityPrincipal(kOtherRole)), policy, &own)
                    .endsWith("from another account, and so does its own policy."));
    }

    // ACL-6, ACL-11
    void whatIsMissingAcrossAccountsIsNamed() {
        AccessRequest request = sendBy(identityPrincipal(kOtherRole));
        const AccessPolicy policy = policyOf(statement("Allow", "\"*\""));
        const AccessPolicy own =
            identityPolicyOf(R"({"Effect":"Allow","Action":"*","Resource":"*"})");
        const QString give = "Give arn:aws:iam::111122223333:role/shop a policy of its own that "
                             "allows sqs:SendMessage on arn:aws:sqs:us-east-1:000000000000:orders.";
        const QString add = "Add a statement to the resource's policy that allows sqs:SendMessage "
                            "to arn:aws:iam::111122223333:role/shop.";
        const QString noOwn = explained(request, policy, &kNobody);
        QVERIFY2(noOwn.contains(give) && !noOwn.contains(add), qPrintable(noOwn));
        const QString noResource = explained(request, kNobody, &own);
        QVERIFY2(!noResource.contains(give) && noResource.contains(add), qPrintable(noResource));
        const QString neither = explained(request, kNobody);
        QVERIFY2(neither.contains(give) && neither.contains(add), qPrintable(neither));
        request.action = "sqs:DeleteQueue";
        QVERIFY(explained(request, policy, &own).contains("reserved for the owner's account"));
    }

    // ACL-3
    void conditionsAreSaidInWords() {
        const AccessPolicy policy = policyOf(statement(
            "Allow",
            "\"*\"",
            "*",
            R"(,"Condition":{"StringEquals":{"aws:SourceAccount":["1","2","3*"]},)"
            R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/a"},)"
            R"("NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"},)"
            R"("DateLessThan":{"aws:CurrentTime":"2026-12-01"},)"
            R"("DateGreaterThan":{"aws:CurrentTime":"2026-11-01"},"Bool":{"aws:SecureTransport":true}})"));
        const std::vector<AccessGrant> grants = whoMay(policy, "sqs:SendMessage", kQueueArn);
        QCOMPARE(QString::fromStdString(grants[0].conditions),
                 QString("aws:SourceAccount is 1, 2 or 3*, aws:PrincipalArn is like "
                         "arn:aws:iam::*:role/a, the request does not come from 10.0.0.0/8, it is "
                         "before 2026-12-01, it is after 2026-11-01 and the request is sent over "
                         "HTTPS"));
    }

    // ACL-3
    void whoMayCallIsListed() {
        const AccessPolicy policy = policyOf(
            statement("Allow", R"({"AWS":"111122223333","Service":"sns.amazonaws.com"})") + ','
            + statement("Allow", "\"*\"", "sqs:Get*") + ','
            + R"({"Effect":"Deny","NotPrincipal":{"AWS":["000000000000","111122223333"]},)"
              R"("Action":"*","Resource":"*"},)"
            + R"({"Effect":"Allow","Principal":"*","Action":"*","Resource":"arn:aws:sqs:*:*:x"},)"
            + statement("Allow", R"({"AWS":"*"})", "sqs:*", fromTopic("placed")));
        const std::vector<AccessGrant> grants = whoMay(policy, "sqs:SendMessageBatch", kQueueArn);
        const std::vector<AccessGrant> expected{
            {0, false, PrincipalKind::Account, "account 111122223333", ""},
            {0, false, PrincipalKind::Service, "sns.amazonaws.com", ""},
            {2,
             true,
             PrincipalKind::Everyone,
             "everyone except account 000000000000 and account 111122223333",
             ""},
            {4,
             false,
             PrincipalKind::Everyone,
             "everyone",
             "aws:SourceArn is arn:aws:sns:us-east-1:000000000000:placed"}};
        QCOMPARE(grants, expected);
    }
};

SLUICE_TEST(AccessExplanationTest)

} // namespace sluice::access_explanation_test

#include "access_explanation_test.moc"
