// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/timeline.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <cmath>

namespace sluice::producer_test {

using namespace sluice::test;

namespace {

/// Times at which a producer of these settings sends, until `limit`.
std::vector<Duration> sendTimes(test::Settings settings, Duration limit) {
    Lab lab;
    const NodeId source = lab.producer(settings);
    lab.feed(source, lab.queue());
    World world = lab.world();
    RunObserver observer;
    runUntil(world, kRunStart + limit, &observer);
    std::vector<Duration> times;
    for (const Hop& hop : observer.hops.take()) {
        if (hop.kind == HopKind::Send) times.push_back(hop.depart - kRunStart);
    }
    return times;
}

} // namespace

class ProducerTest : public QObject {
    Q_OBJECT
private slots:
    void evenSpacingIsExact() {
        const auto times = sendTimes({{"rate", "4"}}, 10s);
        QCOMPARE(times.size(), std::size_t{40});
        for (std::size_t i = 0; i < times.size(); ++i)
            QCOMPARE(times[i], Duration{250ms} * static_cast<int>(i + 1));
    }

    void burstsAreExact() {
        const auto times = sendTimes({{"schedule", "burst"},
                                      {"rate", "0"},
                                      {"peak_rate", "2"},
                                      {"period", "10 s"},
                                      {"burst_length", "2 s"}},
                                     20s);
        const std::vector<Duration> expected{500ms, 1s, 1500ms, 10s + 500ms, 11s, 11s + 500ms};
        QVERIFY(times == expected);
    }

    void aStepChangesTheRate() {
        const auto times = sendTimes(
            {{"schedule", "step"}, {"rate", "1"}, {"peak_rate", "10"}, {"period", "5 s"}}, 6s);
        QCOMPARE(times.size(), std::size_t{14}); // 1, 2, 3, 4 s, then every 100 ms from 5.1 s
        QCOMPARE(times[4], Duration{5'100ms});
    }

    void replayIsExact() {
        const auto times = sendTimes({{"schedule", "replay"},
                                      {"replay_times", "0 s, 1 s, 1 s, 3.5 s"},
                                      {"start_after", "2 s"}},
                                     1min);
        QVERIFY(times == (std::vector<Duration>{2s, 3s, 3s, 5'500ms}));
    }

    void startStopAndLimitBoundTheRun() {
        QCOMPARE(sendTimes({{"rate", "1"}, {"start_after", "3 s"}}, 10s).front(), Duration{4s});
        QCOMPARE(sendTimes({{"rate", "1"}, {"stop_after", "5 s"}}, 1min).size(), std::size_t{5});
        QCOMPARE(sendTimes({{"rate", "1"}, {"message_limit", "7"}}, 1min).size(), std::size_t{7});
        QCOMPARE(sendTimes({{"rate", "0"}}, 1min).size(), std::size_t{0});
    }

    void poisonShareAndKeysAreDrawnAsSet() {
        Lab lab;
        const NodeId source =
            lab.producer({{"rate", "1000"}, {"poison_share", "0.25"}, {"keys", "4"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        World world = lab.world();
        runUntil(world, kRunStart + 10s);
        const auto& counted = producerIn(world, source).counted;
        QCOMPARE(counted.sent, std::uint64_t{10'000});
        QVERIFY(std::abs(static_cast<double>(counted.poison) - 2'500) < 6 * std::sqrt(1'875.0));
        std::array<int, 4> keys{};
        queueIn(world, queue).store.visitStored([&](const StoredView& view) {
            const Message& message = world.kernel.messages[view.message];
            ++keys.at(message.key);
        });
        for (const int count : keys) QVERIFY(std::abs(count - 2'500) < 6 * std::sqrt(1'875.0));
    }

    void everyLinkGetsItsOwnCopyOfTheMessage() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"message_size", "700"}});
        const NodeId first = lab.queue();
        const NodeId second = lab.queue();
        lab.feed(source, first);
        lab.feed(source, second);
        World world = lab.world();
        runUntil(world, kRunStart + 5s);
        QCOMPARE(queueIn(world, first).counted.sentBytes, std::uint64_t{3'500});
        QCOMPARE(queueIn(world, second).counted.sent, std::uint64_t{5});
        QCOMPARE(world.kernel.messages.size(), std::size_t{5}); // bodies are shared
    }

    void aFasterRateTakesEffectAtOnce() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "0.001"}});
        World world = lab.world();
        runUntil(world, kRunStart + 10s);
        const Document before = lab.document;
        lab.set(source, "rate", "2");
        Timeline timeline(lab.world());
        timeline.edit(world, diff(before, lab.document));
        runUntil(world, kRunStart + 15s);
        QCOMPARE(producerIn(world, source).counted.sent, std::uint64_t{10});
    }
};

SLUICE_TEST(ProducerTest)

} // namespace sluice::producer_test

#include "producer_test.moc"
