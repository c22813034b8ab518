// SPDX-License-Identifier: GPL-3.0-or-later
// What queues and topics share: answers to senders, and one timer for all that is due.
#include "core/kernel/earliest_timer.h"
#include "core/kernel/send_answer.h"
#include "tests/support/test_main.h"

namespace sluice::send_answer_test {

namespace {

/// Two nodes and a link from the first to the second.
struct Scene {
    Kernel kernel;
    Scene() {
        kernel.wiring.resize(2);
        LinkState link;
        link.from = NodeIndex{0};
        link.to = NodeIndex{1};
        link.latency = constant(3ms);
        link.serviceLatency = 20ms;
        link.extraLatency = 25ms;
        kernel.links.push_back(link);
    }
};

} // namespace

class SendAnswerTest : public QObject {
    Q_OBJECT
private slots:
    void whatIsRefusedGoesBackWithoutTheServicesOwnTime() {
        Scene scene;
        Context first(scene.kernel, NodeIndex{0}, nullptr);
        Context second(scene.kernel, NodeIndex{1}, nullptr);
        QCOMPARE(first.send(LinkIndex{0}, {}), kRunStart + 28ms);
        Call call;
        call.link = LinkIndex{0};
        call.worker = 7;
        Batch refused;
        refused.count = 1;
        refused.entries[0].message = second.create({});
        giveBack(second, call, refused, Refusal::Throttled, 7);
        const auto event = scene.kernel.events.popUntil(kNever);
        QCOMPARE(event->time, kRunStart + 8ms);
        QCOMPARE(event->node(), NodeIndex{0});
        const Call& answer = scene.kernel.calls[static_cast<std::uint32_t>(event->detail())];
        QCOMPARE(answer.kind, CallKind::SendMessageResult);
        QCOMPARE(answer.worker, 7U);
        QCOMPARE(answer.refusal, Refusal::Throttled);
        QCOMPARE(scene.kernel.batches[answer.payload].count, 1U);
    }

    void onlyAnEarlierTimeNeedsAnotherTimer() {
        Scene scene;
        Context context(scene.kernel, NodeIndex{0}, nullptr);
        EarliestTimer timer;
        QCOMPARE(timer.next(), kNever);
        timer.arm(context, kRunStart + 5s);
        timer.arm(context, kRunStart + 9s);
        timer.arm(context, kRunStart + 2s);
        timer.arm(context, kNever);
        QCOMPARE(scene.kernel.events.size(), std::size_t{2});
        QCOMPARE(timer.next(), kRunStart + 2s);
        timer.elapsed(kRunStart + 2s);
        QCOMPARE(timer.next(), kRunStart + 5s);
        timer.elapsed(kRunStart + 5s);
        QCOMPARE(timer.next(), kNever);
    }
};

SLUICE_TEST(SendAnswerTest)

} // namespace sluice::send_answer_test

#include "send_answer_test.moc"
