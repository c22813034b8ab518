// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/source_rates.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::source_rates_test {

using namespace sluice::test;

class SourceRatesTest : public QObject {
    Q_OBJECT

private slots:
    void ratesAreThoseOfTheLongRun() {
        Producer::Config producer;
        producer.rate = 10;
        producer.peakRate = 50;
        QCOMPARE(messagesPerSecond(producer), 10.0);
        producer.schedule = Schedule::Burst; // 10 s of 60 s
        QVERIFY(std::abs(messagesPerSecond(producer) - (10 + 40.0 / 6)) < 1e-9);
        producer.schedule = Schedule::Sine;
        QCOMPARE(messagesPerSecond(producer), 30.0);
        producer.schedule = Schedule::Ramp;
        QCOMPARE(messagesPerSecond(producer), 50.0);
        producer.messageLimit = 1'000;
        QCOMPARE(messagesPerSecond(producer), 0.0);
    }

    void producersOfAQueueAddUp() {
        Lab lab;
        const NodeId queue = lab.queue();
        lab.feed(lab.producer({{"rate", "3"}}), queue);
        lab.feed(lab.producer({{"rate", "4"}}), queue);
        lab.feed(lab.producer({{"rate", "5"}}), lab.queue());
        QCOMPARE(arrivalsPerSecond(lab.document, queue), 7.0);
    }

    void amountsAreWrittenInCents() {
        QVERIFY(amountText(1.0368) == "1.04");
        QVERIFY(amountText(0.0001) == "0.01 or less");
        QVERIFY(amountText(1234.5) == "1\u2009235" || amountText(1234.5) == "1\u2009234");
    }
};

SLUICE_TEST(SourceRatesTest)

} // namespace sluice::source_rates_test

#include "source_rates_test.moc"
