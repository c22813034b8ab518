// SPDX-License-Identifier: GPL-3.0-or-later
// Names that the API gives to topics, subscriptions, platform endpoints and tokens, and back.
#pragma once

#include "core/base/sim_time.h"
#include "core/broker/service_place.h"
#include "core/broker/topic_sink.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// "arn:aws:sns:us-east-1:000000000000:orders"
std::string topicArn(std::string_view name, const ServicePlace& place = {});
/// Empty when it is no ARN of a topic of this account and region.
std::string_view topicNameInArn(std::string_view arn, const ServicePlace& place = {});

/// A subscription by its topic's number, which is never used again, and its place there.
struct SubscriptionName {
    std::uint32_t topic = 0;
    SubscriptionIndex index = 0;

    friend bool operator==(const SubscriptionName&, const SubscriptionName&) = default;
};
/// The topic's ARN and a UUID that stands for the subscription.
std::string subscriptionArn(std::string_view topicName,
                            const SubscriptionName& name,
                            const ServicePlace& place = {});
/// Nothing when it was not made by subscriptionArn().
std::optional<SubscriptionName> parseSubscriptionArn(std::string_view arn,
                                                     const ServicePlace& place = {});
/// How many parts separated by colons a text has; an ARN has six or more.
std::size_t arnParts(std::string_view text);
bool isArn(std::string_view text);

/// The token that confirms a subscription; `issue` tells those of one subscription apart (SNS-6).
std::string confirmationToken(const SubscriptionName& name, SimTime issue);
struct Confirmation {
    SubscriptionName name;
    SimTime issue;
};
std::optional<Confirmation> parseToken(std::string_view token);

/// The account in an ARN; empty when there is none.
std::string_view accountInArn(std::string_view arn);

} // namespace sluice
