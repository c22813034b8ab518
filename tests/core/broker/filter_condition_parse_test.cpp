// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_condition_parse.h"
#include "tests/support/test_main.h"

namespace sluice::filter_condition_parse_test {

namespace {

/// The text of the error of a policy with one condition, empty when it is taken.
QString errorOf(const QString& condition, const FilterKnobs& knobs = {}) {
    const std::string json = "{\"key\":[" + condition.toStdString() + "]}";
    const auto policy = FilterPolicy::parse(json, FilterScope::Attributes, knobs);
    return policy ? QString() : QString::fromStdString(policy.error().message);
}

} // namespace

class FilterConditionParseTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-37
    void oneKnownOperatorEach() {
        QCOMPARE(errorOf(R"({"wrong-operator":true})"), "Unrecognized match type wrong-operator");
        QCOMPARE(errorOf(R"({"suffix":"value","prefix":"value2"})"),
                 "Only one key allowed in match expression");
        QCOMPARE(errorOf("{}"), "Match expression name not found");
        for (const char* literal : {"\"x\"", "1", "-1.5e3", "true", "false", "null"}) {
            QCOMPARE(errorOf(literal), QString());
        }
    }

    // SNS-29
    void textOperatorsTakeStrings() {
        for (const char* name : {"prefix", "suffix", "equals-ignore-case"}) {
            for (const char* operand : {"100", "null", "[]", R"(["test","test2"])", "{}"}) {
                QCOMPARE(errorOf(QString(R"({"%1":%2})").arg(name, operand)),
                         name + QString(" match pattern must be a string"));
            }
            QCOMPARE(errorOf(QString(R"({"%1":"x"})").arg(name)), QString());
        }
    }

    // SNS-30
    void anythingButTakesTextsOrNumbers() {
        const auto error = [](const QString& operand) {
            return errorOf("{\"anything-but\":" + operand + '}');
        };
        for (const char* operand :
             {R"("x")", "1", R"(["x","y"])", "[1,2]", R"({"prefix":"test-"})"}) {
            QCOMPARE(error(operand), QString());
        }
        QCOMPARE(error(R"({"wrong-operator":null})"),
                 "Unsupported anything-but pattern: wrong-operator");
        QCOMPARE(error(R"({"suffix":"test"})"), "Unsupported anything-but pattern: suffix");
        QCOMPARE(error(R"({"exists":false})"), "Unsupported anything-but pattern: exists");
        QCOMPARE(error(R"({"prefix":false})"), "prefix match pattern must be a string");
        QCOMPARE(error(R"({"prefix":""})"), "Null prefix not allowed");
        QCOMPARE(error(R"({"prefix":"a","suffix":"b"})"),
                 "Only one key allowed in match expression");
        QCOMPARE(error("{}"), "Anything-But expression name not found");
        const QString mixed = "Inside anything but list, either all values are number or string, "
                              "mixed type is not supported";
        QCOMPARE(error(R"(["x",1])"), mixed);
        QCOMPARE(error("[]"), mixed);
        for (const char* operand : {"[null]", "[true]", R"([["x"]])"}) {
            QCOMPARE(error(operand),
                     "Inside anything but list, start|null|boolean is not supported.");
        }
        for (const char* operand : {"null", "true"}) {
            QCOMPARE(error(operand),
                     "Value of anything-but must be an array or single string/number value.");
        }
    }

    // SNS-32
    void numericErrors_data() {
        QTest::addColumn<QString>("operand");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* operand, const char* error) {
            QTest::newRow(operand) << operand << error;
        };
        row("[]", "Invalid member in numeric match: ]");
        row(R"(["operator"])", "Unrecognized numeric range operator: operator");
        row(R"([1,"<="])", "Invalid member in numeric match: 1");
        row("[null]", "Invalid member in numeric match: null");
        row("[[]]", "Invalid member in numeric match: [");
        row(R"(["=","000"])", "Value of equals must be numeric");
        row(R"(["="])", "Value of equals must be numeric");
        row(R"([">="])", "Value of >= must be numeric");
        row(R"(["<",true])", "Value of < must be numeric");
        row(R"(["<",100,">",10])", "Too many elements in numeric expression");
        row(R"(["=",1,2])", "Too many elements in numeric expression");
        row(R"([">=",1,">",2])", "Bad numeric range operator: >");
        row(R"([">",3,"<",1])", "Bottom must be less than top");
        row(R"([">=",3,"<=",3])", "Bottom must be less than top");
        row(R"([">",20,"<="])", "Value of <= must be numeric");
        row(R"([">",20,30])", "Bad value in numeric range: 30");
        row(R"([">",20,"test"])", "Bad numeric range operator: test");
        row(R"([">","20","<","30"])", "Value of > must be numeric");
        row(R"([">",20,"<","30"])", "Value of < must be numeric");
        row(R"([">",20,"<",30,"<",50])", "Too many terms in numeric range expression");
        row("1", "Value of numeric must be an array.");
        row(R"([">",1000000000.5])", "Value must be between -1.0E9 and 1.0E9, inclusive");
        row(R"(["<",-1e10])", "Value must be between -1.0E9 and 1.0E9, inclusive");
        row(R"(["=",1])", "");
        row(R"([">=",-1000000000,"<=",1000000000])", "");
    }
    void numericErrors() {
        QFETCH(const QString, operand);
        QFETCH(const QString, error);
        QCOMPARE(errorOf("{\"numeric\":" + operand + '}'), error);
    }

    // SNS-33
    void networksAreAddressAndBits_data() {
        QTest::addColumn<QString>("operand");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* operand, const char* error) {
            QTest::newRow(operand) << operand << error;
        };
        constexpr auto kSlash = "Malformed CIDR, one '/' required";
        row("10.0.0.1", kSlash);
        row("10.0.0.1/", kSlash);
        row("10.0.0.1/8/9", kSlash);
        row("10.0.0.1/x", "Malformed CIDR, mask bits must be an integer");
        row("10.0.0.1/8x", "Malformed CIDR, mask bits must be an integer");
        row("10.0.0.1/99999999999", "Malformed CIDR, mask bits must be an integer");
        row("10.0.0.1/-1", "Malformed CIDR, mask bits must not be negative");
        row("here/8", "Nonstandard IP address: here");
        row("10.0.0/8", "Nonstandard IP address: 10.0.0");
        row("10.0.0.256/8", "Nonstandard IP address: 10.0.0.256");
        row("/8", "Nonstandard IP address: ");
        row("10.0.0.1/32", "IPv4 mask bits must be < 32");
        row("::1/128", "IPv6 mask bits must be < 128");
        row("10.0.0.1/31", "");
        row("2001:db8::/127", "");
    }
    void networksAreAddressAndBits() {
        QFETCH(const QString, operand);
        QFETCH(const QString, error);
        QCOMPARE(errorOf("{\"cidr\":\"" + operand + "\"}"), error);
        QCOMPARE(errorOf("{\"cidr\":8}"), "prefix match pattern must be a string");
    }

    // SNS-34
    void existsTakesTrueOrFalse() {
        for (const char* operand : {"null", "\"no\"", "1", "[true]"}) {
            QCOMPARE(errorOf(QString("{\"exists\":%1}").arg(operand)),
                     "exists match pattern must be either true or false.");
        }
        QCOMPARE(errorOf(R"({"exists":true})"), QString());
        QCOMPARE(errorOf(R"({"exists":false})"), QString());
    }

    // SNS-36
    void wildcardsNeedTheKnob() {
        QCOMPARE(errorOf(R"({"wildcard":"a*"})"), "Unrecognized match type wildcard");
        const FilterKnobs knobs{true};
        QCOMPARE(errorOf(R"({"wildcard":"a*"})", knobs), QString());
        QCOMPARE(errorOf(R"({"wildcard":1})", knobs), "wildcard match pattern must be a string");
        QCOMPARE(errorOf(R"({"wildcard":"a**"})", knobs),
                 "Consecutive wildcard characters at pos 2");
        QCOMPARE(errorOf(R"({"wildcard":"\\**"})", knobs), QString());
        QCOMPARE(errorOf(R"({"wildcard":"a\\b"})", knobs), "Invalid escape character at pos 2");
    }

    // SNS-35
    void theOperatorsAreReservedWords() {
        QVERIFY(isFilterOperator("wildcard"));
        QVERIFY(isFilterOperator("cidr"));
        QVERIFY(!isFilterOperator("exactly"));
    }
};

SLUICE_TEST(FilterConditionParseTest)

} // namespace sluice::filter_condition_parse_test

#include "filter_condition_parse_test.moc"
