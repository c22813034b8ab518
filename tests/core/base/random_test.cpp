// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/base/random.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace sluice::random_test {

namespace {

// sqrt(n) times the largest distance between the empirical and the exact distribution function.
// Above 2.5 it has a probability of 7e-6.
template <class Draw, class Exact>
double kolmogorov(Draw draw, Exact exact) {
    constexpr std::size_t kCount = 200'000;
    std::vector<double> values(kCount);
    std::generate(values.begin(), values.end(), draw);
    std::sort(values.begin(), values.end());
    double distance = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
        const double share = exact(values[i]);
        distance = std::max(distance, share - static_cast<double>(i) / kCount);
        distance = std::max(distance, static_cast<double>(i + 1) / kCount - share);
    }
    return distance * std::sqrt(static_cast<double>(kCount));
}

double exponentialShare(double x) {
    return 1.0 - std::exp(-x);
}
double normalShare(double x) {
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

template <class Draw>
std::uint64_t digestOfDraws(Draw draw) {
    Rng rng(42);
    Digest digest;
    for (int i = 0; i < 1'000'000; ++i) {
        digest.add(draw(rng));
    }
    return digest.value();
}

} // namespace

class RandomTest : public QObject {
    Q_OBJECT

private slots:
    void firstNumbersAreThoseOfThePublishedGenerator() {
        Rng rng; // state 1, 2, 3, 4
        QCOMPARE(rng.next(), std::uint64_t{11'520});
        QCOMPARE(rng.next(), std::uint64_t{0});
        QCOMPARE(rng.next(), std::uint64_t{1'509'978'240});
        QCOMPARE(rng.next(), std::uint64_t{1'215'971'899'390'074'240});
    }

    void drawsAreTheSameOnEveryPlatform() {
        QCOMPARE(Rng(42).next(), std::uint64_t{1'546'998'764'402'558'742});
        QCOMPARE(streamFor(42, 1).next(), std::uint64_t{7'727'874'540'714'270'710});
        QCOMPARE(digestOfDraws(standardExponential), std::uint64_t{0xA67D7F6F30CB17BB});
        QCOMPARE(digestOfDraws(standardNormal), std::uint64_t{0xE341B12E638CA22C});
    }

    void copyHasTheSameFuture() {
        Rng rng(7);
        rng.next();
        Rng copy = rng;
        QVERIFY(copy == rng);
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(copy.next(), rng.next());
        }
    }

    void streamsAreUnrelated() {
        Rng first = streamFor(1, 1);
        Rng second = streamFor(1, 2);
        Rng otherSeed = streamFor(2, 1);
        double product = 0;
        double otherProduct = 0;
        constexpr int kCount = 100'000;
        for (int i = 0; i < kCount; ++i) {
            const double x = first.unit() - 0.5;
            product += x * (second.unit() - 0.5);
            otherProduct += x * (otherSeed.unit() - 0.5);
        }
        // The standard deviation of each sum is sqrt(n) / 12.
        const double bound = 6 * std::sqrt(kCount) / 12;
        QVERIFY(std::fabs(product) < bound);
        QVERIFY(std::fabs(otherProduct) < bound);
    }

    void unitStaysBelowOneAndIsUniform() {
        Rng rng(3);
        QVERIFY(kolmogorov([&] { return rng.unit(); }, [](double x) { return x; }) < 2.5);
    }

    void belowIsUniformAndInRange() {
        Rng rng(11);
        std::array<int, 7> counts{};
        for (int i = 0; i < 70'000; ++i) {
            ++counts.at(rng.below(7));
        }
        double chiSquared = 0;
        for (const int count : counts) {
            chiSquared += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
        }
        QVERIFY2(chiSquared < 35, qPrintable(QString::number(chiSquared))); // p = 4e-6
        QCOMPARE(rng.below(1), std::uint64_t{0});
    }

    void belowHasNoModuloBiasForHugeBounds() {
        Rng rng(12);
        constexpr std::uint64_t kBound = (std::uint64_t{1} << 63U) + (std::uint64_t{1} << 62U);
        int low = 0;
        for (int i = 0; i < 30'000; ++i) {
            const std::uint64_t value = rng.below(kBound);
            QVERIFY(value < kBound);
            low += value < kBound / 3 ? 1 : 0;
        }
        QVERIFY(std::abs(low - 10'000) < 6 * 82); // a biased one would give 15 000
    }

    void certainChancesDrawNothing() {
        Rng rng(5);
        const Rng before = rng;
        QVERIFY(!rng.chance(0.0));
        QVERIFY(rng.chance(1.0));
        QVERIFY(rng == before);
        int hits = 0;
        for (int i = 0; i < 100'000; ++i) {
            hits += rng.chance(0.3) ? 1 : 0;
        }
        QVERIFY(std::abs(hits - 30'000) < 6 * 145);
    }

    void exponentialFollowsItsDistribution() {
        Rng rng(21);
        QVERIFY(kolmogorov([&] { return standardExponential(rng); }, exponentialShare) < 2.5);
        // The test has power: two per cent off gives 0.02 * 0.368 * sqrt(n) = 3.3.
        QVERIFY(kolmogorov([&] { return 1.02 * standardExponential(rng); }, exponentialShare)
                > 2.5);
    }

    void exponentialTailIsDrawnToo() {
        Rng rng(22);
        int beyond = 0;
        for (int i = 0; i < 2'000'000; ++i) {
            beyond += standardExponential(rng) > 9.0 ? 1 : 0;
        }
        QVERIFY(std::abs(beyond - 247) < 6 * 16); // 2e6 e^-9 = 246.8
    }

    void normalFollowsItsDistribution() {
        Rng rng(23);
        QVERIFY(kolmogorov([&] { return standardNormal(rng); }, normalShare) < 2.5);
        // The test has power: four per cent off gives 0.04 * 0.242 * sqrt(n) = 4.3.
        QVERIFY(kolmogorov([&] { return 1.04 * standardNormal(rng); }, normalShare) > 2.5);
    }

    void normalTailIsDrawnOnBothSides() {
        Rng rng(24);
        int above = 0;
        int below = 0;
        for (int i = 0; i < 2'000'000; ++i) {
            const double x = standardNormal(rng);
            above += x > 3.7 ? 1 : 0;
            below += x < -3.7 ? 1 : 0;
        }
        QVERIFY(std::abs(above - 216) < 6 * 15); // 2e6 * 1.078e-4 = 215.6
        QVERIFY(std::abs(below - 216) < 6 * 15);
    }
};

SLUICE_TEST(RandomTest)

} // namespace sluice::random_test

#include "random_test.moc"
