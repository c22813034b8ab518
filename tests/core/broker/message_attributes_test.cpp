// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/message_attributes.h"
#include "tests/support/test_main.h"

namespace sluice::message_attributes_test {

namespace {

MessageAttribute text(std::string name, std::string value) {
    return {std::move(name), "String", std::move(value)};
}

ApiErrorCode refusalOf(const MessageAttribute& attribute) {
    const MessageAttributes one{attribute};
    const auto result = checkMessageAttributes(one, {});
    return result ? ApiErrorCode::None : result.error().code;
}

} // namespace

class MessageAttributesTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-57, SQS-58
    void digestsAreThoseRecordedFromTheService() {
        const auto hello = text("Hello", "There");
        const auto general = text("General", "Kenobi");
        QCOMPARE(md5OfAttributes(MessageAttributes{hello}),
                 std::string("a311262e065454b75da111d535b8dacd"));
        QCOMPARE(md5OfAttributes(MessageAttributes{hello, general}),
                 std::string("fca026605781cb4126a1e9044df24232"));
        QCOMPARE(md5OfAttributes(MessageAttributes{text("Help.Me", "Me"), general, hello}),
                 std::string("4c360f3fdafd970e05fae2f149d997f5"));
        QCOMPARE(md5OfAttributes(MessageAttributes{text("MyAttribute", "foobar")}),
                 std::string("adb59cd4678ea5a855436b949cd07ab6"));
        const std::string bytes = "traceparent\x1e"
                                  "00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01";
        QCOMPARE(md5OfAttributes(MessageAttributes{{"attr1", "Binary", bytes}}),
                 std::string("8cbe4db156db8a94db8b801b7addb984"));
    }

    // SQS-57
    void theLabelOfATypeIsPartOfTheDigest() {
        QVERIFY(md5OfAttributes(MessageAttributes{{"a", "Number", "1"}})
                != md5OfAttributes(MessageAttributes{{"a", "Number.int", "1"}}));
        QVERIFY(md5OfAttributes(MessageAttributes{{"a", "Binary", "1"}})
                != md5OfAttributes(MessageAttributes{{"a", "String", "1"}}));
    }

    // SQS-59
    void withoutAttributesThereIsNoDigest() { QCOMPARE(md5OfAttributes({}), std::string()); }

    // SQS-61
    void systemAttributesHaveTheSameDigest() {
        const MessageAttributes header{text("AWSTraceHeader", "Root=1")};
        QVERIFY(checkSystemAttributes(header));
        QCOMPARE(md5OfAttributes(header).size(), std::size_t{32});
        QVERIFY(!checkSystemAttributes(MessageAttributes{text("Other", "x")}));
        QVERIFY(!checkSystemAttributes(MessageAttributes{{"AWSTraceHeader", "Number", "1"}}));
        QVERIFY(!checkSystemAttributes(MessageAttributes{header[0], header[0]}));
    }

    // SQS-51
    void sizeCountsBytesOfBodyNamesTypesAndValues() {
        QCOMPARE(messageBytes("abc", {}), std::int64_t{3});
        QCOMPARE(messageBytes("ä€", {}), std::int64_t{5});
        QCOMPARE(messageBytes("a", MessageAttributes{{"name", "Number.kg", "12"}}),
                 std::int64_t{1 + 4 + 9 + 2});
    }

    // SQS-53
    void namesHaveASyntax_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("plain") << "a-Z_0.9" << true;
        QTest::newRow("256") << QString(256, 'n') << true;
        QTest::newRow("257") << QString(257, 'n') << false;
        QTest::newRow("empty") << "" << false;
        QTest::newRow("blank") << "a b" << false;
        QTest::newRow("period first") << ".a" << false;
        QTest::newRow("period last") << "a." << false;
        QTest::newRow("two periods") << "a..b" << false;
        QTest::newRow("AWS.") << "AWS.a" << false;
        QTest::newRow("aws.") << "aWs.a" << false;
        QTest::newRow("amazon.") << "AMAZON.a" << false;
        QTest::newRow("only the start of the prefix") << "awsome" << true;
    }
    void namesHaveASyntax() {
        QFETCH(const QString, name);
        QFETCH(const bool, isAllowed);
        QCOMPARE(refusalOf(text(name.toStdString(), "x")),
                 isAllowed ? ApiErrorCode::None : ApiErrorCode::InvalidParameterValue);
    }

    // SQS-53
    void typesAreThreeWithALabel() {
        const auto refusal = [](const std::string& type) { return refusalOf({"a", type, "1"}); };
        for (const char* type : {"String", "Number", "Binary", "String.json", "Number.a.b"}) {
            QCOMPARE(refusal(type), ApiErrorCode::None);
        }
        QCOMPARE(refusal("Binary." + QString(249, 'x').toStdString()), ApiErrorCode::None);
        QCOMPARE(refusal("Binary." + QString(250, 'x').toStdString()),
                 ApiErrorCode::InvalidParameterValue);
        for (const char* type : {"", "string", "Float", "Strings", "String."}) {
            QCOMPARE(refusal(type), ApiErrorCode::InvalidParameterValue);
        }
    }

    // SQS-53
    void thereAreAtMostTenWithDistinctNames() {
        MessageAttributes many;
        for (int at = 0; at < 10; ++at) many.push_back(text("n" + std::to_string(at), "x"));
        QVERIFY(checkMessageAttributes(many, {}));
        many.push_back(text("one", "x"));
        QVERIFY(!checkMessageAttributes(many, {}));
        QVERIFY(!checkMessageAttributes(MessageAttributes{text("a", "1"), text("a", "2")}, {}));
    }

    // SQS-54
    void stringsAreNotEmptyAndOfAllowedCharacters() {
        QCOMPARE(refusalOf(text("a", "")), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(refusalOf(text("a", "\x02")), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(refusalOf({"a", "Binary", "\x02"}), ApiErrorCode::None);
        QCOMPARE(refusalOf({"a", "Binary", ""}), ApiErrorCode::InvalidParameterValue);
    }

    // SQS-55
    void numbersAreNormalised_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("stored");
        QTest::newRow("zeros") << "000123.4500"
                               << "123.45";
        QTest::newRow("negative") << "-0.50"
                                  << "-0.5";
        QTest::newRow("zero") << "-0.000"
                              << "0";
        QTest::newRow("exponent") << "1.5e3"
                                  << "1500";
        QTest::newRow("small") << "12E-4"
                               << "0.0012";
        QTest::newRow("plus") << "+7."
                              << "7";
        QTest::newRow("point first") << ".5"
                                     << "0.5";
        QTest::newRow("38 digits") << QString(38, '9') << QString(38, '9');
        QTest::newRow("39 digits") << QString(39, '9') << "";
        QTest::newRow("zeros are no digits") << "1" + QString(50, '0') << "1" + QString(50, '0');
        QTest::newRow("10^126") << "1e126"
                                << "1" + QString(126, '0');
        QTest::newRow("beyond") << "1.1e126"
                                << "";
        QTest::newRow("10^127") << "1e127"
                                << "";
        QTest::newRow("10^-128") << "1e-128"
                                 << "0." + QString(127, '0') + "1";
        QTest::newRow("10^-129") << "9e-129"
                                 << "";
        for (const char* text : {"", "-", ".", "e5", "1e", "1e+-5", "1e5x", "0x10", "1,5", "--1"}) {
            QTest::newRow(qPrintable(QString("not \"%1\"").arg(text))) << text << "";
        }
    }
    void numbersAreNormalised() {
        QFETCH(const QString, written);
        QFETCH(const QString, stored);
        QCOMPARE(QString::fromStdString(normalizedNumber(written.toStdString())), stored);
        QCOMPARE(refusalOf({"a", "Number.x", written.toStdString()}),
                 stored.isEmpty() ? ApiErrorCode::InvalidParameterValue : ApiErrorCode::None);
    }

    // SQS-55
    void onlyNumbersAreStoredDifferently() {
        const MessageAttributes sent{{"a", "Number", "01.0"}, {"b", "String", "01.0"}};
        const MessageAttributes expected{{"a", "Number", "1"}, {"b", "String", "01.0"}};
        QCOMPARE(storedAttributes(sent), expected);
    }

    // SQS-60
    void receivesChooseAttributesByName() {
        const MessageAttributes all{text("b.y", "1"), text("a", "2"), text("b.x", "3")};
        const auto names = [&](const std::vector<std::string>& patterns) {
            std::string found;
            for (const auto& attribute : selectAttributes(all, patterns))
                found += attribute.name + " ";
            return found;
        };
        QCOMPARE(names({}), std::string());
        QCOMPARE(names({"All"}), std::string("a b.x b.y "));
        QCOMPARE(names({".*"}), std::string("a b.x b.y "));
        QCOMPARE(names({"b.*"}), std::string("b.x b.y "));
        QCOMPARE(names({"b.x", "a", "none"}), std::string("a b.x "));
        QCOMPARE(names({"b"}), std::string());
        QCOMPARE(names({"all"}), std::string());
    }
};

SLUICE_TEST(MessageAttributesTest)

} // namespace sluice::message_attributes_test

#include "message_attributes_test.moc"
