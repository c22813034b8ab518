// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/boundaries.h"
#include "core/model/region_latency.h"
#include "tests/support/test_main.h"

namespace sluice::region_latency_test {

class RegionLatencyTest : public QObject {
    Q_OBJECT

private slots:
    void typicalPairsOwnPairsAndAllOthers() {
        const auto latencies =
            regionLatencies(" eu-west-1 / us-west-2 = 5 ms;others=7 ms; ").value();
        QVERIFY(latencies.between("us-east-1", "us-east-1") == 0ms);
        QVERIFY(latencies.between("us-east-1", "eu-west-1") == 34ms);
        QVERIFY(latencies.between("eu-west-1", "us-east-1") == 34ms);
        QVERIFY(latencies.between("us-west-2", "eu-west-1") == 5ms);
        QVERIFY(latencies.between("mars-north-1", "eu-west-1") == 7ms);
        QVERIFY(RegionLatencies{}.between("mars-north-1", "eu-west-1") == 80ms);
        QVERIFY(regionLatencies("").value() == RegionLatencies{});
    }

    void wrongEntriesAreNamed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("no value") << QByteArray("others") << "no =";
        QTest::newRow("no time") << QByteArray("others=soon") << "not a time";
        QTest::newRow("negative") << QByteArray("others=-1 ms") << "not a time";
        QTest::newRow("too long") << QByteArray("others=2 h") << "not a time";
        QTest::newRow("one region") << QByteArray("us-east-1=5 ms") << "two regions";
        QTest::newRow("no region") << QByteArray("us-east-1/moon=5 ms") << "two regions";
        QTest::newRow("same") << QByteArray("us-east-1/us-east-1=5 ms") << "two regions";
        QTest::newRow("second") << QByteArray("others=5 ms; x=5 ms") << "\"x=5 ms\"";
    }
    void wrongEntriesAreNamed() {
        QFETCH(QByteArray, text);
        QFETCH(QString, words);
        const auto read = regionLatencies(text.toStdString());
        QVERIFY(!read);
        QVERIFY2(QString::fromStdString(read.error().message).contains(words),
                 read.error().message.c_str());
    }

    void offeredRegionsAreInOrderAndOfTheRightForm() {
        std::string_view before;
        for (const RegionName& region : commonRegions()) {
            QVERIFY(before < region.code);
            before = region.code;
            QVERIFY(checkCode(BoundaryType::Region, region.code).has_value());
        }
    }
};

SLUICE_TEST(RegionLatencyTest)

} // namespace sluice::region_latency_test

#include "region_latency_test.moc"
