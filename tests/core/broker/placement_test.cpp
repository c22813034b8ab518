// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/placement.h"
#include "tests/support/test_main.h"

#include <vector>

namespace sluice::placement_test {

class PlacementTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-20
    void messagesSpreadEvenlyOverTheHosts() {
        std::vector<int> counts(7);
        for (std::uint64_t serial = 0; serial < 7'000; ++serial) ++counts[hostOf(serial, 7)];
        for (const int count : counts) QVERIFY(count > 850 && count < 1'150);
        QCOMPARE(hostOf(42, 7), hostOf(42, 7));
    }

    // SQS-19
    void messagesAreLaterByAnEvenlySpreadPartOfTheWindow() {
        Duration sum{};
        for (std::uint64_t serial = 0; serial < 1'000; ++serial) {
            const Duration later = placedLater(serial, 10s);
            QVERIFY(later >= 0s && later < 10s);
            sum += later;
        }
        QVERIFY(sum > 4'700s && sum < 5'300s);
        QCOMPARE(placedLater(7, 0s), Duration{0});
    }
};

SLUICE_TEST(PlacementTest)

} // namespace sluice::placement_test

#include "placement_test.moc"
