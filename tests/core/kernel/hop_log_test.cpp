// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/hop_log.h"
#include "tests/support/test_main.h"

#include <array>
#include <vector>

namespace sluice::hop_log_test {

class HopLogTest : public QObject {
    Q_OBJECT
private slots:
    void keepsAllBelowItsCapacity() {
        HopLog log(100);
        for (std::uint64_t i = 0; i < 99; ++i) log.add(hop(i));
        QCOMPARE(log.stride(), 1U);
        const auto hops = log.take();
        QCOMPARE(hops.size(), std::size_t{99});
        QCOMPARE(hops[98].message, std::uint64_t{98});
        QVERIFY(log.take().empty());
    }

    void thinsOutEvenlyWhenFull() {
        HopLog log(64);
        for (std::uint64_t i = 0; i < 10'000; ++i) log.add(hop(i));
        const std::uint32_t stride = log.stride();
        QVERIFY(stride > 1 && (stride & (stride - 1)) == 0);
        const auto hops = log.take();
        QVERIFY(hops.size() <= 64 && hops.size() >= 32);
        for (std::size_t i = 1; i < hops.size(); ++i)
            QCOMPARE(hops[i].message - hops[i - 1].message, std::uint64_t{stride});
        QCOMPARE(log.stride(), 1U);
    }

    void handsOutWhatWasNotedLateInItsPlace() {
        HopLog log(100);
        const std::array departures{3ms, 5ms, 4ms, 5ms, 3ms};
        for (std::uint64_t i = 0; i < departures.size(); ++i) {
            Hop each = hop(i);
            each.depart = kRunStart + departures[i];
            log.add(each);
        }
        std::vector<std::uint64_t> order;
        for (const Hop& each : log.take()) order.push_back(each.message);
        QCOMPARE(order, (std::vector<std::uint64_t>{0, 4, 2, 1, 3}));
    }

private:
    static Hop hop(std::uint64_t message) {
        Hop result;
        result.message = message;
        return result;
    }
};

SLUICE_TEST(HopLogTest)

} // namespace sluice::hop_log_test

#include "hop_log_test.moc"
