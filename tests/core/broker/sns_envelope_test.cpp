// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_envelope.h"
#include "tests/support/test_main.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sluice::sns_envelope_test {

using Json = nlohmann::ordered_json;

namespace {

const std::string kTopic = "arn:aws:sns:us-east-1:000000000000:t";
const std::string kSubscription = kTopic + ":5";

Published message(const std::string& text = "hello") {
    Published published;
    published.messageId = "m-1";
    published.topicArn = kTopic;
    published.message = text;
    published.publishedAt = kRunStart + 1500ms;
    return published;
}

std::vector<std::string> membersOf(const std::string& text) {
    std::vector<std::string> names;
    const Json json = Json::parse(text);
    for (const auto& [name, value] : json.items()) names.push_back(name);
    return names;
}

Subscription to(Protocol protocol, bool isRaw = false) {
    Subscription subscription;
    subscription.protocol = protocol;
    subscription.rawDelivery = isRaw;
    return subscription;
}

std::string header(const HttpRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers) {
        if (key == name) return value;
    }
    return "-";
}

} // namespace

class SnsEnvelopeTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-11, SNS-18
    void theEnvelopeHasItsMembersInOrder() {
        Published published = message();
        published.subject = "greeting";
        published.attributes = {{"kind", "String", "a"},
                                {"raw", "Binary", std::string("\x00\xFF", 2)}};
        const std::string text = notificationJson(published, kSubscription);
        QCOMPARE(membersOf(text),
                 (std::vector<std::string>{"Type",
                                           "MessageId",
                                           "TopicArn",
                                           "Subject",
                                           "Message",
                                           "Timestamp",
                                           "SignatureVersion",
                                           "Signature",
                                           "SigningCertURL",
                                           "UnsubscribeURL",
                                           "MessageAttributes"}));
        const Json json = Json::parse(text);
        QVERIFY(json["Type"] == "Notification");
        QVERIFY(json["Message"] == "hello");
        QVERIFY(json["Subject"] == "greeting");
        QVERIFY(json["Timestamp"] == "1970-01-01T00:00:01.500Z");
        QVERIFY(json["MessageAttributes"]["raw"]["Value"] == "AP8=");
        QVERIFY(json["MessageAttributes"]["kind"]["Type"] == "String");
        QVERIFY(json["UnsubscribeURL"].get<std::string>().find(kSubscription) != std::string::npos);
    }

    // SNS-18
    void theSignatureIsThatOfTheContent() {
        const auto signature = [](const Published& published) {
            return Json::parse(notificationJson(published, kSubscription))["Signature"]
                .get<std::string>();
        };
        QCOMPARE(signature(message("a")).size(), std::size_t{44});
        QCOMPARE(signature(message("a")), signature(message("a")));
        QVERIFY(signature(message("a")) != signature(message("b")));
    }

    // SNS-18
    void fifoTopicsDoNotSign() {
        Published published = message();
        published.sequenceNumber = "10000000000000000256";
        QCOMPARE(membersOf(notificationJson(published, kSubscription)),
                 (std::vector<std::string>{"Type",
                                           "MessageId",
                                           "SequenceNumber",
                                           "TopicArn",
                                           "Message",
                                           "Timestamp",
                                           "UnsubscribeURL"}));
    }

    // SNS-19
    void rawMessagesReachQueuesAsTheyAre() {
        Published published = message("{\"a\":1}");
        published.attributes = {{"kind", "String.Array", "[1]"}};
        const Subscription raw = to(Protocol::Sqs, true);
        QCOMPARE(deliveredBody(published, raw, kSubscription), std::string("{\"a\":1}"));
        QCOMPARE(queueAttributes(published, true), published.attributes);
        QVERIFY(queueAttributes(published, false).empty());
        const LimitsProfile limits;
        published.attributes.resize(10);
        QVERIFY(!hasTooManyRawAttributes(published, limits));
        published.attributes.resize(11);
        QVERIFY(hasTooManyRawAttributes(published, limits));
    }

    // SNS-20
    void rawMessagesToServersSaySoInAHeader() {
        const Subscription raw = to(Protocol::Https, true);
        const HttpRequest request = httpNotification(message(), raw, kSubscription, {});
        QCOMPARE(request.body, std::string("hello"));
        QCOMPARE(header(request, "x-amz-sns-rawdelivery"), std::string("true"));
        QCOMPARE(deliveredBody(message(), to(Protocol::Firehose, true), kSubscription),
                 std::string("hello"));
    }

    // SNS-21
    void theEnvelopeKeepsTheMessageIdOfThePublish() {
        const Json json = Json::parse(deliveredBody(message(), to(Protocol::Sqs), kSubscription));
        QVERIFY(json["MessageId"] == "m-1");
    }

    // SNS-22
    void requestsNameMessageTopicAndSubscription() {
        const HttpRequest request =
            httpNotification(message(), to(Protocol::Http), kSubscription, {});
        QCOMPARE(header(request, "x-amz-sns-message-type"), std::string("Notification"));
        QCOMPARE(header(request, "x-amz-sns-message-id"), std::string("m-1"));
        QCOMPARE(header(request, "x-amz-sns-topic-arn"), kTopic);
        QCOMPARE(header(request, "x-amz-sns-subscription-arn"), kSubscription);
        QCOMPARE(header(request, "content-type"), std::string("text/plain; charset=UTF-8"));
        QCOMPARE(header(request, "x-amz-sns-rawdelivery"), std::string("-"));
        DeliveryPolicy policy;
        policy.contentType = "application/json";
        const auto other = httpNotification(message(), to(Protocol::Http), kSubscription, policy);
        QCOMPARE(header(other, "content-type"), std::string("application/json"));
    }

    // SNS-22
    void confirmationsCarryTokenAndUrl() {
        const HttpRequest request =
            httpConfirmation(ConfirmationKind::Subscription, message(), "tok", kSubscription);
        QCOMPARE(header(request, "x-amz-sns-message-type"),
                 std::string("SubscriptionConfirmation"));
        const Json json = Json::parse(request.body);
        QVERIFY(json["Type"] == "SubscriptionConfirmation");
        QVERIFY(json["Token"] == "tok");
        QVERIFY(json["SubscribeURL"].get<std::string>().find("Token=tok") != std::string::npos);
        QVERIFY(json.contains("Signature"));
        const HttpRequest ended =
            httpConfirmation(ConfirmationKind::Unsubscribe, message(), "tok", kSubscription);
        QVERIFY(Json::parse(ended.body)["Type"] == "UnsubscribeConfirmation");
    }

    // SNS-23
    void functionsGetARecord() {
        const Json json =
            Json::parse(deliveredBody(message(), to(Protocol::Lambda), kSubscription));
        const Json& record = json["Records"][0];
        QVERIFY(record["EventSource"] == "aws:sns");
        QVERIFY(record["EventVersion"] == "1.0");
        QVERIFY(record["EventSubscriptionArn"] == kSubscription);
        QVERIFY(record["Sns"]["Message"] == "hello");
        QVERIFY(record["Sns"]["Subject"].is_null());
        QVERIFY(record["Sns"].contains("SigningCertUrl"));
    }

    void peopleGetTheTextAlone() {
        QCOMPARE(deliveredBody(message(), to(Protocol::Email), kSubscription),
                 std::string("hello"));
        QCOMPARE(deliveredBody(message(), to(Protocol::Sms), kSubscription), std::string("hello"));
        QVERIFY(deliveredBody(message(), to(Protocol::EmailJson), kSubscription).front() == '{');
    }

    // SNS-48
    void deadLettersSayWhy() {
        const auto attributes = deadLetterAttributes("r-1", DeliveryOutcome::ServerError);
        QCOMPARE(attributes.size(), std::size_t{3});
        QCOMPARE(attributes[0].name, std::string("RequestID"));
        QCOMPARE(attributes[0].value, std::string("r-1"));
        QCOMPARE(attributes[1].value, std::string("503"));
        QCOMPARE(attributes[2].name, std::string("ErrorMessage"));
    }

    void bytesThatAreNoTextAreReplaced() {
        const Json json = Json::parse(notificationJson(message("\xFF"), kSubscription));
        QVERIFY(json["Message"] == "\xEF\xBF\xBD");
    }
};

SLUICE_TEST(SnsEnvelopeTest)

} // namespace sluice::sns_envelope_test

#include "sns_envelope_test.moc"
