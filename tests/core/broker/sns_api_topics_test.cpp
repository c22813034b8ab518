// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_api.h"
#include "tests/support/sns_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sns_api_topics_test {

using namespace sluice::test;

class SnsApiTopicsTest : public QObject {
    Q_OBJECT
private slots:
    void namesAreCheckedAtCreation() {
        SnsScene scene;
        for (const std::string& name :
             {std::string(), std::string("a b"), std::string("a.fifo"), std::string(257, 'a')}) {
            QCOMPARE(textOf(scene.api.createTopic({name, {}, {}, {}})),
                     std::string("Invalid parameter: Topic Name"));
        }
        QCOMPARE(codeOf(scene.api.createTopic({"a", {{"FifoTopic", "true"}}, {}, {}})),
                 ApiErrorCode::InvalidParameter);
        QCOMPARE(scene.topic("a_b-1"), topicArn("a_b-1"));
        QCOMPARE(scene.topic(std::string(256, 'a')), topicArn(std::string(256, 'a')));
        QCOMPARE(scene.topic("a.fifo"), topicArn("a.fifo"));
    }

    // SNS-4
    void theSameTopicIsReturnedWhenAttributesAndTagsAgree() {
        SnsScene scene;
        const AttributeTexts attributes{{"DisplayName", "one"}};
        const std::string arn = scene.api.createTopic({"t", attributes, {{"a", "1"}}, {}}).value();
        QCOMPARE(scene.api.createTopic({"t", attributes, {{"a", "1"}}, {}}).value(), arn);
        QCOMPARE(textOf(scene.api.createTopic({"t", {{"DisplayName", "two"}}, {}, {}})),
                 std::string("Invalid parameter: Attributes Reason: Topic already exists with "
                             "different attributes"));
        QCOMPARE(textOf(scene.api.createTopic({"t", attributes, {{"a", "2"}}, {}})),
                 std::string("Invalid parameter: Tags Reason: Topic already exists with different "
                             "tags"));
        QCOMPARE(scene.api.listTopics()->entries.size(), std::size_t{1});
    }

    // SNS-5
    void unknownTopicsAreNotFoundButMayBeDeleted() {
        SnsScene scene;
        const auto missing = scene.api.getTopicAttributes(topicArn("t"));
        QCOMPARE(codeOf(missing), ApiErrorCode::NotFound);
        QCOMPARE(textOf(missing), std::string("Topic does not exist"));
        QVERIFY(scene.api.deleteTopic(topicArn("t")));
        QCOMPARE(textOf(scene.api.deleteTopic("t")),
                 std::string("Invalid parameter: TopicArn Reason: An ARN must have at least 6 "
                             "elements, not 1"));
    }

    // SNS-5
    void aDeletedTopicOrphansItsSubscriptions() {
        SnsScene scene;
        const std::string arn = scene.topic("t");
        const std::string subscription = scene.queue(arn, "q");
        QVERIFY(scene.api.deleteTopic(arn));
        QCOMPARE(codeOf(scene.api.getSubscriptionAttributes(subscription)), ApiErrorCode::NotFound);
        QCOMPARE(codeOf(scene.api.publish(SnsScene::request(arn, "m"))), ApiErrorCode::NotFound);
        scene.topic("t"); // a new topic of the name has no subscriptions
        scene.publish(arn, "m");
        QCOMPARE(scene.texts("q"), std::string());
        QCOMPARE(scene.account.messageCount(), std::size_t{0});
    }

    // SNS-15
    void topicsOfOtherRegionsAreRefused() {
        SnsScene scene;
        scene.topic("t");
        QCOMPARE(codeOf(scene.api.publish(
                     SnsScene::request("arn:aws:sns:eu-west-1:000000000000:t", "m"))),
                 ApiErrorCode::InvalidParameter);
    }

    void attributesAreListedWithCountsAndDefaults() {
        SnsScene scene;
        const std::string arn = scene.topic("t.fifo");
        const AttributeTexts texts = scene.api.getTopicAttributes(arn).value();
        QCOMPARE(texts.at("TopicArn"), arn);
        QCOMPARE(texts.at("Owner"), std::string("000000000000"));
        QCOMPARE(texts.at("SubscriptionsConfirmed"), std::string("0"));
        QCOMPARE(texts.at("FifoTopic"), std::string("true"));
        QCOMPARE(texts.at("ContentBasedDeduplication"), std::string("false"));
        QCOMPARE(texts.at("FifoThroughputScope"), std::string("Topic"));
        QVERIFY(texts.contains("Policy"));
        QVERIFY(texts.contains("EffectiveDeliveryPolicy"));
        QVERIFY(!texts.contains("BeginningArchiveTime"));
    }

    void attributesAreSetByName() {
        SnsScene scene;
        const std::string arn = scene.topic("t");
        QVERIFY(scene.api.setTopicAttributes(arn, "DisplayName", "shop"));
        QCOMPARE(scene.api.getTopicAttributes(arn)->at("DisplayName"), std::string("shop"));
        QCOMPARE(textOf(scene.api.setTopicAttributes(arn, "Nonsense", "1")),
                 std::string("Invalid parameter: AttributeName"));
        QCOMPARE(textOf(scene.api.setTopicAttributes(arn, "SignatureVersion", "3")),
                 std::string("Invalid parameter: SignatureVersion"));
        QCOMPARE(codeOf(scene.api.setTopicAttributes(arn, "FifoTopic", "true")),
                 ApiErrorCode::InvalidParameter);
    }

    void dataProtectionPoliciesAreKeptAsTheyAre() {
        SnsScene scene;
        const std::string arn = scene.topic("t");
        QCOMPARE(scene.api.getDataProtectionPolicy(arn).value(), std::string());
        QVERIFY(scene.api.putDataProtectionPolicy(arn, "{}"));
        QCOMPARE(scene.api.getDataProtectionPolicy(arn).value(), std::string("{}"));
        QVERIFY(!scene.api.putDataProtectionPolicy(arn, std::string(30'721, ' ')));
        QCOMPARE(codeOf(scene.api.getDataProtectionPolicy(topicArn("x"))), ApiErrorCode::NotFound);
    }

    // SNS-2
    void anArchiveTellsItsBeginning() {
        SnsScene scene;
        const std::string arn = scene.topic("t.fifo");
        scene.at(60s);
        QVERIFY(scene.api.setTopicAttributes(
            arn, "ArchivePolicy", R"({"MessageRetentionPeriod":"30"})"));
        QCOMPARE(scene.api.getTopicAttributes(arn)->at("BeginningArchiveTime"),
                 std::string("1970-01-01T00:01:00.000Z"));
        const std::string later =
            scene.topic("later.fifo", {{"ArchivePolicy", R"({"MessageRetentionPeriod":"30"})"}});
        QCOMPARE(scene.api.getTopicAttributes(later)->at("BeginningArchiveTime"),
                 std::string("1970-01-01T00:01:00.000Z"));
    }

    void permissionsBecomeStatements() {
        SnsScene scene;
        const std::string arn = scene.topic("t");
        QVERIFY(scene.api.addPermission(arn, {"label", {"123456789012"}, {"Publish"}}));
        QCOMPARE(textOf(scene.api.addPermission(arn, {"label", {"123456789012"}, {"Publish"}})),
                 std::string("Invalid parameter: Statement already exists"));
        const auto policy = nlohmann::json::parse(scene.api.getTopicAttributes(arn)->at("Policy"));
        QCOMPARE(policy["Statement"].size(), std::size_t{2});
        QVERIFY(policy["Statement"][1]["Action"] == "SNS:Publish");
        QVERIFY(policy["Statement"][1]["Principal"]["AWS"] == "arn:aws:iam::123456789012:root");
        QVERIFY(scene.api.removePermission(arn, "label"));
        QVERIFY(scene.api.getTopicAttributes(arn)->at("Policy").find("label") == std::string::npos);
        QCOMPARE(codeOf(scene.api.addPermission(arn, {"l", {}, {"Publish"}})),
                 ApiErrorCode::InvalidParameter);
        QCOMPARE(codeOf(scene.api.addPermission(topicArn("x"), {"l", {"1"}, {"Publish"}})),
                 ApiErrorCode::NotFound);
    }

    void tagsBelongToResources() {
        SnsScene scene;
        const std::string arn = scene.topic("t");
        QVERIFY(scene.api.tagResource(arn, {{"a", "1"}, {"b", "2"}}));
        QVERIFY(scene.api.untagResource(arn, {"a", "c"}));
        QCOMPARE(scene.api.listTagsForResource(arn).value(), (Tags{{"b", "2"}}));
        QCOMPARE(codeOf(scene.api.listTagsForResource(topicArn("x"))),
                 ApiErrorCode::ResourceNotFoundException);
        Tags many;
        for (int i = 0; i < 51; ++i) many.emplace(std::to_string(i), "x");
        QCOMPARE(codeOf(scene.api.tagResource(arn, many)), ApiErrorCode::TagLimitExceeded);
    }

    // SNS-59
    void listsComeInPagesAndNotTooOften() {
        SnsScene scene;
        for (int i = 100; i < 250; ++i) scene.topic("t" + std::to_string(i));
        const auto first = scene.api.listTopics().value();
        QCOMPARE(first.entries.size(), std::size_t{100});
        const auto second = scene.api.listTopics(first.nextToken).value();
        QCOMPARE(second.entries.size(), std::size_t{50});
        QVERIFY(second.nextToken.empty());
        QCOMPARE(second.entries.front(), topicArn("t200"));
        for (int call = 2; call < 30; ++call) QVERIFY(scene.api.listTopics());
        QCOMPARE(codeOf(scene.api.listTopics()), ApiErrorCode::Throttled);
        scene.at(1s);
        QVERIFY(scene.api.listTopics());
    }

    void anAccountHasSoManyTopics() {
        LimitsProfile limits;
        limits.topicsStandard = 2;
        SnsScene scene(limits);
        scene.topic("a");
        scene.topic("b");
        QCOMPARE(codeOf(scene.api.createTopic({"c", {}, {}, {}})),
                 ApiErrorCode::TopicLimitExceeded);
        scene.topic("c.fifo");
    }
};

SLUICE_TEST(SnsApiTopicsTest)

} // namespace sluice::sns_api_topics_test

#include "sns_api_topics_test.moc"
