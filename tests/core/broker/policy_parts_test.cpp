// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_parts.h"
#include "tests/support/test_main.h"

#include <nlohmann/json.hpp>

namespace sluice::policy_parts_test {

class PolicyPartsTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-3
    void principalsAreRead_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isService");
        QTest::addColumn<int>("kind"); // -1: cannot be named so
        QTest::addColumn<QString>("name");
        const auto row = [](const char* text, bool isService, int kind, const char* name) {
            QTest::newRow(text) << text << isService << kind << name;
        };
        const auto number = [](PrincipalKind kind) { return static_cast<int>(kind); };
        const int account = number(PrincipalKind::Account);
        const int identity = number(PrincipalKind::Identity);
        row("*", false, number(PrincipalKind::Everyone), "*");
        row("111122223333", false, account, "111122223333");
        row("arn:aws:iam::111122223333:root", false, account, "111122223333");
        row("arn:aws:iam::111122223333:role/shop",
            false,
            identity,
            "arn:aws:iam::111122223333:role/shop");
        row("arn:aws:iam::111122223333:user/ann",
            false,
            identity,
            "arn:aws:iam::111122223333:user/ann");
        row("arn:aws:sts::111122223333:assumed-role/shop/s",
            false,
            identity,
            "arn:aws:sts::111122223333:assumed-role/shop/s");
        row("sns.amazonaws.com", true, number(PrincipalKind::Service), "sns.amazonaws.com");
        for (const char* wrong : {"",
                                  "11112222333",
                                  "11112222333a",
                                  "arn:aws:iam::*:root",
                                  "arn:aws:iam::111122223333:role/*",
                                  "arn:aws:iam::111122223333:role/",
                                  "arn:aws:iam::111122223333:group/g",
                                  "arn:aws:sqs:us-east-1:111122223333:role/x",
                                  "s3.amazonaws.com"})
            row(wrong, false, -1, "");
        QTest::newRow("service *") << "*" << true << -1 << "";
        QTest::newRow("service sns") << "sns" << true << -1 << "";
        QTest::newRow("service *.amazonaws.com") << "*.amazonaws.com" << true << -1 << "";
    }
    void principalsAreRead() {
        QFETCH(const QString, text);
        QFETCH(const bool, isService);
        QFETCH(const int, kind);
        QFETCH(const QString, name);
        const std::string bytes = text.toStdString();
        const auto principal = parsePrincipal(bytes, isService);
        QCOMPARE(principal ? static_cast<int>(principal->kind) : -1, kind);
        if (principal) QCOMPARE(QString::fromStdString(std::string(principal->name)), name);
    }

    // ACL-3
    void valuesOfConditionsAreTexts() {
        QCOMPARE(conditionText("x"), std::optional<std::string>("x"));
        QCOMPARE(conditionText(true), std::optional<std::string>("true"));
        QCOMPARE(conditionText(7), std::optional<std::string>("7"));
        QVERIFY(!conditionText(nullptr));
        QVERIFY(!conditionText(1.5));
        QVERIFY(!conditionText(nlohmann::ordered_json::array({"x"})));
    }
    // ACL-5
    void aStatementIsKnownByItsLabel() {
        const auto statement = nlohmann::ordered_json::parse(R"({"Sid":"one"})");
        QVERIFY(hasLabel(statement, "one"));
        QVERIFY(!hasLabel(statement, "on"));
        QVERIFY(!hasLabel(nlohmann::ordered_json::object(), ""));
    }
};

SLUICE_TEST(PolicyPartsTest)

} // namespace sluice::policy_parts_test

#include "policy_parts_test.moc"
