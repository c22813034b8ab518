// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/histogram.h"
#include "core/base/random.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sluice::histogram_test {

namespace {

std::vector<Duration> someDurations(std::uint64_t seed, std::size_t count) {
    Rng rng(seed);
    std::vector<Duration> durations(count);
    for (Duration& duration : durations) {
        duration = Duration{static_cast<std::int64_t>(2e7 * standardExponential(rng))};
    }
    return durations;
}

Histogram histogramOf(const std::vector<Duration>& durations) {
    Histogram histogram;
    for (const Duration duration : durations) {
        histogram.record(duration);
    }
    return histogram;
}

std::uint64_t digestOf(const Histogram& histogram) {
    Digest digest;
    histogram.addTo(digest);
    return digest.value();
}

} // namespace

class HistogramTest : public QObject {
    Q_OBJECT

private slots:
    void manyAtOnceCountAsOneByOne() {
        Histogram atOnce;
        atOnce.record(3ms, 4);
        Histogram oneByOne;
        for (int i = 0; i < 4; ++i) oneByOne.record(3ms);
        QVERIFY(atOnce == oneByOne);
    }

    void emptyOneSaysZero() {
        const Histogram histogram;
        QCOMPARE(histogram.count(), std::uint64_t{0});
        QCOMPARE(histogram.mean(), Duration::zero());
        QCOMPARE(histogram.percentile(0.99), Duration::zero());
        QCOMPARE(histogram.max(), Duration::zero());
    }

    void countSumMeanAndMaxAreExact() {
        const Histogram histogram = histogramOf({1ms, 2ms, 6ms, Duration{-5}});
        QCOMPARE(histogram.count(), std::uint64_t{4});
        QCOMPARE(histogram.sum(), Duration{9ms});
        QCOMPARE(histogram.mean(), Duration{2'250'000});
        QCOMPARE(histogram.max(), Duration{6ms});
    }

    void percentileIsAtMostASixteenthTooHigh() {
        std::vector<Duration> durations = someDurations(5, 10'000);
        const Histogram histogram = histogramOf(durations);
        std::sort(durations.begin(), durations.end());
        for (const double share : {0.0001, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
            const auto rank = static_cast<std::size_t>(std::lround(share * 10'000)) - 1;
            const double exact = seconds(durations[rank]);
            const double measured = seconds(histogram.percentile(share));
            QVERIFY(measured >= exact);
            QVERIFY(measured <= exact * 1.0625 + 1.1e-6);
        }
    }

    void extremesLandInTheOuterBuckets() {
        const Histogram tiny = histogramOf({Duration{0}, Duration{3}});
        QCOMPARE(tiny.percentile(1.0), Duration{3});
        const Duration hundredDays = 24h * 100;
        const Histogram huge = histogramOf({1s, hundredDays, Duration::max()});
        QCOMPARE(huge.percentile(1.0), Duration::max());
        QVERIFY(huge.percentile(0.3) >= 1s);
    }

    void everyBucketEdgeIsAboveItsValues() {
        for (std::int64_t value = 1; value < (std::int64_t{1} << 51U);
             value = value * 33 / 32 + 1) {
            Histogram histogram = histogramOf({Duration{value}, Duration::max()});
            const Duration edge = histogram.percentile(0.5);
            QVERIFY(edge > Duration{value});
            QVERIFY(edge <= Duration{value + value / 16 + 1024});
        }
    }

    void mergingEqualsRecordingTogether() {
        std::vector<Duration> all = someDurations(1, 500);
        Histogram merged = histogramOf(all);
        const std::vector<Duration> more = someDurations(2, 700);
        merged.merge(histogramOf(more));
        all.insert(all.end(), more.begin(), more.end());
        QVERIFY(merged == histogramOf(all));
        QCOMPARE(digestOf(merged), digestOf(histogramOf(all)));
    }

    void clearedEqualsNew() {
        Histogram histogram = histogramOf(someDurations(1, 500));
        QVERIFY(digestOf(histogram) != digestOf(Histogram{}));
        histogram.clear();
        QVERIFY(histogram == Histogram{});
        QCOMPARE(digestOf(histogram), digestOf(Histogram{}));
    }
};

SLUICE_TEST(HistogramTest)

} // namespace sluice::histogram_test

#include "histogram_test.moc"
