// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/tenants.h"
#include "tests/support/test_main.h"

#include <vector>

namespace sluice::tenants_test {

class TenantsTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-120
    void noisyIsMoreThanATenthOfAllInFlightAndAtLeastThirty() {
        Tenants tenants;
        tenants.sent(kRunStart, 1);
        tenants.count(1, Whereabouts::Outside, Whereabouts::Visible);
        for (int i = 0; i < 30; ++i) tenants.count(1, Whereabouts::Outside, Whereabouts::InFlight);
        tenants.settle(kRunStart, 1, 300);
        QVERIFY(!tenants.isNoisy(1));
        tenants.settle(kRunStart, 1, 299);
        QVERIFY(tenants.isNoisy(1));
        tenants.settle(kRunStart, 1, 10'000); // stays so while it has a backlog (SQS-121)
        QVERIFY(tenants.isNoisy(1));
        QCOMPARE(tenants.noisyCopies(Whereabouts::InFlight), std::uint64_t{30});
        tenants.count(1, Whereabouts::Visible, Whereabouts::Outside);
        tenants.settle(kRunStart, 1, 30);
        QVERIFY(!tenants.isNoisy(1));
    }

    // SQS-120
    void noisyIsMoreThanATenthOfRecentProcessingTime() {
        Tenants tenants;
        const auto noisyAfter = [&](SimTime now) {
            tenants.sent(now, 1);
            tenants.settle(now, 1, 0);
            return tenants.isNoisy(1);
        };
        tenants.count(1, Whereabouts::Outside, Whereabouts::Visible);
        tenants.addWork(kRunStart, 1, 10s);
        tenants.addWork(kRunStart, 0, 90s);
        QVERIFY(!noisyAfter(kRunStart + 59s));
        Tenants busier = tenants;
        busier.addWork(kRunStart + 59s, 1, 1ns);
        busier.settle(kRunStart + 59s, 1, 0);
        QVERIFY(busier.isNoisy(1));
        tenants.addWork(kRunStart + 70s, 1, 1s); // the first work is no longer recent
        QVERIFY(noisyAfter(kRunStart + 70s));
    }

    // SQS-121
    void withoutSendsATenantIsQuietAfterFiveMinutes() {
        Tenants tenants;
        tenants.sent(kRunStart, 1);
        tenants.count(1, Whereabouts::Outside, Whereabouts::Visible);
        for (int i = 0; i < 30; ++i) tenants.count(1, Whereabouts::Outside, Whereabouts::InFlight);
        tenants.settle(kRunStart, 1, 30);
        tenants.sent(kRunStart + 100s, 1);
        QVERIFY(!tenants.endIdle(kRunStart + 400s - 1ns));
        QVERIFY(tenants.isNoisy(1));
        QVERIFY(tenants.endIdle(kRunStart + 400s) == GroupIndex{1});
        QVERIFY(!tenants.isNoisy(1));
        QVERIFY(!tenants.endIdle(kRunStart + 400s));
    }
};

SLUICE_TEST(TenantsTest)

} // namespace sluice::tenants_test

#include "tenants_test.moc"
