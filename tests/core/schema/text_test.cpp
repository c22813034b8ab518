// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/text.h"
#include "tests/support/test_main.h"

#include <string>

using namespace sluice;

class TextTest : public QObject {
    Q_OBJECT

private slots:
    void countsCharactersNotBytes() {
        QCOMPARE(characterCount("").value(), std::size_t{0});
        QCOMPARE(characterCount("aé한\U0001F600").value(), std::size_t{4});
    }

    void refusesWhatIsNotUtf8_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("continuation alone") << QByteArray("\x80");
        QTest::newRow("cut off") << QByteArray("\xE2\x82");
        QTest::newRow("overlong slash") << QByteArray("\xC0\xAF");
        QTest::newRow("overlong three") << QByteArray("\xE0\x80\xAF");
        QTest::newRow("overlong four") << QByteArray("\xF0\x80\x80\xAF");
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80");
        QTest::newRow("above Unicode") << QByteArray("\xF4\x90\x80\x80");
        QTest::newRow("no lead") << QByteArray("\xFF");
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
    }

    void refusesWhatIsNotUtf8() {
        QFETCH(QByteArray, bytes);
        QVERIFY(!characterCount({bytes.data(), static_cast<std::size_t>(bytes.size())}));
    }

    void trimmedTakesBlanksOffBothSides() {
        QVERIFY(trimmed(" \t a b\r\n") == "a b");
        QVERIFY(trimmed(" \n").empty());
    }
};

SLUICE_TEST(TextTest)
#include "text_test.moc"
