// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/node_action.h"
#include "core/sim/sampler.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <cmath>
#include <map>

namespace sluice::sampler_test {

using namespace sluice::test;

namespace {

std::uint32_t seriesIndex(std::string_view kind, std::string_view key) {
    return static_cast<std::uint32_t>(*registry().find(kind)->seriesIndex(key));
}

} // namespace

class SamplerTest : public QObject {
    Q_OBJECT
private slots:
    void samplesComeAtTheIntervalForEverySeries() {
        Lab lab = busyLab(3);
        lab.document.settings.sampleInterval = 500ms;
        World world = lab.world();
        RunObserver observer;
        runUntil(world, kRunStart + 10s, &observer);
        std::size_t series = 0;
        for (const Node& node : lab.document.nodes)
            series += registry().find(node.kind)->series.size();
        QCOMPARE(observer.samples.size(), series * 20);
        for (std::size_t i = 0; i < observer.samples.size(); ++i) {
            const Duration at = 500ms * static_cast<int>(i / series + 1);
            QCOMPARE(observer.samples[i].time, kRunStart + at);
        }
    }

    void growthOfCountersAddsUpToTheSummary() {
        Lab lab = busyLab(3);
        World world = lab.world();
        RunObserver observer;
        runUntil(world, kRunStart + 20s, &observer);
        std::map<std::pair<NodeId, std::uint32_t>, double> sums;
        std::map<std::pair<NodeId, std::uint32_t>, double> last;
        std::map<std::pair<NodeId, std::uint32_t>, double> totals;
        for (const Sample& point : observer.samples) {
            totals[{point.node, point.series}] = point.total;
            sums[{point.node, point.series}] += point.value;
            last[{point.node, point.series}] = point.value;
        }
        for (const Sample& point : summary(world)) {
            const NodeKind& kind = *registry().find(lab.document.node(point.node)->kind);
            const MetricSpec& metric = kind.metrics[kind.series[point.series].metric];
            const bool isCounter = metric.type == MetricType::Counter;
            if (isCounter) QCOMPARE((sums[{point.node, point.series}]), point.value);
            QCOMPARE((totals[{point.node, point.series}]), isCounter ? point.value : 0);
            if (metric.type == MetricType::Gauge)
                QCOMPARE((last[{point.node, point.series}]), point.value);
        }
    }

    void percentilesAreOfTheIntervalAndNothingOfNothing() {
        Lab lab;
        const NodeId source = lab.producer({{"schedule", "replay"}, {"replay_times", "100 ms"}});
        const NodeId queue = lab.queue({{"delay", "2 s"}});
        lab.feed(source, queue);
        lab.serve(queue, lab.consumer());
        World world = lab.world();
        RunObserver observer;
        runUntil(world, kRunStart + 4s, &observer);
        const std::uint32_t median = seriesIndex("queue", "QueueTime.p50");
        std::vector<double> values;
        for (const Sample& point : observer.samples) {
            if (point.node == queue && point.series == median) values.push_back(point.value);
        }
        QCOMPARE(values.size(), std::size_t{4});
        QVERIFY(std::isnan(values[0]) && std::isnan(values[1]) && std::isnan(values[3]));
        QCOMPARE(values[2], 2.0);
        for (const Sample& point : summary(world)) {
            if (point.node == queue && point.series == median) QCOMPARE(point.value, 2.0);
        }
    }

    void totalsAddUpOverTheQueues() {
        Lab lab = busyLab(6);
        World world = lab.world();
        runUntil(world, kRunStart + 60'500ms);
        RunTotals expected;
        double sampled = 0;
        expected.events = world.eventCount;
        for (const Node& node : lab.document.nodes) {
            if (node.kind == "producer") {
                expected.dropped += producerIn(world, node.id).counted.dropped;
                expected.sent += producerIn(world, node.id).counted.sentOut;
                expected.refused += producerIn(world, node.id).counted.notAccepted;
            }
            if (node.kind != "queue") continue;
            const auto& counted = queueIn(world, node.id).counted;
            expected.sent += counted.sentByHand;
            expected.deleted += counted.deleted;
            expected.deadLettered += counted.moved;
            expected.expired += counted.expired;
            expected.inDeadLetterQueues += counted.asDeadLetters;
            expected.cost += queueIn(world, node.id).cost();
            sampled += counted.cost;
        }
        QVERIFY(totals(world) == expected);
        QVERIFY(sampled > 0 && expected.cost > sampled); // up to now, not to the last sample
        QVERIFY(expected.sent > 0 && expected.deadLettered > 0 && expected.inDeadLetterQueues > 0);
    }

    void totalsKeepWhatRemovedPartsCounted() {
        Lab lab = busyLab(6);
        World world = lab.world();
        runUntil(world, kRunStart + 60s);
        const RunTotals before = totals(world);
        PartIds all;
        for (const Node& node : lab.document.nodes) all.nodes.push_back(node.id);
        lab.edit(world, [&] { remove(lab.document, all); });
        RunTotals after = totals(world);
        QCOMPARE(after.inDeadLetterQueues, std::uint64_t{0}); // they went with their queue
        after.inDeadLetterQueues = before.inDeadLetterQueues;
        QVERIFY(after == before);
    }

    void whatATopicDeliversToManyIsSentOnce() {
        Lab lab;
        const NodeId topic = lab.topic();
        lab.feed(lab.producer({{"rate", "10"}, {"message_limit", "20"}}), topic);
        lab.producer({{"rate", "10"}}); // linked to nothing
        for (int i = 0; i < 3; ++i) lab.subscribe(topic, lab.endpoint());
        World world = lab.world();
        runUntil(world, kRunStart + 60s);
        QCOMPARE(totals(world).sent, std::uint64_t{20});
        QCOMPARE(totals(world).deleted, std::uint64_t{0}); // an endpoint stores nothing
    }

    void whatIsSentByHandCounts() {
        Lab lab;
        const NodeId queue = lab.queue();
        World world = lab.world();
        applyAction(world, {queue, "send_message", {{"count", std::int64_t{3}}}, 0, {}});
        QCOMPARE(totals(world).sent, std::uint64_t{3});
        QCOMPARE(queueIn(world, queue).counted.sent, std::uint64_t{3});
    }
};

SLUICE_TEST(SamplerTest)

} // namespace sluice::sampler_test

#include "sampler_test.moc"
