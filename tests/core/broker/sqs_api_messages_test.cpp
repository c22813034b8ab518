// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "core/broker/hashing.h"
#include "core/broker/sqs_api.h"
#include "tests/support/sqs_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sqs_api_messages_test {

using namespace sluice::test;

namespace {

SendMessageRequest plain(const std::string& body) {
    SendMessageRequest request;
    request.messageBody = body;
    return request;
}

std::string largest(std::size_t bytes = 1048576) {
    std::string text(bytes, 'x');
    return text;
}

} // namespace

class SqsApiMessagesTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-56, SQS-62
    void aSendReturnsIdAndDigest() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        const auto first = scene.send(url, "hello");
        QCOMPARE(first.md5OfMessageBody, std::string("5d41402abc4b2a76b9719d911017c592"));
        QVERIFY(first.md5OfMessageAttributes.empty());
        QVERIFY(first.sequenceNumber.empty());
        QVERIFY(first.messageId != scene.send(url, "hello").messageId);
        QCOMPARE(scene.receive(url).front().messageId, first.messageId);
    }

    // SQS-49, SQS-50
    void bodiesAreChecked() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        QCOMPARE(codeOf(scene.api.sendMessage(url, plain(""))), ApiErrorCode::MissingParameter);
        QCOMPARE(codeOf(scene.api.sendMessage(url, plain("\x02"))),
                 ApiErrorCode::InvalidMessageContents);
        const auto batch =
            scene.api.sendMessageBatch(url, {{"a", plain("\x02")}, {"b", plain("x")}});
        QCOMPARE(batch->failed.at(0).id, std::string("a"));
        QCOMPARE(batch->failed.at(0).error.code, ApiErrorCode::InvalidMessageContents);
        QCOMPARE(batch->successful.at(0).id, std::string("b"));
        QCOMPARE(scene.bodies(url), std::string("x "));
    }

    // PROF-1, SQS-51, SQS-52
    void theLargestMessageIsExactlyTheLimit() {
        SqsScene scene;
        const std::string url = scene.queue("q", {{"MaximumMessageSize", "1024"}});
        QVERIFY(scene.api.sendMessage(url, plain(largest(1024))));
        const auto longer = scene.api.sendMessage(url, plain(largest(1025)));
        QCOMPARE(codeOf(longer), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(longer.error().message,
                 std::string("One or more parameters are invalid. Reason: Message must be shorter "
                             "than 1024 bytes."));
        SendMessageRequest request = plain(largest(1013));
        request.messageAttributes = {{"name", "String", "x"}}; // 11 bytes
        request.messageSystemAttributes = {{"AWSTraceHeader", "String", "not counted"}};
        QVERIFY(scene.api.sendMessage(url, request));
        request.messageBody += "x";
        QVERIFY(!scene.api.sendMessage(url, request));
    }

    // PROF-1
    void theProfileDecidesTheLargestMessage() {
        for (const auto& [preset, bytes] : {std::pair("aws-2026", std::size_t{1048576}),
                                            std::pair("study-notes", std::size_t{262144})}) {
            SqsScene scene(*limitsProfile(preset));
            const std::string url = scene.queue("q");
            QVERIFY(scene.api.sendMessage(url, plain(largest(bytes))));
            QCOMPARE(codeOf(scene.api.sendMessage(url, plain(largest(bytes + 1)))),
                     ApiErrorCode::InvalidParameterValue);
        }
    }

    // SQS-46, SQS-47
    void delaysOfMessagesAreChecked() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        const std::string fifo = scene.queue("q.fifo", {{"DelaySeconds", "5"}});
        SendMessageRequest request = plain("x");
        for (const std::int64_t delay : {std::int64_t{-1}, std::int64_t{901}, INT64_MAX}) {
            request.delaySeconds = delay;
            QCOMPARE(codeOf(scene.api.sendMessage(url, request)),
                     ApiErrorCode::InvalidParameterValue);
        }
        request.delaySeconds = 900;
        QVERIFY(scene.api.sendMessage(url, request));
        SendMessageRequest ordered = SqsScene::fifoRequest("f", "g", "1");
        ordered.delaySeconds = 1;
        const auto refusedDelay = scene.api.sendMessage(fifo, ordered);
        QCOMPARE(codeOf(refusedDelay), ApiErrorCode::InvalidParameterValue);
        QVERIFY(refusedDelay.error().message.find("not valid for this queue type")
                != std::string::npos);
        ordered.delaySeconds = 0;
        QVERIFY(scene.api.sendMessage(fifo, ordered));
        QCOMPARE(scene.bodies(fifo), std::string()); // the queue's own delay applies still
        scene.at(5s);
        QCOMPARE(scene.bodies(fifo), std::string("f "));
    }

    // SQS-53, SQS-54, SQS-55, SQS-57, SQS-61
    void attributesAreCheckedAndDigested() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        SendMessageRequest request = plain("x");
        request.messageAttributes = {{"Hello", "String", "There"}};
        request.messageSystemAttributes = {{"AWSTraceHeader", "String", "Root=1"}};
        const auto sent = scene.api.sendMessage(url, request).value();
        QCOMPARE(sent.md5OfMessageAttributes, std::string("a311262e065454b75da111d535b8dacd"));
        QCOMPARE(sent.md5OfMessageSystemAttributes,
                 md5OfAttributes(request.messageSystemAttributes));
        const auto received = scene.receive(url).front();
        QCOMPARE(received.md5OfMessageAttributes, sent.md5OfMessageAttributes);
        QCOMPARE(received.attributes.at("AWSTraceHeader"), std::string("Root=1"));
        for (const MessageAttribute& wrong : {MessageAttribute{"AWS.a", "String", "x"},
                                              MessageAttribute{"a", "String", ""},
                                              MessageAttribute{"a", "Number", "x"}}) {
            request.messageAttributes = {wrong};
            QCOMPARE(codeOf(scene.api.sendMessage(url, request)),
                     ApiErrorCode::InvalidParameterValue);
        }
    }

    // SQS-63
    void batchesAreCheckedInOrder() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        const SendMessageRequest large = plain(largest());
        const auto send = [&](const std::vector<SendMessageBatchEntry>& entries) {
            return codeOf(scene.api.sendMessageBatch(url, entries));
        };
        const std::vector<SendMessageBatchEntry> eleven(11, {"a b", large});
        QCOMPARE(send({}), ApiErrorCode::EmptyBatchRequest);
        QCOMPARE(send(eleven), ApiErrorCode::TooManyEntriesInBatchRequest);
        QCOMPARE(send({{"a b", large}, {"a b", large}}), ApiErrorCode::InvalidBatchEntryId);
        QCOMPARE(send({{"a", large}, {"a", large}}), ApiErrorCode::BatchEntryIdsNotDistinct);
        QCOMPARE(send({{"a", large}, {"b", large}}), ApiErrorCode::InvalidParameterValue);
        const SendMessageRequest ordered = SqsScene::fifoRequest(largest(), "g", "1");
        QCOMPARE(send({{"a", ordered}, {"b", ordered}}), ApiErrorCode::BatchRequestTooLong);
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
    }

    // SQS-64
    void theSumOfABatchIsLimited() {
        SqsScene scene;
        const std::string url = scene.queue("q", {{"MaximumMessageSize", "1024"}});
        const auto batch = scene.api.sendMessageBatch(
            url, {{"a", plain(largest(1048576 - 1))}, {"b", plain("xy")}});
        QCOMPARE(codeOf(batch), ApiErrorCode::BatchRequestTooLong);
        QCOMPARE(batch.error().message,
                 std::string("Batch requests cannot be longer than 1048576 bytes. You have sent "
                             "1048577 bytes."));
        QVERIFY(scene.api.sendMessageBatch(
            url, {{"a", plain(largest(1048576 - 1))}, {"b", plain("x")}}));
        QCOMPARE(scene.bodies(url), std::string("x "));
    }

    // SQS-65, SQS-66
    void tooLongEntriesFailAlone() {
        SqsScene scene;
        const std::string url = scene.queue("q", {{"MaximumMessageSize", "1024"}});
        const auto batch = scene.api.sendMessageBatch(url,
                                                      {{"1", plain("a")},
                                                       {"2", plain(largest(1025))},
                                                       {"3", plain("b")},
                                                       {"4", plain(largest(1025))}});
        QCOMPARE(batch->successful.size(), std::size_t{2});
        QCOMPARE(batch->successful[0].id, std::string("1"));
        QCOMPARE(batch->successful[1].id, std::string("3"));
        QCOMPARE(batch->failed[0].id, std::string("2"));
        QCOMPARE(batch->failed[1].id, std::string("4"));
        QCOMPARE(batch->failed[0].error.code, ApiErrorCode::InvalidParameterValue);
        QVERIFY(batch->failed[0].senderFault);
        QCOMPARE(scene.bodies(url), std::string("a b "));
    }

    // SQS-67
    void batchesOfHandlesFailEntryByEntry() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, "a");
        const std::string handle = scene.receive(url).front().receiptHandle;
        const auto changed = scene.api.changeMessageVisibilityBatch(
            url, {{"1", handle, 60}, {"2", "x", 60}, {"3", handle, 43201}, {"4", handle, {}}});
        QCOMPARE(changed->successful.size(), std::size_t{1});
        QCOMPARE(changed->failed[0].error.code, ApiErrorCode::ReceiptHandleIsInvalid);
        QCOMPARE(changed->failed[1].error.code, ApiErrorCode::InvalidParameterValue);
        QCOMPARE(changed->failed[2].error.code, ApiErrorCode::MissingParameter);
        const auto deleted = scene.api.deleteMessageBatch(url, {{"1", "x"}, {"2", handle}});
        QCOMPARE(deleted->failed[0].id, std::string("1"));
        QCOMPARE(deleted->successful[0].id, std::string("2"));
        QCOMPARE(codeOf(scene.api.deleteMessageBatch(url, {})), ApiErrorCode::EmptyBatchRequest);
        QCOMPARE(codeOf(scene.api.changeMessageVisibilityBatch(url, {{"a", "", 1}, {"a", "", 1}})),
                 ApiErrorCode::BatchEntryIdsNotDistinct);
    }

    // SQS-33
    void visibilityHasARange() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, "a");
        const std::string handle = scene.receive(url).front().receiptHandle;
        for (const std::int64_t seconds : {std::int64_t{-1}, std::int64_t{43201}, INT64_MAX}) {
            const auto result = scene.api.changeMessageVisibility(url, handle, seconds);
            QCOMPARE(codeOf(result), ApiErrorCode::InvalidParameterValue);
            QVERIFY(result.error().message.find(std::to_string(seconds)) != std::string::npos);
        }
        QCOMPARE(codeOf(scene.api.changeMessageVisibility(url, handle, {})),
                 ApiErrorCode::MissingParameter);
        QVERIFY(scene.api.changeMessageVisibility(url, handle, 0));
        QCOMPARE(scene.bodies(url), std::string("a "));
    }

    // SQS-35
    void theVisibilityOfADeletedMessageCannotBeChanged() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, "a");
        const std::string handle = scene.receive(url).front().receiptHandle;
        QVERIFY(scene.api.deleteMessage(url, handle));
        const auto result = scene.api.changeMessageVisibility(url, handle, 60);
        QCOMPARE(codeOf(result), ApiErrorCode::InvalidParameterValue);
        QVERIFY(QString::fromStdString(result.error().message)
                    .endsWith("Reason: Message does not exist or is not available for visibility "
                              "timeout change."));
    }

    // SQS-37
    void deletingTwiceSucceeds() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, "a");
        const std::string handle = scene.receive(url).front().receiptHandle;
        scene.at(31s);
        QVERIFY(scene.api.deleteMessage(url, handle)); // although its timeout is over
        QVERIFY(scene.api.deleteMessage(url, handle));
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
        scene.send(url, "b");
        const std::string other = scene.receive(url).front().receiptHandle;
        scene.at(31s + 96h);
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
        QVERIFY(scene.api.deleteMessage(url, other)); // its retention is over
    }

    // SQS-38
    void handlesOfOtherQueuesAndOtherTextAreInvalid() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        const std::string other = scene.queue("other");
        scene.send(url, "a");
        const std::string handle = scene.receive(url).front().receiptHandle;
        const auto result = scene.api.deleteMessage(url, "x");
        QCOMPARE(codeOf(result), ApiErrorCode::ReceiptHandleIsInvalid);
        QCOMPARE(result.error().message,
                 std::string("The input receipt handle \"x\" is not a valid receipt handle."));
        QCOMPARE(codeOf(scene.api.deleteMessage(other, handle)),
                 ApiErrorCode::ReceiptHandleIsInvalid);
        QCOMPARE(codeOf(scene.api.changeMessageVisibility(other, handle, 1)),
                 ApiErrorCode::ReceiptHandleIsInvalid);
        QCOMPARE(codeOf(scene.api.deleteMessage(url, "")), ApiErrorCode::MissingParameter);
    }
};

SLUICE_TEST(SqsApiMessagesTest)

} // namespace sluice::sqs_api_messages_test

#include "sqs_api_messages_test.moc"
