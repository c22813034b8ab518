// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "core/report/csv.h"
#include "tests/support/test_main.h"

#include <array>
#include <limits>

namespace sluice::csv_test {

class CsvTest : public QObject {
    Q_OBJECT

private slots:
    void oneRowPerSample() {
        Document document;
        const NodeId queue = addNode(document, *registry().find("queue"), {});
        const std::size_t sent = *registry().find("queue")->seriesIndex("NumberOfMessagesSent");
        const auto series = static_cast<std::uint32_t>(sent);
        const std::array<Sample, 2> samples{
            {{kRunStart + 500ms, queue, series, 7},
             {kRunStart + 1s, queue, series, std::numeric_limits<double>::quiet_NaN()}}};
        QCOMPARE(csvRows(document, samples),
                 std::string("0.5,1,queue,NumberOfMessagesSent,msg,7\n"
                             "1,1,queue,NumberOfMessagesSent,msg,\n"));
    }

    void samplesOfPartsThatAreGoneAreLeftOut() {
        const std::array<Sample, 1> samples{{{kRunStart, NodeId{99}, 0, 1}}};
        QVERIFY(csvRows(Document{}, samples).empty());
    }

    void headerNamesEveryField() {
        QCOMPARE(csvHeader(), std::string("time_s,node,name,series,unit,value\n"));
    }

    void fieldsAreQuotedWhenTheyHaveToBe_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("field");
        QTest::newRow("plain") << "orders"
                               << "orders";
        QTest::newRow("comma") << "a,b"
                               << "\"a,b\"";
        QTest::newRow("quote") << "the \"big\" one"
                               << "\"the \"\"big\"\" one\"";
        QTest::newRow("line end") << "a\nb"
                                  << "\"a\nb\"";
        QTest::newRow("hangul") << QString::fromUtf8("주문") << QString::fromUtf8("주문");
    }

    void fieldsAreQuotedWhenTheyHaveToBe() {
        QFETCH(QString, text);
        QFETCH(QString, field);
        QCOMPARE(QString::fromStdString(csvField(text.toStdString())), field);
    }
};

SLUICE_TEST(CsvTest)

} // namespace sluice::csv_test

#include "csv_test.moc"
