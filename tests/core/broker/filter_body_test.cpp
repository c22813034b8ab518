// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_body.h"
#include "core/broker/filter_policy.h"
#include "core/broker/filter_program.h"
#include "core/broker/filter_text.h"
#include "tests/support/test_main.h"

namespace sluice::filter_body_test {

namespace {

/// The values at a path, in order.
QString at(const FilterBody& body, std::string_view path) {
    QStringList values;
    body.anyAt(path, pathHash(path), [&](const FilterValue& value) {
        values.append(QString::fromStdString(valueJson(value)));
        return false;
    });
    return values.join(' ');
}

} // namespace

class FilterBodyTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-27
    void leavesLieAtTheirPaths() {
        const FilterBody body(
            R"({"a":{"b":[1,{"c":true},[2,[]],"x"]},"d":null,"a.b":"y","":{"":7}})");
        QVERIFY(body.isObject());
        QCOMPARE(at(body, "a.b"), R"(1 2 "x" "y")");
        QCOMPARE(at(body, "a.b.c"), "true");
        QCOMPARE(at(body, "d"), "null");
        QCOMPARE(at(body, "."), "7");
        for (const char* none : {"a", "b", "a.", ".b", "", "a.b.c.d"}) {
            QCOMPARE(at(body, none), "");
        }
    }

    // SNS-27
    void pathsOfEqualHashAreToldApart() {
        const FilterBody body(R"({"a":{"b":1}})");
        const auto any = [](const FilterValue&) { return true; };
        QVERIFY(body.anyAt("a.b", pathHash("a.b"), any));
        for (const char* other : {"x.b", "a-b", "b", "xa.b", ".b", ""}) {
            QVERIFY(!body.anyAt(other, pathHash("a.b"), any));
        }
    }

    // SNS-27
    void oneBodyReplacesAnother() {
        FilterBody body(R"({"a":1})");
        body.read("[1]");
        QVERIFY(!body.isObject());
        QCOMPARE(at(body, "a"), "");
        body.read(R"({"b":2})");
        QVERIFY(body.isObject());
        QCOMPARE(at(body, "b"), "2");
        QCOMPARE(at(body, "a"), "");
    }

    // SNS-27
    void oneBodyServesManyPolicies() {
        const FilterBody body(R"({"kind":"order","amount":7})");
        for (int amount = 0; amount < 24; ++amount) {
            const std::string json =
                R"({"kind":["order"],"amount":[{"numeric":["=",)" + std::to_string(amount) + "]}]}";
            const auto policy = FilterPolicy::parse(json, FilterScope::Body);
            QVERIFY(policy->needsBody());
            QCOMPARE(policy->match({}, body) == FilterVerdict::Accepted, amount == 7);
        }
    }

    // SNS-27
    void deepBodiesTakeLinearTimeAndMemory() {
        constexpr int kLevels = 20'000;
        const QString text =
            QString(R"({"b":1,"a":)").repeated(kLevels) + "{}" + QString("}").repeated(kLevels);
        const FilterBody body(text.toStdString());
        QVERIFY(body.isObject());
        QCOMPARE(at(body, "a.a.a.b"), "1");
        const QString arrays =
            "{\"a\":" + QString("[").repeated(100'000) + '1' + QString("]").repeated(100'000) + '}';
        QCOMPARE(at(FilterBody(arrays.toStdString()), "a"), "1");
    }
};

SLUICE_TEST(FilterBodyTest)

} // namespace sluice::filter_body_test

#include "filter_body_test.moc"
