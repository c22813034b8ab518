// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/sim/live_edit.h"
#include "core/sim/message_query.h"
#include "core/sim/node_action.h"
#include "core/sim/timeline.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <rapidcheck.h>

namespace sluice::timeline_test {

using namespace sluice::test;

namespace {

/// One random edit that keeps the document buildable.
void editAnything(Lab& lab, std::uint32_t choice) {
    const Document& document = lab.document;
    switch (choice % 5) {
    case 0:
        lab.set(document.nodes[0].id, "rate", std::to_string(5 + choice % 90));
        break;
    case 1:
        lab.set(document.nodes[4].id, "workers", std::to_string(1 + choice % 12));
        break;
    case 2:
        lab.set(document.nodes[2].id, "visibility_timeout", std::to_string(choice % 5) + " s");
        break;
    case 3:
        lab.serve(document.nodes[2].id, lab.consumer({{"batch_size", "7"}}), "20 ms");
        break;
    default:
        if (document.nodes.size() > 6) {
            remove(lab.document, {{document.nodes.back().id}, {}, {}});
        } else {
            lab.feed(lab.producer({{"spacing", "poisson"}}), document.nodes[2].id);
        }
        break;
    }
}

/// A run with its timeline, observed every second, edited at the given seconds.
struct Recorded {
    Lab lab;
    World world;
    Timeline timeline;

    Recorded(std::int64_t seed, std::size_t mostSnapshots)
        : lab(busyLab(seed))
        , world(lab.world())
        , timeline(world, mostSnapshots) {}

    void run(Duration until) {
        while (world.now() < kRunStart + until) {
            runUntil(world, std::min(kRunStart + until, world.now() + 1s));
            timeline.observe(world);
        }
    }
    void edit(std::uint32_t choice) {
        const Document before = lab.document;
        editAnything(lab, choice);
        timeline.edit(world, diff(before, lab.document));
    }
    /// Any action a node offers, on any message stored in it.
    void act(std::uint32_t choice) {
        const Node& node = lab.document.nodes[choice % lab.document.nodes.size()];
        const NodeKind& kind = *registry().find(node.kind);
        if (kind.actions.empty()) return;
        NodeAction action;
        action.node = node.id;
        action.key = kind.actions[choice / 7 % kind.actions.size()].key;
        MessageQuery query;
        query.node = node.id;
        query.count = 5;
        const MessagePage page = runQuery(world, query);
        if (!page.rows.empty()) {
            const MessageRow& row = page.rows[choice % page.rows.size()];
            action.message = row.serial;
            action.receipt = row.receipt;
        }
        timeline.act(world, action);
    }
};

void repeat(World& world, const TimedInput& logged) {
    if (const auto* patch = std::get_if<Patch>(&logged.input)) {
        applyEdit(world, *patch);
    } else {
        applyAction(world, std::get<NodeAction>(logged.input));
    }
}

} // namespace

class TimelineTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-84: a message that is moved back is in one of the queues at every moment.
    void whatAnActionSetsOffAtOnceHasHappened() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"message_limit", "3"}});
        const NodeId queue = lab.queue({{"visibility_timeout", "1 s"}, {"max_receive_count", "1"}});
        const NodeId dead = lab.queue();
        lab.feed(source, queue);
        lab.redrive(queue, dead);
        lab.serve(queue, lab.consumer({{"failure_share", "100 %"}}));
        World world = lab.world();
        Timeline timeline(world);
        runUntil(world, kRunStart + 20s);
        QCOMPARE(queueIn(world, dead).storedCopies(), std::size_t{3});
        const NodeAction redrive{dead, "start_redrive", {}, 0, {}};
        QVERIFY(!timeline.act(world, redrive, nullptr).isRefused);
        const std::size_t left = queueIn(world, dead).storedCopies();
        QVERIFY(left < 3);
        QCOMPARE(queueIn(world, queue).storedCopies(), 3 - left);
        QVERIFY(digest(timeline.at(world.now())) == digest(world));
    }

    void aRunWithRewindsEqualsAStraightRun() {
        QVERIFY(rc::check([] {
            const auto seed = *rc::gen::inRange<std::int64_t>(1, 1'000);
            Recorded recorded(seed, 4);
            World straight = recorded.world;
            const auto edits = *rc::gen::inRange(0, 6);
            for (int i = 0; i < edits; ++i) {
                recorded.run(recorded.world.now() - kRunStart + 1ms * *rc::gen::inRange(0, 8'000));
                const auto choice = *rc::gen::arbitrary<std::uint32_t>();
                if (*rc::gen::arbitrary<bool>()) {
                    recorded.edit(choice);
                } else {
                    recorded.act(choice);
                }
                const SimTime back = kRunStart
                                     + 1ms
                                           * *rc::gen::inRange<std::int64_t>(
                                               0, (recorded.world.now() - kRunStart) / 1ms + 1);
                World past = recorded.timeline.at(back); // looks only: nothing is truncated
                RC_ASSERT(past.now().time_since_epoch().count() == back.time_since_epoch().count());
                runUntil(recorded.world, recorded.world.now());
                RC_ASSERT(recorded.timeline.at(recorded.world.now()) == recorded.world);
            }
            for (const TimedInput& logged : recorded.timeline.inputs()) {
                runUntil(straight, logged.time);
                repeat(straight, logged);
            }
            recorded.run(recorded.world.now() - kRunStart + 3s);
            runUntil(straight, recorded.world.now());
            RC_ASSERT(straight == recorded.world);
            RC_ASSERT(recorded.timeline.at(straight.now()) == straight);
        }));
    }

    void thinningOutKeepsEveryInstantReachable() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "20000"}});
        const NodeId queue = lab.queue();
        lab.feed(source, queue);
        lab.serve(
            queue,
            lab.consumer({{"workers", "40"}, {"batch_size", "10"}, {"processing_time", "1 ms"}}));
        World world = lab.world();
        Timeline timeline(world, 2);
        std::vector<std::pair<SimTime, std::uint64_t>> marks;
        for (int i = 1; i <= 80; ++i) {
            runUntil(world, kRunStart + 500ms * i);
            timeline.observe(world);
            if (i % 20 == 7) marks.emplace_back(world.now(), digest(world));
        }
        QVERIFY(timeline.snapshotCount() == 2);
        QVERIFY(world.eventCount > 1'000'000);
        for (const auto& [time, expected] : marks) QCOMPARE(digest(timeline.at(time)), expected);
    }

    void snapshotsOfAGrowingQueueKeepToTheirBytes() {
        Lab lab;
        lab.feed(lab.producer({{"rate", "20000"}}), lab.queue());
        World world = lab.world();
        Timeline roomy(world);
        Timeline tight(world, 64, 20'000'000);
        for (int i = 1; i <= 60; ++i) {
            runUntil(world, kRunStart + 1s * i);
            roomy.observe(world);
            tight.observe(world);
        }
        QVERIFY(roomy.snapshotCount() > 2);
        QCOMPARE(tight.snapshotCount(), std::size_t{3}); // the newest alone is larger
        QCOMPARE(digest(tight.at(kRunStart + 20s)), digest(roomy.at(kRunStart + 20s)));
    }

    void afterTruncatingTheRunGoesOnFromThere() {
        Recorded recorded(12, 8);
        recorded.run(10s);
        recorded.edit(1);
        recorded.run(20s);
        recorded.edit(3);
        recorded.run(30s);
        recorded.world = recorded.timeline.at(kRunStart + 15s);
        recorded.timeline.truncate(kRunStart + 15s);
        QCOMPARE(recorded.timeline.inputs().size(), std::size_t{1});
        World expected = recorded.world;
        recorded.run(40s);
        runUntil(expected, kRunStart + 40s);
        QVERIFY(recorded.world == expected);
        QVERIFY(recorded.timeline.at(kRunStart + 40s) == expected);
    }
};

SLUICE_TEST(TimelineTest)

} // namespace sluice::timeline_test

#include "timeline_test.moc"
