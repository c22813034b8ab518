// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"
#include "core/broker/filter_text.h"
#include "tests/support/test_main.h"

namespace sluice::filter_text_test {

class FilterTextTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-28, SNS-29, SNS-30, SNS-32, SNS-33, SNS-34, SNS-36
    void conditionsAreSpelledAsInThePolicy() {
        for (const char* condition : {R"("x\n")",
                                      "-1.5",
                                      "null",
                                      R"({"equals-ignore-case":"TaX"})",
                                      "{\"prefix\":\"\\\"한\"}",
                                      R"({"suffix":"x"})",
                                      R"({"anything-but":"x"})",
                                      R"({"anything-but":[1,0.00001]})",
                                      R"({"anything-but":{"prefix":"x"}})",
                                      R"({"numeric":["=",2]})",
                                      R"({"numeric":["<",2]})",
                                      R"({"numeric":["<=",2]})",
                                      R"({"numeric":[">",2]})",
                                      R"({"numeric":[">=",-2,"<",123456.789]})",
                                      R"({"cidr":"2001:db8::/32"})",
                                      R"({"exists":false})",
                                      R"({"wildcard":"*a\\**"})"}) {
            const std::string json = std::string("{\"a\":[") + condition + "]}";
            const auto policy = FilterPolicy::parse(json, FilterScope::Body, {true});
            QVERIFY2(policy, condition);
            QCOMPARE(policy->explain({}, "{}").front().condition, std::string(condition));
        }
    }

    void valuesAreJson() {
        using Kind = FilterValue::Kind;
        QCOMPARE(valueJson({Kind::String, "a\"\xFF", 0}), std::string("\"a\\\"\xEF\xBF\xBD\""));
        QCOMPARE(valueJson({Kind::Number, {}, 1e9}), std::string("1000000000"));
        QCOMPARE(valueJson({Kind::Number, {}, 1e300}), std::string("1e+300"));
        QCOMPARE(valueJson({Kind::Number, {}, -0.1}), std::string("-0.1"));
        QCOMPARE(valueJson({Kind::True, {}, 0}), std::string("true"));
        QCOMPARE(valueJson({Kind::False, {}, 0}), std::string("false"));
        QCOMPARE(valueJson({Kind::Null, {}, 0}), std::string("null"));
    }
};

SLUICE_TEST(FilterTextTest)

} // namespace sluice::filter_text_test

#include "filter_text_test.moc"
