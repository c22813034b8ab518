// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/sim/closing_sample.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

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

    void anEndBetweenTwoSamplesHasNone() {
        const Scene scene;
        World world = scene.lab.world();
        runUntil(world, kEnd + 499ms);
        QVERIFY(closingSample(world, kEnd + 500ms).empty());
    }
};

SLUICE_TEST(ClosingSampleTest)

} // namespace sluice::closing_sample_test

#include "closing_sample_test.moc"
