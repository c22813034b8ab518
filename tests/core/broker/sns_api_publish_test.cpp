// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_api.h"
#include "tests/support/sns_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sns_api_publish_test {

using namespace sluice::test;

namespace {

PublishBatchEntry entry(const std::string& id, const std::string& message) {
    return {id, SnsScene::request("", message)};
}

} // namespace

class SnsApiPublishTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-1, SNS-21
    void everyQueueGetsTheMessageUnderItsId() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.queue(topic, "a");
        scene.queue(topic, "b");
        const PublishResult result = scene.publish(topic, "hello");
        for (const char* name : {"a", "b"}) {
            const auto received = scene.sqs.receive(queueUrl(name)).front();
            const auto json = nlohmann::json::parse(received.body);
            QVERIFY(json["MessageId"] == result.messageId);
            QVERIFY(json["Message"] == "hello");
            QVERIFY(json["TopicArn"] == topic);
            QVERIFY(received.messageId != result.messageId);
        }
        QCOMPARE(scene.account.messageCount(), std::size_t{0});
    }

    // SNS-10, SNS-11, SNS-13
    void contentIsChecked() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        PublishRequest request = SnsScene::request(topic, "");
        QCOMPARE(textOf(scene.api.publish(request)),
                 std::string("Invalid parameter: Empty message"));
        request.message = std::string(262'145, 'x');
        QCOMPARE(textOf(scene.api.publish(request)),
                 std::string("Invalid parameter: Message too long"));
        request.message = "m";
        request.subject = "a\nb";
        QCOMPARE(textOf(scene.api.publish(request)), std::string("Invalid parameter: Subject"));
        request.subject.clear();
        request.messageAttributes = {{"a", "String", ""}};
        QCOMPARE(codeOf(scene.api.publish(request)), ApiErrorCode::ParameterValueInvalid);
    }

    // SNS-12
    void protocolsGetTheirOwnTexts() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.queue(topic, "q");
        scene.http(topic, "http://x");
        PublishRequest request = SnsScene::request(topic, R"({"default":"d","sqs":"for queues"})");
        request.messageStructure = "json";
        QVERIFY(scene.api.publish(request));
        QCOMPARE(scene.texts("q"), std::string("for queues "));
        const auto body = nlohmann::json::parse(scene.account.sent().back().request.body);
        QVERIFY(body["Message"] == "d");
        request.message = "{}";
        QCOMPARE(textOf(scene.api.publish(request)),
                 std::string("Invalid parameter: Message Structure - No default entry in JSON "
                             "message body"));
        request.messageStructure = "xml";
        QCOMPARE(codeOf(scene.api.publish(request)), ApiErrorCode::InvalidParameter);
    }

    // SNS-14
    void exactlyOneDestinationIsGiven() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        PublishRequest request = SnsScene::request("", "m");
        QCOMPARE(textOf(scene.api.publish(request)),
                 std::string("Invalid parameter: TopicArn or TargetArn Reason: no value for "
                             "required parameter"));
        request.targetArn = topic;
        QVERIFY(scene.api.publish(request));
        request.phoneNumber = "+4912345";
        QCOMPARE(codeOf(scene.api.publish(request)), ApiErrorCode::InvalidParameter);
    }

    // SNS-16
    void batchesAreCheckedAsAWhole() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        const auto code = [&](const std::vector<PublishBatchEntry>& entries) {
            return codeOf(scene.api.publishBatch(topic, entries));
        };
        QCOMPARE(code({}), ApiErrorCode::TopicEmptyBatch);
        QCOMPARE(code(std::vector<PublishBatchEntry>(11, entry("a", "m"))),
                 ApiErrorCode::TopicTooManyEntries);
        QCOMPARE(code({entry("a b", "m")}), ApiErrorCode::TopicInvalidBatchId);
        QCOMPARE(code({entry(std::string(81, 'a'), "m")}), ApiErrorCode::TopicInvalidBatchId);
        QCOMPARE(code({entry("a", "m"), entry("a", "m")}), ApiErrorCode::TopicBatchIdsNotDistinct);
        const std::string half(131'073, 'x');
        QCOMPARE(code({entry("a", half), entry("b", half)}), ApiErrorCode::TopicBatchTooLong);
        QCOMPARE(codeOf(scene.api.publishBatch(topicArn("x"), {entry("a", "m")})),
                 ApiErrorCode::NotFound);
    }

    // SNS-16
    void wrongEntriesOfABatchFailAlone() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.queue(topic, "q");
        const auto result =
            scene.api.publishBatch(topic, {entry("a", "1"), entry("b", ""), entry("c", "3")})
                .value();
        QCOMPARE(result.successful.size(), std::size_t{2});
        QCOMPARE(result.successful.back().id, std::string("c"));
        QCOMPARE(result.failed.front().id, std::string("b"));
        QCOMPARE(result.failed.front().error.code, ApiErrorCode::InvalidParameter);
        QCOMPARE(scene.texts("q"), std::string("1 3 "));
    }

    // SNS-17
    void fifoTopicsNeedGroupAndDeduplication() {
        SnsScene scene;
        const std::string topic = scene.topic("t.fifo");
        const auto text = [&](const std::string& group, const std::string& dedup) {
            return textOf(scene.api.publish(SnsScene::fifoRequest(topic, "m", group, dedup)));
        };
        QCOMPARE(text("", "d"),
                 std::string("Invalid parameter: The MessageGroupId parameter is required for FIFO "
                             "topics"));
        QCOMPARE(text("g", ""),
                 std::string("Invalid parameter: The topic should either have "
                             "ContentBasedDeduplication enabled or MessageDeduplicationId provided "
                             "explicitly"));
        QCOMPARE(text("g", "d"), std::string());
        QVERIFY(!text("a b", "d").empty());
        QVERIFY(scene.api.setTopicAttributes(topic, "ContentBasedDeduplication", "true"));
        QCOMPARE(text("g", ""), std::string());
    }

    // SNS-17
    void standardTopicsPassGroupsOnToFairQueues() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.queue(topic, "q");
        QVERIFY(scene.api.publish(SnsScene::fifoRequest(topic, "m", "tenant", "")));
        const auto received = scene.sqs.receive(queueUrl("q")).front();
        QCOMPARE(received.attributes.at("MessageGroupId"), std::string("tenant"));
        QVERIFY(textOf(scene.api.publish(SnsScene::fifoRequest(topic, "m", "", "d")))
                    .find("MessageDeduplicationId")
                != std::string::npos);
    }

    // SNS-51
    void duplicatesReturnTheFirstResult() {
        SnsScene scene;
        const std::string topic = scene.topic("t.fifo");
        scene.queue(topic, "q.fifo");
        const auto first = scene.api.publish(SnsScene::fifoRequest(topic, "m", "g", "d")).value();
        const auto second = scene.api.publish(SnsScene::fifoRequest(topic, "n", "g", "d")).value();
        QCOMPARE(second.messageId, first.messageId);
        QCOMPARE(second.sequenceNumber, first.sequenceNumber);
        QCOMPARE(first.sequenceNumber.size(), std::size_t{20});
        QCOMPARE(scene.texts("q.fifo"), std::string("m "));
    }

    // SNS-53
    void fifoQueuesGetGroupAndDeduplicationIdAndStandardQueuesDoNot() {
        SnsScene scene;
        const std::string topic = scene.topic("t.fifo");
        scene.queue(topic, "q.fifo");
        scene.queue(topic, "q");
        QVERIFY(scene.api.publish(SnsScene::fifoRequest(topic, "m", "g", "d")));
        const auto fifo = scene.sqs.receive(queueUrl("q.fifo")).front();
        QCOMPARE(fifo.attributes.at("MessageGroupId"), std::string("g"));
        QCOMPARE(fifo.attributes.at("MessageDeduplicationId"), std::string("d"));
        QVERIFY(nlohmann::json::parse(fifo.body).contains("SequenceNumber"));
        const auto standard = scene.sqs.receive(queueUrl("q")).front();
        QVERIFY(!standard.attributes.contains("MessageGroupId"));
        QVERIFY(!standard.attributes.contains("MessageDeduplicationId"));
    }

    // SNS-58
    void anEncryptedTopicAsksForThePublishersKey() {
        SnsScene scene;
        const std::string topic = scene.topic("t", {{"KmsMasterKeyId", "alias/aws/sns"}});
        scene.queue(topic, "q");
        scene.publish(topic, "m");
        scene.api.keyPermissions.decrypt = false;
        QCOMPARE(codeOf(scene.api.publish(SnsScene::request(topic, "m"))),
                 ApiErrorCode::TopicKmsAccessDenied);
        QVERIFY(scene.api.publish(SnsScene::request(scene.topic("plain"), "m")));
        scene.api.keyPermissions = {};
        scene.sqs.account.setKey("alias/own", KeyState::Disabled);
        QVERIFY(scene.api.setTopicAttributes(topic, "KmsMasterKeyId", "alias/own"));
        QCOMPARE(codeOf(scene.api.publish(SnsScene::request(topic, "m"))),
                 ApiErrorCode::TopicKmsDisabled);
        scene.sqs.account.setKey("alias/own", KeyState::Missing);
        QCOMPARE(codeOf(scene.api.publish(SnsScene::request(topic, "m"))),
                 ApiErrorCode::TopicKmsNotFound);
        scene.sqs.account.setKey("alias/own", KeyState::Enabled);
        scene.api.keyPermissions = {false, true};
        QCOMPARE(codeOf(scene.api.publishBatch(topic, {entry("a", "m")})),
                 ApiErrorCode::TopicKmsAccessDenied);
    }

    // SNS-60
    void aboveTheQuotaPublishingIsThrottledAndBatchesCountByEntries() {
        LimitsProfile limits;
        limits.publishesPerSecond = 12;
        SnsScene scene(limits);
        const std::string topic = scene.topic("t");
        const std::vector<PublishBatchEntry> ten = [] {
            std::vector<PublishBatchEntry> entries;
            for (int i = 0; i < 10; ++i) entries.push_back(entry(std::to_string(i), "m"));
            return entries;
        }();
        QVERIFY(scene.api.publishBatch(topic, ten));
        const auto refusedBatch = scene.api.publishBatch(topic, ten);
        QCOMPARE(codeOf(refusedBatch), ApiErrorCode::Throttled);
        QCOMPARE(textOf(refusedBatch), std::string("Rate exceeded"));
        QVERIFY(scene.api.publish(SnsScene::request(topic, "m")));
        QVERIFY(scene.api.publish(SnsScene::request(topic, "m")));
        QCOMPARE(codeOf(scene.api.publish(SnsScene::request(topic, "m"))), ApiErrorCode::Throttled);
        scene.at(1s);
        QVERIFY(scene.api.publishBatch(topic, ten));
    }

    // SNS-56, SNS-60
    void groupsAboveTheirQuotaFailAlone() {
        LimitsProfile limits;
        limits.fifoPublishesPerSecondPerGroup = 1;
        SnsScene scene(limits);
        const std::string topic = scene.topic("t.fifo", {{"FifoThroughputScope", "MessageGroup"}});
        const auto result = scene.api
                                .publishBatch(topic,
                                              {{"a", SnsScene::fifoRequest("", "m", "g", "1")},
                                               {"b", SnsScene::fifoRequest("", "m", "g", "2")},
                                               {"c", SnsScene::fifoRequest("", "m", "h", "3")}})
                                .value();
        QCOMPARE(result.successful.size(), std::size_t{2});
        QCOMPARE(result.failed.size(), std::size_t{1});
        QCOMPARE(result.failed.front().id, std::string("b"));
        QCOMPARE(result.failed.front().error.code, ApiErrorCode::Throttled);
    }

    // SNS-61
    void filtersDecideWhoGetsWhat() {
        SnsScene scene;
        const std::string topic = scene.topic("t");
        scene.queue(topic, "A");
        scene.queue(topic, "B", {{"FilterPolicy", R"({"t":["x"]})"}});
        scene.queue(topic, "C", {{"FilterPolicy", R"({"t":[{"anything-but":"x"}]})"}});
        const auto receivers = [&](const MessageAttributes& attributes) {
            PublishRequest request = SnsScene::request(topic, "m");
            request.messageAttributes = attributes;
            scene.api.publish(request).value();
            std::string names;
            for (const char* name : {"A", "B", "C"}) {
                if (!scene.texts(name).empty()) names += name;
            }
            return names;
        };
        QCOMPARE(receivers({{"t", "String", "x"}}), std::string("AB"));
        QCOMPARE(receivers({{"t", "String", "y"}}), std::string("AC"));
        QCOMPARE(receivers({}), std::string("A"));
    }
};

SLUICE_TEST(SnsApiPublishTest)

} // namespace sluice::sns_api_publish_test

#include "sns_api_publish_test.moc"
