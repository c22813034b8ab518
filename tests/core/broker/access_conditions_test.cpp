// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_conditions.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"

namespace sluice::access_conditions_test {

using namespace sluice::test;

namespace {

/// Whether a statement with the condition lets the request through.
bool holdsFor(const QString& condition, const AccessRequest& request) {
    const AccessPolicy policy = policyOf(
        statement("Allow", "\"*\"", "*", ",\"Condition\":{" + condition.toStdString() + '}'));
    return policy.applies(policy.statements()[0], request);
}

} // namespace

class AccessConditionsTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-3
    void namesAreThoseOfTheLanguage() {
        QCOMPARE(findConditionOperator("ArnLike"), std::optional(ConditionOperator::ArnLike));
        QVERIFY(!findConditionOperator("arnlike"));
        QVERIFY(!findConditionOperator("StringNotEquals"));
        QCOMPARE(findConditionKey("AWS:sourcearn"), std::optional(ConditionKey::SourceArn));
        QVERIFY(!findConditionKey("aws:*"));
        QCOMPARE(conditionOperatorNames(ConditionKey::CurrentTime),
                 std::string("DateLessThan, DateGreaterThan"));
        QCOMPARE(conditionOperatorNames(ConditionKey::SourceAccount),
                 std::string("StringEquals, StringLike"));
    }

    // ACL-3
    void textsAndArnsAreCompared_data() {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<bool>("holds");
        const auto row = [](const char* condition, bool holds) {
            QTest::newRow(condition) << condition << holds;
        };
        row(R"("StringEquals":{"aws:SourceAccount":"000000000000"})", true);
        row(R"("StringEquals":{"aws:SourceAccount":"00000000000*"})", false);
        row(R"("StringEquals":{"aws:SourceAccount":["1","000000000000"]})", true);
        row(R"("StringLike":{"aws:SourceAccount":"0*0"})", true);
        row(R"("StringLike":{"aws:SourceArn":"arn:*:placed"})", true);
        row(R"("StringLike":{"aws:SourceArn":"arn:*:Placed"})", false);
        row(R"("ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:000000000000:placed"})", true);
        row(R"("ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:000000000000:plac??"})", true);
        row(R"("ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:pl*"})", true);
        row(R"("ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:x*"})", false);
        row(R"("ArnLike":{"aws:SourceArn":"*"})", true);
        row(R"("ArnLike":{"aws:SourceArn":"*"},"StringEquals":{"aws:SourceAccount":"1"})", false);
        row(R"("StringEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:000000000000:placed",)"
            R"("aws:SourceAccount":"1"})",
            false);
        row(R"("StringLike":{"aws:PrincipalArn":"*"})", false); // a service has none
    }
    void textsAndArnsAreCompared() {
        QFETCH(const QString, condition);
        QFETCH(const bool, holds);
        QCOMPARE(holdsFor(condition, delivery()), holds);
    }

    // ACL-3
    void thePrincipalsArnIsItsName() {
        const AccessRequest request = sendBy(identityPrincipal(kOtherRole));
        QVERIFY(holdsFor(R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/shop"})", request));
        QVERIFY(!holdsFor(R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"})", request));
    }

    // ACL-3
    void addressesLieInNetworks_data() {
        QTest::addColumn<QString>("network");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isInside");
        const auto row = [](const char* network, const char* address, bool isInside) {
            QTest::newRow((std::string(network) + " " + address).c_str())
                << network << address << isInside;
        };
        row("10.0.0.0/8", "10.255.0.1", true);
        row("10.0.0.0/8", "11.0.0.1", false);
        row("10.1.2.3", "10.1.2.3", true);
        row("10.1.2.3", "10.1.2.2", false);
        row("10.1.2.2/31", "10.1.2.3", true);
        row("0.0.0.0/0", "200.1.1.1", true);
        row("0.0.0.0/0", "2001:db8::1", false);
        row("2001:db8::/33", "2001:db8:7fff::1", true);
        row("2001:db8::/33", "2001:db8:8000::1", false);
        row("::/0", "2001:db8::1", true);
        row("10.0.0.0/8", "nonsense", false);
    }
    void addressesLieInNetworks() {
        QFETCH(const QString, network);
        QFETCH(const QString, address);
        QFETCH(const bool, isInside);
        const std::string text = address.toStdString();
        AccessRequest request = delivery();
        request.sourceIp = text;
        const QString test = R"("%1":{"aws:SourceIp":"%2"})";
        QCOMPARE(holdsFor(test.arg("IpAddress", network), request), isInside);
        QCOMPARE(holdsFor(test.arg("NotIpAddress", network), request), !isInside);
    }

    // ACL-3
    void notInAnyOfTheNetworks() {
        AccessRequest request = delivery();
        request.sourceIp = "10.0.0.1";
        QVERIFY(
            !holdsFor(R"("NotIpAddress":{"aws:SourceIp":["9.0.0.0/8","10.0.0.0/8"]})", request));
    }

    // ACL-3
    void datesAreComparedToTheSecond() {
        AccessRequest request = delivery();
        const QString test = R"("%1":{"aws:CurrentTime":"2026-11-21T00:00:00Z"})";
        constexpr std::int64_t kThen = 1'795'219'200;
        for (const std::int64_t difference : {-1, 0, 1}) {
            request.currentTime = kThen + difference;
            QCOMPARE(holdsFor(test.arg("DateLessThan"), request), difference < 0);
            QCOMPARE(holdsFor(test.arg("DateGreaterThan"), request), difference > 0);
        }
        QVERIFY(holdsFor(R"("DateGreaterThan":{"aws:CurrentTime":1795219200})", request));
    }

    // ACL-3, ACL-15
    void transportIsSecureOrNot() {
        AccessRequest request = delivery();
        const QString test = R"("Bool":{"aws:SecureTransport":%1})";
        request.isSecureTransport = false;
        QVERIFY(holdsFor(test.arg("\"false\""), request));
        QVERIFY(holdsFor(test.arg("false"), request));
        QVERIFY(!holdsFor(test.arg("true"), request));
        QVERIFY(holdsFor(test.arg("[true,false]"), request));
        request.isSecureTransport = true;
        QVERIFY(holdsFor(test.arg("true"), request));
    }

    // ACL-3
    void whatIsNotKnownMeetsNothing() {
        const AccessRequest bare = sendBy(servicePrincipal("sns.amazonaws.com"));
        for (const char* condition : {R"("StringLike":{"aws:SourceArn":"*"})",
                                      R"("StringLike":{"aws:SourceAccount":"*"})",
                                      R"("ArnLike":{"aws:SourceArn":"*"})",
                                      R"("Bool":{"aws:SecureTransport":["true","false"]})",
                                      R"("IpAddress":{"aws:SourceIp":"0.0.0.0/0"})",
                                      R"("DateLessThan":{"aws:CurrentTime":"2999-01-01"})",
                                      R"("DateGreaterThan":{"aws:CurrentTime":"1970-01-01"})"})
            QVERIFY2(!holdsFor(condition, bare), condition);
        QVERIFY(holdsFor(R"("NotIpAddress":{"aws:SourceIp":"0.0.0.0/0"})", bare));
        QCOMPARE(contextText(ConditionKey::SourceIp, bare), std::string());
    }

    // ACL-3
    void valuesHaveAForm() {
        const auto reads = [](ConditionOperator comparison, std::string_view text) {
            return readConditionValue(comparison, text).has_value();
        };
        QVERIFY(reads(ConditionOperator::ArnLike, "arn:aws:sns:*:*:*"));
        QVERIFY(!reads(ConditionOperator::ArnLike, "placed"));
        QVERIFY(!reads(ConditionOperator::Bool, "True"));
        for (const char* wrong :
             {"", "10.0.0.0/33", "10.0.0", "10.0.0.0/", "::/129", "10.0.0.0/8x"})
            QVERIFY2(!reads(ConditionOperator::IpAddress, wrong), wrong);
        QVERIFY(!reads(ConditionOperator::IpAddress, std::string_view("10.0.0.1\0x", 10)));
        QVERIFY(!reads(ConditionOperator::DateLessThan, "tomorrow"));
    }
};

SLUICE_TEST(AccessConditionsTest)

} // namespace sluice::access_conditions_test

#include "access_conditions_test.moc"
