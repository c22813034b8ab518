// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_in_force.h"
#include "tests/support/test_main.h"

namespace sluice::filter_in_force_test {

class FilterInForceTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-40
    void changesTakeTheirTime() {
        const auto policy = [](const char* json) {
            return *FilterPolicy::parse(json, FilterScope::Attributes);
        };
        const FilterPolicy first = policy(R"({"a":["x"]})");
        const FilterPolicy second = policy(R"({"a":["y"]})");
        FilterInForce inForce;
        QVERIFY(inForce.at(kRunStart).isEmpty());
        inForce.change(kRunStart, first, 0s);
        QCOMPARE(inForce.at(kRunStart), first);
        inForce.change(kRunStart + 1min, second, 15min);
        QCOMPARE(inForce.at(kRunStart + 16min - 1ns), first);
        QCOMPARE(inForce.at(kRunStart + 16min), second);
        // A change during the wait: until it arrives the policy of its moment decides.
        inForce.change(kRunStart + 10min, {}, 15min);
        QCOMPARE(inForce.at(kRunStart + 20min), first);
        QVERIFY(inForce.at(kRunStart + 25min).isEmpty());
    }
};

SLUICE_TEST(FilterInForceTest)

} // namespace sluice::filter_in_force_test

#include "filter_in_force_test.moc"
