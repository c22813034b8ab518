// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/number_text.h"
#include "tests/support/test_main.h"

#include <limits>

namespace sluice::number_text_test {

class NumberTextTest : public QObject {
    Q_OBJECT

private slots:
    void numbersAreShortAndExact() {
        QCOMPARE(plainNumber(12, ""), std::string("12"));
        QCOMPARE(plainNumber(0.1, ""), std::string("0.1"));
        QCOMPARE(std::stod(plainNumber(1.0 / 3.0, "")), 1.0 / 3.0);
    }

    void whatIsNoNumberIsMissing() {
        using Limits = std::numeric_limits<double>;
        QCOMPARE(plainNumber(Limits::quiet_NaN(), "null"), std::string("null"));
        QCOMPARE(plainNumber(-Limits::infinity(), ""), std::string());
    }

    // A share is written as 0.125, so calling its unit "%" would be wrong.
    void sharesAreNotPercent() {
        QCOMPARE(plainUnit(Unit::Share), std::string_view("share"));
        QCOMPARE(plainUnit(Unit::Dollars), std::string_view("USD"));
        QCOMPARE(plainUnit(Unit::Messages), symbol(Unit::Messages));
        QVERIFY(plainUnit(Unit::None).empty());
    }
};

SLUICE_TEST(NumberTextTest)

} // namespace sluice::number_text_test

#include "number_text_test.moc"
