// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/distribution_sum.h"
#include "tests/support/test_main.h"

#include <algorithm>

namespace sluice::distribution_sum_test {

namespace {

/// The same by drawing.
Duration drawn(const Distribution& distribution, int count) {
    constexpr std::size_t kDraws = 20'000;
    Rng random = streamFor(7, 1);
    std::vector<Duration> sums(kDraws);
    for (Duration& sum : sums) {
        for (int i = 0; i < count; ++i) sum += distribution.sample(random);
    }
    std::ranges::sort(sums);
    return sums[kDraws * 99 / 100];
}

} // namespace

class DistributionSumTest : public QObject {
    Q_OBJECT

private slots:
    void isExceededAboutOnceInAHundredTimes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");
        for (const char* text : {"8 s",
                                 "uniform 1 s to 5 s",
                                 "exponential 500 ms",
                                 "lognormal 2 s cv 0.5",
                                 "lognormal 2 s cv 2",
                                 "erlang 3 of 6 s",
                                 "empirical 1 s, 1 s, 1 s, 1 s, 2 s, 2 s, 3 s, 7 s"}) {
            for (const int count : {1, 3, 10})
                QTest::addRow("%s x %d", text, count) << QString(text) << count;
        }
    }
    void isExceededAboutOnceInAHundredTimes() {
        QFETCH(const QString, text);
        QFETCH(const int, count);
        const Distribution distribution = *parseDistribution(text.toStdString());
        const double expected = seconds(drawn(distribution, count));
        const double bound = seconds(highSum(distribution, count));
        QVERIFY2(std::abs(bound - expected) < 0.12 * expected,
                 qPrintable(QString("%1, drawn %2").arg(bound).arg(expected)));
    }

    void nothingTakesNoTime() { QVERIFY(highSum(constant(0s), 10) == Duration::zero()); }
};

SLUICE_TEST(DistributionSumTest)

} // namespace sluice::distribution_sum_test

#include "distribution_sum_test.moc"
