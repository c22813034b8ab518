// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/unit.h"
#include "tests/support/test_main.h"

#include <limits>

Q_DECLARE_METATYPE(sluice::Unit)

namespace sluice::unit_test {

class UnitTest : public QObject {
    Q_OBJECT

private slots:
    void scalesToFourDigits_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<Unit>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("rate") << 1200.0 << Unit::PerSecond << "1.2 k msg/s";
        QTest::newRow("small rate") << 0.5 << Unit::PerSecond << "0.5 msg/s";
        QTest::newRow("milliseconds") << 0.035 << Unit::Seconds << "35 ms";
        QTest::newRow("microseconds") << 12.5e-6 << Unit::Seconds << "12.5 µs";
        QTest::newRow("days") << 4 * 86'400.0 << Unit::Seconds << "4 d";
        QTest::newRow("90 s") << 90.0 << Unit::Seconds << "90 s";
        QTest::newRow("no time") << 0.0 << Unit::Seconds << "0 s";
        QTest::newRow("bytes") << 262144.0 << Unit::Bytes << "256 KiB";
        QTest::newRow("share") << 0.125 << Unit::Share << "12.5 %";
        QTest::newRow("digits") << 123456.0 << Unit::None << "123.5 k";
        QTest::newRow("below thousand") << 999.4 << Unit::None << "999.4";
        QTest::newRow("rounds up") << 999.96 << Unit::Messages << "1 k msg";
        QTest::newRow("negative") << -2500.0 << Unit::None << "-2.5 k";
        QTest::newRow("zero") << 0.0 << Unit::Messages << "0 msg";
        QTest::newRow("huge") << 2.5e16 << Unit::None << QString::fromUtf8("25\u2009000 T");
        QTest::newRow("no money") << 0.0 << Unit::Dollars << "$0";
        QTest::newRow("a request") << 4e-7 << Unit::Dollars << "$0.0000004";
        QTest::newRow("below a cent") << 0.0039 << Unit::Dollars << "$0.0039";
        QTest::newRow("three digits of money") << 0.0061237 << Unit::Dollars << "$0.00612";
        QTest::newRow("half a dollar") << 0.5 << Unit::Dollars << "$0.50";
        QTest::newRow("cents") << 12.3 << Unit::Dollars << "$12.30";
        QTest::newRow("much money")
            << 1234567.8 << Unit::Dollars << QString::fromUtf8("$1\u2009234\u2009568");
        QTest::newRow("owed") << -2.5 << Unit::Dollars << "-$2.50";
        QTest::newRow("none") << std::numeric_limits<double>::infinity() << Unit::None << "–";
    }

    void scalesToFourDigits() {
        QFETCH(double, value);
        QFETCH(Unit, unit);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(scaledText(value, unit)), text);
    }

    void groupsThousandsByThinSpaces() {
        QVERIFY(groupedText(480) == "480");
        QVERIFY(groupedText(12'480) == "12\u2009480");
        QVERIFY(groupedText(-1'234'567) == "-1\u2009234\u2009567");
        QVERIFY(groupedText(-123) == "-123");
    }
};

SLUICE_TEST(UnitTest)

} // namespace sluice::unit_test

#include "unit_test.moc"
