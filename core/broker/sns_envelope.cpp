// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_envelope.h"

#include "core/broker/arn.h"
#include "core/broker/base64.h"
#include "core/broker/hashing.h"
#include "core/broker/topic_names.h"
#include "core/broker/topic_protocols.h"

#include <nlohmann/json.hpp>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

/// Of the topic's region.
std::string serviceUrl(std::string_view topicArn) {
    const auto arn = parseArn(topicArn);
    return "https://sns." + std::string(arn ? arn->region : ServicePlace{}.region)
           + ".amazonaws.com/";
}

std::string textOf(const OrderedJson& json) {
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string unsubscribeUrl(std::string_view subscriptionArn) {
    std::string url = serviceUrl(subscriptionArn);
    url += "?Action=Unsubscribe&SubscriptionArn=";
    url += subscriptionArn;
    return url;
}

std::string certificateUrl(std::string_view topicArn) {
    return serviceUrl(topicArn) + "SimpleNotificationService-"
           + sha256Hex("certificate").substr(0, 32) + ".pem";
}

/// The named members, each on a line of its own after its name: what the service signs.
std::string signatureOf(const OrderedJson& json, std::initializer_list<const char*> members) {
    std::string text;
    for (const char* member : members) {
        if (!json.contains(member)) continue;
        text.append(member).append("\n").append(json[member].get<std::string>()).append("\n");
    }
    const std::string digest = sha256Hex(text);
    std::string bytes;
    for (std::size_t at = 0; at < digest.size(); at += 2) {
        bytes += static_cast<char>(std::stoi(digest.substr(at, 2), nullptr, 16));
    }
    return base64(bytes);
}

void addSignature(OrderedJson& json,
                  const Published& published,
                  std::initializer_list<const char*> signedMembers,
                  const char* certificate) {
    if (!published.sequenceNumber.empty() || !published.isSigned) return;
    json["SignatureVersion"] = std::to_string(published.signatureVersion);
    json["Signature"] = signatureOf(json, signedMembers);
    json[certificate] = certificateUrl(published.topicArn);
}

bool isBinary(const MessageAttribute& attribute) {
    return attribute.type.substr(0, attribute.type.find('.')) == "Binary";
}

OrderedJson attributesOf(const Published& published) {
    OrderedJson json = OrderedJson::object();
    for (const MessageAttribute& attribute : published.attributes) {
        OrderedJson& entry = json[attribute.name];
        entry["Type"] = attribute.type;
        entry["Value"] = isBinary(attribute) ? base64(attribute.value) : attribute.value;
    }
    return json;
}

/// Members up to Timestamp.
OrderedJson beginOf(const Published& published) {
    OrderedJson json;
    json["Type"] = "Notification";
    json["MessageId"] = published.messageId;
    if (!published.sequenceNumber.empty()) json["SequenceNumber"] = published.sequenceNumber;
    json["TopicArn"] = published.topicArn;
    if (!published.subject.empty()) json["Subject"] = published.subject;
    json["Message"] = published.message;
    json["Timestamp"] = toIsoText(published.publishedAt);
    return json;
}

constexpr auto kSignedOfNotification = {
    "Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"};
constexpr auto kSignedOfConfirmation = {
    "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"};

} // namespace

std::string notificationJson(const Published& published, std::string_view subscriptionArn) {
    OrderedJson json = beginOf(published);
    addSignature(json, published, kSignedOfNotification, "SigningCertURL");
    json["UnsubscribeURL"] = unsubscribeUrl(subscriptionArn);
    if (!published.attributes.empty()) json["MessageAttributes"] = attributesOf(published);
    return textOf(json);
}

// Functions see two of the names spelled differently, and every member always.
std::string lambdaEvent(const Published& published, std::string_view subscriptionArn) {
    OrderedJson sns = beginOf(published);
    addSignature(sns, published, kSignedOfNotification, "SigningCertUrl");
    sns["UnsubscribeUrl"] = unsubscribeUrl(subscriptionArn);
    if (published.subject.empty()) sns["Subject"] = nullptr;
    sns["MessageAttributes"] = attributesOf(published);
    OrderedJson record;
    record["EventSource"] = "aws:sns";
    record["EventVersion"] = "1.0";
    record["EventSubscriptionArn"] = std::string(subscriptionArn);
    record["Sns"] = std::move(sns);
    OrderedJson event;
    event["Records"] = OrderedJson::array({std::move(record)});
    return textOf(event);
}

std::string deliveredBody(const Published& published,
                          const Subscription& subscription,
                          std::string_view subscriptionArn) {
    switch (subscription.protocol) {
    case Protocol::Lambda:
        return lambdaEvent(published, subscriptionArn);
    case Protocol::Email:
    case Protocol::Sms:
    case Protocol::Application:
        return published.message;
    default:
        return subscription.rawDelivery ? published.message
                                        : notificationJson(published, subscriptionArn);
    }
}

MessageAttributes queueAttributes(const Published& published, bool isRaw) {
    return isRaw ? published.attributes : MessageAttributes{};
}

bool hasTooManyRawAttributes(const Published& published, const LimitsProfile& limits) {
    return static_cast<std::int64_t>(published.attributes.size()) > limits.maxMessageAttributes;
}

MessageAttributes deadLetterAttributes(std::string_view requestId, DeliveryOutcome outcome) {
    const auto with = [&](std::string_view code, std::string_view message) {
        return MessageAttributes{{"RequestID", "String", std::string(requestId)},
                                 {"ErrorCode", "String", std::string(code)},
                                 {"ErrorMessage", "String", std::string(message)}};
    };
    switch (outcome) {
    case DeliveryOutcome::ClientError:
        return with("400", "The subscriber refused the message.");
    case DeliveryOutcome::ServerError:
        return with("503", "The subscriber answered with a server error, or could not be reached.");
    case DeliveryOutcome::Throttled:
        return with("429", "The subscriber took no more messages.");
    case DeliveryOutcome::Success:
        break;
    }
    return {};
}

namespace {

HttpRequest requestOf(std::string_view type,
                      const Published& published,
                      std::string_view subscriptionArn,
                      std::string_view contentType) {
    HttpRequest request;
    request.headers = {{"x-amz-sns-message-type", std::string(type)},
                       {"x-amz-sns-message-id", published.messageId},
                       {"x-amz-sns-topic-arn", published.topicArn},
                       {"x-amz-sns-subscription-arn", std::string(subscriptionArn)},
                       {"content-type", std::string(contentType)}};
    return request;
}

constexpr std::string_view kPlainText = "text/plain; charset=UTF-8";

} // namespace

HttpRequest httpNotification(const Published& published,
                             const Subscription& subscription,
                             std::string_view subscriptionArn,
                             const DeliveryPolicy& policy) {
    HttpRequest request =
        requestOf("Notification",
                  published,
                  subscriptionArn,
                  policy.contentType.empty() ? kPlainText : std::string_view(policy.contentType));
    if (subscription.rawDelivery) request.headers.emplace_back("x-amz-sns-rawdelivery", "true");
    request.body = deliveredBody(published, subscription, subscriptionArn);
    return request;
}

HttpRequest httpConfirmation(ConfirmationKind kind,
                             const Published& published,
                             std::string_view token,
                             std::string_view subscriptionArn) {
    const bool isNew = kind == ConfirmationKind::Subscription;
    const std::string_view type = isNew ? "SubscriptionConfirmation" : "UnsubscribeConfirmation";
    HttpRequest request = requestOf(type, published, subscriptionArn, kPlainText);
    OrderedJson json;
    json["Type"] = type;
    json["MessageId"] = published.messageId;
    json["Token"] = std::string(token);
    json["TopicArn"] = published.topicArn;
    json["Message"] =
        isNew ? "You have chosen to subscribe to the topic " + published.topicArn
                    + ".\nTo confirm the subscription, visit the SubscribeURL included in this "
                      "message."
              : "You have chosen to deactivate subscription " + std::string(subscriptionArn)
                    + ".\nTo cancel this operation and restore the subscription, visit the "
                      "SubscribeURL included in this message.";
    json["SubscribeURL"] = serviceUrl(published.topicArn) + "?Action=ConfirmSubscription&TopicArn="
                           + published.topicArn + "&Token=" + std::string(token);
    json["Timestamp"] = toIsoText(published.publishedAt);
    addSignature(json, published, kSignedOfConfirmation, "SigningCertURL");
    request.body = textOf(json);
    return request;
}

} // namespace sluice
