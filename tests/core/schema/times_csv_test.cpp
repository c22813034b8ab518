// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/times_csv.h"
#include "tests/support/test_main.h"

namespace sluice::times_csv_test {

class TimesCsvTest : public QObject {
    Q_OBJECT
private slots:
    void readsTheFirstColumnInOrder() {
        const auto times = readTimesCsv("time,size\r\n2,10\r\n0.5;7\n\n# later\n\"1500 ms\"\t3\n");
        QVERIFY(times);
        QVERIFY(times->at == (std::vector<Duration>{500ms, 1500ms, 2s}));
    }

    void aHeadingIsOnlyPassedOverOnce() {
        const auto times = readTimesCsv("time\nseconds\n1\n");
        QVERIFY(!times);
        QVERIFY(times.error().message.find("Line 2") != std::string::npos);
    }

    void wrongValuesNameTheirLine() {
        QVERIFY(readTimesCsv("1\n2\nx\n").error().message.find("Line 3") != std::string::npos);
        QVERIFY(readTimesCsv("1\n-2\n").error().message.find("Line 2") != std::string::npos);
        QVERIFY(!readTimesCsv("# nothing\n\n"));
    }

    void moreThanTheLimitIsRefused() {
        std::string text;
        for (int i = 0; i < 100'001; ++i) text += "1\n";
        QVERIFY(!readTimesCsv(text));
        QCOMPARE(readTimesCsv(text.substr(2))->at.size(), std::size_t{100'000});
    }
};

SLUICE_TEST(TimesCsvTest)

} // namespace sluice::times_csv_test

#include "times_csv_test.moc"
