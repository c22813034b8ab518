// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/topic_attributes.h"
#include "tests/support/test_main.h"

namespace sluice::topic_attributes_test {

class TopicAttributesTest : public QObject {
    Q_OBJECT
private slots:
    void valuesReachTheRules() {
        const auto attributes =
            createTopicAttributes({{"FifoTopic", "true"},
                                   {"ContentBasedDeduplication", "true"},
                                   {"FifoThroughputScope", "MessageGroup"},
                                   {"ArchivePolicy", R"({"MessageRetentionPeriod":2})"}},
                                  {});
        QVERIFY(attributes);
        QCOMPARE(attributes->rules.type, TopicType::Fifo);
        QVERIFY(attributes->rules.contentBasedDedup);
        QCOMPARE(attributes->rules.throughputScope, FifoThroughputScope::MessageGroup);
        QCOMPARE(attributes->rules.archiveRetention, Duration(48h));
        const auto policy = createTopicAttributes(
            {{"DeliveryPolicy", R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":1}}})"}}, {});
        QCOMPARE(policy->rules.deliveryPolicy.http.retries.retries(), 1U);
    }

    void mistakesAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("isFifo");
        const auto row = [](const char* name, const QString& value, bool isFifo) {
            QTest::addRow("%s %s", name, qPrintable(value.left(20)))
                << QString::fromLatin1(name) << value << isFifo;
        };
        row("DisplayName", QString(101, 'a'), false);
        row("Policy", "{}", false);
        row("Policy", "{\"Statement\":[],\"x\":\"" + QString(30'720, 'a') + "\"}", false);
        row("SignatureVersion", "3", false);
        row("TracingConfig", "Off", false);
        row("HTTPSuccessFeedbackSampleRate", "101", false);
        row("DeliveryPolicy", "{", false);
        row("ContentBasedDeduplication", "true", false); // no FIFO topic
        row("ContentBasedDeduplication", "yes", true);
        row("FifoThroughputScope", "Queue", true);
        row("ArchivePolicy", R"({"MessageRetentionPeriod":"366"})", true);
        row("ArchivePolicy", "[]", true);
        row("Nonsense", "1", false);
        row("SQSNonsense", "1", false);
    }
    void mistakesAreRefused() {
        QFETCH(const QString, name);
        QFETCH(const QString, value);
        QFETCH(const bool, isFifo);
        AttributeTexts given{{name.toStdString(), value.toStdString()}};
        if (isFifo) given["FifoTopic"] = "true";
        const auto attributes = createTopicAttributes(given, {});
        QVERIFY(!attributes);
        QCOMPARE(attributes.error().code, ApiErrorCode::InvalidParameter);
    }

    void anEmptyValueRemovesTheAttribute() {
        TopicAttributes attributes = *createTopicAttributes(
            {{"DeliveryPolicy", R"({"http":{"disableSubscriptionOverrides":true}})"},
             {"LambdaFailureFeedbackRoleArn", "arn:role"}},
            {});
        QCOMPARE(topicAttributeText(attributes, "LambdaFailureFeedbackRoleArn"),
                 std::optional<std::string>("arn:role"));
        QVERIFY(setTopicAttribute(attributes, "DeliveryPolicy", ""));
        QCOMPARE(topicAttributeText(attributes, "DeliveryPolicy"), std::nullopt);
        QVERIFY(!attributes.rules.deliveryPolicy.disableSubscriptionOverrides);
    }

    // SNS-4
    void onlyGivenAttributesAreCompared() {
        const TopicAttributes existing =
            *createTopicAttributes({{"FifoTopic", "true"}, {"DisplayName", "a"}}, {});
        QCOMPARE(differingTopicAttribute(existing, {{"FifoTopic", "true"}}), std::string());
        QCOMPARE(differingTopicAttribute(
                     existing, {{"FifoTopic", "true"}, {"ContentBasedDeduplication", "false"}}),
                 std::string());
        QCOMPARE(differingTopicAttribute(existing, {{"FifoTopic", "true"}, {"DisplayName", "b"}}),
                 std::string("DisplayName"));
    }
};

SLUICE_TEST(TopicAttributesTest)

} // namespace sluice::topic_attributes_test

#include "topic_attributes_test.moc"
