// SPDX-License-Identifier: GPL-3.0-or-later
// What a user does to a running queue by hand, with the errors by their names in the API.
#include "core/model/edits.h"
#include "core/sim/node_action.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <set>

using namespace sluice;
using namespace sluice::test;

namespace {

using Values = std::map<std::string, PropertyValue, std::less<>>;

/// A queue that can be filled by hand, with whatever else the test links to it.
struct Scene {
    Lab lab;
    NodeId queue;
    World world;

    explicit Scene(test::Settings forQueue = {}) : queue(lab.queue(forQueue)), world(lab.world()) {}
    void build() { world = lab.world(); }
    bool run(Duration until) { return runConserved(world, kRunStart + until); }
    ActionAnswer act(NodeId node, std::string key, Values values = {}, Receipt receipt = {}) {
        return applyAction(world, {node, std::move(key), std::move(values), 0, receipt});
    }
    ActionAnswer act(std::string key, Values values = {}, Receipt receipt = {}) {
        return act(queue, std::move(key), std::move(values), receipt);
    }
    void send(std::int64_t count) { act("send_message", {{"count", count}}); }
    const Queue& stored(NodeId node) const { return queueIn(world, node); }
    const Queue& stored() const { return stored(queue); }
    std::vector<MessageRow> rows(NodeId node) const {
        std::vector<MessageRow> result;
        stored(node).messageRows(world.kernel, result);
        return result;
    }
    std::vector<MessageRow> rows() const { return rows(queue); }
};

/// A dead-letter queue with the messages of a source, all sent at 0 s and moved by 2 s.
struct RedriveScene : Scene {
    NodeId source;
    NodeId reader;

    explicit RedriveScene(int count = 10)
        : source(lab.queue({{"visibility_timeout", "1 s"}, {"max_receive_count", "1"}}))
        , reader(lab.consumer(
              {{"workers", "20"}, {"failure_share", "1"}, {"processing_time", "1 ms"}})) {
        lab.redrive(source, queue);
        lab.serve(source, reader);
        build();
        act(source, "send_message", {{"count", std::int64_t{count}}});
        run(5s);
        lab.edit(world, [&] { remove(lab.document, {{reader}, {}, {}}); });
    }
    const MoveTask& task() const { return stored().store.moveTasks().front(); }
    ActionAnswer redrive(std::int64_t rate) { return act("start_redrive", {{"rate", rate}}); }
};

bool isRefusedWith(const ActionAnswer& answer, std::string_view text) {
    if (!answer.isRefused || !answer.text.starts_with(text)) {
        qWarning("%s", answer.text.c_str());
        return false;
    }
    return true;
}

} // namespace

class QueueActionsTest : public QObject {
    Q_OBJECT
private slots:
    void messagesAreSentByHand() {
        Scene scene;
        const auto answer = scene.act("send_message", {{"count", std::int64_t{3}}});
        QVERIFY(!answer.isRefused);
        QCOMPARE(answer.text, std::string("Sent 3 messages."));
        QCOMPARE(scene.act("send_message").text, std::string("Sent 1 message."));
        QCOMPARE(scene.stored().counted.visible, 4U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{4});
    }

    // SQS-45
    void aDelayMayBeGiven() {
        Scene scene({{"delay", "20 s"}});
        scene.act("send_message", {{"delay", Duration(5s)}});
        scene.act("send_message"); // the queue's own
        QCOMPARE(scene.stored().counted.delayed, 2U);
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.stored().counted.delayed, 1U);
    }

    // SQS-49, SQS-50, SQS-52, SQS-89
    void textsAreChecked() {
        Scene scene({{"max_message_size", "1 KiB"}});
        const auto send = [&](Values values) {
            return scene.act("send_message", std::move(values));
        };
        QVERIFY(isRefusedWith(send({{"body", std::string()}}), "MissingParameter: "));
        QVERIFY(isRefusedWith(send({{"body", std::string("a\x01")}}), "InvalidMessageContents: "));
        QVERIFY(isRefusedWith(send({{"group", std::string("a b")}}), "InvalidParameterValue: "));
        QVERIFY(isRefusedWith(send({{"dedup_id", std::string("a b")}}), "InvalidParameterValue: "));
        QVERIFY(isRefusedWith(send({{"body", std::string(1'025, 'x')}}),
                              "InvalidParameterValue: One or more parameters are invalid. Reason: "
                              "Message must be shorter than 1024 bytes."));
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
        QVERIFY(!send({{"body", std::string(1'024, 'x')}}).isRefused);
    }

    // SQS-47, SQS-88, SQS-92
    void theTypeDecidesWhatMustBeGiven() {
        Scene fifo({{"type", "fifo"}});
        const Values grouped{{"group", std::string("g")}};
        QVERIFY(isRefusedWith(fifo.act("send_message"), "MissingParameter: "));
        QVERIFY(isRefusedWith(
            fifo.act("send_message", {{"group", std::string("g")}, {"delay", Duration(5s)}}),
            "InvalidParameterValue: Value 5 for parameter DelaySeconds"));
        QVERIFY(!fifo.act("send_message", grouped).isRefused);
        Scene standard;
        QVERIFY(isRefusedWith(standard.act("send_message", {{"dedup_id", std::string("d")}}),
                              "InvalidParameterValue: Value d for parameter "
                              "MessageDeduplicationId"));
        QVERIFY(!standard.act("send_message", grouped).isRefused); // a tenant (SQS-120)
    }

    // SQS-93, SQS-96
    void duplicatesAreSaidToBeDropped() {
        Scene scene({{"type", "fifo"}});
        const auto answer = scene.act("send_message",
                                      {{"group", std::string("g")},
                                       {"dedup_id", std::string("once")},
                                       {"count", std::int64_t{3}}});
        QCOMPARE(answer.text, std::string("Sent 3 messages. 2 messages dropped as duplicates."));
        QCOMPARE(scene.stored().counted.visible, 1U);
        QCOMPARE(scene.stored().counted.deduplicated, 2U);
    }

    // SQS-117
    void theQuotaHoldsForWhatIsSentByHand() {
        Scene scene({{"type", "fifo"}});
        const auto answer =
            scene.act("send_message", {{"group", std::string("g")}, {"count", std::int64_t{400}}});
        QVERIFY(isRefusedWith(answer, "RequestThrottled: "));
        QVERIFY(answer.text.ends_with(" Before that, 300 messages went."));
        QCOMPARE(scene.stored().counted.sent, 300U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{300});
    }

    // SQS-125
    void theKeyMustBeUsable() {
        Scene scene({{"encryption", "sse_kms"}, {"key_state", "disabled"}});
        QVERIFY(isRefusedWith(scene.act("send_message"), "KmsDisabled: "));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.queue, "key_state", "missing"); });
        QVERIFY(isRefusedWith(scene.act("send_message"), "KmsNotFound: "));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.queue, "key_state", "enabled"); });
        QVERIFY(!scene.act("send_message").isRefused);
    }

    // SQS-13
    void aPurgeRemovesEverythingOnceAMinute() {
        Scene scene({{"queue_name", "orders"}});
        const NodeId other = scene.lab.queue();
        scene.lab.serve(scene.queue, scene.lab.consumer({{"processing_time", "500 s"}}));
        scene.build();
        scene.send(3);
        scene.act("send_message", {{"delay", Duration(900s)}});
        QVERIFY(scene.run(1s));
        QCOMPARE(scene.stored().counted.visible, 2U);
        QCOMPARE(scene.stored().counted.inFlight, 1U);
        QCOMPARE(scene.stored().counted.delayed, 1U);
        QCOMPARE(scene.act("purge").text, std::string("Purged 4 messages."));
        QCOMPARE(scene.stored().store.storedCount(), 0U);
        QCOMPARE(scene.stored().counted.purged, 4U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{1}); // the worker's
        QVERIFY(scene.run(61s - 1ns));
        QVERIFY(isRefusedWith(scene.act("purge"),
                              "PurgeQueueInProgress: Only one PurgeQueue operation on orders is "
                              "allowed every 60 seconds."));
        QVERIFY(!scene.act(other, "purge").isRefused);
        QVERIFY(scene.run(61s));
        scene.send(1);
        QVERIFY(scene.run(61s));
        QVERIFY(!scene.act("purge").isRefused);
        QVERIFY(scene.run(600s)); // a deletion with a handle from before succeeds silently
        QCOMPARE(scene.stored().counted.deleted, 0U);
    }

    // SQS-15
    void aPurgeMayTakeItsTime() {
        Scene scene({{"purge_duration", "10 s"}});
        scene.send(3);
        QVERIFY(!scene.act("purge").isRefused);
        QCOMPARE(scene.stored().store.storedCount(), 3U);
        QVERIFY(scene.run(5s));
        scene.send(2); // goes too
        QVERIFY(scene.run(10s - 1ns));
        QCOMPARE(scene.stored().store.storedCount(), 5U);
        QVERIFY(scene.run(10s));
        QCOMPARE(scene.stored().store.storedCount(), 0U);
        QCOMPARE(scene.stored().counted.purged, 5U);
        scene.send(1);
        QVERIFY(scene.run(20s));
        QCOMPARE(scene.stored().store.storedCount(), 1U);
    }

    // SQS-14
    void aPurgeForgetsDeduplicationIds() {
        Scene scene({{"type", "fifo"}});
        const Values once{{"group", std::string("g")}, {"dedup_id", std::string("once")}};
        scene.act("send_message", once);
        scene.act("purge");
        QCOMPARE(scene.act("send_message", once).text, std::string("Sent 1 message."));
        QCOMPARE(scene.stored().store.storedCount(), 1U);
    }

    // SQS-82
    void onlyADeadLetterQueueCanBeRedriven() {
        Scene scene;
        scene.send(1);
        QVERIFY(isRefusedWith(scene.act("start_redrive"),
                              "InvalidParameterValue: Source queue must be configured as a Dead "
                              "Letter Queue."));
        const NodeId source = scene.lab.queue();
        scene.lab.redrive(source, scene.queue);
        scene.build();
        QVERIFY(!scene.act("start_redrive").isRefused); // linked, though nothing came yet
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
        NodeId other;
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
        QVERIFY(scene.run(20s));
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
        NodeId fifo;
        NodeId reader;
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
        NodeId other;
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

    // SQS-31, SQS-35, SQS-37
    void aMessageInFlightCanBeReleasedAndDeleted() {
        Scene scene;
        const NodeId worker = scene.lab.consumer({{"processing_time", "500 s"}});
        scene.lab.serve(scene.queue, worker);
        scene.build();
        scene.send(1);
        QVERIFY(isRefusedWith(scene.act("delete_message", {}, scene.rows().front().receipt),
                              "MessageNotInflight: "));
        QVERIFY(isRefusedWith(scene.act("change_visibility", {}, scene.rows().front().receipt),
                              "MessageNotInflight: "));
        QVERIFY(scene.run(1s));
        const Receipt receipt = scene.rows().front().receipt;
        QVERIFY(!scene.act("change_visibility", {{"timeout", Duration(100s)}}, receipt).isRefused);
        QCOMPARE(scene.rows().front().until, kRunStart + 101s);
        QVERIFY(!scene.act("change_visibility", {{"timeout", Duration(0s)}}, receipt).isRefused);
        QCOMPARE(scene.stored().counted.visible, 1U);
        QVERIFY(!scene.act("delete_message", {}, receipt).isRefused); // SQS-34
        QCOMPARE(scene.stored().store.storedCount(), 0U);
        QVERIFY(!scene.act("delete_message", {}, receipt).isRefused);
        QVERIFY(isRefusedWith(scene.act("change_visibility", {{"timeout", Duration(9s)}}, receipt),
                              "InvalidParameterValue: Value 0-"));
        QCOMPARE(scene.stored().counted.deleted, 1U);
    }

    // SQS-32
    void aMessageStaysHiddenForTwelveHoursAtMost() {
        Scene scene;
        scene.lab.serve(scene.queue, scene.lab.consumer({{"processing_time", "500 s"}}));
        scene.build();
        scene.send(1);
        QVERIFY(scene.run(1s));
        const Receipt receipt = scene.rows().front().receipt;
        const auto change = [&](Duration timeout) {
            return scene.act("change_visibility", {{"timeout", timeout}}, receipt);
        };
        QVERIFY(isRefusedWith(change(43'200s),
                              "InvalidParameterValue: Total VisibilityTimeout for the message is "
                              "beyond the limit [43200 seconds]"));
        QVERIFY(!change(43'195s).isRefused);
    }

    // SQS-36
    void anOldHandleMayBeRefused() {
        Scene scene({{"old_handle", "reject"}, {"visibility_timeout", "2 s"}});
        scene.lab.serve(scene.queue,
                        scene.lab.consumer({{"workers", "2"}, {"processing_time", "500 s"}}));
        scene.build();
        scene.send(1);
        QVERIFY(scene.run(1s));
        const Receipt old = scene.rows().front().receipt;
        QVERIFY(scene.run(3s));
        QVERIFY(isRefusedWith(scene.act("delete_message", {}, old), "ReceiptHandleIsInvalid: "));
        QCOMPARE(scene.stored().store.storedCount(), 1U);
        QVERIFY(!scene.act("delete_message", {}, scene.rows().front().receipt).isRefused);
    }

    // SQS-106
    void aFifoHandleExpires() {
        Scene scene({{"type", "fifo"}, {"visibility_timeout", "2 s"}});
        const NodeId worker = scene.lab.consumer({{"processing_time", "500 s"}});
        scene.lab.serve(scene.queue, worker);
        scene.build();
        scene.act("send_message", {{"group", std::string("g")}});
        QVERIFY(scene.run(1s));
        const Receipt receipt = scene.rows().front().receipt;
        QVERIFY(scene.run(3s));
        const auto answer = scene.act("delete_message", {}, receipt);
        QVERIFY(isRefusedWith(answer, "InvalidParameterValue: Value "));
        QVERIFY(answer.text.ends_with("Reason: The receipt handle has expired."));
    }

    void aRemovedQueueGivesItsMessagesBack() {
        RedriveScene scene;
        scene.act(scene.source, "send_message", {{"count", std::int64_t{4}}});
        scene.act(scene.source, "send_message", {{"delay", Duration(60s)}});
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{15});
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{scene.source}, {}, {}}); });
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{10});
        scene.lab.edit(scene.world, [&] { remove(scene.lab.document, {{scene.queue}, {}, {}}); });
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
        QVERIFY(scene.run(100s));
    }
};

SLUICE_TEST(QueueActionsTest)
#include "queue_actions_test.moc"
