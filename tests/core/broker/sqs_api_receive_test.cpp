// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sqs_api.h"
#include "tests/support/sqs_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sqs_api_receive_test {

using namespace sluice::test;

namespace {

ReceiveMessageRequest waiting(std::int64_t seconds) {
    ReceiveMessageRequest request;
    request.waitTimeSeconds = seconds;
    return request;
}

} // namespace

class SqsApiReceiveTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-22
    void theWaitOfTheCallComesBeforeThatOfTheQueue() {
        SqsScene scene;
        const std::string url = scene.queue("q", {{"ReceiveMessageWaitTimeSeconds", "5"}});
        const std::uint32_t ticket = scene.api.receiveMessage(url, {})->ticket;
        QVERIFY(ticket != 0);
        QCOMPARE(scene.api.receiveMessage(url, waiting(0))->ticket, 0U); // short
        scene.at(4999ms);
        QVERIFY(!scene.api.answerOf(ticket));
        scene.at(5s);
        QVERIFY(scene.api.answerOf(ticket)->value().messages.empty());
        QVERIFY(!scene.api.answerOf(ticket)); // only once
    }

    // SQS-23
    void aWaitingReceiveIsAnsweredByASend() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        const std::uint32_t ticket = scene.api.receiveMessage(url, waiting(20))->ticket;
        scene.at(3s);
        scene.send(url, "a");
        const auto answer = scene.api.answerOf(ticket);
        QCOMPARE(answer->value().messages.front().body, std::string("a"));
        QVERIFY(scene.api.deleteMessage(url, answer->value().messages.front().receiptHandle));
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
    }

    void aWaitEndsWithItsQueue() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        const std::uint32_t ticket = scene.api.receiveMessage(url, waiting(20))->ticket;
        QVERIFY(scene.api.deleteQueue(url));
        QCOMPARE(codeOf(*scene.api.answerOf(ticket)), ApiErrorCode::QueueDoesNotExist);
    }

    // SQS-25
    void numbersHaveRanges() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        for (const std::int64_t count : {0, 11}) {
            ReceiveMessageRequest request;
            request.maxNumberOfMessages = count;
            const auto result = scene.api.receiveMessage(url, request);
            QCOMPARE(codeOf(result), ApiErrorCode::InvalidParameterValue);
            QCOMPARE(result.error().message,
                     "Value " + std::to_string(count)
                         + " for parameter MaxNumberOfMessages is invalid. Reason: Must be between "
                           "1 and 10, if provided.");
        }
        for (const std::int64_t wait : {-1, 21}) {
            const auto result = scene.api.receiveMessage(url, waiting(wait));
            QCOMPARE(codeOf(result), ApiErrorCode::InvalidParameterValue);
            QCOMPARE(result.error().message,
                     "Value " + std::to_string(wait)
                         + " for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= "
                           "20, if provided.");
        }
        ReceiveMessageRequest hidden;
        hidden.visibilityTimeout = 43201;
        QCOMPARE(codeOf(scene.api.receiveMessage(url, hidden)),
                 ApiErrorCode::InvalidParameterValue);
    }

    // SQS-26
    void anEmptyQueueAnswersWithNothing() {
        SqsScene scene;
        const auto result = scene.api.receiveMessage(scene.queue("q"), {});
        QVERIFY(result);
        QVERIFY(result->messages.empty());
        QCOMPARE(result->ticket, 0U);
    }

    // SQS-27
    void systemAttributesTellOfTheReceives() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.at(1s);
        scene.send(url, "a");
        scene.at(2s);
        const auto first = scene.receive(url).front();
        scene.at(40s);
        const auto second = scene.receive(url).front();
        QCOMPARE(first.attributes.at("SentTimestamp"), std::string("1000"));
        QCOMPARE(first.attributes.at("ApproximateReceiveCount"), std::string("1"));
        QCOMPARE(second.attributes.at("ApproximateReceiveCount"), std::string("2"));
        QCOMPARE(second.attributes.at("ApproximateFirstReceiveTimestamp"), std::string("2000"));
        QCOMPARE(second.attributes.at("SenderId"), std::string("000000000000"));
        QVERIFY(first.receiptHandle != second.receiptHandle);
        QCOMPARE(first.messageId, second.messageId);
    }

    void systemAttributesAreReturnedByName() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, "a");
        ReceiveMessageRequest request;
        request.visibilityTimeout = 0;
        QVERIFY(scene.receive(url, request).front().attributes.empty());
        request.messageSystemAttributeNames = {"SentTimestamp"};
        QCOMPARE(scene.receive(url, request).front().attributes.size(), std::size_t{1});
        request.messageSystemAttributeNames = {"Nonsense"};
        QCOMPARE(codeOf(scene.api.receiveMessage(url, request)),
                 ApiErrorCode::InvalidAttributeName);
    }

    // SQS-59, SQS-60
    void theDigestCoversReturnedAttributesOnly() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        SendMessageRequest sent;
        sent.messageBody = "a";
        sent.messageAttributes = {{"General", "String", "Kenobi"},
                                  {"Hello", "String", "There"},
                                  {"Help.Me", "String", "Me"}};
        QVERIFY(scene.api.sendMessage(url, sent));
        const auto digest = [&](const std::vector<std::string>& names) {
            ReceiveMessageRequest request;
            request.visibilityTimeout = 0;
            request.messageAttributeNames = names;
            return scene.receive(url, request).front().md5OfMessageAttributes;
        };
        QCOMPARE(digest({}), std::string());
        QCOMPARE(digest({"None"}), std::string());
        QCOMPARE(digest({"Hello"}), std::string("a311262e065454b75da111d535b8dacd"));
        QCOMPARE(digest({"General", "Hello"}), std::string("fca026605781cb4126a1e9044df24232"));
        QCOMPARE(digest({".*"}), std::string("4c360f3fdafd970e05fae2f149d997f5"));
        QCOMPARE(digest({"All"}), digest({"Help.*", "Hello", "General"}));
    }

    // SQS-108
    void aRepeatedAttemptReturnsTheSameHandles() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        scene.send(url, "a", "g", "1");
        ReceiveMessageRequest request;
        request.receiveRequestAttemptId = "try";
        const auto first = scene.receive(url, request);
        const auto again = scene.receive(url, request);
        QCOMPARE(again.front().receiptHandle, first.front().receiptHandle);
        request.receiveRequestAttemptId = "a b";
        QCOMPARE(codeOf(scene.api.receiveMessage(url, request)),
                 ApiErrorCode::InvalidParameterValue);
    }
};

SLUICE_TEST(SqsApiReceiveTest)

} // namespace sluice::sqs_api_receive_test

#include "sqs_api_receive_test.moc"
