// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "core/broker/hashing.h"
#include "core/broker/sqs_api.h"
#include "tests/support/sqs_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sqs_api_fifo_test {

using namespace sluice::test;

namespace {

SendMessageRequest plain(const std::string& body) {
    SendMessageRequest request;
    request.messageBody = body;
    return request;
}

} // namespace

class SqsApiFifoTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-88
    void fifoSendsNeedAGroup() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        QCOMPARE(codeOf(scene.api.sendMessage(url, SqsScene::fifoRequest("x", "", "1"))),
                 ApiErrorCode::MissingParameter);
        const auto batch = scene.api.sendMessageBatch(url,
                                                      {{"a", SqsScene::fifoRequest("x", "g", "1")},
                                                       {"b", SqsScene::fifoRequest("y", "", "2")}});
        QCOMPARE(codeOf(batch), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
    }

    // SQS-89
    void idsHaveASyntax() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        const auto send = [&](const std::string& group, const std::string& dedup) {
            return codeOf(scene.api.sendMessage(url, SqsScene::fifoRequest("x", group, dedup)));
        };
        QCOMPARE(send("a b", "1"), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(send("g", "a b"), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(send(std::string(129, 'g'), "1"), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(send(std::string(128, 'g'), std::string(128, 'd')), ApiErrorCode::None);
    }

    // SQS-90
    void fifoSendsNeedADeduplicationId() {
        SqsScene scene;
        const auto request = SqsScene::fifoRequest("x", "g", "");
        const auto result = scene.api.sendMessage(scene.queue("q.fifo"), request);
        QCOMPARE(codeOf(result), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(result.error().message,
                 std::string("The queue should either have ContentBasedDeduplication enabled or "
                             "MessageDeduplicationId provided explicitly"));
    }

    // SQS-91
    void contentDecidesWithoutAnExplicitId() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo", {{"ContentBasedDeduplication", "true"}});
        const auto first = scene.send(url, "x", "g", "");
        SendMessageRequest again = SqsScene::fifoRequest("x", "g", "");
        again.messageAttributes = {{"a", "String", "other"}};
        QCOMPARE(scene.api.sendMessage(url, again)->messageId, first.messageId);
        QVERIFY(scene.send(url, "x", "g", "explicit").messageId != first.messageId);
        const auto received = scene.receive(url, 10);
        QCOMPARE(received.size(), std::size_t{2});
        QCOMPARE(received[0].attributes.at("MessageDeduplicationId"), sha256Hex("x"));
        QCOMPARE(received[1].attributes.at("MessageDeduplicationId"), std::string("explicit"));
    }

    // SQS-92
    void standardQueuesTakeGroupsInNewProfilesAndNoDeduplicationIds() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        QCOMPARE(codeOf(scene.api.sendMessage(url, SqsScene::fifoRequest("x", "", "1"))),
                 ApiErrorCode::InvalidParameterValue);
        QVERIFY(scene.api.sendMessage(url, SqsScene::fifoRequest("x", "g", "")));
        QCOMPARE(scene.receive(url).front().attributes.at("MessageGroupId"), std::string("g"));
        SqsScene old(*limitsProfile("aws-2023"));
        QCOMPARE(codeOf(old.api.sendMessage(old.queue("q"), SqsScene::fifoRequest("x", "g", ""))),
                 ApiErrorCode::InvalidParameterValue);
    }

    // SQS-97
    void sequenceNumbersIncrease() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        std::string last;
        for (int at = 0; at < 5; ++at) {
            const std::string next = scene.send(url, "x", "g", std::to_string(at)).sequenceNumber;
            QCOMPARE(next.size(), std::size_t{20});
            QVERIFY(next > last);
            last = next;
        }
        const auto received = scene.receive(url, 10);
        QCOMPARE(received.back().attributes.at("SequenceNumber"), last);
    }

    // SQS-106
    void fifoHandlesExpireWithTheirTimeout() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        scene.send(url, "x", "g", "1");
        const std::string handle = scene.receive(url).front().receiptHandle;
        scene.at(30s);
        for (const auto& result : {scene.api.deleteMessage(url, handle),
                                   scene.api.changeMessageVisibility(url, handle, 60)}) {
            QCOMPARE(codeOf(result), ApiErrorCode::InvalidParameterValue);
            QVERIFY(QString::fromStdString(result.error().message)
                        .endsWith("Reason: The receipt handle has expired."));
        }
    }

    // SQS-68, SQS-117
    void fifoCallsHaveQuotasOfTheirOwn() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo", {{"ContentBasedDeduplication", "true"}});
        const auto send = [&](int number) {
            return codeOf(scene.api.sendMessage(
                url, SqsScene::fifoRequest("x" + std::to_string(number), "g", "")));
        };
        for (int at = 0; at < 300; ++at) QCOMPARE(send(at), ApiErrorCode::None);
        QCOMPARE(send(300), ApiErrorCode::RequestThrottled);
        QVERIFY(scene.api.receiveMessage(url, {})); // a bucket of its own
        scene.at(1s);
        std::vector<SendMessageBatchEntry> ten;
        for (int at = 0; at < 10; ++at) {
            ten.push_back(
                {std::to_string(at), SqsScene::fifoRequest("y" + std::to_string(at), "g", "")});
        }
        for (int at = 0; at < 300; ++at) QVERIFY(scene.api.sendMessageBatch(url, ten));
        QCOMPARE(codeOf(scene.api.sendMessageBatch(url, ten)), ApiErrorCode::RequestThrottled);
    }

    // SQS-125
    void keysOfAQueueAreNeeded() {
        SqsScene scene;
        const std::string url = scene.queue("q", {{"KmsMasterKeyId", "key"}});
        const auto send = [&] { return codeOf(scene.api.sendMessage(url, plain("x"))); };
        const auto receive = [&] { return codeOf(scene.api.receiveMessage(url, {})); };
        QCOMPARE(send(), ApiErrorCode::KmsNotFound);
        scene.account.setKey("key", KeyState::Disabled);
        QCOMPARE(send(), ApiErrorCode::KmsDisabled);
        QCOMPARE(receive(), ApiErrorCode::KmsDisabled);
        scene.account.setKey("key", KeyState::Enabled);
        QCOMPARE(send(), ApiErrorCode::None);
        scene.api.keyPermissions.generateDataKey = false;
        QCOMPARE(send(), ApiErrorCode::KmsAccessDenied);
        QCOMPARE(receive(), ApiErrorCode::None);
        scene.api.keyPermissions.decrypt = false;
        QCOMPARE(receive(), ApiErrorCode::KmsAccessDenied);
    }

    // SQS-124
    void encryptionConcernsWhatIsSentLater() {
        SqsScene scene;
        const std::string url = scene.queue("q", {{"SqsManagedSseEnabled", "false"}});
        const auto set = [&](const char* value) {
            QVERIFY(scene.api.setQueueAttributes(url, {{"SqsManagedSseEnabled", value}}));
        };
        scene.send(url, "a");
        set("true");
        scene.send(url, "b");
        set("false");
        std::string states;
        const HostedQueue& queue = *scene.account.find("q");
        queue.queue.withStore([&](const auto& store) {
            store.visitStored(queue.queue.rules(), [&](const StoredView& view) {
                states += view.isEncrypted ? "1" : "0";
            });
        });
        QCOMPARE(states, std::string("01"));
    }
};

SLUICE_TEST(SqsApiFifoTest)

} // namespace sluice::sqs_api_fifo_test

#include "sqs_api_fifo_test.moc"
