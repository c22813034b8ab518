// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "core/broker/sqs_api.h"
#include "tests/support/sqs_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sqs_api_queues_test {

namespace {

using namespace sluice::test;

std::string byQueue(const std::string& name) {
    return "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"" + queueArn(name) + "\"]}";
}

} // namespace

class SqsApiQueuesTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-1, SQS-2
    void namesAreCheckedAtCreation() {
        SqsScene scene;
        const std::vector<CreateQueueRequest> wrong{
            {"a b", {}, {}}, {"a.fifo", {}, {}}, {"a", {{"FifoQueue", "true"}}, {}}};
        for (const auto& request : wrong)
            QCOMPARE(codeOf(scene.api.createQueue(request)), ApiErrorCode::InvalidParameterValue);
        QVERIFY(scene.api.createQueue({"a.fifo", {{"FifoQueue", "true"}}, {}}));
        scene.queue("Case");
        QCOMPARE(codeOf(scene.api.getQueueUrl("case")), ApiErrorCode::QueueDoesNotExist);
    }

    // SQS-3
    void anExistingQueueIsReturnedWhenGivenAttributesAgree() {
        SqsScene scene;
        const std::string url = scene.queue("q", {{"DelaySeconds", "7"}});
        QCOMPARE(scene.api.createQueue({"q", {}, {}}).value(), url);
        QCOMPARE(scene.api.createQueue({"q", {{"DelaySeconds", "7"}}, {}}).value(), url);
        const auto other = scene.api.createQueue({"q", {{"DelaySeconds", "8"}}, {}});
        QCOMPARE(codeOf(other), ApiErrorCode::QueueNameExists);
        QVERIFY(other.error().message.find("DelaySeconds") != std::string::npos);
    }

    // SQS-4
    void tagsAreNotCompared() {
        SqsScene scene;
        const std::string url = scene.api.createQueue({"q", {}, {{"a", "1"}}}).value();
        QCOMPARE(scene.api.createQueue({"q", {}, {{"a", "2"}}}).value(), url);
        QCOMPARE(scene.api.listQueueTags(url)->at("a"), std::string("1"));
    }

    // SQS-5
    void wrongAttributesAreRefusedByTheirCodes() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        const auto set = [&](const AttributeTexts& given) {
            return codeOf(scene.api.setQueueAttributes(url, given));
        };
        QCOMPARE(set({{"FifoQueue", "true"}}), ApiErrorCode::InvalidAttributeValue);
        QCOMPARE(set({{"DeduplicationScope", "queue"}}), ApiErrorCode::InvalidAttributeName);
        QCOMPARE(set({{"Nonsense", "1"}}), ApiErrorCode::InvalidAttributeName);
        QCOMPARE(set({{"DelaySeconds", "901"}}), ApiErrorCode::InvalidAttributeValue);
        QCOMPARE(set({}), ApiErrorCode::MissingParameter);
    }

    // SQS-6
    void attributesAreReturnedByName() {
        SqsScene scene;
        scene.at(5s);
        const std::string url = scene.queue("q");
        QVERIFY(scene.api.getQueueAttributes(url, {})->empty());
        const AttributeTexts all = scene.api.getQueueAttributes(url, {"All"}).value();
        QCOMPARE(all.size(), std::size_t{12});
        QCOMPARE(all.at("QueueArn"), std::string("arn:aws:sqs:us-east-1:000000000000:q"));
        QCOMPARE(all.at("CreatedTimestamp"), std::string("5"));
        QCOMPARE(all.at("ApproximateNumberOfMessages"), std::string("0"));
        QCOMPARE(scene.api.getQueueAttributes(url, {"VisibilityTimeout"})->size(), std::size_t{1});
        QVERIFY(scene.api.getQueueAttributes(url, {"RedrivePolicy"})->empty());
        QCOMPARE(codeOf(scene.api.getQueueAttributes(url, {"x"})),
                 ApiErrorCode::InvalidAttributeName);
    }

    // SQS-6, SQS-129
    void countsAreThoseOfTheStates() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        for (const char* body : {"a", "b"}) scene.send(url, body);
        SendMessageRequest delayed;
        delayed.messageBody = "c";
        delayed.delaySeconds = 5;
        QVERIFY(scene.api.sendMessage(url, delayed));
        scene.receive(url);
        QCOMPARE(scene.attribute(url, "ApproximateNumberOfMessages"), std::string("1"));
        QCOMPARE(scene.attribute(url, "ApproximateNumberOfMessagesNotVisible"), std::string("1"));
        QCOMPARE(scene.attribute(url, "ApproximateNumberOfMessagesDelayed"), std::string("1"));
    }

    // SQS-7
    void anEmptyRedrivePolicyRemovesIt() {
        SqsScene scene;
        scene.queue("d");
        const std::string url = scene.queue("q", {{"RedrivePolicy", redriveTo("d", 3)}});
        QCOMPARE(scene.attribute(url, "RedrivePolicy"), redriveTo("d", 3));
        QVERIFY(scene.api.setQueueAttributes(url, {{"RedrivePolicy", ""}}));
        QCOMPARE(scene.attribute(url, "RedrivePolicy"), std::string("-"));
    }

    // SQS-8
    void attributesMayTakeTheirTime() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        HostedQueue& queue = *scene.account.find("q");
        QueueAttributes slow = queue.attributes;
        slow.rules.attributePropagation = 60s;
        slow.rules.visibilityTimeout = 5s;
        scene.account.change(queue, slow);
        scene.at(59s);
        QCOMPARE(queue.queue.rules().visibilityTimeout, Duration(30s));
        scene.at(60s);
        QCOMPARE(queue.queue.rules().visibilityTimeout, Duration(5s));
        scene.send(url, "a");
        QVERIFY(scene.api.setQueueAttributes(url, {{"MessageRetentionPeriod", "60"}}));
        scene.at(121s);
        QCOMPARE(scene.bodies(url), std::string()); // lower retention expires what is stored
    }

    // SQS-9
    void aNewDelayConcernsStoredMessagesOfFifoQueuesOnly() {
        SqsScene scene;
        const std::string standard = scene.queue("q", {{"DelaySeconds", "10"}});
        const std::string fifo = scene.queue("q.fifo", {{"DelaySeconds", "10"}});
        scene.send(standard, "s");
        scene.send(fifo, "f", "g", "1");
        for (const std::string& url : {standard, fifo}) {
            QVERIFY(scene.api.setQueueAttributes(url, {{"DelaySeconds", "0"}}));
        }
        QCOMPARE(scene.bodies(standard), std::string());
        QCOMPARE(scene.bodies(fifo), std::string("f "));
        scene.at(10s);
        QCOMPARE(scene.bodies(standard), std::string("s "));
    }

    // SQS-10
    void aNewVisibilityTimeoutConcernsLaterReceivesOnly() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, "a");
        QCOMPARE(scene.bodies(url), std::string("a "));
        QVERIFY(scene.api.setQueueAttributes(url, {{"VisibilityTimeout", "5"}}));
        scene.at(29s);
        QCOMPARE(scene.bodies(url), std::string());
        scene.at(30s);
        QCOMPARE(scene.bodies(url), std::string("a "));
        scene.at(35s);
        QCOMPARE(scene.bodies(url), std::string("a "));
    }

    // SQS-11
    void deletingAQueueDeletesItsMessages() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, "a");
        QVERIFY(scene.api.deleteQueue(url));
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
        QCOMPARE(codeOf(scene.api.deleteQueue(url)), ApiErrorCode::QueueDoesNotExist);
    }

    // SQS-11
    void aDeletedQueueMayTakeCallsForAWhile() {
        SqsScene scene;
        scene.account.deletePropagation = 60s;
        const std::string url = scene.queue("q");
        QVERIFY(scene.api.deleteQueue(url));
        scene.at(59s);
        scene.send(url, "a");
        scene.at(60s);
        QCOMPARE(codeOf(scene.api.purgeQueue(url)), ApiErrorCode::QueueDoesNotExist);
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
    }

    // SQS-12
    void aNameRestsForSixtySeconds() {
        SqsScene scene;
        scene.queue("other");
        QVERIFY(scene.api.deleteQueue(scene.queue("q")));
        scene.at(59999ms);
        const auto early = scene.api.createQueue({"q", {}, {}});
        QCOMPARE(codeOf(early), ApiErrorCode::QueueDeletedRecently);
        QCOMPARE(early.error().message,
                 std::string("You must wait 60 seconds after deleting a queue before you can "
                             "create another with the same name."));
        scene.at(60s);
        QVERIFY(scene.api.createQueue({"q", {}, {}}));
    }

    // SQS-13
    void purgingRemovesEverythingOnceAMinute() {
        SqsScene scene;
        const std::string url = scene.queue("q", {{"DelaySeconds", "0"}});
        const std::string other = scene.queue("other");
        scene.send(url, "a");
        scene.send(url, "b");
        QCOMPARE(scene.receive(url).size(), std::size_t{1});
        SendMessageRequest delayed;
        delayed.messageBody = "c";
        delayed.delaySeconds = 5;
        QVERIFY(scene.api.sendMessage(url, delayed));
        QVERIFY(scene.api.purgeQueue(url));
        QCOMPARE(scene.account.messages().size(), std::size_t{0});
        scene.at(59999ms);
        const auto again = scene.api.purgeQueue(url);
        QCOMPARE(codeOf(again), ApiErrorCode::PurgeQueueInProgress);
        QCOMPARE(again.error().message,
                 std::string("Only one PurgeQueue operation on q is allowed every 60 seconds."));
        QVERIFY(scene.api.purgeQueue(other));
        scene.at(60s);
        QVERIFY(scene.api.purgeQueue(url));
    }

    // SQS-14
    void purgingForgetsDeduplicationIds() {
        SqsScene scene;
        const std::string url = scene.queue("q.fifo");
        scene.send(url, "a", "g", "k");
        QVERIFY(scene.api.purgeQueue(url));
        scene.send(url, "b", "g", "k");
        QCOMPARE(scene.bodies(url), std::string("b "));
    }

    // SQS-15
    void aPurgeMayTakeItsTime() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        HostedQueue& queue = *scene.account.find("q");
        QueueAttributes slow = queue.attributes;
        slow.rules.purgeDuration = 60s;
        scene.account.change(queue, slow);
        scene.send(url, "before");
        const std::string handle = scene.receive(url).front().receiptHandle;
        scene.send(url, "visible");
        QVERIFY(scene.api.purgeQueue(url));
        scene.at(10s);
        QCOMPARE(scene.bodies(url), std::string("visible "));
        scene.send(url, "during");
        scene.at(60s);
        QCOMPARE(scene.bodies(url), std::string());
        QVERIFY(scene.api.deleteMessage(url, handle));
        scene.send(url, "after");
        QCOMPARE(scene.bodies(url), std::string("after "));
    }

    // SQS-16
    void unknownQueuesDoNotExist() {
        SqsScene scene;
        const std::string url = queueUrl("none");
        const auto none = ApiErrorCode::QueueDoesNotExist;
        QCOMPARE(codeOf(scene.api.getQueueUrl("none")), none);
        QCOMPARE(codeOf(scene.api.deleteQueue(url)), none);
        QCOMPARE(codeOf(scene.api.purgeQueue(url)), none);
        QCOMPARE(codeOf(scene.api.getQueueAttributes(url, {"All"})), none);
        QCOMPARE(codeOf(scene.api.setQueueAttributes(url, {{"DelaySeconds", "1"}})), none);
        QCOMPARE(codeOf(scene.api.sendMessage(url, {})), none);
        QCOMPARE(codeOf(scene.api.sendMessageBatch(url, {})), none);
        QCOMPARE(codeOf(scene.api.receiveMessage(url, {})), none);
        QCOMPARE(codeOf(scene.api.deleteMessage(url, "x")), none);
        QCOMPARE(codeOf(scene.api.deleteMessageBatch(url, {})), none);
        QCOMPARE(codeOf(scene.api.changeMessageVisibility(url, "x", 1)), none);
        QCOMPARE(codeOf(scene.api.changeMessageVisibilityBatch(url, {})), none);
        QCOMPARE(codeOf(scene.api.listDeadLetterSourceQueues({url, "", {}, ""})), none);
        QCOMPARE(codeOf(scene.api.tagQueue(url, {{"a", "b"}})), none);
        QCOMPARE(codeOf(scene.api.untagQueue(url, {"a"})), none);
        QCOMPARE(codeOf(scene.api.listQueueTags(url)), none);
        QCOMPARE(codeOf(scene.api.addPermission(url, {})), none);
        QCOMPARE(codeOf(scene.api.removePermission(url, "x")), none);
        QCOMPARE(codeOf(scene.api.purgeQueue("")), ApiErrorCode::MissingParameter);
    }

    // SQS-17
    void listsAreInPagesWhenAskedFor() {
        SqsScene scene;
        for (const char* name : {"a1", "a2", "a3", "A4", "b1"}) scene.queue(name);
        QCOMPARE(scene.api.listQueues({})->queueUrls.size(), std::size_t{5});
        QCOMPARE(scene.api.listQueues({"", "A", {}, ""})->queueUrls,
                 std::vector<std::string>{queueUrl("A4")});
        ListRequest request{"", "a", 2, ""};
        const ListResult first = scene.api.listQueues(request).value();
        QCOMPARE(first.queueUrls, (std::vector<std::string>{queueUrl("a1"), queueUrl("a2")}));
        QVERIFY(!first.nextToken.empty());
        request.nextToken = first.nextToken;
        const ListResult second = scene.api.listQueues(request).value();
        QCOMPARE(second.queueUrls, std::vector<std::string>{queueUrl("a3")});
        QVERIFY(second.nextToken.empty());
        for (const std::int64_t most : {0, 1001}) {
            request.maxResults = most;
            QCOMPARE(codeOf(scene.api.listQueues(request)), ApiErrorCode::InvalidParameterValue);
        }
    }

    // SQS-17
    void listsHoldAThousand() {
        SqsScene scene;
        for (int at = 0; at < 1001; ++at) scene.queue("q" + std::to_string(at));
        const ListResult all = scene.api.listQueues({}).value();
        QCOMPARE(all.queueUrls.size(), std::size_t{1000});
        QVERIFY(all.nextToken.empty());
    }

    void permissionsChangeThePolicy() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        QVERIFY(scene.api.addPermission(url, {"one", {"111122223333"}, {"SendMessage"}}));
        QVERIFY(scene.attribute(url, "Policy").find("\"Sid\":\"one\"") != std::string::npos);
        QVERIFY(scene.api.removePermission(url, "one"));
        QCOMPARE(scene.attribute(url, "Policy"), std::string("-"));
        QVERIFY(!scene.api.removePermission(url, "one"));
    }

    void tagsAreAddedAndTakenAway() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        QVERIFY(scene.api.tagQueue(url, {{"a", "1"}, {"b", "2"}}));
        QVERIFY(scene.api.tagQueue(url, {{"a", "3"}}));
        QVERIFY(scene.api.untagQueue(url, {"b", "none"}));
        QCOMPARE(scene.api.listQueueTags(url).value(), (Tags{{"a", "3"}}));
        QCOMPARE(codeOf(scene.api.tagQueue(url, {})), ApiErrorCode::MissingParameter);
        QCOMPARE(codeOf(scene.api.tagQueue(url, {{"", "1"}})), ApiErrorCode::InvalidParameterValue);
    }

    // SQS-69
    void theDeadLetterQueueMustExistAndBeOfTheSameType() {
        SqsScene scene;
        scene.queue("d");
        scene.queue("d.fifo");
        const std::string url = scene.queue("q");
        const auto set = [&](const std::string& target) {
            return codeOf(
                scene.api.setQueueAttributes(url, {{"RedrivePolicy", redriveTo(target, 3)}}));
        };
        QCOMPARE(set("none"), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(set("d.fifo"), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(set("d"), ApiErrorCode::None);
        QCOMPARE(codeOf(scene.api.setQueueAttributes(
                     url,
                     {{"RedrivePolicy",
                       R"({"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:000000000000:d",)"
                       R"("maxReceiveCount":3})"}})),
                 ApiErrorCode::InvalidParameterValue);
    }

    // SQS-79
    void theDeadLetterQueueSaysWhoMayUseIt() {
        SqsScene scene;
        const std::string dead = scene.queue("d");
        const std::string url = scene.queue("q");
        const auto allow = [&](const std::string& policy) {
            QVERIFY(scene.api.setQueueAttributes(dead, {{"RedriveAllowPolicy", policy}}));
        };
        const auto set = [&] {
            return codeOf(
                scene.api.setQueueAttributes(url, {{"RedrivePolicy", redriveTo("d", 3)}}));
        };
        allow(R"({"redrivePermission":"denyAll"})");
        QCOMPARE(set(), ApiErrorCode::InvalidParameterValue);
        allow(byQueue("x"));
        QCOMPARE(set(), ApiErrorCode::InvalidParameterValue);
        allow(byQueue("q"));
        QCOMPARE(set(), ApiErrorCode::None);
        allow(R"({"redrivePermission":"allowAll"})");
        QCOMPARE(set(), ApiErrorCode::None);
    }

    // SQS-119
    void highThroughputNeedsTheScopeOfGroups() {
        SqsScene scene;
        AttributeTexts given{{"FifoQueue", "true"}, {"FifoThroughputLimit", "perMessageGroupId"}};
        QCOMPARE(codeOf(scene.api.createQueue({"q.fifo", given, {}})),
                 ApiErrorCode::InvalidAttributeValue);
        given["DeduplicationScope"] = "messageGroup";
        QVERIFY(scene.api.createQueue({"q.fifo", given, {}}));
    }

    // PROF-2
    void otherLimitsConcernNewRequestsOnly() {
        SqsScene scene;
        const std::string url = scene.queue("q");
        scene.send(url, std::string(300000, 'x'));
        scene.account.setLimits(*limitsProfile("aws-2023"));
        SendMessageRequest large;
        large.messageBody = std::string(262145, 'y');
        QCOMPARE(codeOf(scene.api.sendMessage(url, large)), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(scene.receive(url).front().body.size(), std::size_t{300000});
    }
};

SLUICE_TEST(SqsApiQueuesTest)

} // namespace sluice::sqs_api_queues_test

#include "sqs_api_queues_test.moc"
