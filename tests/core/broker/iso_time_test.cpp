// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sim_time.h"
#include "core/broker/iso_time.h"
#include "tests/support/test_main.h"

#include <QDateTime>

#include <rapidcheck.h>

namespace sluice::iso_time_test {

class IsoTimeTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-18
    void printedTimesAreThoseOfTheCalendar() {
        QVERIFY(rc::check([] {
            const auto time = *rc::gen::inRange<std::int64_t>(0, 7'258'118'400'000); // year 2200
            const auto date = QDateTime::fromMSecsSinceEpoch(time, Qt::UTC);
            const std::string text = toIsoText(kRunStart + std::chrono::milliseconds(time));
            RC_ASSERT(text == date.toString(Qt::ISODateWithMs).toStdString());
            RC_ASSERT(parseIsoTime(text) == std::optional(time / 1'000));
        }));
    }

    // ACL-3
    void datesOfConditionsAreRead() {
        QCOMPARE(parseIsoTime("2026-11-21"), std::optional<std::int64_t>(1'795'219'200));
        QCOMPARE(parseIsoTime("2026-11-21T08:30Z"), std::optional<std::int64_t>(1'795'249'800));
        QCOMPARE(parseIsoTime("2026-11-21T09:30:05.9+01:00"),
                 std::optional<std::int64_t>(1'795'249'805));
        QCOMPARE(parseIsoTime("2026-11-21T07:00-01:30"),
                 std::optional<std::int64_t>(1'795'249'800));
        QCOMPARE(parseIsoTime("1795249800"), std::optional<std::int64_t>(1'795'249'800));
    }

    void whatIsNoDateIsRefused() {
        for (const char* text : {"",
                                 "soon",
                                 "2026",
                                 "2026-11",
                                 "2026-13-01",
                                 "2026-02-29",
                                 "2026-11-21T",
                                 "2026-11-21T08:30",
                                 "2026-11-21T24:00Z",
                                 "2026-11-21T08:30:00.Z",
                                 "2026-11-21T08:30Z ",
                                 "2026-11-21 08:30Z",
                                 "99999999999999999999"}) {
            const bool isYear = std::string_view(text) == "2026"; // seconds since 1970
            QVERIFY2(parseIsoTime(text).has_value() == isYear, text);
        }
    }
};

SLUICE_TEST(IsoTimeTest)

} // namespace sluice::iso_time_test

#include "iso_time_test.moc"
