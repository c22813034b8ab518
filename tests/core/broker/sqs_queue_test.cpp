// SPDX-License-Identifier: GPL-3.0-or-later
// What SqsQueue adds to its stores: quotas and the in-flight limit. The stores have tests of their
// own.
#include "core/broker/sqs_queue.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <vector>

namespace sluice::sqs_queue_test {

using namespace sluice::test;

namespace {

/// Keeps the newest answer; nothing else matters here.
class LastAnswer final : public QueueSink {
public:
    void answer(const Caller& /*caller*/, const Handout& given, Refusal why) override {
        ++answers;
        batch = given.batch;
        refusal = why;
    }
    void replicated(MessageIndex /*message*/) override {}
    void moveToDeadLetters(const MovedCopy& /*copy*/) override {}
    bool redrive(const StoredView& /*copy*/, NodeId /*destination*/) override { return true; }
    void elapsed(const Elapsed& /*what*/) override {}
    void removed(MessageIndex /*message*/, std::uint32_t /*count*/, bool /*isPurge*/) override {}

    int answers = 0;
    Batch batch;
    Refusal refusal = Refusal::None;
};

struct Scene {
    explicit Scene(const QueueRules& rules) : queue(NodeId{1}, rules) {}

    SendOutcome send(std::uint32_t message, GroupIndex group = 0) {
        SendEntry entry;
        entry.message = MessageIndex{message};
        entry.serial = message;
        entry.group = group;
        entry.dedupId = group == 0 ? 0 : message;
        return queue.sendMessage(now, entry);
    }
    void receive(std::int64_t most, Duration wait) {
        ReceiveRequest request;
        request.maxMessages = most;
        request.waitTime = wait;
        queue.receiveMessage(now, request, random, sink);
        advance(0s);
    }
    void advance(Duration length) {
        for (const SimTime end = now + length; now <= end; now = std::max(now, queue.nextDue())) {
            queue.advance(now, random, sink);
            if (queue.nextDue() > end) {
                now = end;
                return;
            }
        }
    }
    /// How many calls the quota lets pass at this instant, at most 100 000.
    int callsAtOnce(GroupIndex group = 0) {
        int calls = 0;
        while (calls < 100'000
               && queue.takeQuota(now, CallClass::Send, std::span(&group, 1)) == Refusal::None) {
            ++calls;
        }
        return calls;
    }

    SqsQueue queue;
    LastAnswer sink;
    Rng random;
    SimTime now = kRunStart;
};

QueueRules fifoRules() {
    QueueRules rules;
    rules.type = QueueType::Fifo;
    return rules;
}

std::uint64_t throttledWithBatchesOf(std::string_view size) {
    Lab lab;
    const NodeId producer = lab.producer({{"rate", "2500"},
                                          {"message_group", "per_key"},
                                          {"dedup_id", "unique"},
                                          {"batch_size", size},
                                          {"retries", "0"}});
    const NodeId queue = lab.queue({{"type", "fifo"}});
    lab.feed(producer, queue);
    World world = lab.world();
    runUntil(world, kRunStart + 3s);
    return queueIn(world, queue).counted.throttled;
}

} // namespace

class SqsQueueTest : public QObject {
    Q_OBJECT

private slots:
    // What nothing has to be weighed for is taken at once, until anything else comes or is due.
    void plainCallsNeedAQuietQueue() {
        QueueRules rules;
        rules.retention = 60s;
        rules.maxMessageBytes = 1'024;
        Scene scene(rules);
        const auto allow = [&] { scene.queue.allowPlain(scene.now, scene.queue.nextDue()); };
        const auto send = [&](std::int64_t bytes = 10) {
            const bool takes = scene.queue.takesPlainBefore(bytes) > scene.now;
            const PlainSend plain{scene.now, MessageIndex{7}};
            if (takes) scene.queue.sendPlain(std::span(&plain, 1));
            return takes;
        };
        QVERIFY(!send());
        allow();
        QVERIFY(!send()); // its end of retention is what comes next, and nobody watches for it
        scene.send(1);
        QVERIFY(!send());
        scene.advance(1s);
        allow();
        QVERIFY(send());
        QVERIFY(send(1'024));
        QVERIFY(!send(1'025));
        QCOMPARE(scene.queue.visibleCount(), std::uint64_t{3});
        scene.receive(2, 0s);
        QVERIFY(!send());
        allow();
        const Batch taken = scene.sink.batch;
        QCOMPARE(taken.count, 2U);
        int removed = 0;
        const auto count = [&](MessageIndex /*message*/, std::uint32_t times) {
            removed += static_cast<int>(times);
        };
        const auto copies = std::span(taken.entries).first(taken.count);
        QVERIFY(scene.queue.deletePlain(scene.now, copies, count));
        QVERIFY(scene.queue.deletePlain(scene.now, copies, count)); // SQS-37: gone already
        QCOMPARE(removed, 2);
        scene.now += 60s;
        QVERIFY(!send()); // something is due
        scene.advance(1s);
        scene.receive(10, 20s);
        allow();
        QVERIFY(!send()); // somebody waits
        QVERIFY(scene.queue.isConsistent(scene.now));
    }

    // SQS-40
    void shortPollsFailAtTheInFlightQuota() {
        QueueRules rules;
        rules.limits.inFlightStandard = 2;
        Scene scene(rules);
        for (std::uint32_t message = 1; message <= 3; ++message) scene.send(message);
        scene.receive(10, 0s);
        QCOMPARE(scene.sink.batch.count, 2U);
        scene.receive(10, 0s);
        QVERIFY(scene.sink.refusal == Refusal::OverLimit);
    }

    // SQS-40
    void longPollsStayEmptyAtTheInFlightQuota() {
        QueueRules rules;
        rules.limits.inFlightStandard = 1;
        rules.visibilityTimeout = 60s;
        Scene scene(rules);
        scene.send(1);
        scene.send(2);
        scene.receive(1, 0s);
        scene.receive(1, 20s);
        QCOMPARE(scene.sink.answers, 1);
        scene.advance(20s);
        QCOMPARE(scene.sink.answers, 2);
        QCOMPARE(scene.sink.batch.count, 0U);
        QVERIFY(scene.sink.refusal == Refusal::None);
    }

    // SQS-40
    void aLongPollIsServedWhenTheQuotaHasRoomAgain() {
        QueueRules rules;
        rules.limits.inFlightStandard = 1;
        Scene scene(rules);
        scene.send(1);
        scene.send(2);
        scene.receive(1, 0s);
        const Receipt first = scene.sink.batch.entries[0].receipt;
        scene.receive(1, 20s);
        scene.queue.deleteMessage(scene.now, first, scene.sink);
        scene.advance(0s);
        QCOMPARE(scene.sink.answers, 2);
        QVERIFY(scene.sink.batch.entries[0].message == MessageIndex{2});
    }

    // SQS-94, SQS-97
    void everyCopyOfAFifoQueueKeepsTheNumberOfItsSend() {
        Scene scene(fifoRules());
        std::vector<std::uint64_t> sent;
        for (std::uint32_t message = 1; message <= 9; ++message) {
            sent.push_back(scene.send(message, 1 + message % 2).sequenceNumber);
        }
        QCOMPARE(scene.send(9, 2).sequenceNumber, sent.back()); // a duplicate is not stored
        scene.receive(10, 0s);
        const Received first = scene.sink.batch.entries[0];
        QCOMPARE(scene.queue.deleteMessage(scene.now, first.receipt, scene.sink), Refusal::None);
        std::erase(sent, sent[raw(first.message) - 1]);
        sent.push_back(scene.send(10, 1).sequenceNumber);
        std::vector<std::uint64_t> stored;
        scene.queue.visitStored(
            [&](const StoredView& view) { stored.push_back(view.sequenceNumber); });
        QVERIFY(std::ranges::is_sorted(sent));
        QVERIFY(stored == sent);
    }

    // SQS-41
    void fifoReceivesAreEmptyAtTheInFlightQuota() {
        QueueRules rules = fifoRules();
        rules.limits.inFlightFifo = 1;
        Scene scene(rules);
        scene.send(1, 1);
        scene.send(2, 2);
        scene.receive(10, 0s);
        QCOMPARE(scene.sink.batch.count, 1U);
        scene.receive(10, 0s);
        QCOMPARE(scene.sink.batch.count, 0U);
        QVERIFY(scene.sink.refusal == Refusal::None);
    }

    // SQS-94: as some emulators do.
    void aDuplicateMayBeAnsweredWithANumberOfItsOwn() {
        QueueRules rules = fifoRules();
        rules.limits.duplicatesKeepSequence = false;
        Scene scene(rules);
        const std::uint64_t original = scene.send(1, 1).sequenceNumber;
        const SendOutcome again = scene.send(1, 1);
        QVERIFY(again.isDuplicate && again.sequenceNumber > original);
    }

    // SQS-97: of dead letters of several queues too.
    void whatIsMovedHereGetsANumberOfThisQueue() {
        Scene scene(fifoRules());
        std::uint64_t last = scene.send(1, 1).sequenceNumber;
        for (const std::uint32_t message : {2U, 3U}) {
            MovedCopy moved;
            moved.message = MessageIndex{message};
            moved.group = 1;
            moved.sentNumber = 18'000'000'000'000'000'256U;
            const std::uint64_t number = scene.queue.acceptMoved(scene.now, moved);
            QVERIFY(number > last);
            last = number;
        }
        QVERIFY(scene.send(4, 1).sequenceNumber > last);
        QCOMPARE(Scene(QueueRules{}).queue.acceptMoved(kRunStart, {}), std::uint64_t{0});
    }

    // SQS-68
    void aBatchIsOneCallForTheQuota() {
        QCOMPARE(throttledWithBatchesOf("10"), 0U); // 250 calls a second
        QVERIFY(throttledWithBatchesOf("1") > 1'000);
    }

    // SQS-117
    void callsOfEachKindHaveAQuotaOfTheirOwn() {
        Scene scene(fifoRules());
        QCOMPARE(scene.callsAtOnce(), 300);
        QVERIFY(scene.queue.takeQuota(scene.now, CallClass::Send) == Refusal::Throttled);
        QVERIFY(scene.queue.takeQuota(scene.now, CallClass::Receive) == Refusal::None);
        QVERIFY(scene.queue.takeQuota(scene.now, CallClass::Delete) == Refusal::None);
    }

    // SQS-117
    void standardQueuesHaveNoQuota() { QCOMPARE(Scene(QueueRules{}).callsAtOnce(), 100'000); }
};

SLUICE_TEST(SqsQueueTest)

} // namespace sluice::sqs_queue_test

#include "sqs_queue_test.moc"
