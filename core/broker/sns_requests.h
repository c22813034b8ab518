// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters and results of the topic service's actions, by their names in the API (semantics
// §4.1). Empty text is a parameter that was not given.
#pragma once

#include "core/broker/message_attributes.h"
#include "core/broker/sqs_requests.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice {

struct CreateTopicRequest {
    std::string name;
    AttributeTexts attributes;
    Tags tags;
    std::string dataProtectionPolicy;
};

struct SubscribeRequest {
    std::string topicArn;
    std::string protocol;
    std::string endpoint;
    AttributeTexts attributes;
    bool returnSubscriptionArn = false; ///< Also while it is pending (SNS-7).
};

/// One line of ListSubscriptions.
struct SubscriptionEntry {
    std::string subscriptionArn; ///< "PendingConfirmation" while it is pending.
    std::string owner;
    std::string protocol;
    std::string endpoint;
    std::string topicArn;
};
/// Entries that one page of a list of the topic service holds at most.
inline constexpr std::size_t kListPage = 100;

template <class Entry>
struct TopicPage {
    std::vector<Entry> entries; ///< At most kListPage.
    std::string nextToken;      ///< Empty: that was all.
};

struct PublishRequest {
    std::string topicArn; ///< Exactly one of these three is given (SNS-14).
    std::string targetArn;
    std::string phoneNumber;
    std::string message;
    std::string subject;
    std::string messageStructure; ///< "json" or empty (SNS-12).
    MessageAttributes messageAttributes;
    std::string messageDeduplicationId;
    std::string messageGroupId;
};
struct PublishResult {
    std::string messageId;
    std::string sequenceNumber; ///< FIFO
};
/// Its message names no topic, target or number.
struct PublishBatchEntry {
    std::string id;
    PublishRequest message;
};

struct CreatePlatformApplicationRequest {
    std::string name;
    std::string platform; ///< ADM, APNS, APNS_SANDBOX, GCM, BAIDU, WNS, MPNS …
    AttributeTexts attributes;
};
struct CreatePlatformEndpointRequest {
    std::string platformApplicationArn;
    std::string token;
    std::string customUserData;
    AttributeTexts attributes;
};

} // namespace sluice
