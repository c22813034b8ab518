// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/rate_schedule.h"
#include "tests/support/test_main.h"

#include <cmath>
#include <vector>

namespace sluice::rate_schedule_test {

namespace {

/// Messages until `end`, counted in bins.
std::vector<double> counts(const RateSchedule& schedule, Duration bin, std::size_t bins, Rng rng) {
    std::vector<double> result(bins);
    Duration at{};
    while (true) {
        const Arrival arrival = schedule.next(at, rng);
        const auto index = static_cast<std::size_t>(arrival.at / bin);
        if (arrival.at == Duration::max() || index >= bins) return result;
        at = arrival.at;
        result[index] += arrival.isMessage ? 1 : 0;
    }
}

double meanOf(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

RateSchedule scheduleOf(Schedule shape, Spacing spacing) {
    return {shape, spacing, 20, 100, 60s, 10s};
}

} // namespace

class RateScheduleTest : public QObject {
    Q_OBJECT
private slots:
    void poissonHasIndexOfDispersionOne() {
        const auto values =
            counts(scheduleOf(Schedule::Constant, Spacing::Poisson), 1s, 20'000, Rng(7));
        const double mean = meanOf(values);
        double variance = 0;
        for (const double value : values) variance += (value - mean) * (value - mean);
        variance /= static_cast<double>(values.size() - 1);
        // Standard errors: mean sqrt(20 / 20 000), index sqrt(2 / 20 000).
        QVERIFY(std::abs(mean - 20) < 6 * std::sqrt(20.0 / 20'000));
        QVERIFY(std::abs(variance / mean - 1) < 6 * std::sqrt(2.0 / 20'000));
    }

    void ratesFollowTheShape_data() {
        QTest::addColumn<int>("shape");
        QTest::addColumn<int>("spacing");
        for (const int shape : {1, 2, 3, 4}) {
            for (const int spacing : {0, 1}) {
                QTest::addRow("shape %d spacing %d", shape, spacing) << shape << spacing;
            }
        }
    }
    void ratesFollowTheShape() {
        QFETCH(int, shape);
        QFETCH(int, spacing);
        const auto schedule =
            scheduleOf(static_cast<Schedule>(shape), static_cast<Spacing>(spacing));
        std::vector<double> sums(12); // ten-second bins over two periods
        constexpr int kRuns = 200;
        for (int run = 0; run < kRuns; ++run) {
            const auto values = counts(schedule, 10s, 12, Rng(static_cast<std::uint64_t>(run)));
            for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += values[i];
        }
        for (std::size_t i = 0; i < sums.size(); ++i) {
            double expected = 0;
            for (int k = 0; k < 1'000; ++k) // by the midpoint rule
                expected += schedule.rateAt(10s * static_cast<int>(i) + 10ms * k + 5ms) * 0.01;
            const double error = std::abs(sums[i] / kRuns - expected);
            QVERIFY2(error < 6 * std::sqrt(expected / kRuns) + 1.0, qPrintable(QString::number(i)));
        }
    }

    void aSilentScheduleNeverSends() {
        RateSchedule schedule;
        schedule.rate = 0;
        Rng rng(1);
        QCOMPARE(schedule.next(0s, rng).at, Duration::max());
        QVERIFY(!schedule.next(0s, rng).isMessage);
    }

    void ratesTooSmallToMatterStayInRange() {
        for (const Spacing spacing : {Spacing::Even, Spacing::Poisson}) {
            for (int shape = 0; shape < 5; ++shape) {
                RateSchedule schedule = scheduleOf(static_cast<Schedule>(shape), spacing);
                schedule.rate = 0;
                schedule.peakRate = 1e-300;
                if (shape == 0) schedule.rate = 1e-300;
                Rng rng(2);
                const Duration start = std::chrono::hours(24 * 365);
                QVERIFY(schedule.next(start, rng).at > start);
            }
        }
    }
};

SLUICE_TEST(RateScheduleTest)

} // namespace sluice::rate_schedule_test

#include "rate_schedule_test.moc"
