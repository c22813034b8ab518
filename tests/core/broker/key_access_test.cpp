// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/key_access.h"
#include "core/broker/policy_statements.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"

namespace sluice::key_access_test {

using namespace sluice::test;

namespace {

constexpr std::string_view kKeyArn = "arn:aws:kms:us-east-1:000000000000:key/k1";

KeyAccess accessBy(const AccessRequest& request, const char* actions) {
    const AccessPolicy policy =
        policyOf(std::string(R"({"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},)")
                     + R"("Action":)" + actions + R"(,"Resource":"*"})",
                 kKeyPolicyLimits);
    return keyAccess(request, {kKeyArn, &policy, kOwner}, nullptr);
}

} // namespace

class KeyAccessTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-12
    void aServiceNeedsBothActionsOnTheKey() {
        QCOMPARE(accessBy(delivery(), R"(["kms:GenerateDataKey*","kms:Decrypt"])"),
                 KeyAccess::Granted);
        QCOMPARE(accessBy(delivery(), R"("kms:*")"), KeyAccess::Granted);
        QCOMPARE(accessBy(delivery(), R"("kms:Decrypt")"), KeyAccess::NoGenerateKey);
        QCOMPARE(accessBy(delivery(), R"("kms:GenerateDataKey*")"), KeyAccess::NoDecrypt);
        QCOMPARE(accessBy(delivery(), R"("sqs:*")"), KeyAccess::NeitherGranted);
        QCOMPARE(keyAccess(delivery(), {kKeyArn, nullptr, kOwner}, nullptr),
                 KeyAccess::NeitherGranted);
    }

    // ACL-12
    void theReadyStatementGrantsBoth() {
        const auto text = withStatement("", keyStatement("sns.amazonaws.com"), kKeyPolicyLimits);
        const AccessPolicy policy = AccessPolicy::parse(*text, kKeyPolicyLimits).value();
        QCOMPARE(keyAccess(delivery(), {kKeyArn, &policy, kOwner}, nullptr), KeyAccess::Granted);
        AccessRequest bucket = delivery();
        bucket.principal = servicePrincipal("s3.amazonaws.com");
        QCOMPARE(keyAccess(bucket, {kKeyArn, &policy, kOwner}, nullptr), KeyAccess::NeitherGranted);
    }

    // ACL-12
    void keysOfAwsServeTheirOwnAccountOnly() {
        QVERIFY(isAwsManagedKey("alias/aws/sqs"));
        QVERIFY(isAwsManagedKey("arn:aws:kms:us-east-1:000000000000:alias/aws/sqs"));
        QVERIFY(!isAwsManagedKey("alias/orders"));
        const EncryptionKey key{"alias/aws/sqs", nullptr, kOwner};
        QCOMPARE(keyAccess(delivery(), key, nullptr), KeyAccess::AwsManagedKey);
        QCOMPARE(keyAccess(sendBy(identityPrincipal(kOwnRole)), key, nullptr), KeyAccess::Granted);
        QCOMPARE(keyAccess(sendBy(identityPrincipal(kOtherRole)), key, nullptr),
                 KeyAccess::AwsManagedKey);
    }

    // ACL-12, SQS-125
    void rolesOfTheAccountMayUseTheKeyThroughTheirOwnPolicy() {
        const EncryptionKey key{kKeyArn, nullptr, kOwner};
        const AccessRequest request = sendBy(identityPrincipal(kOwnRole));
        QCOMPARE(keyAccess(request, key, nullptr), KeyAccess::Granted);
        const AccessPolicy decrypt =
            identityPolicyOf(R"({"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"})");
        QCOMPARE(keyAccess(request, key, &decrypt), KeyAccess::NoGenerateKey);
    }

    // ACL-12
    void whatIsMissingIsSaid() {
        QCOMPARE(explain(KeyAccess::NeitherGranted, "sns.amazonaws.com", "k1"),
                 std::string("The policy of the key k1 does not let sns.amazonaws.com call "
                             "kms:GenerateDataKey and kms:Decrypt. Add a statement that allows "
                             "it."));
        QVERIFY(explain(KeyAccess::AwsManagedKey, "sns.amazonaws.com", "alias/aws/sqs")
                    .find("customer-managed")
                != std::string::npos);
        QCOMPARE(explain(KeyAccess::Granted, "x", "k"), std::string());
    }
};

SLUICE_TEST(KeyAccessTest)

} // namespace sluice::key_access_test

#include "key_access_test.moc"
