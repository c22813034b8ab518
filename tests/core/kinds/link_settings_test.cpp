// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_settings.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::link_settings_test {

using namespace sluice::test;

class LinkSettingsTest : public QObject {
    Q_OBJECT
private slots:
    void theDefaultIsTheRowsDefault() {
        const auto& row = linkProperties().front();
        QVERIFY(row.spec.defaultValue == PropertyValue(LinkSettings{}.latency));
        LinkSettings settings;
        row.assign(settings, PropertyValue(exponential(3ms)));
        QVERIFY(settings.latency == exponential(3ms));
        QVERIFY(row.read(settings) == PropertyValue(exponential(3ms)));
    }

    void latencyIsTheTimeOnTheWay() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue, "250 ms");
        World world = lab.world();
        runUntil(world, kRunStart + 1s + 250ms - 1ns);
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{0});
        runUntil(world, kRunStart + 1s + 250ms);
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{1});
    }
};

SLUICE_TEST(LinkSettingsTest)

} // namespace sluice::link_settings_test

#include "link_settings_test.moc"
