// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sqs_queue.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sluice::sqs_queue_receive_test {

namespace {

struct Answer {
    std::uint32_t worker = 0;
    Batch batch;
    Refusal refusal = Refusal::None;
};

/// Keeps all answers in order.
class Answers final : public QueueSink {
public:
    void answer(const Caller& caller, const Handout& handout, Refusal refusal) override {
        all.push_back({caller.worker, handout.batch, refusal});
    }
    void replicated(MessageIndex /*message*/) override {}
    void moveToDeadLetters(const MovedCopy& /*copy*/) override { ++moved; }
    bool redrive(const StoredView& /*copy*/, NodeId /*destination*/) override { return false; }
    void elapsed(const Elapsed& /*what*/) override {}
    void removed(MessageIndex /*message*/, std::uint32_t /*count*/, bool /*isPurge*/) override {}

    std::vector<Answer> all;
    int moved = 0;
};

ReceiveRequest waiting(Duration time, std::int64_t most = 1) {
    ReceiveRequest request;
    request.waitTime = time;
    request.maxMessages = most;
    return request;
}

/// With groups that are hidden for 10 s.
QueueRules fifoRules() {
    QueueRules rules;
    rules.type = QueueType::Fifo;
    rules.visibilityTimeout = 10s;
    return rules;
}

struct Scene {
    explicit Scene(const QueueRules& rules) : queue(NodeId{1}, rules) {}

    void send(std::uint32_t message) {
        SendEntry entry;
        entry.message = MessageIndex{message};
        entry.serial = message;
        if (queue.rules().type == QueueType::Fifo) {
            entry.group = 1;
            entry.dedupId = message;
        }
        queue.sendMessage(now, entry);
        to(now);
    }
    /// Sends two messages and receives both, by an attempt with an ID.
    ReceiveRequest receiveTwo() {
        send(1);
        send(2);
        ReceiveRequest attempt = waiting(0s, 10);
        attempt.attemptId = 77;
        receive(1, attempt);
        return attempt;
    }
    void receive(std::uint32_t worker, ReceiveRequest request) {
        request.caller.worker = worker;
        queue.receiveMessage(now, request, random, sink);
        to(now);
    }
    void to(SimTime end) {
        for (queue.advance(now, random, sink); queue.nextDue() <= end;) {
            now = queue.nextDue();
            queue.advance(now, random, sink);
        }
        now = end;
    }

    SqsQueue queue;
    Answers sink;
    Rng random{1};
    SimTime now = kRunStart;
};

} // namespace

class SqsQueueReceiveTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-27, SQS-28
    void onlyFreshCopiesInAQuietQueueAreReceivedPlainly() {
        QueueRules rules;
        rules.visibilityTimeout = 10s;
        Scene scene(rules);
        std::array<Received, Batch::kCapacity> entries;
        std::array<Duration, Batch::kCapacity> times{};
        const auto receive = [&](const ReceiveRequest& request, SimTime timer) {
            scene.queue.allowPlain(scene.now, timer);
            return scene.queue.receivePlain(
                scene.now, request, timer, {entries.data(), times.data()});
        };
        for (std::uint32_t i = 1; i <= 6; ++i) scene.send(i);
        const ReceiveRequest two = waiting(0s, 2);
        scene.to(scene.now + 3s);
        const SimTime soon = scene.now + 5s;          // when the queue is looked after anyway
        QCOMPARE(receive(waiting(0s, 11), soon), 0U); // refused
        QCOMPARE(receive(waiting(0s, 1), soon), 0U);  // needs no lease
        QCOMPARE(receive(two, scene.now + 11s), 0U);  // the timeout would need a timer
        QCOMPARE(receive(two, soon), 2U);
        QVERIFY(entries[0].message == MessageIndex{1} && entries[1].message == MessageIndex{2});
        QVERIFY(entries[0].receipt.receiveCount == 1 && times[1] == 3s);
        QCOMPARE(scene.queue.inFlightCount(), 2U);
        QCOMPARE(scene.queue.dueFrom(), scene.now + 10s);
        scene.to(scene.now + 10s); // both come back
        QCOMPARE(receive(two, scene.now + 5s), 0U);
        QCOMPARE(scene.queue.visibleCount(), 6U);
        scene.receive(1, waiting(0s, 2));
        QCOMPARE(scene.sink.all.back().batch.entries[0].receipt.receiveCount, 2U);
        QCOMPARE(receive(waiting(0s, 4), scene.now + 5s), 4U); // the others are fresh
    }

    void duplicatesAndKeysAreWeighed() {
        for (const bool hasKey : {true, false}) {
            QueueRules rules;
            rules.encryption = hasKey ? Encryption::Kms : Encryption::SqsManaged;
            rules.duplicateShare = hasKey ? 0 : 0.5;
            Scene scene(rules);
            for (std::uint32_t i = 1; i <= 4; ++i) scene.send(i);
            Handout handout;
            scene.queue.allowPlain(scene.now, scene.now + 5s);
            QCOMPARE(
                scene.queue.receivePlain(scene.now, waiting(0s, 4), scene.now + 5s, handout.end()),
                0U);
            QCOMPARE(scene.queue.visibleCount(), 4U);
        }
    }

    // SQS-21, SQS-23, SQS-24
    void longPollsAreServedInOrderOfArrival() {
        Scene scene{QueueRules{}};
        scene.receive(1, waiting(20s, 10));
        scene.receive(2, waiting(20s, 10));
        QVERIFY(scene.sink.all.empty());
        scene.to(kRunStart + 3s);
        scene.send(7);
        QCOMPARE(scene.sink.all.size(), std::size_t{1});
        QCOMPARE(scene.sink.all[0].worker, 1U);
        scene.send(8);
        QCOMPARE(scene.sink.all.size(), std::size_t{2});
        QCOMPARE(scene.sink.all[1].worker, 2U);
        QCOMPARE(scene.sink.all[1].batch.entries[0].message, MessageIndex{8});
    }

    // SQS-21
    void aLongPollEndsEmptyOnlyAfterItsWholeWait() {
        Scene scene{QueueRules{}};
        scene.receive(1, waiting(5s));
        scene.to(kRunStart + 4'999ms);
        QVERIFY(scene.sink.all.empty());
        scene.to(kRunStart + 5s);
        QCOMPARE(scene.sink.all.size(), std::size_t{1});
        QCOMPARE(scene.sink.all[0].batch.count, 0U);
    }

    // SQS-22
    void theRequestsWaitTakesThePlaceOfTheQueues() {
        QueueRules rules;
        rules.receiveWait = 10s;
        Scene scene{rules};
        scene.receive(1, waiting(0s));
        QCOMPARE(scene.sink.all.size(), std::size_t{1}); // 0 forces a short poll
        scene.receive(2, ReceiveRequest{});
        scene.to(kRunStart + 9s);
        QCOMPARE(scene.sink.all.size(), std::size_t{1});
        scene.to(kRunStart + 10s);
        QCOMPARE(scene.sink.all.size(), std::size_t{2});
    }

    // SQS-20
    void shortPollsMissMessagesOfHostsTheyDoNotAsk() {
        QueueRules rules;
        rules.hosts = 8;
        rules.sampledHosts = 2;
        Scene scene{rules};
        scene.send(1);
        int polls = 0;
        while (scene.sink.all.empty() || scene.sink.all.back().batch.count == 0) {
            scene.receive(1, waiting(0s));
            QVERIFY(++polls < 200); // repeated calls find every message in the end
        }
        int empty = 0;
        for (std::uint32_t message = 2; message < 202; ++message) {
            scene.send(message);
        }
        for (int i = 0; i < 50; ++i) {
            scene.receive(1, waiting(0s, 10));
            const Batch& batch = scene.sink.all.back().batch;
            empty += batch.count == 0 ? 1 : 0;
        }
        QVERIFY(polls > 1 || empty > 0);
        Scene patient{rules};
        patient.send(1);
        patient.receive(2, waiting(1s)); // a long poll asks all of them
        QCOMPARE(patient.sink.all.back().batch.count, 1U);
    }

    // SQS-25, SQS-33
    void requestsOutOfRangeAreRefused() {
        Scene scene{QueueRules{}};
        scene.receive(1, waiting(0s, 11));
        scene.receive(1, waiting(21s));
        ReceiveRequest hidden = waiting(0s);
        hidden.visibilityTimeout = 43'201s;
        scene.receive(1, hidden);
        QCOMPARE(scene.sink.all.size(), std::size_t{3});
        QCOMPARE(scene.sink.all[0].refusal, Refusal::CountOutOfRange);
        QCOMPARE(scene.sink.all[1].refusal, Refusal::WaitOutOfRange);
        QCOMPARE(scene.sink.all[2].refusal, Refusal::VisibilityOutOfRange);
    }

    // SQS-108
    void aRepeatedAttemptReturnsTheSameAndRestartsItsVisibility() {
        Scene scene{fifoRules()};
        const ReceiveRequest attempt = scene.receiveTwo();
        scene.to(kRunStart + 6s);
        scene.receive(1, attempt);
        QCOMPARE(scene.sink.all.size(), std::size_t{2});
        QVERIFY(scene.sink.all[0].batch == scene.sink.all[1].batch);
        scene.to(kRunStart + 15s); // the first visibility timeout is over, the second is not
        QCOMPARE(scene.queue.inFlightCount(), std::uint64_t{2});
        scene.to(kRunStart + 16s);
        QCOMPARE(scene.queue.visibleCount(), std::uint64_t{2});
        scene.receive(1, attempt); // timed out meanwhile: an attempt like any other
        QVERIFY(!(scene.sink.all[2].batch == scene.sink.all[0].batch));
        QCOMPARE(scene.sink.all[2].batch.entries[0].receipt.receiveCount, 2U);
    }

    // SQS-108
    void anAttemptIsNewOnceOneOfItsMessagesWasChanged() {
        Scene scene{fifoRules()};
        const ReceiveRequest attempt = scene.receiveTwo();
        scene.to(kRunStart + 3s);
        const Receipt last = scene.sink.all[0].batch.entries[1].receipt;
        QCOMPARE(scene.queue.changeMessageVisibility(scene.now, last, 60s), Refusal::None);
        scene.to(kRunStart + 6s);
        scene.receive(1, attempt); // nothing: the group is locked by what it received before
        QCOMPARE(scene.sink.all[1].batch.count, 0U);
        scene.to(kRunStart + 10s);
        QCOMPARE(scene.queue.inFlightCount(), std::uint64_t{1});
        scene.to(kRunStart + 63s - 1ns);
        QCOMPARE(scene.queue.inFlightCount(), std::uint64_t{1});
        scene.to(kRunStart + 63s);
        QCOMPARE(scene.queue.inFlightCount(), std::uint64_t{0});
    }

    // SQS-72
    void aLongPollWaitsOnWhenAllItFindsIsMovedAway() {
        QueueRules rules;
        rules.maxReceiveCount = 1;
        rules.visibilityTimeout = 1s;
        Scene scene{rules};
        scene.send(1);
        scene.receive(1, waiting(0s));
        scene.receive(2, waiting(5s));
        scene.to(kRunStart + 2s);
        QCOMPARE(scene.sink.moved, 1);
        QCOMPARE(scene.sink.all.size(), std::size_t{1});
        scene.to(kRunStart + 5s);
        QCOMPARE(scene.sink.all.size(), std::size_t{2});
        QCOMPARE(scene.sink.all[1].batch.count, 0U);
    }

    // SQS-83: who cannot go back stays, and the task fails.
    void aMessageWithoutAHomeStays() {
        Scene scene{QueueRules{}};
        scene.send(1);
        QVERIFY(scene.queue.startMoveTask(scene.now, NodeId{}, 10).has_value());
        scene.to(kRunStart + 1s);
        QCOMPARE(scene.queue.moveTasks().front().state, MoveTask::State::Failed);
        QCOMPARE(scene.queue.visibleCount(), std::uint64_t{1});
        QCOMPARE(scene.queue.counts().redriven, std::uint64_t{0});
        QVERIFY(scene.queue.isConsistent(scene.now));
        scene.receive(1, waiting(0s));
        QCOMPARE(scene.sink.all.back().batch.count, 1U);
    }
};

SLUICE_TEST(SqsQueueReceiveTest)

} // namespace sluice::sqs_queue_receive_test

#include "sqs_queue_receive_test.moc"
