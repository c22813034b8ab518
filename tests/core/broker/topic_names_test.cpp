// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/topic_names.h"
#include "tests/support/test_main.h"

namespace sluice::topic_names_test {

class TopicNamesTest : public QObject {
    Q_OBJECT
private slots:
    void topicsAreNamedByArn() {
        QCOMPARE(topicArn("t"), std::string("arn:aws:sns:us-east-1:000000000000:t"));
        QCOMPARE(topicNameInArn(topicArn("t.fifo")), std::string_view("t.fifo"));
        QVERIFY(topicNameInArn("arn:aws:sqs:us-east-1:000000000000:t").empty());
        QVERIFY(topicNameInArn(topicArn("t") + ":x").empty());
        QCOMPARE(accountInArn("arn:aws:sqs:us-east-1:123456789012:q"),
                 std::string_view("123456789012"));
        QVERIFY(accountInArn("https://example.com").empty());
    }

    // SNS-9
    void subscriptionsAreNamedByTopicAndUuid() {
        const SubscriptionName name{7, 300};
        const std::string arn = subscriptionArn("t", name);
        QCOMPARE(arn.size(), topicArn("t").size() + 1 + 36);
        QCOMPARE(parseSubscriptionArn(arn), std::optional(name));
        std::string other = arn;
        other.back() = other.back() == '0' ? '1' : '0';
        QVERIFY(!parseSubscriptionArn(other));
        QVERIFY(!parseSubscriptionArn(topicArn("t")));
        QVERIFY(!parseSubscriptionArn("x"));
        QVERIFY(isArn(arn));
        QVERIFY(!isArn("a:b:c:d:e:f"));
        QVERIFY(!isArn("x"));
        QCOMPARE(arnParts("x"), std::size_t{1});
    }

    // SNS-6
    void tokensNameSubscriptionAndTime() {
        const std::string token = confirmationToken({7, 3}, kRunStart + 5s);
        const auto confirmation = parseToken(token);
        QVERIFY(confirmation);
        QCOMPARE(confirmation->name, (SubscriptionName{7, 3}));
        QCOMPARE(confirmation->issue, kRunStart + 5s);
        std::string other = token;
        other[20] = other[20] == '0' ? '1' : '0';
        QVERIFY(!parseToken(other));
        QVERIFY(!parseToken("x"));
    }
};

SLUICE_TEST(TopicNamesTest)

} // namespace sluice::topic_names_test

#include "topic_names_test.moc"
