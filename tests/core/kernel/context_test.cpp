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

    void receiversOfOneMessageAtOneInstantShareACall() {
        Kernel kernel = pairOfNodes(3ms);
        kernel.links.push_back(kernel.links.front());
        kernel.links.push_back(kernel.links.front());
        kernel.links.back().latency = constant(4ms);
        Context context(kernel, NodeIndex{0}, nullptr);
        const MessageIndex message = context.create({});
        Context::Sharing sharing;
        for (std::uint32_t i = 0; i < 3; ++i) context.sendAlong(LinkIndex{i}, message, i, sharing);
        QCOMPARE(kernel.calls.size(), std::size_t{2}); // the last one comes later
        QCOMPARE(kernel.events.size(), std::size_t{2});
        const FanOut& others = kernel.fanOuts[kernel.calls[0].others];
        QCOMPARE(others.count, 1U);
        QCOMPARE(others.receivers[0].link, LinkIndex{1});
        QCOMPARE(others.receivers[0].worker, 1U);
        int arrivals = 0;
        kernel.visitEvents([&](const Event& event) {
            ++arrivals;
            QCOMPARE(event.node(), NodeIndex{1});
        });
        QCOMPARE(arrivals, 3);
        sharing = {};
        context.sendAlong(LinkIndex{2}, message, 0, sharing);
        QCOMPARE(kernel.calls.size(), std::size_t{3}); // it began anew
        sharing = {};
        for (std::uint32_t i = 0; i < FanOut::kCapacity + 2; ++i)
            context.sendAlong(LinkIndex{0}, message, i, sharing);
        QCOMPARE(kernel.calls.size(), std::size_t{5}); // one is full
    }

    void onlySendsWithoutAnythingSpecialArePlain() {
        Kernel kernel = pairOfNodes(0s);
        Message message;
        message.size = 7;
        Call call;
        call.payload = static_cast<std::uint32_t>(kernel.messages.add(message));
        QCOMPARE(kernel.plainSend(call).bytes, 7);
        call.wantsAnswer = true;
        QCOMPARE(kernel.plainSend(call).message, kNoMessage);
        call.wantsAnswer = false;
        call.value = 0s;
        QCOMPARE(kernel.plainSend(call).message, kNoMessage);
        call.value = kNotGiven;
        kernel.messages[MessageIndex{0}].group = 1;
        QCOMPARE(kernel.plainSend(call).message, kNoMessage);
        kernel.messages[MessageIndex{0}].group = 0;
        kernel.messages[MessageIndex{0}].dedupId = 1;
        QCOMPARE(kernel.plainSend(call).message, kNoMessage);
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
