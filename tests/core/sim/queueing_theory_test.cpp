// SPDX-License-Identifier: GPL-3.0-or-later
// Runs against exact results of queueing theory. One run is not evidence: the mean wait of 20
// independent replications is judged by Student's t with 19 degrees of freedom; |t| > 6 has
// p = 9e-6. The seeds are fixed, so a pass stays a pass.
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <cmath>

namespace sluice::queueing_theory_test {

using namespace sluice::test;

namespace {

constexpr int kReplications = 20;

/// A queue fed at a rate per second and served by workers, without latency.
struct Model {
    const char* rate;
    const char* workers;
    const char* service;
    double expectedWait; // seconds
};

/// Times in the only queue since the start; the sampler keeps those of closed intervals.
Histogram waits(const World& world) {
    Histogram result = world.samplers[1].histograms.front();
    result.merge(std::get<Queue>(world.nodes[1]).counted.queueTime);
    return result;
}

/// Mean time in the queue, in seconds, of the messages received between the end of the warm-up and
/// the end of the run.
double meanWait(const Model& model, std::int64_t seed) {
    Lab lab(seed);
    const NodeId source =
        lab.producer({{"rate", model.rate}, {"spacing", "poisson"}, {"keys", "1"}});
    const NodeId queue = lab.queue({{"visibility_timeout", "12 h"}, {"retention", "14 d"}});
    const NodeId servers =
        lab.consumer({{"workers", model.workers}, {"processing_time", model.service}});
    lab.feed(source, queue);
    lab.serve(queue, servers);
    World world = lab.world();
    runUntil(world, kRunStart + 2'000s);
    const Histogram warm = waits(world);
    runUntil(world, kRunStart + 22'000s);
    const Histogram all = waits(world);
    return seconds(all.sum() - warm.sum()) / static_cast<double>(all.count() - warm.count());
}

/// Student's t of the replications against the exact value.
double studentT(const Model& model) {
    std::vector<double> waits;
    double sum = 0;
    for (int i = 0; i < kReplications; ++i) {
        waits.push_back(meanWait(model, 1'000 + i));
        sum += waits.back();
    }
    const double mean = sum / kReplications;
    double squares = 0;
    for (const double wait : waits) squares += (wait - mean) * (wait - mean);
    const double error = std::sqrt(squares / (kReplications - 1) / kReplications);
    return (mean - model.expectedWait) / error;
}

} // namespace

class QueueingTheoryTest : public QObject {
    Q_OBJECT
private slots:
    void meanWaitsAreExact_data() {
        QTest::addColumn<QByteArray>("rate");
        QTest::addColumn<QByteArray>("workers");
        QTest::addColumn<QByteArray>("service");
        QTest::addColumn<double>("wait");
        QTest::newRow("M/M/1") << QByteArray("0.8") << QByteArray("1")
                               << QByteArray("exponential 1 s") << 4.0;
        QTest::newRow("M/M/5") << QByteArray("4.5") << QByteArray("5")
                               << QByteArray("exponential 1 s") << 1.524986441;
        QTest::newRow("M/D/1") << QByteArray("0.8") << QByteArray("1") << QByteArray("1 s") << 2.0;
        QTest::newRow("M/E2/1") << QByteArray("0.8") << QByteArray("1")
                                << QByteArray("erlang 2 of 1 s") << 3.0;
    }
    void meanWaitsAreExact() {
        QFETCH(QByteArray, rate);
        QFETCH(QByteArray, workers);
        QFETCH(QByteArray, service);
        QFETCH(double, wait);
        const double t =
            studentT({rate.constData(), workers.constData(), service.constData(), wait});
        QVERIFY2(std::abs(t) <= 6, qPrintable(QString::number(t)));
    }

    // The rule has power: a service that is 3 % slow fails it.
    void aServiceThreePercentOffIsNoticed_data() {
        QTest::addColumn<QByteArray>("workers");
        QTest::addColumn<QByteArray>("rate");
        QTest::addColumn<QByteArray>("service");
        QTest::addColumn<double>("wait");
        QTest::newRow("M/M/5") << QByteArray("5") << QByteArray("4.5")
                               << QByteArray("exponential 1.03 s") << 1.524986441;
        QTest::newRow("M/D/1") << QByteArray("1") << QByteArray("0.8") << QByteArray("1.03 s")
                               << 2.0;
    }
    void aServiceThreePercentOffIsNoticed() {
        QFETCH(QByteArray, workers);
        QFETCH(QByteArray, rate);
        QFETCH(QByteArray, service);
        QFETCH(double, wait);
        const double t =
            studentT({rate.constData(), workers.constData(), service.constData(), wait});
        QVERIFY2(std::abs(t) > 6, qPrintable(QString::number(t)));
    }

    // D/D/1 with gap 1 s and work 1.5 s: the n-th message waits exactly 0.5 (n - 1) s.
    void deterministicWaitsAreExactToTheNanosecond() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}});
        const NodeId queue = lab.queue({{"visibility_timeout", "12 h"}});
        lab.feed(source, queue);
        lab.serve(queue, lab.consumer({{"processing_time", "1.5 s"}}));
        World world = lab.world();
        RunObserver observer;
        runUntil(world, kRunStart + 3'000s, &observer);
        std::int64_t n = 0;
        for (const Hop& hop : observer.hops.take()) {
            if (hop.kind != HopKind::Receive) continue;
            ++n;
            QCOMPARE(static_cast<std::int64_t>(hop.message & ((1ULL << 40U) - 1)), n);
            QCOMPARE(hop.depart - kRunStart, 1s * n + 500ms * (n - 1));
        }
        QCOMPARE(n, std::int64_t{2'000});
    }
};

SLUICE_TEST(QueueingTheoryTest)

} // namespace sluice::queueing_theory_test

#include "queueing_theory_test.moc"
