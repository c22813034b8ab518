// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_policy.h"
#include "tests/support/test_main.h"

using namespace sluice;

namespace {

QString policyWith(const QString& statement) {
    return R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
}

const QString kGood =
    R"({"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root"]},)"
    R"("Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:000000000000:q"})";

} // namespace

class AccessPolicyTest : public QObject {
    Q_OBJECT
private slots:
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
        QTest::newRow("service") << changed(R"({"AWS":[)", R"({"Service":[)") << "";
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
            << changed("{\"AWS\":", "{\"AWS\":7,\"x\":") << ".Principal must";
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

    void permissionsAreStatementsWithALabel() {
        const auto one = addPermission("", "arn:q", {"first", {"111122223333"}, {"SendMessage"}});
        QVERIFY(one);
        QCOMPARE(QString::fromStdString(*one),
                 R"({"Version":"2008-10-17","Id":"arn:q/SQSDefaultPolicy","Statement":[)"
                 R"({"Sid":"first","Effect":"Allow","Principal":{"AWS":)"
                 R"("arn:aws:iam::111122223333:root"},"Action":"SQS:SendMessage",)"
                 R"("Resource":"arn:q"}]})");
        QVERIFY(checkPolicy(*one));
        const auto two =
            addPermission(*one, "arn:q", {"second", {"111122223333"}, {"SendMessage", "*"}});
        QVERIFY(two);
        QCOMPARE(*removePermission(*two, "second"), *one);
        QCOMPARE(*removePermission(*one, "first"), std::string());
    }

    void permissionsAreChecked_data() {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("account");
        QTest::addColumn<QString>("actions");
        QTest::addColumn<int>("code");
        const auto code = [](ApiErrorCode value) { return static_cast<int>(value); };
        const int invalid = code(ApiErrorCode::InvalidParameterValue);
        const int missing = code(ApiErrorCode::MissingParameter);
        const QString account = "111122223333";
        QTest::newRow("no label") << "" << account << "*" << missing;
        QTest::newRow("label") << "a b" << account << "*" << invalid;
        QTest::newRow("taken label") << "taken" << account << "*" << invalid;
        QTest::newRow("no account") << "new"
                                    << ""
                                    << "*" << missing;
        QTest::newRow("account") << "new"
                                 << "12"
                                 << "*" << invalid;
        QTest::newRow("no action") << "new" << account << "" << missing;
        QTest::newRow("owner's action") << "new" << account << "AddPermission" << invalid;
        QTest::newRow("eight actions")
            << "new" << account << "*,*,*,*,*,*,*,*" << code(ApiErrorCode::OverLimit);
        QTest::newRow("good") << "new" << account << "SendMessage,GetQueueUrl" << 0;
    }
    void permissionsAreChecked() {
        QFETCH(const QString, label);
        QFETCH(const QString, account);
        QFETCH(const QString, actions);
        QFETCH(const int, code);
        const auto document = addPermission("", "arn:q", {"taken", {"111122223333"}, {"*"}});
        Permission permission;
        permission.label = label.toStdString();
        if (!account.isEmpty()) permission.accounts.push_back(account.toStdString());
        for (const QString& action : actions.split(',', Qt::SkipEmptyParts))
            permission.actions.push_back(action.toStdString());
        const auto result = addPermission(*document, "arn:q", permission);
        QCOMPARE(static_cast<int>(result ? ApiErrorCode::None : result.error().code), code);
    }

    void aPolicyHoldsTwentyStatements() {
        std::string document;
        for (int at = 0; at < 20; ++at) {
            const auto next = addPermission(
                document, "arn:q", {"l" + std::to_string(at), {"111122223333"}, {"*"}});
            QVERIFY(next);
            document = *next;
        }
        const auto more = addPermission(document, "arn:q", {"more", {"111122223333"}, {"*"}});
        QCOMPARE(more.error().code, ApiErrorCode::OverLimit);
    }

    void unknownLabelsCannotBeRemoved() {
        QCOMPARE(removePermission("", "x").error().code, ApiErrorCode::InvalidParameterValue);
        QCOMPARE(removePermission(policyWith(kGood).toStdString(), "x").error().message,
                 std::string("Value x for parameter Label is invalid. Reason: can't find label on "
                             "existing policy."));
        QCOMPARE(removePermission("", "").error().code, ApiErrorCode::MissingParameter);
    }
};

SLUICE_TEST(AccessPolicyTest)
#include "access_policy_test.moc"
