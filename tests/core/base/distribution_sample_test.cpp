// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/distribution.h"
#include "tests/support/test_main.h"

#include <cmath>

namespace sluice::distribution_sample_test {

class DistributionSampleTest : public QObject {
    Q_OBJECT

private slots:
    void drawsAreRoundedToTheNearestNanosecond_data() {
        QTest::addColumn<qint64>("mean");
        for (const qint64 mean : {0LL, 1LL, 3LL, 500'000LL, 8'000'000'000LL, 1LL << 60})
            QTest::addRow("%lld ns", mean) << mean;
    }
    void drawsAreRoundedToTheNearestNanosecond() {
        QFETCH(qint64, mean);
        Rng rng(7);
        Rng same = rng;
        for (int i = 0; i < 20'000; ++i) {
            const double exact = static_cast<double>(mean) * standardExponential(same);
            const bool isLongest = exact >= static_cast<double>(Distribution::kLongest.count());
            const std::int64_t expected =
                isLongest ? Distribution::kLongest.count() : std::llround(exact);
            QCOMPARE(exponential(Duration{mean}).sample(rng).count(), expected);
        }
    }
};

SLUICE_TEST(DistributionSampleTest)

} // namespace sluice::distribution_sample_test

#include "distribution_sample_test.moc"
