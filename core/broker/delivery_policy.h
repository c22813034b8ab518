// SPDX-License-Identifier: GPL-3.0-or-later
// DeliveryPolicy of topics and subscriptions, for HTTP and HTTPS endpoints only (SNS-46), between
// its JSON text and what decides.
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/delivery_retry.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// What a subscription's policy says, or a topic's for the subscriptions without one.
struct DeliveryPolicy {
    RetryPlan retries = kHttpPlan;
    std::int64_t maxReceivesPerSecond = 0; ///< 0: as many as there are.
    std::string contentType;               ///< Content-Type of the request; empty: the usual.

    friend bool operator==(const DeliveryPolicy&, const DeliveryPolicy&) = default;
};

struct TopicDeliveryPolicy {
    DeliveryPolicy http;
    bool disableSubscriptionOverrides = false; ///< The subscriptions' own policies do not count.

    friend bool operator==(const TopicDeliveryPolicy&, const TopicDeliveryPolicy&) = default;
};

/// Longest time all retries of a policy may take together (SNS-46).
inline constexpr Duration kLongestRetries = 3'600s;

/// {"healthyRetryPolicy": …, "throttlePolicy": …, "requestPolicy": …}. Errors are InvalidParameter
/// with a text that begins with "DeliveryPolicy: "; what comes before it depends on the action.
ApiResult<DeliveryPolicy> parseDeliveryPolicy(std::string_view text);
/// {"http": {"defaultHealthyRetryPolicy": …, "disableSubscriptionOverrides": …, …}}
ApiResult<TopicDeliveryPolicy> parseTopicDeliveryPolicy(std::string_view text);

/// As EffectiveDeliveryPolicy shows them, every member written.
std::string toText(const DeliveryPolicy& policy);
std::string toText(const TopicDeliveryPolicy& policy);

} // namespace sluice
