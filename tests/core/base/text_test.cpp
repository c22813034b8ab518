// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "tests/support/test_main.h"

#include <string>

namespace sluice::text_test {

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

    void aSentenceEndsWithOneFullStop() {
        QVERIFY(sentence("No") == "No.");
        QVERIFY(sentence("No.") == "No.");
    }

    void trimmedTakesBlanksOffBothSides() {
        QVERIFY(trimmed(" \t a b\r\n") == "a b");
        QVERIFY(trimmed(" \n").empty());
    }

    void loweredChangesAsciiOnly() { QVERIFY(lowered("AbZ1é") == "abz1é"); }

    void quotedStandsInQuotationMarks() { QVERIFY(quoted("a b") == "\"a b\""); }

    void shortestReadsBackAsTheSameNumber() {
        QVERIFY(shortest(0.1) == "0.1");
        QVERIFY(shortest(1e300) == "1e+300");
        QVERIFY(shortest(-2) == "-2");
    }

    void wholeNumberTakesTheWholeText() {
        QVERIFY(wholeNumber("-17") == -17);
        QVERIFY(!wholeNumber(""));
        QVERIFY(!wholeNumber("1.5"));
        QVERIFY(!wholeNumber(" 1"));
        QVERIFY(!wholeNumber("9223372036854775808"));
    }
};

SLUICE_TEST(TextTest)

} // namespace sluice::text_test

#include "text_test.moc"
