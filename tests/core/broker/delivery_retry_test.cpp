// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/delivery_retry.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <cmath>
#include <vector>

namespace sluice::delivery_retry_test {

namespace {

/// Every delay of a plan, written down phase after phase by the formulas in floating point.
std::vector<double> naiveDelays(const RetryPlan& plan) {
    std::vector<double> delays(plan.noDelay, 0.0);
    const double shortest = seconds(plan.shortest);
    const double longest = seconds(plan.longest);
    delays.insert(delays.end(), plan.minDelay, shortest);
    const double n = plan.backoff;
    for (int round = 1; round <= n; ++round) {
        const double i = round;
        double delay = shortest;
        if (n > 1 && plan.function == Backoff::Linear) {
            delay = shortest + (longest - shortest) * (i - 1) / (n - 1);
        } else if (n > 1 && plan.function == Backoff::Arithmetic) {
            delay = shortest + (longest - shortest) * i * (i - 1) / (n * (n - 1));
        } else if (n > 1) {
            delay = shortest * std::pow(longest / shortest, (i - 1) / (n - 1));
        }
        delays.push_back(delay);
    }
    delays.insert(delays.end(), plan.maxDelay, longest);
    return delays;
}

/// Delays of all retries in seconds, until there is none.
std::vector<double> delaysOf(const RetryPlan& plan) {
    std::vector<double> delays;
    for (std::uint32_t retry = 1; const auto delay = delayBefore(plan, retry); ++retry) {
        delays.push_back(seconds(*delay));
    }
    return delays;
}

std::vector<double> backoffOf(Backoff function) {
    return delaysOf({0, 0, 5, 0, 1s, 81s, function});
}

} // namespace

class DeliveryRetryTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-43
    void endpointsOfTheProviderAreTriedFor23Days() {
        QCOMPARE(kManagedEndpointPlan.retries(), 100'015U);
        const double days = seconds(totalDelay(kManagedEndpointPlan)) / 86'400;
        QVERIFY(days > 23.1 && days < 23.2);
        const auto delays = delaysOf(kManagedEndpointPlan);
        QCOMPARE(delays.size(), std::size_t{100'015});
        QCOMPARE(std::vector<double>(delays.begin(), delays.begin() + 6),
                 (std::vector<double>{0, 0, 0, 1, 1, 1}));
        QCOMPARE(delays[14], 20.0);
        QCOMPARE(delays.back(), 20.0);
    }

    // SNS-44
    void mailTextMessagesAndPushAreTriedForSixHours() {
        QCOMPARE(kPersonalEndpointPlan.retries(), 50U);
        const auto delays = delaysOf(kPersonalEndpointPlan);
        QCOMPARE(delays.front(), 10.0);
        QCOMPARE(delays.back(), 600.0);
        const double hours = seconds(totalDelay(kPersonalEndpointPlan)) / 3'600;
        QVERIFY(hours > 6 && hours < 7);
    }

    // SNS-45
    void httpIsTriedFourTimesInAMinute() {
        QCOMPARE(delaysOf(kHttpPlan), (std::vector<double>{20, 20, 20}));
        QCOMPARE(totalDelay(kHttpPlan), Duration(60s));
    }

    // SNS-47
    void backoffGrowsByItsFunction() {
        QCOMPARE(backoffOf(Backoff::Linear), (std::vector<double>{1, 21, 41, 61, 81}));
        QCOMPARE(backoffOf(Backoff::Arithmetic), (std::vector<double>{1, 9, 25, 49, 81}));
        QCOMPARE(backoffOf(Backoff::Exponential), (std::vector<double>{1, 3, 9, 27, 81}));
        QCOMPARE(backoffOf(Backoff::Geometric), backoffOf(Backoff::Exponential));
    }

    // SNS-47
    void aSingleBackoffRetryTakesTheShortestDelay() {
        for (const Backoff function : {Backoff::Linear, Backoff::Arithmetic, Backoff::Geometric}) {
            QCOMPARE(delaysOf({0, 0, 1, 0, 3s, 9s, function}), std::vector<double>{3});
        }
    }

    void thereIsNoRetryNumberZero() { QVERIFY(!delayBefore(kHttpPlan, 0)); }

    // SNS-43, SNS-46, SNS-47
    void delaysAreThoseOfTheNaiveList() {
        QVERIFY(rc::check([] {
            RetryPlan plan;
            plan.noDelay = *rc::gen::inRange(0U, 5U);
            plan.minDelay = *rc::gen::inRange(0U, 5U);
            plan.backoff = *rc::gen::inRange(0U, 40U);
            plan.maxDelay = *rc::gen::inRange(0U, 5U);
            const int shortest = *rc::gen::inRange(1, 3600);
            plan.shortest = std::chrono::seconds(shortest);
            plan.longest = std::chrono::seconds(*rc::gen::inRange(shortest, 3601));
            plan.function = static_cast<Backoff>(*rc::gen::inRange(0, 4));
            const auto expected = naiveDelays(plan);
            const auto delays = delaysOf(plan);
            RC_ASSERT(delays.size() == expected.size());
            double total = 0;
            for (std::size_t at = 0; at < delays.size(); ++at) {
                RC_ASSERT(std::abs(delays[at] - expected[at]) < 1e-6);
                RC_ASSERT(delays[at] <= seconds(plan.longest));
                total += delays[at];
            }
            RC_ASSERT(std::abs(total - seconds(totalDelay(plan))) < 1e-6);
        }));
    }

    // SNS-47
    void jitterSpreadsDelaysEvenlyAroundThemselves() {
        Rng random(1);
        const Rng untouched = random;
        QCOMPARE(jittered(20s, 0, random), Duration(20s));
        QCOMPARE(random, untouched);
        double sum = 0;
        for (int draw = 0; draw < 10'000; ++draw) {
            const Duration delay = jittered(20s, 0.5, random);
            QVERIFY(delay >= 10s && delay <= 30s);
            sum += seconds(delay);
        }
        QVERIFY(std::abs(sum / 10'000 - 20) < 0.2);
    }
};

SLUICE_TEST(DeliveryRetryTest)

} // namespace sluice::delivery_retry_test

#include "delivery_retry_test.moc"
