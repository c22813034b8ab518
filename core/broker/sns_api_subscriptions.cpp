// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/request_checks.h"
#include "core/broker/sns_api.h"
#include "core/broker/topic_protocols.h"

#include <algorithm>
#include <charconv>

namespace sluice {

namespace {

/// Whether the endpoint has the form its protocol asks for.
ApiResult<> checkEndpoint(Protocol protocol, const std::string& endpoint) {
    const auto isOfService = [&](std::string_view service) {
        return isArn(endpoint) && endpoint.starts_with(std::string("arn:aws:").append(service));
    };
    switch (protocol) {
    case Protocol::Sqs:
        return isOfService("sqs:") ? ApiResult<>() : invalidTopicParameter("SQS endpoint ARN");
    case Protocol::Lambda:
        return isOfService("lambda:") ? ApiResult<>()
                                      : invalidTopicParameter("Lambda endpoint ARN");
    case Protocol::Firehose:
        return isOfService("firehose:") ? ApiResult<>()
                                        : invalidTopicParameter("Firehose endpoint ARN");
    case Protocol::Application:
        return isOfService("sns:") ? ApiResult<>()
                                   : invalidTopicParameter("Application endpoint ARN");
    case Protocol::Http:
    case Protocol::Https:
        return endpoint.starts_with(std::string(nameOf(protocol)) + "://")
                   ? ApiResult<>()
                   : invalidTopicParameter("Endpoint must match the specified protocol");
    case Protocol::Email:
    case Protocol::EmailJson:
        return endpoint.find('@') != std::string::npos ? ApiResult<>()
                                                       : invalidTopicParameter("Email address");
    case Protocol::Sms:
        break;
    }
    const bool isNumber =
        endpoint.size() >= 4 && endpoint.find_first_not_of("+-0123456789") == std::string::npos;
    return isNumber ? ApiResult<>() : invalidTopicParameter("Invalid SMS endpoint: " + endpoint);
}

bool isForeign(const Subscription& subscription, std::string_view ownAccount) {
    const std::string_view account = accountInArn(subscription.endpoint);
    const bool isResource = subscription.endpoint.starts_with("arn:");
    return isResource && account != ownAccount;
}

ApiResult<std::size_t> placeIn(std::string_view token) {
    std::size_t place = 0;
    if (token.empty()) return place;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), place);
    if (error != std::errc{} || end != token.data() + token.size()) {
        return invalidTopicParameter("NextToken");
    }
    return place;
}

TopicPage<SubscriptionEntry> pageFrom(std::vector<SubscriptionEntry> all, std::size_t place) {
    TopicPage<SubscriptionEntry> page;
    for (std::size_t at = place; at < all.size() && page.entries.size() < kListPage; ++at) {
        page.entries.push_back(std::move(all[at]));
    }
    if (place + kListPage < all.size()) page.nextToken = std::to_string(place + kListPage);
    return page;
}

} // namespace

ApiResult<SnsApi::Found> SnsApi::findSubscription(std::string_view arn) {
    if (!isArn(arn)) {
        return invalidTopicParameter(
            "SubscriptionArn Reason: An ARN must have at least 6 elements, not "
            + std::to_string(arnParts(arn)));
    }
    m_host.settleTopics();
    const auto name = parseSubscriptionArn(arn, m_host.place());
    HostedTopic* topic = name ? m_host.findTopic(name->topic) : nullptr;
    const bool isThere =
        topic != nullptr && name->index < topic->topic.subscriptionCount()
        && topic->topic.subscription(name->index).state != SubscriptionState::Deleted;
    if (!isThere) return refused(ApiErrorCode::NotFound, "Subscription does not exist");
    return Found{topic, *name};
}

ApiResult<> SnsApi::setAttribute(Subscription& subscription,
                                 const HostedTopic& topic,
                                 const std::string& name,
                                 const std::string& value) {
    if (!isSubscriptionAttribute(name)) {
        return invalidParameter("AttributeName");
    }
    return setSubscriptionAttribute(
        subscription, topic.attributes.rules.type, name, value, m_host.place());
}

ApiResult<Subscription> SnsApi::prepare(const HostedTopic& topic, const SubscribeRequest& request) {
    const auto protocol = parseProtocol(request.protocol);
    Subscription subscription;
    subscription.protocol = *protocol;
    subscription.endpoint = request.endpoint;
    subscription.isFifoQueue = *protocol == Protocol::Sqs && isFifoName(request.endpoint);
    const TopicType type = topic.attributes.rules.type;
    if (auto checked =
            checkSubscriber(subscription.protocol, subscription.isFifoQueue, type, m_host.limits());
        !checked) {
        return tl::unexpected(checked.error());
    }
    ApiResult<> set;
    for (const auto& [name, value] : request.attributes) {
        if (set) set = setAttribute(subscription, topic, name, value);
    }
    if (!set) return invalidTopicParameter("Attributes Reason: " + set.error().message);
    if (auto filter = compileFilter(subscription, m_host.now(), Duration::zero()); !filter) {
        return tl::unexpected(inRequest(filter.error(), FilterRequest::Subscribe));
    }
    if (subscription.protocol == Protocol::Firehose && subscription.roleArn.empty()) {
        return invalidTopicParameter(
            "Attributes Reason: SubscriptionRoleArn: is required for the firehose protocol");
    }
    const bool isPending =
        needsConfirmation(*protocol) || isForeign(subscription, m_host.place().account);
    subscription.state = isPending ? SubscriptionState::Pending : SubscriptionState::Confirmed;
    if (isPending) subscription.confirmBy = m_host.now() + kConfirmationTime;
    return subscription;
}

std::optional<SubscriptionIndex> SnsApi::findSame(const HostedTopic& topic,
                                                  const Subscription& other) {
    for (SubscriptionIndex index = 0; index < topic.topic.subscriptionCount(); ++index) {
        const Subscription& entry = topic.topic.subscription(index);
        if (entry.state != SubscriptionState::Deleted && entry.protocol == other.protocol
            && entry.endpoint == other.endpoint) {
            return index;
        }
    }
    return std::nullopt;
}

ApiResult<> SnsApi::checkFilterLimits(const HostedTopic& topic, std::size_t more) {
    const auto countIn = [](const HostedTopic& entry) {
        std::size_t count = 0;
        for (SubscriptionIndex index = 0; index < entry.topic.subscriptionCount(); ++index) {
            const Subscription& other = entry.topic.subscription(index);
            const bool counts =
                other.state != SubscriptionState::Deleted && !other.filterPolicy.empty();
            count += counts ? 1 : 0;
        }
        return count;
    };
    std::size_t all = more;
    for (const HostedTopic* other : m_host.topics()) all += countIn(*other);
    const LimitsProfile& limits = m_host.limits();
    const bool fits =
        static_cast<std::int64_t>(countIn(topic) + more) <= limits.filterPoliciesPerTopic
        && static_cast<std::int64_t>(all) <= limits.filterPoliciesPerAccount;
    if (more == 0 || fits) return {};
    return refused(ApiErrorCode::FilterPolicyLimitExceeded,
                   "The number of filter policies exceeds the limit.");
}

ApiResult<> SnsApi::checkSubscriptionLimits(const HostedTopic& topic, const Subscription& added) {
    const LimitsProfile& limits = m_host.limits();
    const bool isFifo = topic.attributes.rules.type == TopicType::Fifo;
    std::int64_t here = 1;
    std::int64_t streams = added.protocol == Protocol::Firehose ? 1 : 0;
    for (SubscriptionIndex index = 0; index < topic.topic.subscriptionCount(); ++index) {
        const Subscription& other = topic.topic.subscription(index);
        if (other.state == SubscriptionState::Deleted) continue;
        ++here;
        streams += other.protocol == Protocol::Firehose ? 1 : 0;
    }
    std::int64_t pending = added.state == SubscriptionState::Pending ? 1 : 0;
    for (const HostedTopic* other : m_host.topics()) {
        pending += static_cast<std::int64_t>(other->topic.countOf(SubscriptionState::Pending));
    }
    const bool fits = here <= (isFifo ? limits.subscriptionsFifo : limits.subscriptionsStandard)
                      && streams <= limits.firehoseSubscriptions
                      && pending <= limits.pendingSubscriptions;
    if (fits) return checkFilterLimits(topic, added.filterPolicy.empty() ? 0 : 1);
    return refused(ApiErrorCode::SubscriptionLimitExceeded,
                   "The number of subscriptions exceeds the limit.");
}

void SnsApi::startReplay(HostedTopic& topic, SubscriptionIndex index) {
    const auto range = parseReplayPolicy(topic.topic.subscription(index).replayPolicy);
    if (!range) return; // there is none
    topic.topic.replay(m_host.now(), index, range->from, range->until, m_host.sink(topic));
    m_host.settleTopics();
}

ApiResult<std::string> SnsApi::subscribe(const SubscribeRequest& request) {
    const auto protocol = parseProtocol(request.protocol);
    if (!protocol) {
        return invalidTopicParameter("Amazon SNS does not support this protocol string: "
                                     + request.protocol);
    }
    if (auto endpoint = checkEndpoint(*protocol, request.endpoint); !endpoint) {
        return tl::unexpected(endpoint.error());
    }
    const auto found = findTopic(request.topicArn, "sns:Subscribe");
    if (!found) return tl::unexpected(found.error());
    HostedTopic& topic = **found;
    const auto wanted = prepare(topic, request);
    if (!wanted) return tl::unexpected(wanted.error());
    if (hasQuotas && !m_subscribeQuota.take(m_host.now(), m_host.limits().subscribesPerSecond)) {
        return refused(ApiErrorCode::Throttled, "Rate exceeded");
    }
    auto index = findSame(topic, *wanted);
    if (index) {
        Subscription existing = topic.topic.subscription(*index);
        if (subscriptionTexts(existing) != subscriptionTexts(*wanted)) {
            return invalidTopicParameter(
                "Attributes Reason: Subscription already exists with different attributes");
        }
        existing.confirmBy = wanted->confirmBy; // a new token comes
        topic.topic.change(*index, existing);
    } else {
        if (auto limits = checkSubscriptionLimits(topic, *wanted); !limits) {
            return tl::unexpected(limits.error());
        }
        index = topic.topic.subscribe(*wanted);
        if (wanted->state == SubscriptionState::Confirmed) startReplay(topic, *index);
    }
    const SubscriptionName name{topic.id, *index};
    const bool isPending = topic.topic.subscription(*index).state == SubscriptionState::Pending;
    if (isPending) {
        m_host.askToConfirm(
            ConfirmationKind::Subscription, topic, *index, confirmationToken(name, m_host.now()));
    }
    if (isPending && !request.returnSubscriptionArn) return std::string("pending confirmation");
    return subscriptionArn(topic.name, name, m_host.place());
}

ApiResult<AttributeTexts> SnsApi::getSubscriptionAttributes(std::string_view arn) {
    const auto found = findSubscription(arn);
    if (!found) return tl::unexpected(found.error());
    const SnsTopic& topic = found->topic->topic;
    const Subscription& subscription = topic.subscription(found->name.index);
    AttributeTexts texts = subscriptionTexts(subscription);
    const bool isPending = subscription.state == SubscriptionState::Pending;
    texts["SubscriptionArn"] = arn;
    texts["TopicArn"] = topicArn(found->topic->name, m_host.place());
    texts["Protocol"] = nameOf(subscription.protocol);
    texts["Endpoint"] = subscription.endpoint;
    texts["Owner"] = m_host.place().account;
    texts["PendingConfirmation"] = isPending ? "true" : "false";
    texts["ConfirmationWasAuthenticated"] =
        needsConfirmation(subscription.protocol) || isPending ? "false" : "true";
    if (isHttp(subscription.protocol)) {
        texts["EffectiveDeliveryPolicy"] = toText(topic.effectivePolicy(found->name.index));
    }
    return texts;
}

ApiResult<> SnsApi::setSubscriptionAttributes(std::string_view arn,
                                              const std::string& name,
                                              const std::string& value) {
    const auto found = findSubscription(arn);
    if (!found) return tl::unexpected(found.error());
    HostedTopic& topic = *found->topic;
    Subscription subscription = topic.topic.subscription(found->name.index);
    const bool hadFilter = !subscription.filterPolicy.empty();
    if (auto set = setAttribute(subscription, topic, name, value); !set) {
        return invalidTopicParameter(set.error().message);
    }
    if (name == "FilterPolicy" || name == "FilterPolicyScope") {
        const Duration propagation = topic.attributes.rules.filterPropagation;
        if (auto filter = compileFilter(subscription, m_host.now(), propagation); !filter) {
            return tl::unexpected(
                inRequest(filter.error(), FilterRequest::SetSubscriptionAttributes));
        }
    }
    const bool isNew = !hadFilter && !subscription.filterPolicy.empty();
    if (auto limits = checkFilterLimits(topic, isNew ? 1 : 0); !limits) return limits;
    topic.topic.change(found->name.index, subscription);
    if (name == "ReplayPolicy") startReplay(topic, found->name.index);
    return {};
}

SubscriptionEntry SnsApi::describe(const HostedTopic& topic, SubscriptionIndex index) const {
    const Subscription& subscription = topic.topic.subscription(index);
    const bool isPending = subscription.state == SubscriptionState::Pending;
    return {isPending ? "PendingConfirmation"
                      : subscriptionArn(topic.name, {topic.id, index}, m_host.place()),
            m_host.place().account,
            std::string(nameOf(subscription.protocol)),
            subscription.endpoint,
            topicArn(topic.name, m_host.place())};
}

ApiResult<TopicPage<SubscriptionEntry>> SnsApi::listSubscriptions(std::string_view nextToken) {
    ApiResult<> quota = takeListQuota(m_subscriptionListQuota);
    if (!quota) return tl::unexpected(quota.error());
    const auto place = placeIn(nextToken);
    if (!place) return tl::unexpected(place.error());
    m_host.settleTopics();
    std::vector<SubscriptionEntry> all;
    for (const HostedTopic* topic : m_host.topics()) {
        for (SubscriptionIndex index = 0; index < topic->topic.subscriptionCount(); ++index) {
            if (topic->topic.subscription(index).state != SubscriptionState::Deleted) {
                all.push_back(describe(*topic, index));
            }
        }
    }
    return pageFrom(std::move(all), *place);
}

ApiResult<TopicPage<SubscriptionEntry>>
SnsApi::listSubscriptionsByTopic(std::string_view arn, std::string_view nextToken) {
    const auto topic = findTopic(arn, "sns:ListSubscriptionsByTopic");
    if (!topic) return tl::unexpected(topic.error());
    ApiResult<> quota = takeListQuota(m_topicSubscriptionListQuota);
    if (!quota) return tl::unexpected(quota.error());
    const auto place = placeIn(nextToken);
    if (!place) return tl::unexpected(place.error());
    std::vector<SubscriptionEntry> all;
    for (SubscriptionIndex index = 0; index < (*topic)->topic.subscriptionCount(); ++index) {
        if ((*topic)->topic.subscription(index).state != SubscriptionState::Deleted) {
            all.push_back(describe(**topic, index));
        }
    }
    return pageFrom(std::move(all), *place);
}

} // namespace sluice
