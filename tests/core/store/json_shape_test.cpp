// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/json_shape.h"
#include "tests/support/test_main.h"

namespace sluice::json_shape_test {

namespace {

QString refusalOf(const std::string& text) {
    const auto shape = checkJsonShape(text);
    return shape ? QString() : QString::fromStdString(shape.error().message);
}

} // namespace

class JsonShapeTest : public QObject {
    Q_OBJECT

private slots:
    void jsonPasses() {
        QCOMPARE(refusalOf(R"({"a": [1, -2, 0.5, "t", null, true, {"a": {}}]})"), "");
    }

    void depthIsLimited() {
        QCOMPARE(refusalOf(std::string(16, '[') + std::string(16, ']')), "");
        QVERIFY(refusalOf(std::string(17, '[') + std::string(17, ']')).contains("16 deep"));
        QVERIFY(refusalOf(std::string(8'000'000, '[')).contains("16 deep"));
    }

    void membersOfOneNameAreRefused() {
        QVERIFY(refusalOf(R"({"a": 1, "b": 2, "a": 3})").contains("\"a\" occurs twice"));
    }

    void wrongTextNamesTheByte() {
        QVERIFY(refusalOf("").contains("byte 1"));
        QVERIFY(refusalOf("{\"a\": 1e999}").contains("not JSON"));
        QVERIFY(refusalOf("{\"a\": \"\xFF\"}").contains("not JSON"));
        QVERIFY(refusalOf("{} x").contains("byte 4"));
    }
};

SLUICE_TEST(JsonShapeTest)

} // namespace sluice::json_shape_test

#include "json_shape_test.moc"
