// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "core/broker/sqs_api.h"
#include "tests/support/sqs_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sqs_api_redrive_test {

using namespace sluice::test;

namespace {

/// Queue "q" whose messages go to "d" after one receive; `count` of them are there at 1 s.
struct DeadLetters : SqsScene {
    std::string suffix;
    std::string dead;
    std::string source;

    explicit DeadLetters(int count, std::string end = "") : suffix(std::move(end)) {
        dead = queue("d" + suffix);
        source = queue("q" + suffix,
                       {{"RedrivePolicy", redriveTo("d" + suffix, 1)}, {"VisibilityTimeout", "0"}});
        for (int at = 0; at < count; ++at) {
            const std::string body = "m" + std::to_string(at);
            suffix.empty() ? send(source, body) : send(source, body, "g", body);
        }
        at(1s);
        for (int at = 0; at < 2 * count + 2; ++at) receive(source, 10);
    }
    StartMessageMoveTaskRequest task() const { return {queueArn("d" + suffix), "", {}}; }
    MessageMoveTask newest() { return api.listMessageMoveTasks(queueArn("d" + suffix), 1)->at(0); }
};

/// A world in which messages can only be moved on.
struct MovesOnly final : QueueSink {
    int moved = 0;

    void replicated(MessageIndex /*message*/) override {}
    void answer(const Caller&, const Handout&, Refusal) override {}
    void moveToDeadLetters(const MovedCopy& /*copy*/) override {}
    bool redrive(const StoredView& /*copy*/, NodeId /*destination*/) override {
        ++moved;
        return true;
    }
    void elapsed(const Elapsed& /*what*/) override {}
    void removed(MessageIndex, std::uint32_t, bool) override {}
};

} // namespace

class SqsApiRedriveTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-27, SQS-73
    void movedMessagesKeepWhatTheyAre() {
        SqsScene scene;
        const std::string dead = scene.queue("d");
        const std::string url = scene.queue("q", {{"RedrivePolicy", redriveTo("d", 1)}});
        const auto sent = scene.send(url, "a");
        scene.receive(url);
        scene.at(30s);
        QVERIFY(scene.receive(url).empty());
        const auto moved = scene.receive(dead).front();
        QCOMPARE(moved.messageId, sent.messageId);
        QCOMPARE(moved.md5OfBody, sent.md5OfMessageBody);
        QCOMPARE(moved.attributes.at("ApproximateReceiveCount"), std::string("2"));
        QCOMPARE(moved.attributes.at("SentTimestamp"), std::string("0"));
        QCOMPARE(moved.attributes.at("ApproximateFirstReceiveTimestamp"), std::string("0"));
        QCOMPARE(moved.attributes.at("DeadLetterQueueSourceArn"), queueArn("q"));
    }

    // SQS-77
    void equalBodiesStayApartInAFifoDeadLetterQueue() {
        DeadLetters scene(2, ".fifo");
        const auto moved = scene.receive(scene.dead, 10);
        QCOMPARE(moved.size(), std::size_t{2});
        QCOMPARE(moved[0].attributes.at("MessageGroupId"), std::string("g"));
        QCOMPARE(moved[0].attributes.at("MessageDeduplicationId"), moved[0].messageId);
    }

    // SQS-80
    void sourcesOfADeadLetterQueueAreListed() {
        DeadLetters scene(0);
        scene.queue("a", {{"RedrivePolicy", redriveTo("d", 5)}});
        scene.queue("other");
        const auto list = scene.api.listDeadLetterSourceQueues({scene.dead, "", {}, ""});
        QCOMPARE(list->queueUrls, (std::vector<std::string>{queueUrl("a"), queueUrl("q")}));
        const auto page = scene.api.listDeadLetterSourceQueues({scene.dead, "", 1, ""});
        QCOMPARE(page->queueUrls.size(), std::size_t{1});
        QVERIFY(!page->nextToken.empty());
    }

    // SQS-81
    void aDeadLetterQueueMayHaveOneItself() {
        SqsScene scene;
        const std::string last = scene.queue("last");
        const AttributeTexts now{{"VisibilityTimeout", "0"}};
        const std::string dead =
            scene.queue("d", {{"RedrivePolicy", redriveTo("last", 2)}, {"VisibilityTimeout", "0"}});
        const std::string url =
            scene.queue("q", {{"RedrivePolicy", redriveTo("d", 1)}, {"VisibilityTimeout", "0"}});
        scene.send(url, "a");
        QCOMPARE(scene.bodies(url, 1), std::string("a "));
        QCOMPARE(scene.bodies(url, 1), std::string());
        QCOMPARE(scene.bodies(dead, 1), std::string("a "));
        QCOMPARE(scene.bodies(dead, 1), std::string());
        QCOMPARE(scene.receive(last).front().attributes.at("DeadLetterQueueSourceArn"),
                 queueArn("d"));
    }

    // SQS-82
    void tasksNeedADeadLetterQueueAsTheirSource() {
        DeadLetters scene(1);
        const auto start = [&](const StartMessageMoveTaskRequest& request) {
            return codeOf(scene.api.startMessageMoveTask(request));
        };
        const auto plain = scene.api.startMessageMoveTask({queueArn("q"), "", {}});
        QCOMPARE(codeOf(plain), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(plain.error().message,
                 std::string("Source queue must be configured as a Dead Letter Queue."));
        QCOMPARE(start({queueArn("none"), "", {}}), ApiErrorCode::ResourceNotFoundException);
        QCOMPARE(start({queueArn("d"), queueArn("none"), {}}),
                 ApiErrorCode::ResourceNotFoundException);
        QCOMPARE(start({"", "", {}}), ApiErrorCode::MissingParameter);
        for (const std::int64_t rate : {0, 501}) {
            QCOMPARE(start({queueArn("d"), "", rate}), ApiErrorCode::InvalidParameterValue);
        }
        scene.queue("x.fifo");
        QCOMPARE(start({queueArn("d"), queueArn("x.fifo"), {}}),
                 ApiErrorCode::InvalidParameterValue);
        QCOMPARE(codeOf(scene.api.listMessageMoveTasks(queueArn("none"), {})),
                 ApiErrorCode::ResourceNotFoundException);
        QCOMPARE(codeOf(scene.api.listMessageMoveTasks(queueArn("d"), 11)),
                 ApiErrorCode::InvalidParameterValue);
    }

    // SQS-83
    void messagesGoBackToWhereTheyCameFrom() {
        DeadLetters scene(3);
        QCOMPARE(scene.attribute(scene.dead, "ApproximateNumberOfMessages"), std::string("3"));
        QVERIFY(scene.api.startMessageMoveTask(scene.task()));
        scene.at(2s);
        QCOMPARE(scene.attribute(scene.dead, "ApproximateNumberOfMessages"), std::string("0"));
        QCOMPARE(scene.attribute(scene.source, "ApproximateNumberOfMessages"), std::string("3"));
    }

    // SQS-83
    void messagesGoToTheDestinationThatIsGiven() {
        DeadLetters scene(2);
        const std::string other = scene.queue("other");
        QVERIFY(scene.api.startMessageMoveTask({queueArn("d"), queueArn("other"), {}}));
        scene.at(2s);
        QCOMPARE(scene.bodies(other), std::string("m0 m1 "));
    }

    // SQS-84
    void redrivenMessagesAreNewOnes() {
        DeadLetters scene(2);
        const std::string other = scene.queue("other");
        const auto before = scene.receive(scene.dead, 10);
        scene.at(31s);
        QVERIFY(scene.api.startMessageMoveTask({queueArn("d"), queueArn("other"), {}}));
        scene.at(32s);
        const auto after = scene.receive(other, 10);
        QCOMPARE(after.size(), std::size_t{2});
        QCOMPARE(after[0].body, std::string("m0"));
        QVERIFY(after[0].messageId != before[0].messageId);
        QCOMPARE(after[0].attributes.at("ApproximateReceiveCount"), std::string("1"));
        QCOMPARE(after[0].attributes.at("SentTimestamp"), std::string("31000"));
        QVERIFY(!after[0].attributes.contains("DeadLetterQueueSourceArn"));
        QCOMPARE(after[0].attributes.at("ApproximateFirstReceiveTimestamp"), std::string("32000"));
    }

    // SQS-85
    void oneTaskRunsPerSource() {
        DeadLetters scene(3);
        StartMessageMoveTaskRequest slow = scene.task();
        slow.maxNumberOfMessagesPerSecond = 1;
        QVERIFY(scene.api.startMessageMoveTask(slow));
        const auto second = scene.api.startMessageMoveTask(slow);
        QCOMPARE(codeOf(second), ApiErrorCode::InvalidParameterValue);
        QVERIFY(QString::fromStdString(second.error().message)
                    .startsWith("There is already a task running"));
        QCOMPARE(scene.newest().approximateNumberOfMessagesMoved, std::uint64_t{1});
        scene.at(2s);
        QCOMPARE(scene.newest().approximateNumberOfMessagesMoved, std::uint64_t{2});
        QCOMPARE(scene.newest().approximateNumberOfMessagesToMove, std::uint64_t{3});
        scene.at(5s);
        QCOMPARE(scene.newest().status, std::string("COMPLETED"));
        QVERIFY(scene.api.startMessageMoveTask(slow));
    }

    // SQS-85
    void anAccountRunsAHundredTasksAtMost() {
        constexpr int kMost = 100;
        SqsScene scene;
        const AttributeTexts now{{"VisibilityTimeout", "0"}};
        for (int i = 0; i <= kMost; ++i) {
            const std::string name = std::to_string(i);
            scene.queue("d" + name);
            AttributeTexts attributes = now;
            attributes["RedrivePolicy"] = redriveTo("d" + name, 1);
            const std::string source = scene.queue("q" + name, attributes);
            scene.send(source, "a");
            scene.send(source, "b");
        }
        scene.at(1s);
        for (int i = 0; i <= kMost; ++i) {
            for (int call = 0; call < 6; ++call)
                scene.receive(queueUrl("q" + std::to_string(i)), 10);
        }
        const auto start = [&](int i) {
            return scene.api.startMessageMoveTask({queueArn("d" + std::to_string(i)), "", 1});
        };
        for (int i = 0; i < kMost; ++i) QVERIFY(start(i));
        const auto refused = start(kMost);
        QCOMPARE(codeOf(refused), ApiErrorCode::OverLimit);
        QCOMPARE(refused.error().message,
                 std::string("An account can have at most 100 active message movement tasks."));
        scene.at(5s); // all are done
        QVERIFY(start(kMost));
    }

    // SQS-85
    void aTaskEndsAfterThirtySixHours() {
        // At one message a second, 36 h are enough for 129 600 of them.
        constexpr int kInThirtySixHours = 36 * 3'600;
        constexpr int kMore = 5;
        SqsQueue dead(NodeId{2});
        for (int i = 0; i < kInThirtySixHours + kMore; ++i) {
            SendEntry entry;
            entry.message = static_cast<MessageIndex>(i);
            entry.serial = static_cast<std::uint64_t>(i) + 1;
            dead.sendMessage(kRunStart, entry);
        }
        MovesOnly sink;
        Rng random(1);
        QVERIFY(dead.startMoveTask(kRunStart, NodeId{1}, 1));
        dead.advance(kRunStart + MoveTask::kLongest - 1ns, random, sink);
        QCOMPARE(dead.moveTasks().front().state, MoveTask::State::Running);
        QCOMPARE(sink.moved, kInThirtySixHours);
        dead.advance(kRunStart + MoveTask::kLongest + 10s, random, sink);
        QCOMPARE(dead.moveTasks().front().state, MoveTask::State::Completed);
        QCOMPARE(sink.moved, kInThirtySixHours);
        QCOMPARE(dead.visibleCount(), std::uint64_t{kMore});
        QVERIFY(dead.startMoveTask(kRunStart + MoveTask::kLongest + 10s, NodeId{1}, 1));
    }

    // SQS-86
    void tasksAreListedNewestFirstAndCancelled() {
        DeadLetters scene(3);
        StartMessageMoveTaskRequest slow = scene.task();
        slow.maxNumberOfMessagesPerSecond = 1;
        const std::string handle = scene.api.startMessageMoveTask(slow).value();
        QCOMPARE(scene.newest().status, std::string("RUNNING"));
        QCOMPARE(scene.newest().taskHandle, handle);
        QCOMPARE(scene.newest().startedTimestamp, std::int64_t{1000});
        QCOMPARE(scene.newest().maxNumberOfMessagesPerSecond.value(), std::int64_t{1});
        scene.at(2s);
        QCOMPARE(scene.api.cancelMessageMoveTask(handle).value(), std::uint64_t{2});
        QCOMPARE(scene.newest().status, std::string("CANCELLING"));
        scene.at(9s);
        QCOMPARE(scene.newest().status, std::string("CANCELLED"));
        QVERIFY(scene.newest().taskHandle.empty());
        QCOMPARE(scene.attribute(scene.dead, "ApproximateNumberOfMessages"), std::string("1"));
        QVERIFY(!scene.api.cancelMessageMoveTask(handle));
        QVERIFY(scene.api.startMessageMoveTask(scene.task()));
        scene.at(10s);
        const auto all = scene.api.listMessageMoveTasks(queueArn("d"), 10).value();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[0].status, std::string("COMPLETED"));
        QCOMPARE(all[1].status, std::string("CANCELLED"));
    }

    // SQS-86
    void aTaskFailsWithoutTheQueueTheMessagesCameFrom() {
        DeadLetters scene(1);
        scene.queue("another", {{"RedrivePolicy", redriveTo("d", 1)}});
        QVERIFY(scene.api.deleteQueue(scene.source));
        QVERIFY(scene.api.startMessageMoveTask(scene.task()));
        scene.at(2s);
        QCOMPARE(scene.newest().status, std::string("FAILED"));
        QCOMPARE(scene.attribute(scene.dead, "ApproximateNumberOfMessages"), std::string("1"));
    }

    // SQS-87
    void handlesOfTasksAreChecked() {
        DeadLetters scene(0);
        const auto bad = scene.api.cancelMessageMoveTask("x");
        QCOMPARE(codeOf(bad), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(bad.error().message, std::string("Value for parameter TaskHandle is invalid."));
        const NodeId id = scene.account.find("d")->id;
        for (const TaskName& unknown : {TaskName{id, 7}, TaskName{NodeId{99}, 1}}) {
            const auto result = scene.api.cancelMessageMoveTask(taskText(unknown));
            QCOMPARE(codeOf(result), ApiErrorCode::ResourceNotFoundException);
            QCOMPARE(result.error().message, std::string("Task does not exist."));
        }
    }
};

SLUICE_TEST(SqsApiRedriveTest)

} // namespace sluice::sqs_api_redrive_test

#include "sqs_api_redrive_test.moc"
