// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"
#include "tests/support/test_main.h"

namespace sluice::filter_policy_parse_test {

namespace {

constexpr auto kAttributes = FilterScope::Attributes;
constexpr auto kBody = FilterScope::Body;

/// The text of the error, empty when the policy is taken.
QString errorOf(const QString& json, FilterScope scope = kAttributes) {
    const auto policy = FilterPolicy::parse(json.toStdString(), scope);
    if (policy) return {};
    if (policy.error().code != ApiErrorCode::InvalidParameter) return "another code";
    return QString::fromStdString(policy.error().message);
}

/// An array of `count` different texts.
QString values(int count) {
    QStringList texts;
    for (int at = 0; at < count; ++at) texts.append(QString("\"value%1\"").arg(at));
    return '[' + texts.join(',') + ']';
}

constexpr auto kTooComplex = "Filter policy is too complex";
constexpr auto kTooManyKeys = "Filter policy can not have more than 5 keys";

} // namespace

class FilterPolicyParseTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-37
    void structuralErrors_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("error");
        QTest::newRow("text") << R"({"key_a":"value_one"})"
                              << "\"key_a\" must be an object or an array";
        QTest::newRow("inner text") << R"({"key":{"suffix":"value"}})"
                                    << "\"suffix\" must be an object or an array";
        QTest::newRow("null") << R"({"k":null})"
                              << "\"k\" must be an object or an array";
        QTest::newRow("[]") << R"({"k":[]})"
                            << "Empty arrays are not allowed";
        QTest::newRow("{}") << R"({"k":{}})"
                            << "Empty objects are not allowed";
        QTest::newRow("[[]]") << R"({"key":[["value"]]})"
                              << "Match value must be String, number, true, false, or null";
        QTest::newRow("list") << "[]"
                              << "Filter is not an object";
        QTest::newRow("second value") << R"({"k":["x",{"numeric":[]}]})"
                                      << "Invalid member in numeric match: ]";
        QTest::newRow("alternative") << R"({"$or":[{"a":["x"]},{"b":"x"}]})"
                                     << "\"b\" must be an object or an array";
        QTest::newRow("empty alternative") << R"({"$or":[{"a":["x"]},{}]})"
                                           << "Empty objects are not allowed";
    }
    void structuralErrors() {
        QFETCH(const QString, json);
        QFETCH(const QString, error);
        QCOMPARE(errorOf(json), error);
        QCOMPARE(errorOf(json, kBody), error);
    }

    // SNS-37
    void faultsOfSyntaxNameLineAndColumn() {
        const auto at = [](int line, int column) {
            return QString("failed to parse JSON. Line %1, column %2: look for a missing comma, "
                           "quote or bracket there.")
                .arg(line)
                .arg(column);
        };
        QCOMPARE(errorOf("{invalidjson}"), at(1, 2));
        QCOMPARE(errorOf("{\n  \"a\": [\"x\"]\n  \"b\": [1]}"), at(3, 5));
        QCOMPARE(errorOf("{\"\uD55C\": [1,]}"), at(1, 10));
        QCOMPARE(errorOf("{"), at(1, 2));
        QCOMPARE(errorOf("{}}"), at(1, 3));
    }

    // SNS-37
    void prefixesNameTheRequest() {
        const ApiError error = FilterPolicy::parse(R"({"k":[]})", kAttributes).error();
        const ApiError subscribe = inRequest(error, FilterRequest::Subscribe);
        QCOMPARE(subscribe.code, ApiErrorCode::InvalidParameter);
        QCOMPARE(subscribe.message,
                 std::string("Invalid parameter: Attributes Reason: FilterPolicy: Empty arrays are "
                             "not allowed"));
        QCOMPARE(inRequest(error, FilterRequest::SetSubscriptionAttributes).message,
                 std::string("Invalid parameter: FilterPolicy: Empty arrays are not allowed"));
    }

    // SNS-26
    void attributesAreNotNested() {
        const char* const nested = R"({"object":{"key":[{"prefix":"auto-"}]}})";
        QCOMPARE(errorOf(nested, kBody), QString());
        QCOMPARE(errorOf(nested),
                 "Filter policy scope MessageAttributes does not support nested filter policy");
        QCOMPARE(errorOf(R"({"$or":[{"a":["x"]},{"b":{"c":["x"]}}]})"),
                 "Filter policy scope MessageAttributes does not support nested filter policy");
        const ApiError error = FilterPolicy::parse(nested, kAttributes).error();
        QCOMPARE(inRequest(error, FilterRequest::SetSubscriptionAttributes).message,
                 std::string("Invalid parameter: Filter policy scope MessageAttributes does not "
                             "support nested filter policy"));
    }

    // SNS-38
    void atMostFiveLeafKeys() {
        const char* const five = R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1]})";
        QCOMPARE(errorOf(five), QString());
        QCOMPARE(errorOf(R"({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]})"), kTooManyKeys);
        QCOMPARE(errorOf(R"({"a":{"b":[1],"c":[1],"d":[1]},"e":[1],"f":[1]})", kBody), QString());
        QCOMPARE(errorOf(R"({"a":{"b":[1],"c":[1],"d":[1]},"e":{"b":[1],"c":[1],"d":[1]}})", kBody),
                 kTooManyKeys);
        // A path counts once, however often alternatives name it.
        QCOMPARE(errorOf(R"({"$or":[{"a":[1],"b":[1]},{"a":[2],"c":[1]},{"d":[1],"e":[1]}]})"),
                 QString());
        QCOMPARE(errorOf(R"({"$or":[{"a":[1],"b":[1]},{"f":[2],"c":[1]},{"d":[1],"e":[1]}]})"),
                 kTooManyKeys);
    }

    // SNS-38
    void complexityIsTheProductOfValuesAndDepths() {
        const auto policy = [](int first, int second) {
            return QString("{\"key1\":%1,\"key2\":%2}").arg(values(first), values(second));
        };
        QCOMPARE(errorOf(R"({"a":["x","y","z"],"b":["x"],"c":["x","y"]})"), QString()); // 6
        QCOMPARE(errorOf("{\"key\":" + values(150) + '}'), QString());
        QCOMPARE(errorOf("{\"key\":" + values(151) + '}'), kTooComplex);
        QCOMPARE(errorOf(policy(15, 10)), QString());
        QCOMPARE(errorOf(policy(19, 8)), kTooComplex); // 152
        QCOMPARE(errorOf(policy(100, 51)), kTooComplex);
        // An operator counts as one value, whatever it lists.
        QCOMPARE(errorOf("{\"key\":[{\"anything-but\":" + values(151) + "}]}"), QString());
    }

    // SNS-38
    void depthMultipliesComplexity() {
        const auto nested = [](int count) {
            return "{\"a\":{\"b\":{\"c\":" + values(count) + "}}}";
        };
        QCOMPARE(errorOf(nested(50), kBody), QString()); // 3 x 50
        QCOMPARE(errorOf(nested(51), kBody), kTooComplex);
        const QString inner = R"("key_a":{"key_b":{"key_c":%1}},"key_d":{"key_e":%2})";
        const QString both = inner.arg(values(4), values(3)); // 3 x 4 x 2 x 3 = 72
        QCOMPARE(errorOf('{' + both + ",\"f\":" + values(2) + '}', kBody), QString());   // 144
        QCOMPARE(errorOf('{' + both + ",\"f\":" + values(3) + '}', kBody), kTooComplex); // 216
        QCOMPARE(errorOf("{\"a.b.c\":" + values(150) + '}', kBody), QString()); // a name, depth 1
    }

    // SNS-38
    void alternativesAddTheirComplexity() {
        const QString flat =
            R"({"source":%1,"$or":[{"metricName":%2},{"metricType":%3,"$or":[{"metricId":%4},{"spaceId":%5}]}]})";
        const auto policy = [&](int a, int b, int c, int d, int e) {
            return flat.arg(values(a), values(b), values(c), values(d), values(e));
        };
        QCOMPARE(errorOf(policy(3, 6, 4, 4, 7)), QString());   // 18 + 48 + 84 = 150
        QCOMPARE(errorOf(policy(4, 6, 4, 4, 4)), kTooComplex); // 24 + 64 + 64 = 152
        const QString nested =
            R"({"$or":[{"metricName":%1},{"namespace":%2}],"detail":{"scope":%3,"$or":[{"source":%4},{"type":%5}]}})";
        const auto deep = [&](int a, int b, int c, int d, int e) {
            return nested.arg(values(a), values(b), values(c), values(d), values(e));
        };
        QCOMPARE(errorOf(deep(3, 2, 2, 1, 3), kBody), kTooComplex); // 24 + 72 + 16 + 48 = 160
        QCOMPARE(errorOf(deep(3, 1, 2, 1, 3), kBody), QString());   // 4 x 4 x 8 = 128
    }

    // SNS-38
    void hugePoliciesAreRefusedInTime() {
        const QString deep =
            QString("{\"a\":").repeated(40'000) + "[1]" + QString("}").repeated(40'000);
        QCOMPARE(errorOf(deep, kBody), kTooComplex);
        const QString brackets =
            "{\"a\":" + QString("[").repeated(100'000) + QString("]").repeated(100'000) + '}';
        QCOMPARE(errorOf(brackets), "Match value must be String, number, true, false, or null");
        QString alternatives = R"({"a":[1]})";
        for (int level = 0; level < 10'000; ++level) {
            alternatives = R"({"$or":[{"a":[1]},)" + alternatives + "]}";
        }
        QVERIFY(alternatives.size() < 262'144);
        QCOMPARE(errorOf(alternatives), kTooComplex);
        QStringList keys;
        for (int key = 0; key < 20'000; ++key) keys.append(QString("\"%1\":[1]").arg(key));
        QCOMPARE(errorOf('{' + keys.join(',') + '}'), kTooManyKeys);
    }

    // SNS-32, SNS-37
    void whatIsWrongIsFoundWhereItStands_data() {
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char* name, const char* policy, const char* place) {
            QTest::newRow(name) << QByteArray(policy) << QByteArray(place);
        };
        row("no list", R"j({"a":[1],"type":"order"})j", R"("order")");
        row("empty list", R"j({"a":[1],"b":[]})j", "[]");
        row("list in a list", R"j({"a":[1,[2]]})j", "[2]");
        row("no text", R"j({"a":[1],"b":["x",{"suffix":7}]})j", "7}");
        row("no operator", R"j({"a":[1],"b":[{"like":"x"}]})j", R"("like")");
        row("no number", R"j({"a":[{"numeric":[">","x"]}]})j", R"("x")");
        row("number missing", R"j({"a":[{"numeric":[">"]}]})j", R"([">"])");
        row("bottom above top", R"j({"a":[{"numeric":[">",10,"<",5]}]})j", "5]");
        row("upper first", R"j({"a":[{"numeric":["<",5,">",1]}]})j", R"(">",1)");
        row("number too large", R"j({"a":[{"numeric":[">",1,"<",2e9]}]})j", "2e9");
        row("mixed", R"j({"a":[{"anything-but":["x",null]}]})j", "null");
        row("in anything-but", R"j({"a":[{"anything-but":{"suffix":"x"}}]})j", R"("suffix")");
        row("no truth", R"j({"a":[{"exists":"yes"}]})j", R"("yes")");
        row("in an alternative", R"j({"$or":[{"a":[1]},{"b":[{"cidr":"x"}]}]})j", R"("x")");
        row("nested", R"j({"a":[1],"b":{"c":[1]}})j", R"({"c")");
        row("sixth key", R"j({"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[6]})j", "[6]");
        row("no JSON", R"j({"a":[1})j", "}");
    }
    void whatIsWrongIsFoundWhereItStands() {
        QFETCH(QByteArray, policy);
        QFETCH(QByteArray, place);
        const std::string text = policy.toStdString();
        const auto parsed = FilterPolicy::diagnose(text, kAttributes);
        QVERIFY(!parsed);
        const std::string rest = text.substr(parsed.error().offset);
        QVERIFY2(rest.starts_with(place.toStdString()), rest.c_str());
    }

    // SNS-41
    void policiesHaveAtMost256KiB() {
        std::string json = R"({"a":["x"]})";
        json.resize(262'144, ' ');
        QVERIFY(FilterPolicy::parse(json, kAttributes));
        json += ' ';
        const auto policy = FilterPolicy::parse(json, kAttributes);
        QVERIFY(!policy);
        QCOMPARE(policy.error().code, ApiErrorCode::FilterPolicyLimitExceeded);
        QCOMPARE(policy.error().message,
                 std::string("Filter policy can not be longer than 262144 bytes"));
    }
};

SLUICE_TEST(FilterPolicyParseTest)

} // namespace sluice::filter_policy_parse_test

#include "filter_policy_parse_test.moc"
