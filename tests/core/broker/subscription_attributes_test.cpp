// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/subscription_attributes.h"
#include "tests/support/test_main.h"

namespace sluice::subscription_attributes_test {

class SubscriptionAttributesTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-49
    void deadLetterQueuesAreOfThisAccountAndType() {
        Subscription to;
        const auto set = [&](TopicType type, const std::string& arn) {
            return setSubscriptionAttribute(
                       to, type, "RedrivePolicy", "{\"deadLetterTargetArn\":\"" + arn + "\"}")
                .has_value();
        };
        const std::string prefix = "arn:aws:sqs:us-east-1:000000000000:";
        QVERIFY(set(TopicType::Standard, prefix + "d"));
        QCOMPARE(to.deadLetterTargetArn, prefix + "d");
        QVERIFY(!set(TopicType::Standard, prefix + "d.fifo"));
        QVERIFY(set(TopicType::Fifo, prefix + "d.fifo"));
        QVERIFY(!set(TopicType::Fifo, prefix + "d"));
        QVERIFY(!set(TopicType::Standard, "arn:aws:sqs:eu-west-1:000000000000:d"));
        QVERIFY(!set(TopicType::Standard, "arn:aws:sqs:us-east-1:123456789012:d"));
        QVERIFY(setSubscriptionAttribute(to, TopicType::Standard, "RedrivePolicy", ""));
        QVERIFY(to.deadLetterTargetArn.empty());
    }

    // SNS-2
    void replaysBeginAndEndAtTimes() {
        const auto range = parseReplayPolicy(
            R"({"PointType":"Timestamp","StartingPoint":"1970-01-01T00:00:10.000Z",
                "EndingPoint":"1970-01-01T00:00:20.000Z"})");
        QVERIFY(range);
        QCOMPARE(range->from, kRunStart + 10s);
        QCOMPARE(range->until, kRunStart + 20s);
        for (const char* text : {"",
                                 "{}",
                                 R"({"PointType":"Timestamp"})",
                                 R"({"PointType":"Timestamp","StartingPoint":"soon"})",
                                 R"({"PointType":"Timestamp","StartingPoint":"1970-01-01T00:00:10Z",
                                     "EndingPoint":"1970-01-01T00:00:10Z"})"}) {
            QVERIFY2(!parseReplayPolicy(text), text);
        }
        Subscription to;
        QVERIFY(!setSubscriptionAttribute(to, TopicType::Standard, "ReplayPolicy", "{}"));
        QVERIFY(!setSubscriptionAttribute(to, TopicType::Fifo, "ReplayPolicy", "[]"));
    }

    void whatIsSetIsReadBack() {
        Subscription to;
        to.protocol = Protocol::Http;
        QCOMPARE(subscriptionTexts(to), (AttributeTexts{{"RawMessageDelivery", "false"}}));
        const auto set = [&](const char* name, const char* value) {
            return setSubscriptionAttribute(to, TopicType::Standard, name, value).has_value();
        };
        QVERIFY(set("FilterPolicy", "{\"a\":[1]}"));
        QVERIFY(set("FilterPolicyScope", "MessageBody"));
        QVERIFY(!set("FilterPolicyScope", "Subject"));
        QVERIFY(set("SubscriptionRoleArn", "arn:role"));
        QVERIFY(set("DeliveryPolicy", "{\"throttlePolicy\":{\"maxReceivesPerSecond\":3}}"));
        const AttributeTexts texts = subscriptionTexts(to);
        QCOMPARE(texts.at("FilterPolicyScope"), std::string("MessageBody"));
        QCOMPARE(texts.at("FilterPolicy"), std::string("{\"a\":[1]}"));
        QCOMPARE(texts.at("SubscriptionRoleArn"), std::string("arn:role"));
        QVERIFY(texts.at("DeliveryPolicy").find("\"maxReceivesPerSecond\":3") != std::string::npos);
        QVERIFY(set("FilterPolicy", "{}"));
        QVERIFY(compileFilter(to, kRunStart, Duration::zero()));
        QVERIFY(to.filter.isEmpty());
        QVERIFY(set("DeliveryPolicy", ""));
        QVERIFY(!subscriptionTexts(to).contains("FilterPolicy"));
        QVERIFY(!to.deliveryPolicy);
    }
};

SLUICE_TEST(SubscriptionAttributesTest)

} // namespace sluice::subscription_attributes_test

#include "subscription_attributes_test.moc"
