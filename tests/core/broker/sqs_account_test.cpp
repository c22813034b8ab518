// SPDX-License-Identifier: GPL-3.0-or-later
// The worked scenarios of the service, told through its API.
#include "core/broker/sqs_account.h"
#include "core/broker/sqs_api.h"
#include "tests/support/sqs_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sqs_account_test {

using namespace sluice::test;

namespace {

std::string textOf(const std::vector<ReceivedMessage>& messages) {
    std::string all;
    for (const auto& message : messages) all += message.body + " ";
    return all;
}

/// How often a message is processed by workers that take 15 s and look every second; with
/// `heartbeat` they renew 30 s of visibility every 10 s.
int timesProcessed(bool heartbeat) {
    SqsScene scene;
    const std::string url = scene.queue("q", {{"VisibilityTimeout", "10"}});
    scene.send(url, "a");
    struct Work {
        std::string handle;
        int until = 0;
    };
    std::vector<Work> workers;
    int processed = 0;
    for (int second = 0; second < 60; ++second) {
        scene.at(std::chrono::seconds(second));
        for (const Work& work : workers) {
            if (work.until == second) {
                ++processed;
                [[maybe_unused]] const auto deleted = scene.api.deleteMessage(url, work.handle);
            } else if (heartbeat && work.until > second && (work.until - second) % 10 == 5) {
                [[maybe_unused]] const auto kept =
                    scene.api.changeMessageVisibility(url, work.handle, 30);
            }
        }
        for (const auto& message : scene.receive(url)) {
            workers.push_back({message.receiptHandle, second + 15});
        }
    }
    return processed;
}

/// ReceiveMessage calls of one consumer in an hour at an empty queue.
int callsInAnHour(std::int64_t wait) {
    SqsScene scene;
    const std::string url = scene.queue("q");
    ReceiveMessageRequest request;
    request.waitTimeSeconds = wait;
    int calls = 0;
    for (int second = 0; second < 3600;) {
        scene.at(std::chrono::seconds(second));
        const std::uint32_t ticket = scene.api.receiveMessage(url, request)->ticket;
        ++calls;
        second += 1;
        while (ticket != 0 && !scene.api.answerOf(ticket)) {
            scene.at(std::chrono::seconds(second++));
        }
        if (ticket != 0) --second;
    }
    return calls;
}

} // namespace

class SqsAccountTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-131
    void aMessageComesBackAfterItsTimeout() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, "a");
        scene.at(1s);
        const auto first = scene.receive(url).front();
        scene.at(30900ms);
        QVERIFY(scene.receive(url).empty());
        scene.at(31s);
        const auto second = scene.receive(url).front();
        QCOMPARE(second.messageId, first.messageId);
        QVERIFY(second.receiptHandle != first.receiptHandle);
        QCOMPARE(second.attributes.at("ApproximateReceiveCount"), std::string("2"));
        QVERIFY(scene.api.deleteMessage(url, second.receiptHandle));
        scene.at(600s);
        QVERIFY(scene.receive(url).empty());
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
    }

    // SQS-132
    void aHeartbeatAvoidsProcessingTwice() {
        QCOMPARE(timesProcessed(false), 2);
        QCOMPARE(timesProcessed(true), 1);
    }

    // SQS-133
    void theThirdReceiveMovesAMessageOfTwo() {
        SqsScene scene;
        const std::string dead = scene.queue("d");
        const std::string url =
            scene.queue("q", {{"RedrivePolicy", redriveTo("d", 2)}, {"VisibilityTimeout", "5"}});
        scene.send(url, "a");
        QCOMPARE(scene.bodies(url), std::string("a "));
        scene.at(5s);
        QCOMPARE(scene.bodies(url), std::string("a "));
        scene.at(10s);
        QCOMPARE(scene.attribute(dead, "ApproximateNumberOfMessages"), std::string("0"));
        QCOMPARE(scene.bodies(url), std::string());
        QCOMPARE(scene.attribute(dead, "ApproximateNumberOfMessages"), std::string("1"));
        QCOMPARE(scene.attribute(url, "ApproximateNumberOfMessages"), std::string("0"));
    }

    // SQS-134
    void aGroupIsReleasedByItsLastMessage() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        scene.send(url, "a", "g1", "1");
        scene.send(url, "b", "g1", "2");
        scene.send(url, "c", "g1", "3");
        scene.send(url, "x", "g2", "4");
        const auto batch = scene.receive(url, 10);
        QCOMPARE(textOf(batch), std::string("a b c x "));
        QVERIFY(scene.receive(url, 10).empty());
        scene.send(url, "d", "g1", "5");
        for (const std::size_t at : {std::size_t{0}, std::size_t{1}}) {
            QVERIFY(scene.api.deleteMessage(url, batch[at].receiptHandle));
            QVERIFY(scene.receive(url, 10).empty());
        }
        QVERIFY(scene.api.deleteMessage(url, batch[2].receiptHandle));
        QCOMPARE(scene.bodies(url), std::string("d "));
    }

    // SQS-135
    void longPollsAreFewCalls() {
        QCOMPARE(callsInAnHour(0), 3600);
        QCOMPARE(callsInAnHour(20), 180);
    }

    // SQS-136
    void anIdIsRememberedForFiveMinutes() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        const auto first = scene.send(url, "a", "g", "k");
        scene.at(10s);
        QVERIFY(scene.api.deleteMessage(url, scene.receive(url).front().receiptHandle));
        scene.at(299s);
        const auto again = scene.send(url, "a", "g", "k");
        QCOMPARE(again.messageId, first.messageId);
        QCOMPARE(again.sequenceNumber, first.sequenceNumber);
        QVERIFY(scene.receive(url).empty());
        scene.at(301s);
        QVERIFY(scene.send(url, "a", "g", "k").messageId != first.messageId);
        QCOMPARE(scene.bodies(url), std::string("a "));
    }

    // SQS-116
    void aRetryAfterSixMinutesIsASecondMessage() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo", {{"ContentBasedDeduplication", "true"}});
        scene.send(url, "order", "g", "");
        scene.at(60s);
        scene.send(url, "order", "g", "");
        QCOMPARE(scene.attribute(url, "ApproximateNumberOfMessages"), std::string("1"));
        scene.at(6min);
        scene.send(url, "order", "g", "");
        QCOMPARE(scene.attribute(url, "ApproximateNumberOfMessages"), std::string("2"));
    }

    // SQS-16
    void handlesDoNotSurviveTheirQueue() {
        SqsScene scene;
        scene.send(scene.queue("q"), "a");
        const std::string url = scene.queue("q");
        const std::string handle = scene.receive(url).front().receiptHandle;
        QVERIFY(scene.api.deleteQueue(url));
        scene.at(60s);
        scene.queue("q");
        QCOMPARE(codeOf(scene.api.deleteMessage(url, handle)),
                 ApiErrorCode::ReceiptHandleIsInvalid);
    }

    // PROF-2
    void storedMessagesSurviveNewLimits() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        for (int at = 0; at < 5; ++at)
            scene.send(url, "x", "g" + std::to_string(at), std::to_string(at));
        QCOMPARE(scene.receive(url, 3).size(), std::size_t{3});
        scene.account.setLimits(*limitsProfile("aws-2026", "sqs.inflight_fifo=2"));
        QCOMPARE(scene.attribute(url, "ApproximateNumberOfMessagesNotVisible"), std::string("3"));
        QVERIFY(scene.receive(url, 3).empty());
    }

    void twoQueuesMayNameEachOther() {
        SqsScene scene;
        const std::string a = scene.queue("a", {{"VisibilityTimeout", "0"}});
        const std::string b =
            scene.queue("b", {{"VisibilityTimeout", "0"}, {"RedrivePolicy", redriveTo("a", 1)}});
        QVERIFY(scene.api.setQueueAttributes(a, {{"RedrivePolicy", redriveTo("b", 1)}}));
        scene.send(a, "x");
        QCOMPARE(scene.bodies(a, 1), std::string("x "));
        ReceiveMessageRequest waiting;
        waiting.waitTimeSeconds = 20;
        QVERIFY(scene.api.receiveMessage(a, waiting)->ticket != 0);
        QVERIFY(scene.api.receiveMessage(b, waiting)->ticket != 0);
        QCOMPARE(scene.account.messages().size(), std::size_t{1});
    }

    // PROF-3
    void theProfileSaysWhatAQueueHasByDefault() {
        LimitsProfile limits;
        limits.defaultRetentionSeconds = 90;
        limits.defaultVisibilitySeconds = 7;
        limits.minRetentionSeconds = 30;
        limits.minVisibilitySeconds = 5;
        SqsScene scene(limits);
        const std::string url = scene.queue("q");
        QCOMPARE(scene.attribute(url, "MessageRetentionPeriod"), std::string("90"));
        QCOMPARE(scene.attribute(url, "VisibilityTimeout"), std::string("7"));
        QVERIFY(scene.api.setQueueAttributes(url, {{"MessageRetentionPeriod", "30"}}));
        QVERIFY(!scene.api.setQueueAttributes(url, {{"MessageRetentionPeriod", "29"}}));
        QVERIFY(!scene.api.setQueueAttributes(url, {{"VisibilityTimeout", "4"}}));
    }

    // SQS-129
    void countsMayBeOffByAsMuchAsTheProfileSays() {
        LimitsProfile limits;
        limits.countErrorPercent = 20;
        SqsScene scene(limits);
        const std::string url = scene.queue("q");
        int wrong = 0;
        for (int exact = 1; exact <= 100; ++exact) {
            scene.send(url, "m");
            const int told = std::stoi(scene.attribute(url, "ApproximateNumberOfMessages"));
            QVERIFY(std::abs(told - exact) <= exact / 5 + 1);
            wrong += told != exact ? 1 : 0;
        }
        QVERIFY(wrong > 50);
    }
};

SLUICE_TEST(SqsAccountTest)

} // namespace sluice::sqs_account_test

#include "sqs_account_test.moc"
