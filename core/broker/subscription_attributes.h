// SPDX-License-Identifier: GPL-3.0-or-later
// The attributes of subscriptions between their text in the API and the typed rules that decide.
// Errors are InvalidParameter; their texts are the reasons, without "Invalid parameter: ".
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/queue_attributes.h"
#include "core/broker/service_place.h"
#include "core/broker/topic_rules.h"

#include <string>
#include <string_view>

namespace sluice {

bool isSubscriptionAttribute(std::string_view name);
/// Requires: isSubscriptionAttribute(name). The place is the topic's. Filter policies are taken as
/// they come: see compileFilter().
ApiResult<> setSubscriptionAttribute(Subscription& subscription,
                                     TopicType topicType,
                                     const std::string& name,
                                     const std::string& value,
                                     const ServicePlace& place = {});
/// Puts the policy's text and scope into force; texts that hold back nothing are forgotten. Errors
/// are those of FilterPolicy::parse().
ApiResult<> compileFilter(Subscription& subscription, SimTime now, Duration propagation);
/// Everything settable that is set, and RawMessageDelivery.
AttributeTexts subscriptionTexts(const Subscription& subscription);

/// When a replay begins and ends (SNS-2).
struct ReplayRange {
    SimTime from;
    SimTime until = kNever;
};
/// Reads {"PointType": "Timestamp", "StartingPoint": …, "EndingPoint": …}.
ApiResult<ReplayRange> parseReplayPolicy(std::string_view text);

} // namespace sluice
