// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/node_kind.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

namespace sluice::node_kind_test {

class NodeKindTest : public QObject {
    Q_OBJECT

private slots:
    void findsByKey() {
        const NodeKind& tank = test::testKind(test::kTank);
        QVERIFY(tank.property("share") != nullptr);
        QVERIFY(tank.property("nothing") == nullptr);
        QCOMPARE(tank.port("dead").value(), std::size_t{2});
        QVERIFY(!tank.port("nothing"));
        QVERIFY(test::testRegistry().find("nothing") == nullptr);
    }

    void distributionsGiveThreeSeries() {
        const NodeKind& tank = test::testKind(test::kTank);
        QCOMPARE(tank.series.size(), std::size_t{4});
        QVERIFY(tank.series[0].key == "depth");
        QVERIFY(tank.series[1].key == "stay.p50");
        QVERIFY(tank.series[3].label == "Stay p99");
        QCOMPARE(tank.series[3].metric, std::size_t{1});
        QCOMPARE(tank.seriesIndex("stay.p90").value(), std::size_t{2});
    }

    void rowsReadAndAssignTheirField() {
        for (const auto& row : settingProperties()) {
            Settings settings;
            QVERIFY(row.read(settings) == row.spec.defaultValue);
            row.assign(settings, row.spec.defaultValue);
            QVERIFY(settings == Settings{});
        }
    }
};

SLUICE_TEST(NodeKindTest)

} // namespace sluice::node_kind_test

#include "node_kind_test.moc"
