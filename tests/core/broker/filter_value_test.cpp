// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_value.h"
#include "tests/support/test_main.h"

#include <cmath>

namespace sluice::filter_value_test {

class FilterValueTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-32
    void fiveDecimalsCount() {
        QVERIFY(filterNumber(0.1 + 0.2) == 0.3);
        QVERIFY(filterNumber(1.000004) == 1.0);
        QVERIFY(filterNumber(1.000006) == 1.00001);
        QVERIFY(filterNumber(999'999'999.99999) != filterNumber(1e9));
        QVERIFY(filterNumber(-2.5) == -2.5);
        QVERIFY(filterNumber(123'456'789'012'345.0) == 123'456'789'012'345.0);
        QVERIFY(std::isinf(filterNumber(INFINITY)));
    }

    // SNS-28
    void numbersAreDecimal() {
        QVERIFY(parseFilterNumber("1") == parseFilterNumber("1.0"));
        QVERIFY(parseFilterNumber("+2.50") == 2.5);
        QVERIFY(parseFilterNumber("-5e-1") == -0.5);
        QVERIFY(parseFilterNumber(".5") == 0.5);
        for (const char* wrong :
             {"", "+", "-", "x", "1x", " 1", "1 ", "inf", "-nan", "+-1", "0x1", "1e", "1e999"}) {
            QVERIFY2(!parseFilterNumber(wrong), wrong);
        }
    }

    // SNS-28
    void kindsAreNeverEqual() {
        using Kind = FilterValue::Kind;
        const std::vector<FilterValue> values{{Kind::String, "1", 0},
                                              {Kind::Number, {}, 1},
                                              {Kind::True, {}, 0},
                                              {Kind::False, {}, 0},
                                              {Kind::Null, {}, 0},
                                              {Kind::String, "2", 0},
                                              {Kind::Number, {}, 2}};
        for (const FilterValue& left : values) {
            for (const FilterValue& right : values) {
                QCOMPARE(areEqual(left, right), &left == &right);
            }
        }
    }
};

SLUICE_TEST(FilterValueTest)

} // namespace sluice::filter_value_test

#include "filter_value_test.moc"
