// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/context.h"
#include "tests/support/test_main.h"

namespace sluice::context_test {

namespace {

/// Two nodes and a link from the first to the second.
Kernel pairOfNodes(Duration latency) {
    Kernel kernel;
    kernel.wiring.resize(2);
    for (auto& wiring : kernel.wiring) wiring.links = {{LinkIndex{0}}};
    kernel.wiring[0].id = NodeId{5};
    LinkState link;
    link.id = LinkId{9};
    link.from = NodeIndex{0};
    link.to = NodeIndex{1};
    link.latency = constant(latency);
    kernel.links.push_back(link);
    return kernel;
}

} // namespace

class ContextTest : public QObject {
    Q_OBJECT
private slots:
    void aCallArrivesAtTheOtherEndAfterTheLatency() {
        Kernel kernel = pairOfNodes(3ms);
        kernel.now = kRunStart + 1s;
        Context first(kernel, NodeIndex{0}, nullptr);
        Context second(kernel, NodeIndex{1}, nullptr);
        QCOMPARE(first.send(LinkIndex{0}, {}), kRunStart + 1s + 3ms);
        second.sendAtOnce(LinkIndex{0}, {});
        const auto back = kernel.events.popUntil(kNever);
        QCOMPARE(back->time, kernel.now);
        QCOMPARE(back->node(), NodeIndex{0});
        const auto forth = kernel.events.popUntil(kNever);
        QCOMPARE(forth->time, kRunStart + 1s + 3ms);
        QCOMPARE(forth->node(), NodeIndex{1});
        QCOMPARE(forth->kind(), EventKind::Arrival);
        QCOMPARE(kernel.calls[static_cast<std::uint32_t>(forth->detail())].link, LinkIndex{0});
    }

    void callsForOneInstantShareAnEvent() {
        Kernel kernel = pairOfNodes(3ms);
        Context context(kernel, NodeIndex{0}, nullptr);
        for (int i = 0; i < 3; ++i) context.send(LinkIndex{0}, {});
        QCOMPARE(kernel.events.size(), std::size_t{1});
        context.startTimer(kRunStart + 3ms, 0); // comes between them and what is sent now
        for (int i = 0; i < 2; ++i) context.send(LinkIndex{0}, {});
        QCOMPARE(kernel.events.size(), std::size_t{3});
        for (int i = 0; i < 2; ++i) context.sendAtOnce(LinkIndex{0}, {}); // may have happened
        QCOMPARE(kernel.events.size(), std::size_t{5});
        std::vector<std::uint64_t> details;
        kernel.visitEvents([&](const Event& event) { details.push_back(event.detail()); });
        QCOMPARE(details, (std::vector<std::uint64_t>{5, 6, 0, 1, 2, 0, 3, 4}));
    }

    void plainSendsGoToTheInbox() {
        Kernel kernel = pairOfNodes(3ms);
        Inbox& inbox = kernel.wiring[1].inbox;
        Context sender(kernel, NodeIndex{0}, nullptr);
        Context receiver(kernel, NodeIndex{1}, nullptr);
        Call call;
        call.payload = static_cast<std::uint32_t>(sender.create({}));
        call.worker = 4;
        sender.send(LinkIndex{0}, call);
        QCOMPARE(inbox.size(), std::size_t{0}); // it is not open
        inbox.open();
        receiver.awaitSends(false);
        QCOMPARE(sender.send(LinkIndex{0}, call), kRunStart + 3ms);
        QCOMPARE(kernel.events.size(), std::size_t{1}); // of the first one
        const PlainSend expected{kRunStart + 3ms, MessageIndex{0}, LinkIndex{0}, 4, 0};
        QCOMPARE(inbox.inOrder(), std::vector{expected});
        const Call again = callOf(expected, NodeIndex{1});
        QCOMPARE(again.payload, call.payload);
        QCOMPARE(again.worker, 4U);
        QCOMPARE(again.link, LinkIndex{0});
        QCOMPARE(again.target, NodeIndex{1});
        Context::Fan fan(sender, MessageIndex{0});
        QCOMPARE(fan.send(LinkIndex{0}, 5), kRunStart + 3ms);
        QCOMPARE(inbox.size(), std::size_t{2});
        kernel.links.front().isDenied = true;
        QCOMPARE(fan.send(LinkIndex{0}, 6), kNever);
        QCOMPARE(inbox.size(), std::size_t{2});
        QCOMPARE(kernel.calls.size(), std::size_t{1});
    }

    void aNodeThatAwaitsSendsIsWoken() {
        Kernel kernel = pairOfNodes(3ms);
        kernel.wiring[1].inbox.open();
        Context sender(kernel, NodeIndex{0}, nullptr);
        Context receiver(kernel, NodeIndex{1}, nullptr);
        Call call;
        call.payload = static_cast<std::uint32_t>(sender.create({}));
        for (int i = 0; i < 2; ++i) sender.send(LinkIndex{0}, call);
        QCOMPARE(kernel.events.size(), std::size_t{1}); // one is enough
        kernel.links.front().latency = constant(1ms);
        sender.send(LinkIndex{0}, call);
        QCOMPARE(kernel.events.size(), std::size_t{2});
        const auto wake = kernel.events.popUntil(kNever);
        QCOMPARE(wake->time, kRunStart + 1ms);
        QCOMPARE(wake->kind(), EventKind::Wake);
        QCOMPARE(wake->node(), NodeIndex{1});
        kernel.now = wake->time;
        receiver.awaitSends(false);
        kernel.links.front().latency = constant(100us);
        sender.send(LinkIndex{0}, call);
        QCOMPARE(kernel.events.size(), std::size_t{1});
        kernel.wiring[1].inbox.setWakes(kNever); // it was woken
        kernel.wiring[1].inbox.takeUntil(kernel.now);
        receiver.awaitSends(true);
        QCOMPARE(kernel.events.popUntil(kNever)->time, kRunStart + 1100us);
    }

    void sendsLeaveTheInboxWhenTheirLinkIsClosed() {
        Kernel kernel = pairOfNodes(3ms);
        kernel.links.push_back(kernel.links.front());
        kernel.wiring[1].inbox.open();
        Context sender(kernel, NodeIndex{0}, nullptr);
        Context(kernel, NodeIndex{1}, nullptr).awaitSends(false);
        for (const LinkIndex link : {LinkIndex{0}, LinkIndex{1}, LinkIndex{0}}) {
            Context::Fan(sender, sender.create({})).send(link, 0);
        }
        kernel.links.front().isLive = false;
        expelSends(kernel);
        QCOMPARE(kernel.wiring[1].inbox.size(), std::size_t{1});
        QCOMPARE(kernel.calls.size(), std::size_t{2});
        QCOMPARE(kernel.calls[0].payload, 0U);
        QCOMPARE(kernel.calls[1].payload, 2U);
        QCOMPARE(kernel.events.popUntil(kNever)->time, kRunStart + 3ms);
    }

    void onlySendsWithoutAnythingSpecialArePlain() {
        Kernel kernel = pairOfNodes(0s);
        Call call;
        call.payload = static_cast<std::uint32_t>(kernel.messages.add({}));
        const auto isPlainAfter = [&](auto&& change) {
            const Call before = call;
            change();
            const bool isPlain = kernel.isPlainSend(call);
            call = before;
            kernel.messages[MessageIndex{0}] = {};
            return isPlain;
        };
        Message& message = kernel.messages[MessageIndex{0}];
        QVERIFY(isPlainAfter([] {}));
        QVERIFY(isPlainAfter([&] { message.size = kPlainBytes; }));
        QVERIFY(!isPlainAfter([&] { message.size = kPlainBytes + 1; }));
        QVERIFY(!isPlainAfter([&] { message.group = 1; }));
        QVERIFY(!isPlainAfter([&] { message.dedupId = 1; }));
        QVERIFY(!isPlainAfter([&] { call.wantsAnswer = true; }));
        QVERIFY(!isPlainAfter([&] { call.value = 0s; }));
        QVERIFY(!isPlainAfter([&] { call.mayUseKey = false; }));
        QVERIFY(!isPlainAfter([&] { call.refusal = Refusal::TooManyAttributes; }));
        QVERIFY(!isPlainAfter([&] { call.kind = CallKind::PutObject; }));
    }

    void timersCarryTheirToken() {
        Kernel kernel = pairOfNodes(0s);
        Context(kernel, NodeIndex{1}, nullptr).startTimer(kRunStart + 2s, Event::kMaxDetail);
        const auto event = kernel.events.popUntil(kNever);
        QCOMPARE(event->kind(), EventKind::Timer);
        QCOMPARE(event->node(), NodeIndex{1});
        QCOMPARE(event->detail(), Event::kMaxDetail);
    }

    void discardingGivesBackWhatACallHolds_data() {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind <= static_cast<int>(CallKind::DeleteObject); ++kind)
            QTest::addRow("kind %d", kind) << kind;
    }
    void discardingGivesBackWhatACallHolds() {
        QFETCH(int, kind);
        Kernel kernel = pairOfNodes(0s);
        Context context(kernel, NodeIndex{0}, nullptr);
        Call call;
        call.kind = static_cast<CallKind>(kind);
        if (carriesMessage(call.kind)) {
            call.payload = static_cast<std::uint32_t>(context.create({}));
        } else if (!carriesNothing(call.kind)) {
            Batch batch;
            batch.count = 1;
            // Receipts alone hold no message.
            if (call.kind != CallKind::DeleteMessageBatch
                && call.kind != CallKind::ChangeMessageVisibility)
                batch.entries[0].message = context.create({});
            call.payload = kernel.batches.add(batch);
        }
        context.send(LinkIndex{0}, call);
        discard(kernel, static_cast<std::uint32_t>(kernel.events.popUntil(kNever)->detail()));
        QCOMPARE(kernel.messages.size(), std::size_t{0});
        QCOMPARE(kernel.batches.size(), std::size_t{0});
        QCOMPARE(kernel.calls.size(), std::size_t{0});
    }

    void hopsAreNotedOnlyWhenSomebodyWatches() {
        Kernel kernel = pairOfNodes(0s);
        Context unwatched(kernel, NodeIndex{0}, nullptr);
        Message message;
        message.serial = 77;
        message.key = 11;
        const MessageIndex index = unwatched.create(message);
        unwatched.note(HopKind::Send, index, LinkIndex{0}, kRunStart, 0);
        HopLog log(8);
        Context(kernel, NodeIndex{0}, &log)
            .note(HopKind::Expire, index, LinkIndex{0}, kRunStart + 1s, 70'000);
        const auto hops = log.take();
        QCOMPARE(hops.size(), std::size_t{1});
        const Hop expected{
            77, kRunStart, kRunStart + 1s, LinkId{9}, NodeId{5}, HopKind::Expire, 3, 0xFFFF};
        QVERIFY(hops.front() == expected);
    }
};

SLUICE_TEST(ContextTest)

} // namespace sluice::context_test

#include "context_test.moc"
