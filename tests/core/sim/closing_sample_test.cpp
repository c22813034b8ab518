// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/sim/closing_sample.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>

namespace sluice::closing_sample_test {

using namespace sluice::test;

namespace {

/// Sends at every whole second and halfway between, as samples are taken.
struct Scene {
    Scene() {
        lab.feed(producer, queue);
        lab.serve(queue, lab.consumer({{"processing_time", "500 ms"}}));
    }
    double sumOf(const std::vector<Sample>& samples, NodeId node, std::string_view key) const {
        double sum = 0;
        const NodeKind& kind = *registry().find(lab.document.node(node)->kind);
        for (const Sample& each : samples)
            sum += each.node == node && kind.series[each.series].key == key ? each.value : 0;
        return sum;
    }

    Lab lab;
    NodeId producer = lab.producer({{"rate", "2"}});
    NodeId queue = lab.queue();
};

constexpr SimTime kEnd = kRunStart + 5s;

} // namespace

class ClosingSampleTest : public QObject {
    Q_OBJECT
private slots:
    void theLastSampleAgreesWithTheTotals() {
        const Scene scene;
        World world = scene.lab.world();
        RunObserver before;
        runUntil(world, kEnd - 1ns, &before);
        const std::vector<Sample> closing = closingSample(world, kEnd);
        RunObserver rest;
        runUntil(world, kEnd, &rest);
        QCOMPARE(closing.size(), rest.samples.size());
        const auto whole = [&](const std::vector<Sample>& last, NodeId node, const char* key) {
            return scene.sumOf(before.samples, node, key) + scene.sumOf(last, node, key);
        };
        const auto sent = static_cast<double>(totals(world).sent);
        QCOMPARE(whole(closing, scene.producer, "MessagesSent"), sent);
        QCOMPARE(whole(closing, scene.queue, "NumberOfMessagesSent"), sent);
        QVERIFY(whole(rest.samples, scene.queue, "NumberOfMessagesSent") < sent);
        // Conservation in the last line alone.
        const double deleted = whole(closing, scene.queue, "NumberOfMessagesDeleted");
        QCOMPARE(deleted, static_cast<double>(totals(world).deleted));
        QCOMPARE(sent - deleted, scene.sumOf(closing, scene.queue, "MessagesStored"));
    }

    void theRunGoesOnAsEver() {
        const Scene scene;
        World world = scene.lab.world();
        runUntil(world, kEnd - 1ns);
        const World before = world;
        QVERIFY(!closingSample(world, kEnd).empty());
        QVERIFY(world == before);
    }

    void anEndBetweenTwoSamplesClosesAShorterInterval() {
        const Scene scene;
        World world = scene.lab.world();
        const SimTime end = kEnd + 300ms;
        RunObserver before;
        runUntil(world, end - 1ns, &before);
        const std::vector<Sample> closing = closingSample(world, end);
        runUntil(world, end);
        QVERIFY(std::ranges::all_of(closing, [&](const Sample& each) { return each.time == end; }));
        QCOMPARE(closing.size() * 5, before.samples.size());
        const auto whole = [&](NodeId node, const char* key) {
            return scene.sumOf(before.samples, node, key) + scene.sumOf(closing, node, key);
        };
        QCOMPARE(whole(scene.producer, "MessagesSent"), static_cast<double>(totals(world).sent));
        QCOMPARE(whole(scene.queue, "NumberOfMessagesDeleted"),
                 static_cast<double>(totals(world).deleted));
    }

    void costsAreThoseOfTheEnd_data() {
        QTest::addColumn<int>("milliseconds");
        QTest::newRow("at a sample") << 5'000;
        QTest::newRow("between two") << 5'700;
        QTest::newRow("before the first") << 600;
    }
    void costsAreThoseOfTheEnd() {
        QFETCH(const int, milliseconds);
        const Scene scene;
        World world = scene.lab.world();
        const SimTime end = kRunStart + std::chrono::milliseconds(milliseconds);
        runUntil(world, end - 1ns);
        const std::vector<Sample> closing = closingSample(world, end);
        runUntil(world, end);
        const World told = upToDate(world);
        QCOMPARE(totals(told).cost, scene.sumOf(closing, scene.queue, "EstimatedCharges"));
        QVERIFY(totals(told) == totals(world));
    }
};

SLUICE_TEST(ClosingSampleTest)

} // namespace sluice::closing_sample_test

#include "closing_sample_test.moc"
