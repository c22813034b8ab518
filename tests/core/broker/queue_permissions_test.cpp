// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_form.h"
#include "core/broker/queue_permissions.h"
#include "tests/support/test_main.h"

namespace sluice::queue_permissions_test {

namespace {

QString policyWith(const QString& statement) {
    return R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
}

const QString kGood =
    R"({"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root"]},)"
    R"("Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:000000000000:q"})";

} // namespace

class QueuePermissionsTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-5
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

    // ACL-4, ACL-5
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

    // ACL-4
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

    // ACL-4
    void aPolicyNamesFiftyPrincipals() {
        std::vector<std::string> accounts(50, "111122223333");
        const auto full = addPermission("", "arn:q", {"full", accounts, {"*"}});
        QVERIFY(full);
        const auto more = addPermission(*full, "arn:q", {"more", {"111122223333"}, {"*"}});
        QCOMPARE(more.error().code, ApiErrorCode::OverLimit);
    }

    // ACL-5
    void unknownLabelsCannotBeRemoved() {
        QCOMPARE(removePermission("", "x").error().code, ApiErrorCode::InvalidParameterValue);
        QCOMPARE(removePermission(policyWith(kGood).toStdString(), "x").error().message,
                 std::string("Value x for parameter Label is invalid. Reason: can't find label on "
                             "existing policy."));
        QCOMPARE(removePermission("", "").error().code, ApiErrorCode::MissingParameter);
    }
};

SLUICE_TEST(QueuePermissionsTest)

} // namespace sluice::queue_permissions_test

#include "queue_permissions_test.moc"
