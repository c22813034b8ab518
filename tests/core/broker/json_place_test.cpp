// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/json_place.h"
#include "tests/support/test_main.h"

#include <utility>
#include <vector>

namespace sluice::json_place_test {

namespace {

using Steps = std::vector<std::string>;

/// The text from the place on, to its end or 12 bytes.
QString from(const std::string& text, const Steps& path) {
    return QString::fromStdString(text.substr(offsetOfJson(text, path), 12));
}

} // namespace

class JsonPlaceTest : public QObject {
    Q_OBJECT
private slots:
    void placesAreCountedInLinesAndCharacters() {
        const std::string text = "ab\n\xC3\xA9z\n";
        QCOMPARE(placeOf(text, 0), (TextPlace{1, 1}));
        QCOMPARE(placeOf(text, 1), (TextPlace{1, 2}));
        QCOMPARE(placeOf(text, 3), (TextPlace{2, 1}));
        QCOMPARE(placeOf(text, 5), (TextPlace{2, 2})); // é has two bytes
        QCOMPARE(placeOf(text, 99), (TextPlace{3, 1}));
    }

    void badSyntaxIsPlaced_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");
        QTest::addColumn<QString>("what");
        QTest::newRow("missing comma") << QByteArray("{\"a\":1 \"b\":2}") << 9 << "a comma or }";
        QTest::newRow("cut off") << QByteArray("{\"a\":") << 5 << "too early: a value must";
        QTest::newRow("no name") << QByteArray("{x") << 1 << "a member name in double quotes";
        QTest::newRow("no colon") << QByteArray("{\"a\" 1}") << 5 << "a colon";
        QTest::newRow("comma too much") << QByteArray("{\"a\":1,}") << 7 << "a member must follow";
        QTest::newRow("no comma") << QByteArray("[1 2]") << 3 << "a comma or ]";
        QTest::newRow("no value") << QByteArray("[1,]") << 3 << "a value must stand here";
        QTest::newRow("open text") << QByteArray("[\"abc") << 5 << "the closing quote";
        QTest::newRow("line in text") << QByteArray("[\"a\nb\"]") << 3 << "a line ends";
        QTest::newRow("escape") << QByteArray("[\"a\\x\"]") << 4 << "after a backslash";
        QTest::newRow("tab") << QByteArray("[\"a\tb\"]") << 3 << "a tab";
        QTest::newRow("control") << QByteArray("[\"a\x01\"]") << 3 << "a control character";
        QTest::newRow("hex") << QByteArray("[\"\\u12\"]") << 6 << "four hexadecimal digits";
        QTest::newRow("misleading")
            << QByteArray("[\"must be escaped") << 17 << "the closing quote";
        QTest::newRow("more") << QByteArray("{}}") << 2 << "remove the rest";
        QTest::newRow("twice") << QByteArray("{\"a\":{\"b\":1},\"b\":\"\\\"c\", \"a\" :2}") << 24
                               << "the member \"a\" is given twice";
        QTest::newRow("twice inside")
            << QByteArray("[{\"a\":1},{\"a\":\"a\",\"x\":0,\"a\":1}]") << 24 << "given twice";
        QTest::newRow("deep") << QByteArray("[\"[\",") + QByteArray(20, '[') << 20 << "16 deep";
        QTest::newRow("bytes") << QByteArray("[\"\xFF\"]") << 2 << "no UTF-8";
    }
    void badSyntaxIsPlaced() {
        QFETCH(const QByteArray, text);
        QFETCH(const int, offset);
        QFETCH(const QString, what);
        const auto fault = findJsonFault(text.toStdString());
        QVERIFY(fault);
        QVERIFY2(QString::fromStdString(fault->text).contains(what), fault->text.c_str());
        QCOMPARE(static_cast<int>(fault->offset), offset);
    }

    void structuresAreIndented() {
        QVERIFY(indentedJson("{\"b\":1,\"a\":[]}") == "{\n  \"b\": 1,\n  \"a\": []\n}");
        QVERIFY(!indentedJson("{broken"));
        QVERIFY(!indentedJson("12") && !indentedJson("order 12") && !indentedJson(""));
    }

    void soundTextsHaveNoFault() {
        const std::string quotes = " [1, -2.5e3, \"\\\"\", null, {\"a\":{\"a\":[[]]}}] ";
        QVERIFY(!findJsonFault("{}"));
        QVERIFY(!findJsonFault(quotes));
    }

    void valuesAreFoundByTheirPath() {
        const std::string text = " {\"a\" : [1, {\"x,y\":\"}\\\"]\", \"b\":[ ]}, \"last\"], "
                                 "\"\\u0063\":true, \"e\":{}} ";
        const std::vector<std::pair<Steps, QString>> cases{
            {{}, "{\"a\" : [1, {"},
            {{"a", "0"}, "1, {\"x,y\":\"}"},
            {{"a", "1", "x,y"}, "\"}\\\"]\", \"b\":"},
            {{"a", "1", "b"}, "[ ]}, \"last\""},
            {{"a", "2"}, "\"last\"], \"\\u"},
            {{"c"}, "true, \"e\":{}"},
            {{"e", "missing"}, "{}} "},
            {{"a", "7"}, "[1, {\"x,y\":\""},
        };
        for (const auto& [path, found] : cases) QCOMPARE(from(text, path), found);
    }
};

SLUICE_TEST(JsonPlaceTest)

} // namespace sluice::json_place_test

#include "json_place_test.moc"
