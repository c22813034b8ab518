// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_actions.h"
#include "core/broker/policy_form.h"
#include "tests/support/test_main.h"

namespace sluice::policy_actions_test {

namespace {

std::string policyFor(const QString& actions) {
    return QString(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",)"
                   R"("Action":%1,"Resource":"*"}]})")
        .arg(actions)
        .toStdString();
}

/// What is said of a policy for this action, empty when nothing is.
QString saidOf(const QString& action) {
    const std::string policy = policyFor('"' + action + '"');
    if (diagnosePolicy(policy, {})) return "the policy is of wrong form";
    const auto unknown = unknownActions(policy);
    return unknown.empty() ? QString() : QString::fromStdString(unknown.front().text);
}

} // namespace

class PolicyActionsTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-3
    void misspeltActionsAreFoundWithTheNearestOne_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("meant");
        QTest::newRow("letter missing") << "sqs:SendMesage"
                                        << "sqs:SendMessage";
        QTest::newRow("letters changed") << "sns:Pubilsh"
                                         << "sns:Publish";
        QTest::newRow("plural") << "SQS:ReceiveMessages"
                                << "sqs:ReceiveMessage";
        QTest::newRow("service") << "sqss:SendMessage"
                                 << "sqs:SendMessage";
    }
    void misspeltActionsAreFoundWithTheNearestOne() {
        QFETCH(const QString, typed);
        QFETCH(const QString, meant);
        QCOMPARE(saidOf(typed),
                 QString("there is no action \"%1\". Did you mean %2?").arg(typed, meant));
    }

    // ACL-3
    void actionsInAnyCaseWithWildcardsAndOfOtherServicesAreFine() {
        for (const char* action : {"*",
                                   "sqs:*",
                                   "SQS:sendmessage",
                                   "sns:Publish*",
                                   "sqs:Get?ueueUrl",
                                   "kms:Decrypt",
                                   "s3:GetObject"})
            QCOMPARE(saidOf(action), QString());
    }

    void patternsThatNoActionFitsAreFound() {
        QVERIFY(saidOf("sqs:Fetch*").startsWith("there is no action \"sqs:Fetch*\", so that"));
    }

    void eachIsPlacedInItsList() {
        const std::string policy =
            policyFor(R"(["sqs:SendMessage","sqs:SendMesage","sqs:Recieve*"])");
        const auto unknown = unknownActions(policy);
        QCOMPARE(unknown.size(), std::size_t{2});
        QCOMPARE(unknown[0].offset, policy.find("\"sqs:SendMesage"));
        QCOMPARE(unknown[1].offset, policy.find("\"sqs:Recieve"));
    }

    void aPolicyMayHaveOneStatementOrNone() {
        QVERIFY(unknownActions("").empty());
        const auto unknown = unknownActions(
            R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*",)"
            R"("NotAction":"sns:Subscrive","Resource":"*"}})");
        QCOMPARE(unknown.size(), std::size_t{1});
    }
};

SLUICE_TEST(PolicyActionsTest)

} // namespace sluice::policy_actions_test

#include "policy_actions_test.moc"
