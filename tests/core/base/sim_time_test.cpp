// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sim_time.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <limits>

namespace sluice::sim_time_test {

class SimTimeTest : public QObject {
    Q_OBJECT

private slots:
    void writesTheShortestExactUnit_data() {
        QTest::addColumn<qint64>("nanoseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64{0} << "0 s";
        QTest::newRow("ns") << qint64{7} << "7 ns";
        QTest::newRow("us") << qint64{200'000} << "200 us";
        QTest::newRow("ms") << qint64{250'000'000} << "250 ms";
        QTest::newRow("decimals") << qint64{1'500'000'000} << "1.5 s";
        QTest::newRow("90 s") << qint64{90'000'000'000} << "90 s";
        QTest::newRow("30 min") << qint64{1'800'000'000'000} << "30 min";
        QTest::newRow("4 d") << qint64{4 * 86'400'000'000'000} << "4 d";
        QTest::newRow("negative") << qint64{-5'000'000} << "-5 ms";
        QTest::newRow("odd") << qint64{1'000'000'001} << "1.000000001 s";
    }
    void writesTheShortestExactUnit() {
        QFETCH(qint64, nanoseconds);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(toText(Duration{nanoseconds})), text);
    }

    void readsEveryUnit_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanoseconds");
        QTest::newRow("space") << "250 ms" << qint64{250'000'000};
        QTest::newRow("no space") << "1.5s" << qint64{1'500'000'000};
        QTest::newRow("bare number is seconds") << "2" << qint64{2'000'000'000};
        QTest::newRow("zero") << "0" << qint64{0};
        QTest::newRow("days") << "4 d" << qint64{345'600'000'000'000};
        QTest::newRow("hours") << "0.5 h" << qint64{1'800'000'000'000};
        QTest::newRow("minutes") << " 3 min " << qint64{180'000'000'000};
        QTest::newRow("micro") << "7us" << qint64{7'000};
        QTest::newRow("micro sign") << "7 µs" << qint64{7'000};
        QTest::newRow("no leading zero") << ".5 ms" << qint64{500'000};
        QTest::newRow("rounds to ns") << "1.6 ns" << qint64{2};
        QTest::newRow("longest") << "9223372036854775807 ns" << std::numeric_limits<qint64>::max();
    }
    void readsEveryUnit() {
        QFETCH(QString, text);
        QFETCH(qint64, nanoseconds);
        const Result<Duration> duration = parseDuration(text.toStdString());
        QVERIFY2(duration, duration ? "" : duration.error().message.c_str());
        QCOMPARE(qint64{duration->count()}, nanoseconds);
    }

    void refusesWhatIsNoDuration_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        QTest::newRow("empty") << ""
                               << "Enter a time";
        QTest::newRow("word") << "soon"
                              << "is not a duration";
        QTest::newRow("dot") << ".s"
                             << "is not a duration";
        QTest::newRow("unknown unit") << "5 parsec"
                                      << "\"parsec\"";
        QTest::newRow("two numbers") << "5 5 ms"
                                     << "is not a unit";
        QTest::newRow("exponent") << "1e3 s"
                                  << "is not a unit";
        QTest::newRow("too long") << "300000 d"
                                  << "too long";
        QTest::newRow("one too many") << "9223372036854775808 ns"
                                      << "too long";
        QTest::newRow("very many digits") << QString(500, '9') << "too long";
    }
    void refusesWhatIsNoDuration() {
        QFETCH(QString, text);
        QFETCH(QString, reason);
        const Result<Duration> duration = parseDuration(text.toStdString());
        QVERIFY(!duration);
        QVERIFY2(QString::fromStdString(duration.error().message).contains(reason),
                 duration.error().message.c_str());
    }

    void whatDoesNotFitIsClampedForThoseWhoKnowACloserLimit() {
        QVERIFY(parseClampedDuration("300000 d") == Duration::max());
        QVERIFY(parseClampedDuration("-300000 d") == Duration::min());
        QVERIFY(parseClampedDuration("1.5 s") == Duration(1500ms));
        QVERIFY(!parseClampedDuration("soon"));
    }

    void everyDurationReadsBackToItself() {
        const auto readsBack = [](Duration duration) {
            const Result<Duration> read = parseDuration(toText(duration));
            RC_ASSERT(read.has_value());
            RC_ASSERT(*read == duration);
        };
        QVERIFY(rc::check("any", [&](std::int64_t count) { readsBack(Duration{count}); }));
        QVERIFY(rc::check("round ones", [&](std::int32_t count) {
            const auto scale = *rc::gen::element(1'000, 500'000, 1'000'000'000);
            readsBack(Duration{std::int64_t{count} * scale});
        }));
        readsBack(Duration::min());
        readsBack(Duration::max());
    }

    void secondsRoundToTheNearestNanosecond() {
        QCOMPARE(fromSeconds(1.5), Duration{1'500'000'000});
        QCOMPARE(fromSeconds(0.0000000014), Duration{1});
        QCOMPARE(fromSeconds(-0.0000000016), Duration{-2});
        QCOMPARE(fromSeconds(1e300), Duration::max());
        QCOMPARE(fromSeconds(-1e300), Duration::min());
        QCOMPARE(seconds(250ms), 0.25);
    }

    void clockRoundsDownToMilliseconds() {
        QCOMPARE(toClockText(kRunStart), std::string("00:00:00.000"));
        QCOMPARE(toClockText(kRunStart + 134'380'999us), std::string("00:02:14.380"));
        QCOMPARE(toClockText(kRunStart + 123h + 4min + 5s), std::string("123:04:05.000"));
    }
};

SLUICE_TEST(SimTimeTest)

} // namespace sluice::sim_time_test

#include "sim_time_test.moc"
