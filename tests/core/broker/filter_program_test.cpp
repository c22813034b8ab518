// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"
#include "core/broker/filter_program.h"
#include "tests/support/test_main.h"

namespace sluice::filter_program_test {

namespace {

/// Whether a message whose attribute is `value` of type `type` meets one condition.
bool meets(const QString& condition, const QString& value, const char* type = "String") {
    const std::string json = "{\"a\":[" + condition.toStdString() + "]}";
    const auto policy = FilterPolicy::parse(json, FilterScope::Attributes, {true});
    if (!policy) qFatal("%s", policy.error().message.c_str());
    const MessageAttribute attribute{"a", type, value.toStdString()};
    return policy->match({&attribute, 1}, "") == FilterVerdict::Accepted;
}

bool meetsNumber(const QString& condition, const QString& value) {
    return meets(condition, value, "Number");
}

/// Whether a body whose member "a" is `value` meets one condition.
bool bodyMeets(const QString& condition, const QString& value) {
    const std::string json = "{\"a\":[" + condition.toStdString() + "]}";
    const auto policy = FilterPolicy::parse(json, FilterScope::Body);
    return policy->match({}, "{\"a\":" + value.toStdString() + "}") == FilterVerdict::Accepted;
}

} // namespace

class FilterProgramTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-28
    void literalsMatchByTypeAndValue() {
        QVERIFY(meets("\"x\"", "x"));
        QVERIFY(!meets("\"x\"", "X"));
        QVERIFY(!meets("\"x\"", "xx"));
        QVERIFY(meetsNumber("1", "1.0"));
        QVERIFY(meetsNumber("1.50", "+15e-1"));
        QVERIFY(!meetsNumber("1", "2"));
        QVERIFY(!meets("1", "1"));
        QVERIFY(!meetsNumber("\"1\"", "1"));
        QVERIFY(!meets("true", "true"));
        QVERIFY(meetsNumber("123456789012", "123456789012"));
        QVERIFY(!meetsNumber("123456789012", "123456789013"));
    }

    // SNS-28
    void literalsOfBodiesMatchByTypeAndValue() {
        const QStringList values{"\"1\"", "1", "true", "false", "null", "\"true\""};
        for (const QString& condition : values) {
            for (const QString& value : values) {
                QCOMPARE(bodyMeets(condition, value), condition == value);
            }
        }
        QVERIFY(bodyMeets("1", "1.000"));
        QVERIFY(bodyMeets("-0.5", "-5e-1"));
    }

    // SNS-29
    void textsMatchByTheirEndsOrWithoutCase() {
        QVERIFY(meets(R"({"prefix":"auto-"})", "auto-1"));
        QVERIFY(!meets(R"({"prefix":"auto-"})", "Auto-1"));
        QVERIFY(!meets(R"({"prefix":"auto-"})", "auto"));
        QVERIFY(meets(R"({"prefix":""})", "x"));
        QVERIFY(meets(R"({"suffix":".png"})", "a.png"));
        QVERIFY(!meets(R"({"suffix":".png"})", "a.PNG"));
        QVERIFY(!meets(R"({"suffix":".png"})", "png"));
        QVERIFY(meets(R"({"equals-ignore-case":"TaX"})", "tAx"));
        QVERIFY(!meets(R"({"equals-ignore-case":"TaX"})", "taxi"));
        for (const char* name : {"prefix", "suffix", "equals-ignore-case"}) {
            QVERIFY(!meetsNumber(QString(R"({"%1":"1"})").arg(name), "1"));
            QVERIFY(!bodyMeets(QString(R"({"%1":"null"})").arg(name), "null"));
        }
    }

    // SNS-30
    void anythingButTheListedValues() {
        QVERIFY(meets(R"({"anything-but":"x"})", "y"));
        QVERIFY(!meets(R"({"anything-but":"x"})", "x"));
        QVERIFY(!meets(R"({"anything-but":["x","y"]})", "y"));
        QVERIFY(meets(R"({"anything-but":["x","y"]})", "z"));
        QVERIFY(!meetsNumber(R"({"anything-but":[1,2]})", "2.0"));
        QVERIFY(meetsNumber(R"({"anything-but":100})", "101"));
        QVERIFY(meets(R"({"anything-but":1})", "1"));
        QVERIFY(bodyMeets(R"({"anything-but":"x"})", "null"));
        QVERIFY(!bodyMeets(R"({"anything-but":"x"})", "{}"));
        QVERIFY(!bodyMeets(R"({"anything-but":"x"})", "[]"));
    }

    // SNS-30
    void anythingButAPrefix() {
        QVERIFY(meets(R"({"anything-but":{"prefix":"order-"}})", "return-1"));
        QVERIFY(!meets(R"({"anything-but":{"prefix":"order-"}})", "order-1"));
        QVERIFY(meetsNumber(R"({"anything-but":{"prefix":"1"}})", "10"));
        const auto policy = FilterPolicy::parse(R"({"a":[{"anything-but":{"prefix":"x"}}]})",
                                                FilterScope::Attributes);
        QCOMPARE(policy->match({}, ""), FilterVerdict::NoAttributes);
    }

    // SNS-32
    void numbersAreCompared_data() {
        QTest::addColumn<QString>("range");
        QTest::addColumn<QString>("inside");
        QTest::addColumn<QString>("outside");
        QTest::newRow("=") << R"(["=",301.5])"
                           << "301.50"
                           << "301.4 301.6 -301.5";
        QTest::newRow("<") << R"(["<",0])"
                           << "-0.00001 -1000000000"
                           << "0 1";
        QTest::newRow("<=") << R"(["<=",0])"
                            << "-1 0"
                            << "0.00001 1";
        QTest::newRow(">") << R"([">",0])"
                           << "0.00001 1e9"
                           << "0 -1 0.000001";
        QTest::newRow(">=") << R"([">=",0])"
                            << "0 1"
                            << "-1 -0.00001";
        QTest::newRow("> <=") << R"([">",0,"<=",150])"
                              << "1 149.99999 150"
                              << "0 150.00001 -1";
        QTest::newRow(">= <") << R"([">=",-1,"<",1])"
                              << "-1 0.99999"
                              << "1 -1.00001 2";
    }
    void numbersAreCompared() {
        QFETCH(const QString, range);
        QFETCH(const QString, inside);
        QFETCH(const QString, outside);
        const QString condition = "{\"numeric\":" + range + '}';
        for (const QString& value : inside.split(' ')) {
            QVERIFY2(meetsNumber(condition, value), qPrintable(value));
            QVERIFY2(bodyMeets(condition, value), qPrintable(value));
            QVERIFY2(!meets(condition, value), qPrintable(value));
        }
        for (const QString& value : outside.split(' ')) {
            QVERIFY2(!meetsNumber(condition, value), qPrintable(value));
            QVERIFY2(!bodyMeets(condition, value), qPrintable(value));
        }
    }

    // SNS-33
    void addressesLieInNetworks() {
        QVERIFY(meets(R"({"cidr":"10.0.0.0/24"})", "10.0.0.255"));
        QVERIFY(!meets(R"({"cidr":"10.0.0.0/24"})", "10.0.1.0"));
        QVERIFY(meets(R"({"cidr":"10.0.0.77/24"})", "10.0.0.1"));
        QVERIFY(meets(R"({"cidr":"0.0.0.0/0"})", "255.1.2.3"));
        QVERIFY(meets(R"({"cidr":"2001:db8::/33"})", "2001:db8:7fff::1"));
        QVERIFY(!meets(R"({"cidr":"2001:db8::/33"})", "2001:db8:8000::1"));
        QVERIFY(!meets(R"({"cidr":"::/0"})", "10.0.0.1"));
        QVERIFY(!meets(R"({"cidr":"0.0.0.0/0"})", "here"));
        QVERIFY(!meetsNumber(R"({"cidr":"0.0.0.0/0"})", "10"));
    }

    // SNS-36
    void starsStandForAnything() {
        QVERIFY(meets(R"({"wildcard":"a*b*c"})", "a-b-c"));
        QVERIFY(meets(R"({"wildcard":"a*b*c"})", "abbbc"));
        QVERIFY(!meets(R"({"wildcard":"a*b*c"})", "ac"));
        QVERIFY(!meets(R"({"wildcard":"ab*ba"})", "aba"));
        QVERIFY(meets(R"({"wildcard":"*"})", "x"));
        QVERIFY(meets(R"({"wildcard":"x"})", "x"));
        QVERIFY(!meets(R"({"wildcard":"x"})", "xx"));
        QVERIFY(meets(R"({"wildcard":"\\*\\\\*"})", "*\\y"));
        QVERIFY(!meets(R"({"wildcard":"\\*"})", "x"));
    }

    // SNS-27
    void pathsAreHashedPieceByPiece() {
        QCOMPARE(extendedHash(pathHash("a.b"), "c"), pathHash("a.b.c"));
        QVERIFY(pathHash("a") != pathHash("b"));
    }
};

SLUICE_TEST(FilterProgramTest)

} // namespace sluice::filter_program_test

#include "filter_program_test.moc"
