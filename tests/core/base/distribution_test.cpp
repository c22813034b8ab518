// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/base/distribution.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <cmath>
#include <vector>

namespace sluice::distribution_test {

namespace {

constexpr int kReplications = 20;
constexpr int kDraws = 5'000;
constexpr double kLimit = 6.0; // two-sided p = 9e-6 for 19 degrees of freedom

Distribution read(const char* text) {
    const Result<Distribution> distribution = parseDistribution(text);
    if (!distribution) qFatal("%s", distribution.error().message.c_str());
    return *distribution;
}

// Student's t of the replications' means of `measure(seconds drawn)` against `expected`.
template <class Measure>
double studentT(const Distribution& distribution, double expected, Measure measure) {
    double sum = 0;
    double squares = 0;
    for (int replication = 0; replication < kReplications; ++replication) {
        Rng rng = streamFor(1234, static_cast<std::uint64_t>(replication));
        double total = 0;
        for (int i = 0; i < kDraws; ++i) {
            total += measure(seconds(distribution.sample(rng)));
        }
        sum += total / kDraws;
        squares += (total / kDraws) * (total / kDraws);
    }
    const double mean = sum / kReplications;
    const double variance =
        (squares - kReplications * mean * mean) / (kReplications - 1) / kReplications;
    return (mean - expected) / std::sqrt(variance);
}

Distribution anyDistribution() {
    const auto duration = rc::gen::map(rc::gen::inRange<std::int64_t>(0, 3'000'000'000'000'000'000),
                                       [](std::int64_t count) { return Duration{count}; });
    Distribution result;
    result.shape = *rc::gen::element(Distribution::Shape::Constant,
                                     Distribution::Shape::Uniform,
                                     Distribution::Shape::Exponential,
                                     Distribution::Shape::Lognormal,
                                     Distribution::Shape::Erlang,
                                     Distribution::Shape::Empirical);
    switch (result.shape) {
    case Distribution::Shape::Empirical:
        result.values = *rc::gen::nonEmpty(rc::gen::container<std::vector<Duration>>(duration));
        return result;
    case Distribution::Shape::Uniform:
        result.mean = *duration;
        result.upper = result.mean + *duration / 32;
        return result;
    case Distribution::Shape::Lognormal:
        result.variation = *rc::gen::inRange(1, 1'000'000'000) / 1e8;
        break;
    case Distribution::Shape::Erlang:
        result.phases = *rc::gen::inRange(1, 1'001);
        break;
    case Distribution::Shape::Constant:
    case Distribution::Shape::Exponential:
        break;
    }
    result.mean = *duration;
    return result;
}

} // namespace

class DistributionTest : public QObject {
    Q_OBJECT

private slots:
    void meanAndVarianceFitTheory_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("mean");     // seconds
        QTest::addColumn<double>("variance"); // square seconds
        QTest::newRow("uniform") << "uniform 5 ms to 50 ms" << 0.0275 << 0.045 * 0.045 / 12;
        QTest::newRow("exponential") << "exponential 8 ms" << 0.008 << 0.008 * 0.008;
        QTest::newRow("lognormal") << "lognormal 10 ms cv 0.5" << 0.010 << 0.005 * 0.005;
        QTest::newRow("erlang") << "erlang 3 of 10 ms" << 0.010 << 0.010 * 0.010 / 3;
        QTest::newRow("empirical") << "empirical 1 ms, 5 ms, 9 ms" << 0.005 << 32e-6 / 3;
    }
    void meanAndVarianceFitTheory() {
        QFETCH(QString, text);
        QFETCH(double, mean);
        QFETCH(double, variance);
        const Distribution distribution = read(text.toUtf8().constData());
        const auto value = [](double x) { return x; };
        const auto deviation = [mean](double x) { return (x - mean) * (x - mean); };
        QVERIFY(std::fabs(studentT(distribution, mean, value)) < kLimit);
        QVERIFY(std::fabs(studentT(distribution, variance, deviation)) < kLimit);
        // The test has power: a mean 3 % off and a variance 15 % off are seen.
        QVERIFY(std::fabs(studentT(distribution, 1.03 * mean, value)) > kLimit);
        QVERIFY(std::fabs(studentT(distribution, 1.15 * variance, deviation)) > kLimit);
        QVERIFY(std::fabs(seconds(distribution.average()) - mean) < 1e-12);
    }

    void drawsAreTheSameOnEveryPlatform_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("first");
        QTest::addColumn<quint64>("digest");
        QTest::newRow("uniform") << "uniform 5 ms to 50 ms" << qint64{15'015'175}
                                 << quint64{0xDDE9BD8D4065A147};
        QTest::newRow("exponential")
            << "exponential 8 ms" << qint64{4'106'643} << quint64{0x5FFA9915A555D096};
        QTest::newRow("lognormal")
            << "lognormal 10 ms cv 0.5" << qint64{7'360'264} << quint64{0x7425167B5F2C0E04};
        QTest::newRow("erlang") << "erlang 3 of 10 ms" << qint64{6'815'545}
                                << quint64{0x5E3AC28B0C62E4D9};
        QTest::newRow("empirical")
            << "empirical 1 ms, 5 ms, 9 ms" << qint64{1'000'000} << quint64{0x496772D2736BBC37};
    }
    void drawsAreTheSameOnEveryPlatform() {
        QFETCH(QString, text);
        QFETCH(qint64, first);
        QFETCH(quint64, digest);
        const Distribution distribution = read(text.toUtf8().constData());
        Rng rng = streamFor(7, 3);
        QCOMPARE(qint64{distribution.sample(rng).count()}, first);
        rng = streamFor(7, 3);
        Digest drawn;
        for (int i = 0; i < 1'000'000; ++i) {
            drawn.add(distribution.sample(rng).count());
        }
        QCOMPARE(quint64{drawn.value()}, digest);
    }

    void constantDrawsNothing() {
        Rng rng(1);
        QCOMPARE(constant(5ms).sample(rng), Duration{5ms});
        QVERIFY(rng == Rng(1));
    }

    void uniformReachesBothEnds() {
        const Distribution distribution = read("uniform 2 ns to 4 ns");
        Rng rng(1);
        std::array<int, 5> counts{};
        for (int i = 0; i < 300; ++i) {
            ++counts.at(static_cast<std::size_t>(distribution.sample(rng).count()));
        }
        QCOMPARE(counts[0] + counts[1], 0);
        QVERIFY(counts[2] > 50 && counts[3] > 50 && counts[4] > 50);
    }

    void samplesStayBetweenZeroAndAHundredYears() {
        QVERIFY(rc::check("bounds", [] {
            const Distribution distribution = anyDistribution();
            Rng rng(*rc::gen::arbitrary<std::uint64_t>());
            const Duration drawn = distribution.sample(rng);
            RC_ASSERT(drawn >= Duration::zero());
            RC_ASSERT(drawn <= 24h * 36'525);
        }));
    }

    void textReadsBackToTheSameValue() {
        QVERIFY(rc::check("round trip", [] {
            const Distribution distribution = anyDistribution();
            const Result<Distribution> back = parseDistribution(toText(distribution));
            RC_ASSERT(back.has_value());
            RC_ASSERT(*back == distribution);
        }));
    }

    void writesTheDocumentedForms() {
        for (const char* text : {"5 ms",
                                 "uniform 5 ms to 50 ms",
                                 "exponential 8 ms",
                                 "lognormal 10 ms cv 0.5",
                                 "erlang 3 of 10 ms",
                                 "empirical 1 ms, 5 ms, 9 ms"}) {
            QCOMPARE(toText(read(text)), std::string(text));
        }
        QVERIFY(read("constant 5 ms") == constant(5ms));
        QVERIFY(read("  exponential  8ms ") == exponential(8ms));
    }

    void refusalNamesThePartAndShowsAnExample_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::addColumn<QString>("example");
        QTest::newRow("empty") << ""
                               << "empty"
                               << "exponential 8 ms";
        QTest::newRow("unknown") << "gauss 5 ms"
                                 << "\"gauss\""
                                 << "exponential 8 ms";
        QTest::newRow("no mean") << "exponential"
                                 << "mean is missing"
                                 << "8 ms";
        QTest::newRow("unit") << "exponential 8 mss"
                              << "\"mss\""
                              << "250 ms";
        QTest::newRow("negative") << "-5 ms"
                                  << "-5 ms"
                                  << "between 0 and";
        QTest::newRow("too long") << "40000 d"
                                  << "40000 d"
                                  << "between 0 and";
        QTest::newRow("longer than can be counted") << "exponential 9999999 d"
                                                    << "9999999 d"
                                                    << "between 0 and";
        QTest::newRow("half uniform") << "uniform 5 ms"
                                      << "uniform 5 ms"
                                      << "5 ms to 50 ms";
        QTest::newRow("crossed") << "uniform 9 ms to 5 ms"
                                 << "lower end 9 ms"
                                 << "5 ms to 50 ms";
        QTest::newRow("upper end") << "uniform 9 ms to x"
                                   << "upper end"
                                   << "250 ms";
        QTest::newRow("cv missing") << "lognormal 10 ms"
                                    << "lognormal 10 ms"
                                    << "cv 0.5";
        QTest::newRow("cv zero") << "lognormal 10 ms cv 0"
                                 << "variation \"0\""
                                 << "cv 0.5";
        QTest::newRow("cv large") << "lognormal 10 ms cv 10.1"
                                  << "\"10.1\""
                                  << "at most 10";
        QTest::newRow("cv nan") << "lognormal 10 ms cv nan"
                                << "\"nan\""
                                << "cv 0.5";
        QTest::newRow("no phases") << "erlang 0 of 10 ms"
                                   << "phases \"0\""
                                   << "3 of 10 ms";
        QTest::newRow("many phases") << "erlang 1001 of 10 ms"
                                     << "\"1001\""
                                     << "1 to 1000";
        QTest::newRow("half phase") << "erlang 1.5 of 10 ms"
                                    << "\"1.5\""
                                    << "whole number";
        QTest::newRow("no values") << "empirical"
                                   << "incomplete"
                                   << "1 ms, 5 ms, 9 ms";
        QTest::newRow("hole") << "empirical 1 ms,, 2 ms"
                              << "number 2"
                              << "8 ms";
    }
    void refusalNamesThePartAndShowsAnExample() {
        QFETCH(QString, text);
        QFETCH(QString, part);
        QFETCH(QString, example);
        const Result<Distribution> distribution = parseDistribution(text.toStdString());
        QVERIFY(!distribution);
        const QString message = QString::fromStdString(distribution.error().message);
        QVERIFY2(message.contains(part), qPrintable(message));
        QVERIFY2(message.contains(example), qPrintable(message));
    }

    void tenThousandEmpiricalValuesAreTheMost() {
        std::string text = "empirical 1 ms";
        for (int i = 1; i < 10'000; ++i) {
            text += ", 1 ms";
        }
        QVERIFY(parseDistribution(text).has_value());
        QVERIFY(!parseDistribution(text + ", 1 ms").has_value());
    }
};

SLUICE_TEST(DistributionTest)

} // namespace sluice::distribution_test

#include "distribution_test.moc"
