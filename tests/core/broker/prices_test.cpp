// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/prices.h"
#include "tests/support/test_main.h"

namespace sluice::prices_test {

namespace {

bool isNear(double value, double expected) {
    return std::abs(value - expected) < 0.005;
}

} // namespace

class PricesTest : public QObject {
    Q_OBJECT
private slots:
    // PRICE-1
    void aMillionMessagesCostADollarTwenty() {
        const std::uint64_t single = 3 * 1000000 * static_cast<std::uint64_t>(requestsFor(1024));
        QVERIFY(isNear(queueCost(false, single, 0), 1.20));
        const std::uint64_t batched =
            3 * 100000 * static_cast<std::uint64_t>(requestsFor(10 * 1024));
        QVERIFY(isNear(queueCost(false, batched, 0), 0.12));
    }

    // PRICE-2
    void payloadIsCountedInChunks() {
        QCOMPARE(requestsFor(0), std::int64_t{1}); // a delete
        QCOMPARE(requestsFor(65536), std::int64_t{1});
        QCOMPARE(requestsFor(65537), std::int64_t{2});
        QCOMPARE(requestsFor(256 * 1024), std::int64_t{4});
        QCOMPARE(requestsFor(1048576), std::int64_t{16});
    }

    // PRICE-3
    void anIdleQueueIsCheaperWithLongPolls() {
        const std::uint64_t month = 30 * 24 * 3600;
        QVERIFY(isNear(queueCost(false, month, 0), 1.04));
        QCOMPARE(month / 20, std::uint64_t{129600});
        QVERIFY(isNear(queueCost(false, month / 20, 0), 0.05));
    }

    void highVolumesAreCheaper() {
        const std::uint64_t billion = 1000000000;
        QVERIFY(
            isNear(queueCost(false, 250 * billion, 0), 100e3 * 0.4 + 100e3 * 0.3 + 50e3 * 0.24));
        QVERIFY(isNear(queueCost(true, 250 * billion, 0), 100e3 * 0.5 + 100e3 * 0.4 + 50e3 * 0.35));
    }

    void groupsOnStandardQueuesCostASurcharge() {
        QVERIFY(isNear(queueCost(false, 2000000, 1000000), 0.90));
        QVERIFY(isNear(queueCost(true, 2000000, 2000000), 1.00));
    }

    // SQS-126
    void keyCallsFollowTheReuseOfDataKeys() {
        QCOMPARE(keyCalls(720h, 300s, 1), 17280.0);
        QCOMPARE(keyCalls(720h, 24h, 3), 180.0);
    }

    void aMillionNotificationsCostFiftyCents() {
        TopicUsage usage;
        usage.publishRequests = 1'000'000 * static_cast<std::uint64_t>(requestsFor(1'024));
        usage.deliveries[static_cast<std::size_t>(Protocol::Sqs)] = 24'000'000;
        usage.deliveries[static_cast<std::size_t>(Protocol::Lambda)] = 1'000'000;
        QVERIFY(isNear(topicCost(false, usage), 0.50)); // queues and functions are free
        usage.publishRequests = 1'000'000 * static_cast<std::uint64_t>(requestsFor(262'144));
        QVERIFY(isNear(topicCost(false, usage), 2.00));
    }

    void deliveriesCostByTheirProtocol_data() {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<double>("perMillion");
        QTest::newRow("https") << static_cast<int>(Protocol::Https) << 0.60;
        QTest::newRow("email") << static_cast<int>(Protocol::Email) << 20.0; // 2.00 per 100,000
        QTest::newRow("push") << static_cast<int>(Protocol::Application) << 0.50;
        QTest::newRow("firehose") << static_cast<int>(Protocol::Firehose) << 0.19;
        QTest::newRow("sms") << static_cast<int>(Protocol::Sms) << 7'500.0; // 0.75 per 100
    }
    void deliveriesCostByTheirProtocol() {
        QFETCH(const int, protocol);
        QFETCH(const double, perMillion);
        TopicUsage usage;
        usage.deliveries[static_cast<std::size_t>(protocol)] = 1'000'000;
        QVERIFY(isNear(topicCost(false, usage), perMillion));
    }

    void fifoTopicsPayForPayloadAndDeliveries() {
        TopicUsage usage;
        usage.publishRequests = 10'000'000;
        usage.publishedBytes = 10'000'000 * std::uint64_t{10'240}; // 95.37 GB
        usage.deliveries[static_cast<std::size_t>(Protocol::Sqs)] = 10'000'000;
        usage.deliveredBytes = usage.publishedBytes;
        QVERIFY(isNear(topicCost(true, usage), 3.00 + 95.37 * 0.017 + 0.10 + 95.37 * 0.001));
    }

    void lookingIntoBodiesCostsPerSubscription() {
        TopicUsage usage;
        usage.filteredBodyBytes = 3 * 1'000'000 * std::uint64_t{10'240}; // 28.61 GB
        QVERIFY(isNear(topicCost(false, usage), 28.61 * 0.09));
    }

    void everyRowSaysItsUnitAndSource() {
        for (const PriceRow& row : topicPrices()) {
            QVERIFY(row.key.substr(0, 4) == "sns.");
            QVERIFY(row.value > 0);
            QVERIFY(!row.unit.empty());
            QVERIFY(row.source.find("not verified") != std::string_view::npos);
        }
        for (const PriceRow& row : queuePrices()) {
            QVERIFY(row.key.substr(0, 4) == "sqs.");
            QVERIFY(row.value > 0);
            QVERIFY(!row.unit.empty());
            QVERIFY(row.source.find("not verified") != std::string_view::npos);
        }
    }
};

SLUICE_TEST(PricesTest)

} // namespace sluice::prices_test

#include "prices_test.moc"
