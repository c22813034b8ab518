// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"
#include "tests/support/test_main.h"

namespace sluice::filter_policy_test {

namespace {

using Attributes = std::vector<MessageAttribute>;

FilterPolicy policyOf(std::string_view json, FilterScope scope = FilterScope::Attributes) {
    const auto policy = FilterPolicy::parse(json, scope);
    if (!policy) qFatal("%s", policy.error().message.c_str());
    return *policy;
}

FilterVerdict verdict(std::string_view json, const Attributes& attributes) {
    return policyOf(json).match(attributes, "");
}

bool takes(std::string_view json, const Attributes& attributes) {
    return verdict(json, attributes) == FilterVerdict::Accepted;
}

FilterVerdict bodyVerdict(std::string_view json, std::string_view body) {
    return policyOf(json, FilterScope::Body).match({}, body);
}

bool takesBody(std::string_view json, std::string_view body) {
    return bodyVerdict(json, body) == FilterVerdict::Accepted;
}

} // namespace

class FilterPolicyTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-25
    void withoutAPolicyEveryMessagePasses() {
        for (const char* json : {"", " \n", "{}", " { } "}) {
            for (const auto scope : {FilterScope::Attributes, FilterScope::Body}) {
                const FilterPolicy policy = policyOf(json, scope);
                QVERIFY(policy.isEmpty());
                QVERIFY(!policy.needsBody());
                QCOMPARE(policy.match({}, "no JSON"), FilterVerdict::Accepted);
            }
        }
        QVERIFY(FilterPolicy().isEmpty());
    }

    // SNS-25
    void everyKeyMustMatchAndOneOfItsValues() {
        constexpr auto kPolicy = R"({"type":["order","refund"],"shop":["eu"]})";
        QVERIFY(takes(kPolicy, {{"type", "String", "refund"}, {"shop", "String", "eu"}}));
        QVERIFY(
            takes(kPolicy,
                  {{"shop", "String", "eu"}, {"x", "String", "y"}, {"type", "String", "order"}}));
        QVERIFY(!takes(kPolicy, {{"type", "String", "order"}, {"shop", "String", "us"}}));
        QVERIFY(!takes(kPolicy, {{"type", "String", "order"}}));
    }

    // SNS-26
    void binaryAttributesAreInvisible() {
        QVERIFY(!takes(R"({"a":["x"]})", {{"a", "Binary", "x"}}));
        QVERIFY(!takes(R"({"a":[{"exists":true}]})", {{"a", "Binary.png", "x"}}));
        QVERIFY(takes(R"({"a":[{"exists":false}]})", {{"a", "Binary", "x"}}));
        QVERIFY(takes(R"({"a":["x"]})", {{"a", "String.label", "x"}}));
    }

    // SNS-26, SNS-31
    void ofAnArrayOneElementMustMatch() {
        const Attributes array{{"a", "String.Array", R"(["x", 2, true, null])"}};
        QVERIFY(takes(R"({"a":["y","x"]})", array));
        QVERIFY(takes(R"({"a":[{"numeric":[">",1]}]})", array));
        QVERIFY(takes(R"({"a":[null]})", array));
        QVERIFY(!takes(R"({"a":["2",false]})", array));
        QVERIFY(takes(R"({"a":[{"anything-but":["x","z"]}]})", array));
        QVERIFY(!takes(R"({"a":[{"anything-but":["x","z"]}]})",
                       {{"a", "String.Array", R"(["x","z","x"])"}}));
        QVERIFY(!takes(R"({"a":[{"anything-but":"x"}]})", {{"a", "String.Array", "[]"}}));
        QVERIFY(takes(R"({"a":[{"exists":true}]})", {{"a", "String.Array", "[]"}}));
    }

    // SNS-26
    void attributesThatAreNotWhatTheirTypeSaysAreInvalid() {
        constexpr auto kPolicy = R"({"a":["x"],"b":[{"exists":false}]})";
        using enum FilterVerdict;
        QCOMPARE(verdict(kPolicy, {}), NoAttributes);
        QCOMPARE(verdict(kPolicy, {{"a", "String", "y"}}), FilteredOut);
        QCOMPARE(verdict(kPolicy, {{"a", "String.Array", "x"}}), InvalidAttributes);
        QCOMPARE(verdict(kPolicy, {{"a", "String.Array", R"([["x"]])"}}), InvalidAttributes);
        QCOMPARE(verdict(kPolicy, {{"a", "Number", "x"}}), InvalidAttributes);
        // Also when another key has decided already; attributes the policy does not name never.
        QCOMPARE(verdict(kPolicy, {{"a", "String", "y"}, {"b", "Number", ""}}), InvalidAttributes);
        QCOMPARE(verdict(kPolicy, {{"a", "String", "x"}, {"c", "Number", "x"}}), Accepted);
        QCOMPARE(verdict(R"({"a":[{"exists":false}]})", {}), Accepted);
    }

    // SNS-27
    void bodiesMustBeJsonObjects() {
        constexpr auto kPolicy = R"({"a":[{"exists":false}]})";
        QCOMPARE(bodyVerdict(kPolicy, R"({"b":1})"), FilterVerdict::Accepted);
        QCOMPARE(bodyVerdict(kPolicy, R"({"a":1})"), FilterVerdict::FilteredOut);
        for (const char* body :
             {"", "text", "[]", R"("text")", "7", "{", R"({"b":1}})", "{\"b\":\xFF}"}) {
            QCOMPARE(bodyVerdict(kPolicy, body), FilterVerdict::InvalidBody);
        }
    }

    // SNS-27
    void nestedPoliciesFollowNestedMembers() {
        constexpr auto kPolicy =
            R"({"object":{"key":[{"prefix":"auto-"},"fixed"],"none":[{"exists":false}]}})";
        QVERIFY(takesBody(kPolicy, R"({"object":{"key":"auto-test"}})"));
        QVERIFY(takesBody(kPolicy, R"({"object":{"key":"fixed"}})"));
        QVERIFY(!takesBody(kPolicy, R"({"object":{"key":"test-auto"}})"));
        QVERIFY(!takesBody(kPolicy, R"({"object":{"key":"auto-test","none":"here"}})"));
        QVERIFY(!takesBody(kPolicy, R"({"key":"fixed"})"));
    }

    // SNS-27
    void arraysAreSearched() {
        constexpr auto kRoutes = R"({"headers":{"route-to":["q1"]}})";
        QVERIFY(takesBody(kRoutes, R"({"headers":{"route-to":["q1","q2"]}})"));
        QVERIFY(!takesBody(kRoutes, R"({"headers":{"route-to":["q3"]}})"));
        constexpr auto kRecords =
            R"({"Records":{"s3":{"object":{"key":[{"prefix":"auto-"}]}},"event":["Put"]}})";
        QVERIFY(takesBody(
            kRecords,
            R"({"Records":[{"event":"Put","s3":{"object":[[{"key":"auto-1"}]]}},{"event":"Del"}]})"));
        QVERIFY(!takesBody(kRecords,
                           R"({"Records":[{"event":"Del","s3":{"object":{"key":"auto-1"}}}]})"));
        // Different elements may satisfy different keys.
        QVERIFY(takesBody(kRecords,
                          R"({"Records":[{"event":"Put"},{"s3":{"object":{"key":"auto-1"}}}]})"));
    }

    // SNS-27
    void periodsInNamesAreNesting() {
        const auto bodies = {R"({"a":{"b":{"c":"x"}}})",
                             R"({"a.b.c":"x"})",
                             R"({"a.b":{"c":"x"}})",
                             R"({"a":{"b.c":"x"}})"};
        for (const char* json :
             {R"({"a.b.c":["x"]})", R"({"a":{"b":{"c":["x"]}}})", R"({"a":{"b.c":["x"]}})"}) {
            for (const char* body : bodies) QVERIFY2(takesBody(json, body), body);
            QVERIFY(!takesBody(json, R"({"a":{"b":"x"},"c":"x"})"));
            QVERIFY(!takesBody(json, R"({"a":{"bc":"x"},"ab.c":"x","a.b.c.d":"x"})"));
        }
        QCOMPARE(policyOf(R"({"a.b":["x"]})", FilterScope::Body),
                 policyOf(R"({"a":{"b":["x"]}})", FilterScope::Body));
    }

    // SNS-34
    void existsAsksForThePresenceOfTheKey() {
        QVERIFY(takes(R"({"a":[{"exists":true}]})", {{"a", "Number", "1"}}));
        QVERIFY(!takes(R"({"a":[{"exists":true}]})", {{"b", "Number", "1"}}));
        QVERIFY(takes(R"({"a":[{"exists":false}]})", {{"b", "Number", "1"}}));
        QVERIFY(takes(R"({"a":[{"exists":false},"x"]})", {{"a", "String", "x"}}));
    }

    // SNS-34
    void ofABodyOnlyLeavesExist() {
        constexpr auto kThere = R"({"a":[{"exists":true}]})";
        constexpr auto kAbsent = R"({"a":[{"exists":false}]})";
        for (const char* body :
             {R"({"a":null})", R"({"a":""})", R"({"a":[0]})", R"({"a":[[],1]})"}) {
            QVERIFY2(takesBody(kThere, body), body);
            QVERIFY2(!takesBody(kAbsent, body), body);
        }
        for (const char* body :
             {R"({})", R"({"a":{}})", R"({"a":[]})", R"({"a":{"b":1}})", R"({"a":[{"b":1}]})"}) {
            QVERIFY2(!takesBody(kThere, body), body);
            QVERIFY2(takesBody(kAbsent, body), body);
        }
    }

    // SNS-35
    void oneAlternativeMustMatch() {
        constexpr auto kPolicy =
            R"({"$or":[{"metric":["cpu","latency"]},{"space":["ec2"]}],
                "detail":{"scope":["svc"],"$or":[{"source":["cw"]},{"type":["alarm"]}]}})";
        QVERIFY(takesBody(kPolicy, R"({"metric":"cpu","detail":{"scope":"svc","source":"cw"}})"));
        QVERIFY(takesBody(kPolicy, R"({"space":"ec2","detail":{"scope":"svc","type":"alarm"}})"));
        QVERIFY(!takesBody(kPolicy, R"({"metric":"cpu","detail":{"scope":"svc","type":"cpu"}})"));
        QVERIFY(!takesBody(kPolicy, R"({"metric":"x","detail":{"scope":"svc","source":"cw"}})"));
        QVERIFY(!takesBody(kPolicy, R"({"metric":"cpu","detail":{"source":"cw"}})"));
        QVERIFY(!takesBody(kPolicy, R"({"metric":"cpu","source":"cw","scope":"svc"})"));
    }

    // SNS-35
    void alternativesNestAndHoldSeveralKeys() {
        constexpr auto kPolicy =
            R"({"a":[1],"$or":[{"b":[2],"c":[3]},{"$or":[{"d":[4]},{"e":[5]}]}]})";
        const auto number = [](const char* name, const char* value) {
            return MessageAttribute{name, "Number", value};
        };
        QVERIFY(takes(kPolicy, {number("a", "1"), number("b", "2"), number("c", "3")}));
        QVERIFY(takes(kPolicy, {number("a", "1"), number("e", "5")}));
        QVERIFY(!takes(kPolicy, {number("a", "1"), number("b", "2")}));
        QVERIFY(!takes(kPolicy, {number("b", "2"), number("c", "3")}));
    }

    // SNS-35
    void orIsAnOrdinaryKeyUnlessItIsAnOperator() {
        const Attributes message{{"$or", "String", "x"}};
        for (const char* json : {R"({"$or":["x"]})",
                                 R"({"$or":["y","x"]})",
                                 R"({"$or":[{"prefix":"y"},{"suffix":"x"}]})",
                                 R"({"$or":[{"exists":true}]})"}) {
            QVERIFY2(takes(json, message), json);
            QVERIFY2(!takes(json, {{"a", "String", "x"}}), json);
        }
        for (const char* word : {"equals-ignore-case",
                                 "prefix",
                                 "suffix",
                                 "anything-but",
                                 "exists",
                                 "wildcard",
                                 "numeric",
                                 "cidr"}) {
            const std::string json =
                QString(R"({"$or":[{"a":["x"]},{"%1":["x"]}]})").arg(word).toStdString();
            const auto policy = FilterPolicy::parse(json, FilterScope::Attributes);
            QVERIFY(!policy);
            QCOMPARE(policy.error().message, std::string("Unrecognized match type a"));
        }
    }

    // SNS-39
    void thereAreTwoScopes() {
        QCOMPARE(*parseFilterScope("MessageBody"), FilterScope::Body);
        QCOMPARE(*parseFilterScope("MessageAttributes"), FilterScope::Attributes);
        QCOMPARE(toText(FilterScope::Body), std::string_view("MessageBody"));
        QCOMPARE(toText(FilterScope::Attributes), std::string_view("MessageAttributes"));
        const auto wrong = parseFilterScope("Body");
        QCOMPARE(wrong.error().code, ApiErrorCode::InvalidParameter);
        QCOMPARE(inRequest(wrong.error(), FilterRequest::SetSubscriptionAttributes).message,
                 std::string("Invalid parameter: FilterPolicyScope: Invalid value [Body]. Please "
                             "use either MessageBody or MessageAttributes"));
    }

    void equalPoliciesAreEqual() {
        QCOMPARE(policyOf(R"({"a":["x"]})"), policyOf("{ \"a\" : [ \"x\" ] }"));
        QVERIFY(policyOf(R"({"a":["x"]})") != policyOf(R"({"a":["y"]})"));
        QVERIFY(policyOf(R"({"a":["x"]})") != policyOf(R"({"a":["x"]})", FilterScope::Body));
    }

    // SNS-61
    void threeSubscriptionsOfOneTopic() {
        const FilterPolicy all;
        const FilterPolicy only = policyOf(R"({"t":["x"]})");
        const FilterPolicy others = policyOf(R"({"t":[{"anything-but":"x"}]})");
        const auto receivers = [&](const Attributes& message) {
            QString names;
            if (all.match(message, "") == FilterVerdict::Accepted) names += 'A';
            if (only.match(message, "") == FilterVerdict::Accepted) names += 'B';
            if (others.match(message, "") == FilterVerdict::Accepted) names += 'C';
            return names;
        };
        QCOMPARE(receivers({{"t", "String", "x"}}), "AB");
        QCOMPARE(receivers({{"t", "String", "y"}}), "AC");
        QCOMPARE(receivers({}), "A");
    }
};

SLUICE_TEST(FilterPolicyTest)

} // namespace sluice::filter_policy_test

#include "filter_policy_test.moc"
