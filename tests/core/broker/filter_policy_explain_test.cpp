// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"
#include "tests/support/test_main.h"

namespace sluice::filter_policy_explain_test {

namespace {

FilterPolicy policyOf(std::string_view json, FilterScope scope) {
    const auto policy = FilterPolicy::parse(json, scope, {true});
    if (!policy) qFatal("%s", policy.error().message.c_str());
    return *policy;
}

QString summaryOf(std::string_view json, std::size_t most = 200) {
    return QString::fromStdString(policyOf(json, FilterScope::Body).summary(most));
}

using Checks = std::vector<FilterCheck>;

} // namespace

class FilterPolicyExplainTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-25, SNS-26
    void everyConditionSaysWhatItMet() {
        const FilterPolicy policy =
            policyOf(R"({"type":["order",{"prefix":"re"}],"amount":[{"numeric":[">=",1000]}],
                         "shop":[{"exists":false}],"tags":["a"],"raw":[{"exists":true}]})",
                     FilterScope::Attributes);
        const std::vector<MessageAttribute> message{{"type", "String", "refund"},
                                                    {"amount", "Number", "999.50"},
                                                    {"tags", "String.Array", R"(["x", 1])"},
                                                    {"raw", "Binary", "x"}};
        const Checks expected{
            {"", "type", R"("order")", R"("refund")", false, true},
            {"", "type", R"({"prefix":"re"})", R"("refund")", true, true},
            {"", "amount", R"({"numeric":[">=",1000]})", "999.5", false, false},
            {"", "shop", R"({"exists":false})", "absent", true, true},
            {"", "tags", R"("a")", R"("x", 1)", false, false},
            {"", "raw", R"({"exists":true})", "absent", false, false},
        };
        QCOMPARE(policy.explain(message, ""), expected);
        QVERIFY(FilterPolicy().explain(message, "").empty());
    }

    // SNS-26, SNS-27
    void invalidMessagesMeetNothing() {
        const FilterPolicy attributes =
            policyOf(R"({"a":[{"exists":true}],"b":[{"exists":false}]})", FilterScope::Attributes);
        const MessageAttribute wrong{"a", "Number", "one"};
        const Checks expected{{"", "a", R"({"exists":true})", "invalid", false, false},
                              {"", "b", R"({"exists":false})", "absent", true, true}};
        QCOMPARE(attributes.explain({&wrong, 1}, ""), expected);
        const FilterPolicy body = policyOf(R"({"a":[{"exists":false}]})", FilterScope::Body);
        const Checks none{{"", "a", R"({"exists":false})", "invalid", false, false}};
        QCOMPARE(body.explain({}, "no JSON"), none);
    }

    // SNS-27, SNS-35
    void alternativesAreNamed() {
        const FilterPolicy policy = policyOf(
            R"({"$or":[{"a":[1]},{"b":[null],"$or":[{"c":[2]},{"d":[true]}]}],
                "in":{"$or":[{"e":["x"]},{"e":["y"]}]}})",
            FilterScope::Body);
        const Checks expected{
            {"$or[0]", "a", "1", "2, \"z\"", false, false},
            {"$or[1]", "b", "null", "null", true, true},
            {"$or[1].$or[0]", "c", "2", "absent", false, false},
            {"$or[1].$or[1]", "d", "true", "true", true, true},
            {"in.$or[0]", "in.e", R"("x")", R"("y")", false, false},
            {"in.$or[1]", "in.e", R"("y")", R"("y")", true, true},
        };
        QCOMPARE(policy.explain({}, R"({"a":[2,"z"],"b":null,"d":true,"in":{"e":"y"}})"), expected);
    }

    void summariesAreShort_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("summary");
        const auto row = [](const char* json, const char* summary) {
            QTest::newRow(summary) << json << summary;
        };
        row(R"({"amount":[{"numeric":[">=",1000]}]})", "amount ≥ 1000");
        row(R"({"type":["order","refund"]})", "type: order | refund");
        row(R"({"a":[{"numeric":[">",0,"<=",1.5]}],"b":{"c":[null]}})",
            "a > 0 and ≤ 1.5, b.c: null");
        row(R"({"a":[{"numeric":["=",1000000000]},true]})", "a: = 1000000000 | true");
        row(R"({"a":[{"prefix":"x"},{"suffix":"y"}]})", "a: x* | *y");
        row(R"({"a":[{"anything-but":["x","y"]},{"anything-but":{"prefix":"z"}}]})",
            "a: not x, y | not z*");
        row(R"({"a":[{"equals-ignore-case":"Tax"}]})", "a: Tax in any case");
        row(R"({"a":[{"cidr":"10.0.0.0/8"}]})", "a: in 10.0.0.0/8");
        row(R"({"a":[{"wildcard":"a*\\*"}]})", "a: a*\\*");
        row(R"({"a":[{"exists":true}],"b":[{"exists":false}]})", "a exists, b is absent");
        row(R"({"$or":[{"a":[1],"b":[2]},{"c":[3]}],"d":[4]})", "(a: 1, b: 2 or c: 3), d: 4");
    }
    void summariesAreShort() {
        QFETCH(const QString, json);
        QFETCH(const QString, summary);
        QCOMPARE(summaryOf(json.toStdString()), summary);
    }

    void summariesAreCut() {
        constexpr auto kJson = R"({"t":["한국","x"]})";
        QCOMPARE(summaryOf(kJson, 9), QString("t: 한국 | x"));
        QCOMPARE(summaryOf(kJson, 8), QString("t: 한국 |…"));
        QCOMPARE(summaryOf(kJson, 5), QString("t: 한…"));
        QCOMPARE(summaryOf(kJson, 1), QString("…"));
        QCOMPARE(summaryOf(kJson, 0), QString());
        QVERIFY(FilterPolicy().summary(10).empty());
    }
};

SLUICE_TEST(FilterPolicyExplainTest)

} // namespace sluice::filter_policy_explain_test

#include "filter_policy_explain_test.moc"
