// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/message_attributes.h"
#include "core/broker/publish_checks.h"
#include "core/broker/service_place.h"
#include "core/broker/sns_envelope.h"
#include "core/broker/sns_topic.h"
#include "core/broker/subscription_attributes.h"
#include "core/broker/topic_attributes.h"
#include "core/kernel/body_store.h"
#include "core/kernel/call_quota.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// A topic with what the service keeps of it beside its deliveries.
struct HostedTopic {
    std::uint32_t id = 0; ///< Never used again, also not for a later topic of the same name.
    std::string name;
    TopicAttributes attributes;
    std::map<std::string, std::string> tags;
    SnsTopic topic;
};

/// A published message with everything that deliveries need of it.
struct TopicMessage {
    std::uint64_t serial = 0;
    SimTime publishedAt;
    std::string text;
    std::string subject;
    std::optional<StructuredMessage> structured; ///< Its texts instead of `text` (SNS-12).
    MessageAttributes attributes;
    std::string groupId;
    std::string deduplicationId;
    std::uint64_t sequenceNumber = 0;
};

/// Devices of one mobile app (SNS-14). Tokens are found by the endpoint's ARN.
struct PlatformEndpoint {
    std::string arn;
    std::string token;
    AttributeTexts attributes; ///< Enabled, Token, CustomUserData
};
struct PlatformApplication {
    std::string arn;
    std::string platform;
    AttributeTexts attributes;
    std::map<std::string, PlatformEndpoint> endpoints; ///< By ARN.
};

/// Where the API finds its topics: an account of its own, or a running lab.
class TopicHost {
public:
    virtual ~TopicHost() = default;

    virtual SimTime now() const = 0;
    virtual const LimitsProfile& limits() const = 0;
    /// Where all its topics are.
    virtual const ServicePlace& place() const = 0;
    virtual Rng& random() = 0;
    virtual BodyStore& bodies() = 0;

    /// Null when there is none.
    virtual HostedTopic* findTopic(std::string_view name) = 0;
    virtual HostedTopic* findTopic(std::uint32_t id) = 0;
    /// In order of their names.
    virtual std::vector<HostedTopic*> topics() = 0;
    /// Requires: there is no topic of this name.
    virtual HostedTopic& createTopic(std::string_view name, const TopicAttributes& attributes) = 0;
    virtual void removeTopic(HostedTopic& topic) = 0;
    virtual TopicSink& sink(HostedTopic& topic) = 0;

    /// State of the key that a topic names (SNS-58).
    virtual KeyState stateOfKey(const std::string& id) const = 0;
    /// A message held once, by the caller; its serial is set.
    virtual MessageIndex addMessage(TopicMessage message) = 0;
    virtual TopicMessage& message(MessageIndex index) = 0;
    virtual void releaseMessage(MessageIndex index) = 0;
    /// The endpoint is asked to confirm a new subscription, or told how to get back one that was
    /// cancelled (SNS-22).
    virtual void askToConfirm(ConfirmationKind kind,
                              const HostedTopic& topic,
                              SubscriptionIndex index,
                              const std::string& token) = 0;
    /// A message goes to a device or telephone without a topic (SNS-14).
    virtual void deliverDirectly(const std::string& endpoint, const TopicMessage& message) = 0;
    /// By ARN.
    virtual std::map<std::string, PlatformApplication>& platformApplications() = 0;
    /// Carries out everything due now. To be called before and after every call.
    virtual void settleTopics() = 0;

protected:
    TopicHost() = default;
    TopicHost(const TopicHost&) = default;
    TopicHost(TopicHost&&) = default;
    TopicHost& operator=(const TopicHost&) = default;
    TopicHost& operator=(TopicHost&&) = default;
};

} // namespace sluice
