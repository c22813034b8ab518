// SPDX-License-Identifier: GPL-3.0-or-later
// What a user does to a running queue by hand, with the errors by their names in the API.
#include "core/broker/message_attributes.h"
#include "tests/support/hand_scene.h"

namespace sluice::queue_actions_test {

using namespace sluice::test;

class QueueActionsTest : public QObject {
    Q_OBJECT
private slots:
    void messagesAreSentByHand() {
        HandScene scene;
        const auto answer = scene.act("send_message", {{"count", std::int64_t{3}}});
        QVERIFY(!answer.isRefused);
        QCOMPARE(answer.text, std::string("Sent 3 messages."));
        QCOMPARE(scene.act("send_message").text, std::string("Sent 1 message."));
        QCOMPARE(scene.stored().counted.visible, 4U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{4});
    }

    // SQS-45
    void aDelayMayBeGiven() {
        HandScene scene({{"delay", "20 s"}});
        scene.act("send_message", {{"delay", Duration(5s)}});
        scene.act("send_message"); // the queue's own
        QCOMPARE(scene.stored().counted.delayed, 2U);
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.stored().counted.delayed, 1U);
    }

    // SQS-49, SQS-50, SQS-52, SQS-89
    void textsAreChecked() {
        HandScene scene({{"max_message_size", "1 KiB"}});
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
        HandScene fifo({{"type", "fifo"}});
        const Values grouped{{"group", std::string("g")}};
        QVERIFY(isRefusedWith(fifo.act("send_message"), "MissingParameter: "));
        QVERIFY(isRefusedWith(
            fifo.act("send_message", {{"group", std::string("g")}, {"delay", Duration(5s)}}),
            "InvalidParameterValue: Value 5 for parameter DelaySeconds"));
        QVERIFY(!fifo.act("send_message", grouped).isRefused);
        HandScene standard;
        QVERIFY(isRefusedWith(standard.act("send_message", {{"dedup_id", std::string("d")}}),
                              "InvalidParameterValue: Value d for parameter "
                              "MessageDeduplicationId"));
        QVERIFY(!standard.act("send_message", grouped).isRefused); // a tenant (SQS-120)
    }

    // SQS-51, SQS-53, SQS-55
    void attributesGoWithTheMessage() {
        HandScene scene;
        const auto send = [&](const std::string& attributes) {
            return scene.act("send_message",
                             {{"body", std::string("hello")}, {"attributes", attributes}});
        };
        QVERIFY(!send("type=order; amount:Number=005").isRefused);
        const auto& kernel = scene.world.kernel;
        std::vector<MessageRow> rows;
        scene.stored().messageRows(kernel, rows);
        const auto attributes = kernel.bodies.attributes(kernel.messages[rows[0].message]);
        QCOMPARE(attributes.size(), std::size_t{2});
        QCOMPARE(attributes[1].value, std::string("5"));
        QCOMPARE(rows[0].bytes, static_cast<std::uint32_t>(messageBytes("hello", attributes)));
        QVERIFY(isRefusedWith(send("amount:Number=many"), "InvalidParameterValue"));
        QVERIFY(isRefusedWith(send("no value"), "InvalidParameterValue: \"no value\" is no"));
        QCOMPARE(scene.stored().counted.sent, 1U);
    }

    // SQS-93, SQS-96
    void duplicatesAreSaidToBeDropped() {
        HandScene scene({{"type", "fifo"}});
        const auto answer = scene.act("send_message",
                                      {{"group", std::string("g")},
                                       {"dedup_id", std::string("once")},
                                       {"count", std::int64_t{3}}});
        QCOMPARE(answer.text,
                 std::string("Sent 3 messages. Of them 2 were dropped as duplicates."));
        QCOMPARE(scene.stored().counted.visible, 1U);
        QCOMPARE(scene.stored().counted.deduplicated, 2U);
    }

    // SQS-117
    void theQuotaHoldsForWhatIsSentByHand() {
        HandScene scene({{"type", "fifo"}});
        const auto answer =
            scene.act("send_message", {{"group", std::string("g")}, {"count", std::int64_t{400}}});
        QVERIFY(isRefusedWith(answer, "RequestThrottled: "));
        QVERIFY(answer.text.ends_with(" Before that, 300 messages went."));
        QCOMPARE(scene.stored().counted.sent, 300U);
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{300});
    }

    // SQS-125
    void theKeyMustBeUsable() {
        HandScene scene({{"encryption", "sse_kms"}, {"key_state", "disabled"}});
        QVERIFY(isRefusedWith(scene.act("send_message"), "KmsDisabled: "));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.queue, "key_state", "missing"); });
        QVERIFY(isRefusedWith(scene.act("send_message"), "KmsNotFound: "));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.queue, "key_state", "enabled"); });
        QVERIFY(!scene.act("send_message").isRefused);
    }

    // SQS-13
    void aSecondPurgeIsRefusedByTheNameOfTheQueue() {
        HandScene scene;
        scene.act("purge");
        QVERIFY(isRefusedWith(scene.act("purge"),
                              "PurgeQueueInProgress: Only one PurgeQueue operation on "
                                  + queueNameOf(scene.lab.document.node(scene.queue)->name, {})
                                  + " is allowed every 60 seconds."));
    }

    // SQS-13
    void aPurgeRemovesEverythingOnceAMinute() {
        HandScene scene({{"queue_name", "orders"}});
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
        HandScene scene({{"purge_duration", "10 s"}});
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
        HandScene scene({{"type", "fifo"}});
        const Values once{{"group", std::string("g")}, {"dedup_id", std::string("once")}};
        scene.act("send_message", once);
        scene.act("purge");
        QCOMPARE(scene.act("send_message", once).text, std::string("Sent 1 message."));
        QCOMPARE(scene.stored().store.storedCount(), 1U);
    }

    // SQS-31, SQS-35, SQS-37
    void aMessageInFlightCanBeReleasedAndDeleted() {
        HandScene scene;
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
        HandScene scene;
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
        HandScene scene({{"old_handle", "reject"}, {"visibility_timeout", "2 s"}});
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
        HandScene scene({{"type", "fifo"}, {"visibility_timeout", "2 s"}});
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

} // namespace sluice::queue_actions_test

#include "queue_actions_test.moc"
