// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/redrive_policy.h"
#include "tests/support/test_main.h"

namespace sluice::redrive_policy_test {

class RedrivePolicyTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-69
    void bothMembersAreNeeded_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason"); // empty: it is right
        QTest::newRow("good") << R"({"deadLetterTargetArn":"arn:d","maxReceiveCount":3})"
                              << "";
        QTest::newRow("text") << R"({"deadLetterTargetArn":"arn:d","maxReceiveCount":"1000"})"
                              << "";
        QTest::newRow("no JSON") << "nonsense"
                                 << "not a valid JSON map";
        QTest::newRow("list") << "[]"
                              << "not a valid JSON map";
        QTest::newRow("no target") << R"({"maxReceiveCount":3})"
                                   << "mandatory attribute: deadLetterTargetArn.";
        QTest::newRow("no count") << R"({"deadLetterTargetArn":"arn:d"})"
                                  << "mandatory attribute: maxReceiveCount.";
        for (const char* count : {"0", "1001", "-1", "1.5", "\"x\"", "\"\"", "null", "true"}) {
            QTest::newRow(count) << QString(R"({"deadLetterTargetArn":"arn:d",)")
                                        + "\"maxReceiveCount\":" + count + "}"
                                 << "from 1 to 1000 both inclusive";
        }
        QTest::newRow("target") << R"({"deadLetterTargetArn":7,"maxReceiveCount":3})"
                                << "fully qualified ARN";
    }
    void bothMembersAreNeeded() {
        QFETCH(const QString, text);
        QFETCH(const QString, reason);
        const auto policy = parseRedrivePolicy(text.toStdString());
        QCOMPARE(policy.has_value(), reason.isEmpty());
        if (policy) return;
        QCOMPARE(policy.error().code, ApiErrorCode::InvalidParameterValue);
        QVERIFY2(QString::fromStdString(policy.error().message).contains(reason),
                 policy.error().message.c_str());
    }

    // SQS-69
    void textIsReadBack() {
        const RedrivePolicy policy{"arn:d", 7};
        QCOMPARE(toText(policy),
                 std::string(R"({"deadLetterTargetArn":"arn:d","maxReceiveCount":7})"));
        QCOMPARE(*parseRedrivePolicy(toText(policy)), policy);
    }

    // SQS-79
    void sourcesAreAllowedByTheirArn() {
        QVERIFY(RedriveAllowPolicy{}.allows("arn:a"));
        QVERIFY(!parseRedriveAllowPolicy(R"({"redrivePermission":"denyAll"})")->allows("arn:a"));
        const auto some = parseRedriveAllowPolicy(
            R"({"redrivePermission":"byQueue","sourceQueueArns":["arn:a","arn:b"]})");
        QVERIFY(some);
        QVERIFY(some->allows("arn:b"));
        QVERIFY(!some->allows("arn:c"));
        QCOMPARE(*parseRedriveAllowPolicy(toText(*some)), *some);
    }

    // SQS-79
    void allowPoliciesHaveAForm() {
        QString eleven = "\"arn:0\"";
        for (int at = 1; at < 11; ++at) eleven += QString(",\"arn:%1\"").arg(at);
        const QStringList wrong{"x",
                                "{}",
                                R"({"redrivePermission":"all"})",
                                R"({"redrivePermission":7})",
                                R"({"redrivePermission":"byQueue"})",
                                R"({"redrivePermission":"byQueue","sourceQueueArns":"arn"})",
                                R"({"redrivePermission":"byQueue","sourceQueueArns":[7]})",
                                R"({"redrivePermission":"denyAll","sourceQueueArns":["arn:a"]})",
                                R"({"redrivePermission":"byQueue","sourceQueueArns":[)" + eleven
                                    + "]}"};
        for (const QString& text : wrong) {
            const auto policy = parseRedriveAllowPolicy(text.toStdString());
            QVERIFY2(!policy, qPrintable(text));
            QCOMPARE(policy.error().code, ApiErrorCode::InvalidParameterValue);
        }
    }
};

SLUICE_TEST(RedrivePolicyTest)

} // namespace sluice::redrive_policy_test

#include "redrive_policy_test.moc"
