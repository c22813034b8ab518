// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/delivery_policy.h"
#include "tests/support/test_main.h"

namespace sluice::delivery_policy_test {

class DeliveryPolicyTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-45, SNS-46
    void whatIsNotSaidKeepsItsDefault() {
        QCOMPARE(*parseDeliveryPolicy("{}"), DeliveryPolicy{});
        QCOMPARE(*parseTopicDeliveryPolicy("{}"), TopicDeliveryPolicy{});
        const auto policy = parseDeliveryPolicy(R"({"healthyRetryPolicy":{"numRetries":7}})");
        QCOMPARE(policy->retries, (RetryPlan{0, 0, 7, 0, 20s, 20s, Backoff::Linear}));
    }

    // SNS-46
    void whatRemainsOfTheRetriesIsBackoff() {
        const auto policy = parseDeliveryPolicy(
            R"({"healthyRetryPolicy":{"numRetries":50,"minDelayTarget":1,"maxDelayTarget":60,
                "numNoDelayRetries":3,"numMinDelayRetries":2,"numMaxDelayRetries":35,
                "backoffFunction":"exponential"},
                "throttlePolicy":{"maxReceivesPerSecond":10},
                "requestPolicy":{"headerContentType":"application/json"}})");
        QVERIFY(policy);
        QCOMPARE(policy->retries, (RetryPlan{3, 2, 10, 35, 1s, 60s, Backoff::Exponential}));
        QCOMPARE(policy->maxReceivesPerSecond, std::int64_t{10});
        QCOMPARE(policy->contentType, std::string("application/json"));
        QCOMPARE(*parseDeliveryPolicy(toText(*policy)), *policy);
    }

    // SNS-46
    void topicsHaveDefaultsForTheirSubscriptions() {
        const auto policy = parseTopicDeliveryPolicy(
            R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":5},
                "disableSubscriptionOverrides":true,
                "defaultThrottlePolicy":{"maxReceivesPerSecond":1}}})");
        QVERIFY(policy);
        QVERIFY(policy->disableSubscriptionOverrides);
        QCOMPARE(policy->http.retries.retries(), 5U);
        QCOMPARE(policy->http.maxReceivesPerSecond, std::int64_t{1});
        QCOMPARE(*parseTopicDeliveryPolicy(toText(*policy)), *policy);
    }

    // SNS-46
    void allRetriesTogetherTakeAtMostAnHour() {
        const auto with = [](int retries, int delay) {
            const std::string text = std::to_string(delay);
            return parseDeliveryPolicy("{\"healthyRetryPolicy\":{\"numRetries\":"
                                       + std::to_string(retries) + ",\"minDelayTarget\":" + text
                                       + ",\"maxDelayTarget\":" + text + "}}");
        };
        QVERIFY(with(100, 36));
        QVERIFY(!with(100, 37));
        QVERIFY(with(1, 3'600));
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("named");
        const auto row =
            [](const char* name, const char* retries, const char* named) {
                QTest::newRow(name)
                    << QStringLiteral("{\"healthyRetryPolicy\":{%1}}").arg(QLatin1String(retries))
                    << QString::fromLatin1(named);
            };
        row("many", "\"numRetries\":101", "numRetries must be a whole number from 0 to 100");
        row("negative", "\"numRetries\":-1", "numRetries");
        row("huge", "\"numRetries\":18446744073709551615", "numRetries");
        row("text", "\"numRetries\":\"3\"", "numRetries");
        row("fraction", "\"minDelayTarget\":1.5", "minDelayTarget");
        row("zero", "\"minDelayTarget\":0", "minDelayTarget");
        row("long", "\"maxDelayTarget\":3601", "maxDelayTarget");
        row("order", "\"minDelayTarget\":21", "must not be greater than maxDelayTarget");
        row("phases", "\"numRetries\":3,\"numNoDelayRetries\":4", "numRetries must not be less");
        row("function", "\"backoffFunction\":\"cubic\"", "backoffFunction");
        row("member", "\"retries\":3", "Unexpected JSON member: retries");
        QTest::newRow("no JSON") << "{"
                                 << "failed to parse";
        QTest::newRow("no object") << "[]"
                                   << "failed to parse";
        QTest::newRow("throttle") << R"({"throttlePolicy":{"maxReceivesPerSecond":0}})"
                                  << "maxReceivesPerSecond";
        QTest::newRow("part") << R"({"requestPolicy":[]})"
                              << "requestPolicy must be a JSON object";
        QTest::newRow("type") << R"({"requestPolicy":{"headerContentType":1}})"
                              << "headerContentType";
        QTest::newRow("top") << R"({"http":{}})"
                             << "Unexpected JSON member: http";
    }
    // SNS-46
    void mistakesAreNamed() {
        QFETCH(const QString, text);
        QFETCH(const QString, named);
        const auto policy = parseDeliveryPolicy(text.toStdString());
        QVERIFY(!policy);
        QCOMPARE(policy.error().code, ApiErrorCode::InvalidParameter);
        const QString message = QString::fromStdString(policy.error().message);
        QVERIFY2(message.contains(named), qPrintable(message));
        QVERIFY(message.startsWith("DeliveryPolicy: "));
    }

    // SNS-46
    void mistakesInATopicsPolicyAreNamedToo() {
        QVERIFY(!parseTopicDeliveryPolicy("{\"healthyRetryPolicy\":{}}"));
        QVERIFY(!parseTopicDeliveryPolicy("{\"http\":{\"disableSubscriptionOverrides\":1}}"));
        QVERIFY(!parseTopicDeliveryPolicy(
            R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":101}}})"));
        QVERIFY(!parseTopicDeliveryPolicy("{\"http\":[]}"));
    }
};

SLUICE_TEST(DeliveryPolicyTest)

} // namespace sluice::delivery_policy_test

#include "delivery_policy_test.moc"
