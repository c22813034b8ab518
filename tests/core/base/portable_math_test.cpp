// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "tests/support/test_main.h"

#include <cmath>

namespace sluice::portable_math_test {

namespace {

bool isClose(double value, double exact) {
    return value == exact || std::fabs(value / exact - 1.0) < 1e-15;
}

} // namespace

class PortableMathTest : public QObject {
    Q_OBJECT

private slots:
    void expIsCloseToTheLibrary() {
        Rng rng(1);
        for (int i = 0; i < 100'000; ++i) {
            const double x = (rng.unit() - 0.5) * 1'400;
            QVERIFY(isClose(portable::exp(x), std::exp(x)));
            const double small = x * 1e-4;
            QVERIFY(isClose(portable::exp(small), std::exp(small)));
        }
        QCOMPARE(portable::exp(0.0), 1.0);
        QCOMPARE(portable::exp(-1e9), 0.0);
        QVERIFY(std::isinf(portable::exp(1e9)));
    }

    void logIsCloseToTheLibrary() {
        Rng rng(2);
        for (int i = 0; i < 100'000; ++i) {
            const double wide = std::exp((rng.unit() - 0.5) * 1'400);
            QVERIFY(isClose(portable::log(wide), std::log(wide)));
            const double nearOne = 0.9 + 0.2 * rng.unit();
            QVERIFY(isClose(portable::log(nearOne), std::log(nearOne)));
        }
        QCOMPARE(portable::log(1.0), 0.0);
    }

    void logOnePlusKeepsTinyValues() {
        for (const double x : {0.0, 1e-300, 1e-18, 1e-9, 1e-3, 0.25, 100.0}) {
            QVERIFY(isClose(portable::logOnePlus(x), std::log1p(x)));
        }
    }

    void sqrtIsCloseToTheLibrary() {
        Rng rng(3);
        for (int i = 0; i < 100'000; ++i) {
            const double x = std::exp((rng.unit() - 0.5) * 1'400);
            QVERIFY(isClose(portable::sqrt(x), std::sqrt(x)));
        }
        QCOMPARE(portable::sqrt(0.0), 0.0);
    }
};

SLUICE_TEST(PortableMathTest)

} // namespace sluice::portable_math_test

#include "portable_math_test.moc"
