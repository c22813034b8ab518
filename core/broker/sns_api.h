// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/sns_requests.h"
#include "core/broker/sqs_api.h"
#include "core/broker/topic_host.h"
#include "core/broker/topic_names.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// Every action of the topic service as one method, with its checks of text and its answers; the
/// rules themselves are SnsTopic's. Calls take place at the host's current time. An error changes
/// nothing.
class SnsApi {
public:
    /// The host is borrowed and must outlive this object.
    explicit SnsApi(TopicHost& host) : m_host(host) {}

    KeyPermissions keyPermissions; ///< Publishing to an encrypted topic needs both (SNS-58).
    ApiCaller caller;              ///< Whom every call comes from.
    bool hasQuotas = true;         ///< Whether the account's quotas hold (SNS-59, SNS-60).

    /// The topic's ARN, new or of these attributes already (SNS-4).
    ApiResult<std::string> createTopic(const CreateTopicRequest& request);
    ApiResult<> deleteTopic(std::string_view topicArn);
    ApiResult<TopicPage<std::string>> listTopics(std::string_view nextToken = {});
    ApiResult<AttributeTexts> getTopicAttributes(std::string_view topicArn);
    ApiResult<> setTopicAttributes(std::string_view topicArn,
                                   const std::string& name,
                                   const std::string& value);
    ApiResult<> putDataProtectionPolicy(std::string_view topicArn, const std::string& policy);
    /// Empty when there is none.
    ApiResult<std::string> getDataProtectionPolicy(std::string_view topicArn);
    ApiResult<> addPermission(std::string_view topicArn, const Permission& permission);
    ApiResult<> removePermission(std::string_view topicArn, std::string_view label);
    ApiResult<> tagResource(std::string_view topicArn, const Tags& tags);
    ApiResult<> untagResource(std::string_view topicArn, const std::vector<std::string>& keys);
    ApiResult<Tags> listTagsForResource(std::string_view topicArn);

    /// The subscription's ARN, or "pending confirmation" (SNS-7).
    ApiResult<std::string> subscribe(const SubscribeRequest& request);
    /// The subscription's ARN.
    ApiResult<std::string> confirmSubscription(std::string_view topicArn,
                                               std::string_view token,
                                               bool authenticateOnUnsubscribe = false);
    /// Not signed: whoever opened UnsubscribeURL. The endpoint is told then, and may take the
    /// subscription back by the token in what it gets (SNS-22).
    ApiResult<> unsubscribe(std::string_view subscriptionArn, bool isSigned = true);
    ApiResult<AttributeTexts> getSubscriptionAttributes(std::string_view subscriptionArn);
    ApiResult<> setSubscriptionAttributes(std::string_view subscriptionArn,
                                          const std::string& name,
                                          const std::string& value);
    ApiResult<TopicPage<SubscriptionEntry>> listSubscriptions(std::string_view nextToken = {});
    ApiResult<TopicPage<SubscriptionEntry>>
    listSubscriptionsByTopic(std::string_view topicArn, std::string_view nextToken = {});

    ApiResult<PublishResult> publish(const PublishRequest& request);
    ApiResult<BatchResult<PublishResult>>
    publishBatch(std::string_view topicArn, const std::vector<PublishBatchEntry>& entries);

    /// The application's ARN.
    ApiResult<std::string>
    createPlatformApplication(const CreatePlatformApplicationRequest& request);
    ApiResult<std::vector<std::string>> listPlatformApplications();
    ApiResult<> deletePlatformApplication(std::string_view arn);
    ApiResult<AttributeTexts> getPlatformApplicationAttributes(std::string_view arn);
    ApiResult<> setPlatformApplicationAttributes(std::string_view arn,
                                                 const AttributeTexts& attributes);
    /// The endpoint's ARN, new or of this token already.
    ApiResult<std::string> createPlatformEndpoint(const CreatePlatformEndpointRequest& request);
    ApiResult<std::vector<std::string>>
    listEndpointsByPlatformApplication(std::string_view applicationArn);
    ApiResult<> deleteEndpoint(std::string_view arn);
    ApiResult<AttributeTexts> getEndpointAttributes(std::string_view arn);
    ApiResult<> setEndpointAttributes(std::string_view arn, const AttributeTexts& attributes);

private:
    /// A message on its way into a topic.
    struct Outgoing {
        TopicMessage message;
        PublishEntry entry;
    };
    /// A subscription that is there.
    struct Found {
        HostedTopic* topic = nullptr;
        SubscriptionName name;
    };

    /// Without an action everybody may.
    ApiResult<HostedTopic*> findTopic(std::string_view topicArn,
                                      std::string_view action,
                                      std::string_view parameter = "TopicArn");
    ApiResult<> checkTopicCount(TopicType type);
    ApiResult<HostedTopic*> findTagged(std::string_view arn);
    ApiResult<> takeListQuota(CallQuota& quota);

    ApiResult<Found> findSubscription(std::string_view arn);
    ApiResult<Subscription> prepare(const HostedTopic& topic, const SubscribeRequest& request);
    ApiResult<> setAttribute(Subscription& subscription,
                             const HostedTopic& topic,
                             const std::string& name,
                             const std::string& value);
    ApiResult<> checkFilterLimits(const HostedTopic& topic, std::size_t more);
    ApiResult<> checkSubscriptionLimits(const HostedTopic& topic, const Subscription& added);
    static std::optional<SubscriptionIndex> findSame(const HostedTopic& topic,
                                                     const Subscription& other);
    ApiResult<std::string> restore(HostedTopic& topic, const Subscription& deleted);
    void startReplay(HostedTopic& topic, SubscriptionIndex index);
    SubscriptionEntry describe(const HostedTopic& topic, SubscriptionIndex index) const;

    ApiResult<TopicMessage> prepareMessage(const PublishRequest& request);
    ApiResult<Outgoing> prepareEntry(HostedTopic& topic, const PublishRequest& request);
    ApiResult<> checkBatch(const std::vector<PublishBatchEntry>& entries);
    Refusal
    takeQuota(HostedTopic& topic, std::int64_t messages, std::int64_t bytes, GroupIndex group = 0);
    ApiResult<> checkKey(const HostedTopic& topic) const;
    PublishResult store(HostedTopic& topic, const Outgoing& outgoing);
    ApiResult<PublishResult> publishDirectly(const PublishRequest& request);
    ApiResult<PlatformApplication*> findApplication(std::string_view arn);
    PlatformEndpoint* findEndpoint(std::string_view arn);
    ApiResult<PublishResult>
    publishToTopic(std::string_view arn, std::string_view parameter, const PublishRequest& request);

    TopicHost& m_host;
    CallQuota m_publishQuota;
    CallQuota m_fifoPublishQuota;
    CallQuota m_subscribeQuota;
    CallQuota m_unsubscribeQuota;
    CallQuota m_topicListQuota;
    CallQuota m_subscriptionListQuota;
    CallQuota m_topicSubscriptionListQuota;
};

} // namespace sluice
