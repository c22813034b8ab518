// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hand_scene.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::queue_picture_test {

using namespace sluice::test;

namespace {

Picture pictureOf(const std::vector<NodePicture>& shown, NodeId id) {
    const auto found = std::find_if(
        shown.begin(), shown.end(), [&](const NodePicture& each) { return each.node == id; });
    return found->picture;
}

} // namespace

class QueuePictureTest : public QObject {
    Q_OBJECT
private slots:
    // A lane keeps its place while its group has nothing for a moment.
    void lanesKeepTheirPlaces() {
        HandScene scene({{"type", "fifo"}, {"visibility_timeout", "100 s"}});
        const auto send = [&](const char* group, std::int64_t count) {
            scene.act("send_message", {{"group", std::string(group)}, {"count", count}});
        };
        const auto lanes = [&] {
            const NodeWiring& wiring = scene.world.kernel.wiring[0];
            const Picture shown =
                scene.stored().picture(scene.world.now(), scene.world.kernel, wiring);
            std::string text;
            for (const auto& lane : std::get<Lanes>(shown.parts.front()).lanes)
                text += lane.group + ' ' + std::to_string(lane.stored) + ';';
            return text;
        };
        send("group-1", 1);
        send("group-2", 1);
        send("group-3", 5);
        QVERIFY(scene.run(2s));
        QCOMPARE(lanes(), std::string("group-1 1;group-2 1;group-3 5;"));
        NodeId reader{};
        scene.lab.edit(scene.world, [&] {
            reader = scene.lab.consumer(
                {{"workers", "1"}, {"batch_size", "1"}, {"processing_time", "300 ms"}});
            scene.lab.serve(scene.queue, reader);
        });
        QVERIFY(scene.run(2450ms));
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{reader}, {}, {}}); });
        const std::string after = lanes();
        QVERIFY2(after.starts_with("group-1 0;group-2 ") && after.find("group-3 ") > 10,
                 after.c_str());
    }

    // SQS-98
    void amongThousandsOfGroupsALockIsSeenWhileTheOtherLanesKeepTheirPlaces() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "10000"},
                                            {"stop_after", "2 s"},
                                            {"keys", "5000"},
                                            {"message_group", "per_key"},
                                            {"dedup_id", "unique"}});
        const NodeId queue = lab.queue({{"type", "fifo"}, {"enforce_quotas", "false"}});
        lab.feed(source, queue);
        lab.serve(
            queue,
            lab.consumer({{"workers", "5"}, {"batch_size", "1"}, {"processing_time", "400 ms"}}));
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 2500ms));
        const auto hasMessages = [&](const std::string& group) {
            bool isFound = false;
            queueIn(world, queue).store.visitStored([&](const StoredView& view) {
                isFound = isFound || world.kernel.bodies.groupName(view.group) == group;
            });
            return isFound;
        };
        std::vector<std::string> places(kLaneCap);
        for (int second = 3; second < 20; ++second) {
            QVERIFY(runConserved(world, kRunStart + 1s * second));
            const Picture picture = pictureOf(pictures(world), queue);
            const auto& shown = std::get<Lanes>(picture.parts.front());
            QVERIFY(shown.groupCount > 4'000);
            QCOMPARE(shown.lanes.size(), kLaneCap);
            QVERIFY(std::ranges::any_of(shown.lanes, &Lanes::Lane::isLocked));
            for (std::size_t i = 0; i < kLaneCap; ++i) { // only a lock takes another's place
                const std::string before = std::exchange(places[i], shown.lanes[i].group);
                QVERIFY(before == places[i] || !hasMessages(before) || shown.lanes[i].isLocked);
            }
        }
    }

    void showsWhereEveryMessageIs() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "100"}, {"poison_share", "1"}});
        const NodeId queue = lab.queue(
            {{"delay", "1 s"}, {"max_receive_count", "1"}, {"visibility_timeout", "500 ms"}});
        const NodeId deadLetters = lab.queue();
        const NodeId workers = lab.consumer({{"workers", "5"}, {"processing_time", "200 ms"}});
        lab.feed(source, queue);
        lab.serve(queue, workers);
        lab.redrive(queue, deadLetters);
        World world = lab.world();
        runUntil(world, kRunStart + 5s);
        const auto shown = pictures(world);
        const Picture whole = pictureOf(shown, queue);
        const auto& tube = std::get<Tube>(whole.parts.front());
        const SqsQueue& store = queueIn(world, queue).store;
        QCOMPARE(tube.delayedCount, static_cast<std::int64_t>(store.delayedCount()));
        QCOMPARE(tube.visibleCount, static_cast<std::int64_t>(store.visibleCount()));
        QCOMPARE(tube.inFlightCount, static_cast<std::int64_t>(store.inFlightCount()));
        QCOMPARE(tube.delayed.size(), kMarkCap);
        QCOMPARE(tube.visible.size(), kMarkCap);
        QVERIFY(!tube.isDeadLetter && !tube.inFlight.empty());
        for (const Mark& mark : tube.inFlight) {
            QVERIFY(mark.remaining > 0 && mark.remaining <= 1);
            QVERIFY(mark.remainingSeconds <= 0.5F && mark.receiveCount == 1);
        }
        const Picture dead = pictureOf(shown, deadLetters);
        QCOMPARE(dead.colorRole, std::string("dead-letter"));
        QVERIFY(std::get<Tube>(dead.parts.front()).isDeadLetter);
    }

    // SQS-40
    void theInFlightQuotaIsTold() {
        Lab lab;
        lab.document.settings.limitOverrides = "sqs.inflight_standard=2";
        const NodeId source = lab.producer({{"rate", "10"}});
        const NodeId queue = lab.queue();
        const NodeId workers = lab.consumer({{"workers", "3"}, {"processing_time", "100 s"}});
        lab.feed(source, queue);
        lab.serve(queue, workers);
        World world = lab.world();
        runUntil(world, kRunStart + 1ms);
        QCOMPARE(pictureOf(pictures(world), queue).summary, std::string("queue · visibility 30 s"));
        runUntil(world, kRunStart + 5s);
        QCOMPARE(pictureOf(pictures(world), queue).summary,
                 std::string("queue · in-flight quota reached"));
    }

    // SQS-86
    void aRedriveIsToldForAMinuteAfterItsEnd() {
        RedriveScene scene;
        scene.redrive(2);
        QVERIFY(scene.run(7'100ms));
        const auto shown = [&] { return pictureOf(pictures(scene.world), scene.queue); };
        QCOMPARE(shown().summary, std::string("redrive · 5 of 10 moved"));
        QVERIFY(shown().activity);
        scene.act("cancel_redrive");
        QVERIFY(scene.run(8s));
        QCOMPARE(shown().summary, std::string("redrive cancelled · 5 of 10 moved"));
        QVERIFY(!shown().activity);
        QVERIFY(scene.run(67s));
        QCOMPARE(shown().summary, std::string("redrive cancelled · 5 of 10 moved"));
        QVERIFY(scene.run(68s));
        QVERIFY(shown().summary.starts_with("dead-letter queue"));
        scene.redrive(0);
        QVERIFY(scene.run(70s));
        QCOMPARE(shown().summary, std::string("redrive completed · 5 of 5 moved"));
        QCOMPARE(shown().history.size(), std::size_t{2});
        QVERIFY(shown().history.front().starts_with("completed"));
        QVERIFY(shown().history.back().starts_with("cancelled"));
    }

    // SQS-96
    void duplicatesAreCountedBesideTheDelayed() {
        HandScene scene({{"type", "fifo"}, {"delay", "1 min"}});
        for (int i = 0; i < 2; ++i) {
            scene.act("send_message",
                      {{"group", std::string("g")}, {"dedup_id", std::string("same")}});
        }
        const Picture picture = pictureOf(pictures(scene.world), scene.queue);
        const auto& items = std::get<Counters>(picture.parts.back()).items;
        QCOMPARE(items.size(), std::size_t{3});
        QVERIFY(items[2].label == "delayed" && items[2].value == "1");
        QCOMPARE(std::get<Lanes>(picture.parts.front()).duplicates, std::int64_t{1});
    }
};

SLUICE_TEST(QueuePictureTest)

} // namespace sluice::queue_picture_test

#include "queue_picture_test.moc"
