// SPDX-License-Identifier: GPL-3.0-or-later
// Redrives of a dead-letter queue by hand, with the errors by their names in the API.
#include "tests/support/hand_scene.h"

#include <set>

namespace sluice::queue_redrive_test {

using namespace sluice::test;

class QueueRedriveTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-82
    void onlyADeadLetterQueueCanBeRedriven() {
        HandScene scene;
        scene.send(1);
        QVERIFY(isRefusedWith(scene.act("start_redrive"),
                              "InvalidParameterValue: Source queue must be configured as a Dead "
                              "Letter Queue."));
        const NodeId source = scene.lab.queue();
        scene.lab.redrive(source, scene.queue);
        scene.build();
        // Linked, though nothing came yet: what is here was sent by hand.
        QVERIFY(isRefusedWith(scene.act("start_redrive"),
                              "None of its messages came from another queue. Choose the queue to "
                              "move them to."));
        const auto there = static_cast<std::int64_t>(raw(source));
        QVERIFY(!scene.act("start_redrive", {{"destination", there}}).isRefused);
    }

    // SQS-82
    void deadLettersOfATopicAreNotMovedBack() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId letters = lab.queue();
        lab.feed(lab.producer({{"rate", "1"}, {"message_limit", "3"}}), topic);
        lab.subscribe(topic, lab.endpoint({{"status", "404"}}));
        lab.redrive(topic, letters);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 10s));
        const Queue& queue = queueIn(world, letters);
        QCOMPARE(queue.counted.stored, std::uint64_t{3});
        QCOMPARE(queue.counted.asDeadLetters, std::uint64_t{3});
        QVERIFY(queue.unavailable("start_redrive", world.kernel, world.kernel.wiring[0])
                    .starts_with("Its dead letters come from a topic"));
    }

    // SQS-83, SQS-84
    void messagesGoBackAsNewOnes() {
        RedriveScene scene;
        QCOMPARE(scene.stored().counted.visible, 10U);
        std::set<std::uint64_t> before;
        for (const MessageRow& row : scene.rows()) {
            before.insert(row.serial);
            QCOMPARE(row.receiveCount, 1U);
        }
        QCOMPARE(scene.redrive(0).text, std::string("Moving 10 messages back."));
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.stored().store.storedCount(), 0U);
        QCOMPARE(scene.stored().counted.redriven, 10U);
        const auto rows = scene.rows(scene.source);
        QCOMPARE(rows.size(), std::size_t{10});
        for (const MessageRow& row : rows) {
            QVERIFY(!before.contains(row.serial));
            QCOMPARE(row.receiveCount, 0U);
            QVERIFY(row.enqueuedAt >= kRunStart + 5s);
        }
        QCOMPARE(scene.task().state, MoveTask::State::Completed);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{10});
    }

    // SQS-83
    void messagesGoToTheQueueThatIsChosen() {
        RedriveScene scene;
        NodeId other{};
        scene.lab.edit(scene.world, [&] { other = scene.lab.queue(); });
        const auto to = [](NodeId id) { return static_cast<std::int64_t>(raw(id)); };
        const auto answer =
            scene.act("start_redrive", {{"rate", std::int64_t{2}}, {"destination", to(other)}});
        QCOMPARE(answer.text, std::string("Moving 10 messages."));
        QVERIFY(scene.run(6'250ms));
        QCOMPARE(scene.stored(other).store.storedCount(), 3U);
        const NodeWiring& wiring = scene.world.kernel.wiring[0];
        const Picture shown = scene.stored().picture(scene.world.now(), scene.world.kernel, wiring);
        QVERIFY(shown.activity.has_value());
        QCOMPARE(shown.activity->text, std::string("redrive · 3 of 10 moved"));
        QCOMPARE(shown.activity->share, 0.3);
        RunObserver observer;
        QVERIFY(runConserved(scene.world, scene.world.now() + 20s, &observer));
        int moves = 0;
        for (const Hop& hop : observer.hops.take()) {
            if (hop.kind != HopKind::Redrive) continue;
            ++moves;
            QVERIFY(hop.to == other && hop.node == scene.queue && hop.link == LinkId{});
        }
        QCOMPARE(moves, 7);
        QCOMPARE(scene.stored(other).store.storedCount(), 10U);
        QCOMPARE(scene.stored(scene.source).store.storedCount(), 0U);
        QCOMPARE(scene.task().state, MoveTask::State::Completed);
        // A source of it can be the one chosen, and what never was elsewhere goes too.
        scene.send(2);
        QVERIFY(!scene.act("start_redrive", {{"destination", to(scene.source)}}).isRefused);
        QVERIFY(scene.run(30s));
        QCOMPARE(scene.stored(scene.source).store.storedCount(), 2U);
    }

    // SQS-83
    void onlyAnotherQueueOfTheTypeCanBeChosen() {
        RedriveScene scene;
        NodeId fifo{};
        NodeId reader{};
        scene.lab.edit(scene.world, [&] {
            fifo = scene.lab.queue({{"type", "fifo"}});
            reader = scene.lab.consumer();
        });
        const auto to = [&](NodeId id) {
            return scene.act("start_redrive",
                             {{"destination", static_cast<std::int64_t>(raw(id))}});
        };
        QVERIFY(isRefusedWith(to(fifo),
                              "InvalidParameterValue: Source and destination queues must be of "
                              "the same type."));
        QVERIFY(isRefusedWith(to(scene.queue), "InvalidParameterValue: Source queue arn and"));
        QVERIFY(isRefusedWith(to(reader), "Move to: there is no such Queue"));
        QVERIFY(isRefusedWith(to(NodeId{77}), "Move to: there is no such Queue"));
        QVERIFY(scene.stored().store.moveTasks().empty());
    }

    // SQS-83, SQS-86
    void aRedriveFailsWhenTheChosenQueueIsRemoved() {
        RedriveScene scene;
        NodeId other{};
        scene.lab.edit(scene.world, [&] { other = scene.lab.queue(); });
        scene.act(
            "start_redrive",
            {{"rate", std::int64_t{2}}, {"destination", static_cast<std::int64_t>(raw(other))}});
        scene.run(6'250ms);
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{other}, {}, {}}); });
        runUntil(scene.world, kRunStart + 20s);
        QCOMPARE(scene.task().state, MoveTask::State::Failed);
        QCOMPARE(scene.stored().store.storedCount(), 7U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{7});
    }

    // SQS-85
    void oneRedriveRunsAtATime() {
        RedriveScene scene;
        QVERIFY(!scene.redrive(2).isRefused);
        QVERIFY(isRefusedWith(scene.redrive(2),
                              "InvalidParameterValue: There is already a task running."));
        QVERIFY(scene.run(7'250ms)); // at 5, 5.5, 6, 6.5 and 7 s
        QCOMPARE(scene.stored().counted.redriven, 5U);
        QVERIFY(scene.run(20s));
        QVERIFY(!scene.redrive(2).isRefused);
    }

    // SQS-86
    void whatWasMovedBeforeACancelStaysMoved() {
        RedriveScene scene;
        QVERIFY(!scene.redrive(2).isRefused);
        QVERIFY(scene.run(6'250ms));
        QCOMPARE(scene.act("cancel_redrive").text, std::string("Redrive cancelled."));
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.stored().store.storedCount(), 7U);
        QCOMPARE(scene.stored(scene.source).store.storedCount(), 3U);
        QCOMPARE(scene.task().state, MoveTask::State::Cancelled);
    }

    // SQS-87
    void thereMustBeATaskToCancel() {
        RedriveScene scene;
        QVERIFY(isRefusedWith(scene.act("cancel_redrive"),
                              "ResourceNotFoundException: Task does not exist."));
        QVERIFY(!scene.redrive(0).isRefused);
        QVERIFY(scene.run(10s));
        QVERIFY(scene.act("cancel_redrive").isRefused); // it is over
    }

    // SQS-83, SQS-86
    void aRedriveFailsWhenTheQueueItLeadsToIsGone() {
        RedriveScene scene;
        QVERIFY(!scene.redrive(2).isRefused);
        QVERIFY(scene.run(6'250ms));
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{scene.source}, {}, {}}); });
        runUntil(scene.world, kRunStart + 20s);
        QCOMPARE(scene.task().state, MoveTask::State::Failed);
        QCOMPARE(scene.stored().store.storedCount(), 7U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{7});
        QVERIFY(scene.redrive(2).isRefused);
    }
};

SLUICE_TEST(QueueRedriveTest)

} // namespace sluice::queue_redrive_test

#include "queue_redrive_test.moc"
