// SPDX-License-Identifier: GPL-3.0-or-later
// How endpoints confirm their subscriptions, and how these end (SNS-6, SNS-9, SNS-22).
#include "core/broker/request_checks.h"
#include "core/broker/sns_api.h"
#include "core/broker/topic_protocols.h"

namespace sluice {

// The endpoint undoes what somebody did by its URL.
ApiResult<std::string> SnsApi::restore(HostedTopic& topic, const Subscription& deleted) {
    if (m_host.now() >= deleted.restorableBy) return invalidTopicParameter("Token");
    auto index = findSame(topic, deleted);
    if (!index) {
        Subscription restored = deleted;
        restored.state = SubscriptionState::Confirmed;
        restored.restorableBy = kRunStart;
        index = topic.topic.subscribe(restored);
    }
    return subscriptionArn(topic.name, {topic.id, *index}, m_host.place());
}

ApiResult<std::string> SnsApi::confirmSubscription(std::string_view arn,
                                                   std::string_view token,
                                                   bool authenticateOnUnsubscribe) {
    const auto found = findTopic(arn, {}); // whoever has the token may
    if (!found) return tl::unexpected(found.error());
    HostedTopic& topic = **found;
    const auto confirmation = parseToken(token);
    const bool isValid = confirmation && confirmation->name.topic == topic.id
                         && m_host.now() < confirmation->issue + kConfirmationTime
                         && confirmation->name.index < topic.topic.subscriptionCount();
    if (!isValid) return invalidTopicParameter("Token");
    Subscription subscription = topic.topic.subscription(confirmation->name.index);
    if (subscription.state == SubscriptionState::Deleted) return restore(topic, subscription);
    if (subscription.state == SubscriptionState::Pending) {
        subscription.state = SubscriptionState::Confirmed;
        subscription.authenticatesUnsubscribe = authenticateOnUnsubscribe;
        topic.topic.change(confirmation->name.index, subscription);
        startReplay(topic, confirmation->name.index);
    }
    return subscriptionArn(topic.name, confirmation->name, m_host.place());
}

ApiResult<> SnsApi::unsubscribe(std::string_view arn, bool isSigned) {
    if (hasQuotas && !m_unsubscribeQuota.take(m_host.now(), m_host.limits().subscribesPerSecond)) {
        return refused(ApiErrorCode::Throttled, "Rate exceeded");
    }
    const auto found = findSubscription(arn);
    if (!found) {
        if (found.error().code == ApiErrorCode::NotFound) return {}; // SNS-9
        return tl::unexpected(found.error());
    }
    HostedTopic& topic = *found->topic;
    Subscription subscription = topic.topic.subscription(found->name.index);
    if (!isSigned && subscription.authenticatesUnsubscribe) {
        return refused(ApiErrorCode::AuthorizationError,
                       "Only the owner of the topic or of the subscription may unsubscribe.");
    }
    if (!isSigned && needsConfirmation(subscription.protocol)) {
        subscription.restorableBy = m_host.now() + kConfirmationTime;
        topic.topic.change(found->name.index, subscription);
        m_host.askToConfirm(ConfirmationKind::Unsubscribe,
                            topic,
                            found->name.index,
                            confirmationToken(found->name, m_host.now()));
    }
    topic.topic.unsubscribe(found->name.index, m_host.sink(topic));
    m_host.settleTopics();
    return {};
}

} // namespace sluice
