// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_policy.h"
#include "core/broker/policy_form.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <algorithm>

namespace sluice::policy_form_test {

namespace {

QString policyWith(const QString& statement) {
    return R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
}

const QString kGood =
    R"({"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root"]},)"
    R"("Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:000000000000:q"})";

/// The good policy with a condition, in lines as a user writes it.
const std::string kInLines = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "topic",
      "Effect": "Allow",
      "Principal": {"Service": "sns.amazonaws.com"},
      "Action": ["sqs:SendMessage", "sqs:Get*"],
      "Resource": "*",
      "Condition": {
        "ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:000000000000:t"},
        "Bool": {"aws:SecureTransport": true}
      }
    }
  ]
})";

/// kInLines with one text replaced.
std::string inLines(const QString& before, const QString& after) {
    return QString::fromStdString(kInLines).replace(before, after).toStdString();
}

QString times(const QString& text, int count) {
    return QStringList(QList<QString>(count, text)).join(',');
}

} // namespace

class PolicyFormTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-3
    void documentsHaveAForm_data() {
        QTest::addColumn<QString>("document");
        QTest::addColumn<QString>("place"); // empty: the form is right
        const auto changed = [](const char* before, const char* after) {
            return policyWith(QString(kGood).replace(before, after));
        };
        QTest::newRow("good") << policyWith(kGood) << "";
        QTest::newRow("one statement without a list")
            << R"({"Version":"2008-10-17","Statement":)" + kGood + "}"
            << "";
        QTest::newRow("everyone") << changed(R"({"AWS":["arn:aws:iam::111122223333:root"]})",
                                             R"("*")")
                                  << "";
        QTest::newRow("service") << changed(R"({"AWS":["arn:aws:iam::111122223333:root"]})",
                                            R"({"Service":["sns.amazonaws.com"]})")
                                 << "";
        QTest::newRow("NotAction") << changed("\"Action\"", "\"NotAction\"") << "";
        QTest::newRow("no JSON") << "{"
                                 << "JSON object";
        QTest::newRow("a list") << "[]"
                                << "JSON object";
        QTest::newRow("no version") << "{}"
                                    << "Version is missing";
        QTest::newRow("version") << R"({"Version":"2020-01-01"})"
                                 << "Version must be";
        QTest::newRow("no statement") << R"({"Version":"2012-10-17"})"
                                      << "Statement is missing";
        QTest::newRow("empty list") << R"({"Version":"2012-10-17","Statement":[]})"
                                    << "Statement must be";
        QTest::newRow("second statement")
            << policyWith(kGood + ",7") << "Statement[1] must be an object";
        QTest::newRow("effect") << changed("\"Allow\"", "\"allow\"") << "Statement[0].Effect";
        QTest::newRow("no effect") << changed("\"Effect\"", "\"Affect\"") << ".Effect is missing";
        QTest::newRow("no principal") << changed("\"Principal\"", "\"P\"") << ".Principal is";
        QTest::newRow("principal")
            << changed("{\"AWS\":", "{\"AWS\":7,\"x\":") << ".Principal.AWS must";
        QTest::newRow("action") << changed("\"sqs:SendMessage\"", "[7]") << ".Action must";
        QTest::newRow("no resource") << changed("\"Resource\"", "\"R\"") << ".Resource is";
        QTest::newRow("condition")
            << changed("\"Effect\"", "\"Condition\":1,\"Effect\"") << ".Condition";
        QTest::newRow("too long") << policyWith(kGood) + QString(8'192, ' ')
                                  << "longer than 8192 bytes";
    }
    void documentsHaveAForm() {
        QFETCH(const QString, document);
        QFETCH(const QString, place);
        const auto result = checkPolicy(document.toStdString());
        QCOMPARE(result.has_value(), place.isEmpty());
        if (result) return;
        QCOMPARE(result.error().code, ApiErrorCode::InvalidAttributeValue);
        QVERIFY2(QString::fromStdString(result.error().message).contains(place),
                 result.error().message.c_str());
    }

    // ACL-3
    void problemsArePlaced_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("text");
        const auto row =
            [](const char* before, const char* after, int line, int column, const char* text) {
                QTest::newRow(after) << before << after << line << column << text;
            };
        row("\"Sid\": \"topic\",", "\"Sid\": \"topic\"", 6, 14, "it must be a JSON object, but a comma or }");
        row("\"Sid\"", "\"Effect\"", 6, 7, "\"Effect\" is given twice");
        row("\"Allow\"", "\"allow\"", 6, 17, "Statement[0].Effect must be Allow or Deny");
        row("\"Sid\"", "\"Side\"", 5, 15, "Statement[0].Side is no member of a policy");
        row("\"Statement\"", "\"Statements\"", 1, 1, "Statement is missing");
        row("\"Sid\": \"topic\"", "\"Sid\": 7", 5, 14, "Statement[0].Sid must be a string");
        row("sns.amazonaws.com", "sns", 7, 32, "Principal.Service must be a service's name");
        row("\"Service\": \"sns.amazonaws.com\"",
            "\"AWS\": \"arn:aws:iam::1:root\"",
            7,
            28,
            "Principal.AWS must be *, an account");
        row("\"Service\": \"sns.amazonaws.com\"",
            "\"Federated\": \"x\"",
            7,
            20,
            "Principal must be");
        row("sqs:Get*", "GetQueueUrl", 8, 37, "Action[1] must name the service too");
        row("\"*\"", "\"q\"", 9, 19, "Resource must be an ARN");
        row("\"*\"", "\"arn:aws:sqs:::${aws:x}\"", 9, 19, "Resource holds a variable");
        row("\"ArnEquals\"",
            "\"ArnNotEquals\"",
            11,
            25,
            "is not simulated; there are StringEquals");
        row("aws:SourceArn", "aws:SourceVpc", 11, 40, "is not simulated; there are aws:SourceArn");
        row("arn:aws:sns:us-east-1:000000000000:t",
            "placed",
            11,
            40,
            "Condition.ArnEquals.aws:SourceArn must be an ARN");
        row("true", "\"yes\"", 12, 41, "must be true or false");
        row("true", "[]", 12, 41, "must not be an empty list");
        row("aws:SecureTransport", "aws:SourceIp", 12, 34, "it goes with IpAddress, NotIpAddress");
    }
    void problemsArePlaced() {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const int, line);
        QFETCH(const int, column);
        QFETCH(const QString, text);
        QVERIFY(!diagnosePolicy(kInLines, kQueuePolicyLimits));
        const auto problem = diagnosePolicy(inLines(before, after), kQueuePolicyLimits);
        QVERIFY(problem);
        QVERIFY2(QString::fromStdString(problem->text).contains(text), problem->text.c_str());
        QCOMPARE(static_cast<int>(problem->place.line), line);
        QCOMPARE(static_cast<int>(problem->place.column), column);
        QVERIFY(!problem->isOverLimit);
        const bool isInside = problem->member.substr(0, 9) == "Statement";
        QCOMPARE(problem->statement.has_value(), isInside);
    }

    // ACL-3
    void theStatementIsNamedByItsNumber() {
        const auto problem = diagnosePolicy(
            policyWith(kGood + ',' + QString(kGood).replace("Allow", "x")).toStdString(),
            kQueuePolicyLimits);
        QCOMPARE(problem->statement, std::optional<std::size_t>(1));
        QCOMPARE(problem->member, std::string("Statement[1].Effect"));
        const auto alone =
            diagnosePolicy(R"({"Version":"2012-10-17","Statement":{"99999999999999999999999":1}})",
                           kQueuePolicyLimits);
        QCOMPARE(alone->statement, std::optional<std::size_t>(0));
    }

    // ACL-4
    void policiesHaveASize_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what"); // empty: it fits
        const QString statement =
            R"({"Effect":"Allow","Principal":%1,"Action":%2,"Resource":"*"%3})";
        const auto with = [&](const QString& who, const QString& action, const QString& rest = "") {
            return policyWith(statement.arg(who, action, rest));
        };
        const QString plain = statement.arg("\"*\"", "\"*\"", "");
        const auto accounts = [](int count) {
            return R"({"AWS":[)" + times("\"111122223333\"", count) + "]}";
        };
        const QString condition = R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"1"},)"
                                  R"("ArnLike":{"aws:SourceArn":"*"}})";
        const QString five = times(statement.arg("\"*\"", "\"*\"", condition), 5);
        QTest::newRow("20 statements") << policyWith(times(plain, 20)) << "";
        QTest::newRow("21 statements")
            << policyWith(times(plain, 21)) << "Statement[20] is too much";
        QTest::newRow("7 actions") << with("\"*\"", '[' + times("\"sqs:*\"", 7) + ']') << "";
        QTest::newRow("8 actions")
            << with("\"*\"", '[' + times("\"sqs:*\"", 8) + ']') << "Action has more entries than 7";
        QTest::newRow("50 principals") << with(accounts(50), "\"*\"") << "";
        QTest::newRow("51 principals") << with(accounts(51), "\"*\"") << "principals than 50";
        QTest::newRow("51 in two") << policyWith(statement.arg(accounts(30), "\"*\"", "") + ','
                                                 + statement.arg(accounts(21), "\"*\"", ""))
                                   << "Statement[1] is too much";
        QTest::newRow("10 conditions") << policyWith(five) << "";
        QTest::newRow("12 conditions")
            << policyWith(five + ',' + statement.arg("\"*\"", "\"*\"", condition))
            << "conditions than 10";
        const QString full = policyWith(plain);
        QTest::newRow("8192 bytes") << full + QString(8'192 - full.size(), ' ') << "";
        QTest::newRow("8193 bytes")
            << full + QString(8'193 - full.size(), ' ') << "longer than 8192 bytes";
    }
    void policiesHaveASize() {
        QFETCH(const QString, text);
        QFETCH(const QString, what);
        const auto problem = diagnosePolicy(text.toStdString(), kQueuePolicyLimits);
        QCOMPARE(problem.has_value(), !what.isEmpty());
        QVERIFY(!diagnosePolicy(text.toStdString(), kTopicPolicyLimits));
        if (!problem) return;
        QVERIFY(problem->isOverLimit);
        QVERIFY2(QString::fromStdString(problem->text).contains(what), problem->text.c_str());
    }

    // ACL-3
    void policiesOfCallersNameNoPrincipal() {
        const QString own = R"({"Effect":"Allow","Action":"sqs:*","Resource":"*"})";
        QVERIFY(!diagnosePolicy(policyWith(own).toStdString(), kIdentityPolicyLimits));
        QVERIFY(diagnosePolicy(policyWith(own).toStdString(), kQueuePolicyLimits));
        const auto problem = diagnosePolicy(policyWith(kGood).toStdString(), kIdentityPolicyLimits);
        QCOMPARE(problem->member, std::string("Statement[0].Principal"));
    }

    void brokenTextsAreProblems() {
        for (std::size_t length = 1; length < kInLines.size(); ++length) {
            const auto problem = diagnosePolicy(kInLines.substr(0, length), kQueuePolicyLimits);
            QVERIFY(problem && !problem->text.empty());
        }
        QVERIFY(rc::check([] {
            std::string text = kInLines;
            for (int flips = *rc::gen::inRange(1, 4); flips > 0; --flips) {
                const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
                text[at] = static_cast<char>(text[at] ^ (1 << *rc::gen::inRange(0, 8)));
            }
            const auto problem = diagnosePolicy(text, kQueuePolicyLimits);
            RC_CLASSIFY(problem.has_value(), "refused");
            RC_ASSERT(AccessPolicy::parse(text, kQueuePolicyLimits).has_value()
                      == !problem.has_value());
            if (!problem) return;
            const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
            RC_ASSERT(problem->place.line >= 1 && problem->place.line <= lines + 1);
            RC_ASSERT(problem->place.column >= 1 && problem->place.column <= text.size() + 1);
        }));
    }
};

SLUICE_TEST(PolicyFormTest)

} // namespace sluice::policy_form_test

#include "policy_form_test.moc"
