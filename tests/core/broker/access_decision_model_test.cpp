// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_decision.h"
#include "tests/support/naive_access.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <initializer_list>
#include <vector>

namespace sluice::access_decision_model_test {

using namespace sluice::test;

namespace {

/// One of few texts, so that policies and requests often meet.
std::string oneOf(std::initializer_list<const char*> texts) {
    return *rc::gen::elementOf(std::vector<std::string>(texts.begin(), texts.end()));
}

std::string anyPrincipal() {
    const std::string name =
        *rc::gen::weightedElement<std::string>({{4, "Principal"}, {1, "NotPrincipal"}});
    return '"' + name + "\":"
           + oneOf({"\"*\"",
                    R"({"AWS":"*"})",
                    R"({"AWS":"111122223333"})",
                    R"({"AWS":["arn:aws:iam::000000000000:root","111122223333"]})",
                    R"({"AWS":"arn:aws:iam::111122223333:role/shop"})",
                    R"({"Service":"sns.amazonaws.com"})",
                    R"({"Service":"s3.amazonaws.com","AWS":"000000000000"})"});
}

std::string anyCondition() {
    return oneOf(
        {"",
         "",
         R"("StringEquals":{"aws:SourceAccount":["000000000000","1"]})",
         R"("StringLike":{"aws:SourceArn":"arn:*:placed"})",
         R"("ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:000000000000:placed"})",
         R"("ArnLike":{"aws:SourceArn":["arn:aws:sns:*:placed:*","arn:aws:s3:::p*"]})",
         R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/s*"})",
         R"("Bool":{"aws:SecureTransport":"false"})",
         R"("Bool":{"aws:SecureTransport":true},"IpAddress":{"aws:SourceIp":"10.0.0.0/9"})",
         R"("NotIpAddress":{"aws:SourceIp":["10.0.0.0/9","192.168.1.1"]})",
         R"("DateLessThan":{"aws:CurrentTime":"2026-11-21T00:00:00Z"})",
         R"("DateGreaterThan":{"aws:CurrentTime":"2026-11-21T00:00:00Z"})"});
}

std::string anyStatement(bool isOfIdentity) {
    std::string text = "{\"Effect\":\"" + oneOf({"Allow", "Allow", "Allow", "Deny"}) + '"';
    if (!isOfIdentity) text += ',' + anyPrincipal();
    text += oneOf({",\"Action\":\"sqs:*\"",
                   ",\"Action\":\"SQS:sendmessage\"",
                   R"(,"Action":["sqs:Get*","sqs:DeleteQueue","sqs:S?ndMessage"])",
                   ",\"NotAction\":\"sqs:Send*\"",
                   ",\"Action\":\"*\""});
    text += oneOf({",\"Resource\":\"*\"",
                   ",\"Resource\":\"arn:aws:sqs\"",
                   R"(,"Resource":["arn:aws:sqs:*:*:x","arn:aws:sqs:*:000000000000:o*s"])",
                   ",\"Resource\":\"arn:aws:sqs:*:orders\"",
                   ",\"NotResource\":\"arn:aws:sqs:*:*:orders\""});
    const std::string condition = anyCondition();
    return text + (condition.empty() ? "" : ",\"Condition\":{" + condition + '}') + '}';
}

std::string anyPolicy(bool isOfIdentity) {
    std::string statements = anyStatement(isOfIdentity);
    for (int more = *rc::gen::inRange(0, 3); more > 0; --more)
        statements += ',' + anyStatement(isOfIdentity);
    return policyText(statements);
}

AccessRequest anyRequest() {
    AccessRequest request;
    request.principal =
        *rc::gen::elementOf(std::vector<Principal>{identityPrincipal(kOwnRole),
                                                   identityPrincipal(kOtherRole),
                                                   servicePrincipal("sns.amazonaws.com"),
                                                   servicePrincipal("s3.amazonaws.com")});
    request.action = *rc::gen::elementOf(std::vector<std::string_view>{
        "sqs:SendMessage", "sqs:SendMessageBatch", "sqs:GetQueueUrl", "sqs:DeleteQueue"});
    request.resource = *rc::gen::elementOf(
        std::vector<std::string_view>{kQueueArn, "arn:aws:sqs:us-east-1:000000000000:x"});
    using Texts = std::vector<std::optional<std::string_view>>;
    request.sourceArn = *rc::gen::elementOf(
        Texts{std::nullopt, kTopicArn, kBucketArn, "arn:aws:sns:us-east-1:000000000000:placed:7"});
    request.sourceAccount = *rc::gen::elementOf(Texts{std::nullopt, kOwner, kOther});
    request.sourceIp =
        *rc::gen::elementOf(Texts{std::nullopt, "10.0.0.1", "10.200.0.1", "192.168.1.1"});
    request.isSecureTransport =
        *rc::gen::elementOf(std::vector<std::optional<bool>>{std::nullopt, true, false});
    request.currentTime = *rc::gen::elementOf(std::vector<std::optional<std::int64_t>>{
        std::nullopt, 1'795'219'199, 1'795'219'200, 1'795'219'201});
    return request;
}

} // namespace

class AccessDecisionModelTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-1, ACL-2, ACL-3, ACL-6, ACL-7, ACL-9, ACL-11
    void equalsTheNaiveEvaluator() {
        QVERIFY(rc::check([] {
            const std::string resource = anyPolicy(false);
            const std::string identity = anyPolicy(true);
            const AccessPolicy compiled = AccessPolicy::parse(resource, kQueuePolicyLimits).value();
            const AccessPolicy own = AccessPolicy::parse(identity, kIdentityPolicyLimits).value();
            bool isAnyAllowed = false;
            for (int count = 0; count < 20; ++count) {
                const AccessRequest request = anyRequest();
                const bool isAllowed = decide(request, compiled, kOwner, &own).isAllowed();
                isAnyAllowed = isAnyAllowed || isAllowed;
                RC_LOG() << resource << identity << request.principal.name << request.action;
                RC_ASSERT(isAllowed == naiveIsAllowed(request, resource, kOwner, identity));
            }
            RC_CLASSIFY(isAnyAllowed, "some allowed");
        }));
    }
};

SLUICE_TEST(AccessDecisionModelTest)

} // namespace sluice::access_decision_model_test

#include "access_decision_model_test.moc"
