// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/topic_protocols.h"

#include "core/broker/publish_checks.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr std::array<std::string_view, 9> kProtocolNames{
    "sqs", "http", "https", "email", "email-json", "sms", "application", "lambda", "firehose"};

} // namespace

std::string_view nameOf(Protocol protocol) {
    return kProtocolNames[static_cast<std::size_t>(protocol)];
}

std::optional<Protocol> parseProtocol(std::string_view name) {
    const auto* found = std::find(kProtocolNames.begin(), kProtocolNames.end(), name);
    if (found == kProtocolNames.end()) return std::nullopt;
    return static_cast<Protocol>(found - kProtocolNames.begin());
}

ApiResult<>
checkSubscriber(Protocol protocol, bool isFifoQueue, TopicType topic, const LimitsProfile& limits) {
    const bool isQueue = protocol == Protocol::Sqs;
    if (topic == TopicType::Standard) {
        if (!isQueue || !isFifoQueue) return {};
        return invalidTopicParameter("Invalid parameter: Endpoint Reason: FIFO SQS Queues can not "
                                     "be subscribed to standard SNS topics");
    }
    if (!isQueue) {
        return invalidTopicParameter("Invalid parameter: Protocol Reason: "
                                     + std::string(nameOf(protocol))
                                     + " endpoints can not be subscribed to FIFO SNS topics");
    }
    if (isFifoQueue || limits.standardQueuesOnFifoTopics) return {};
    return invalidTopicParameter("Invalid parameter: Endpoint Reason: Please use FIFO SQS queue");
}

std::int64_t
deliveriesPerSecond(Protocol protocol, const DeliveryPolicy& http, const LimitsProfile& limits) {
    switch (protocol) {
    case Protocol::Http:
    case Protocol::Https:
        return http.maxReceivesPerSecond;
    case Protocol::Email:
    case Protocol::EmailJson:
        return limits.emailsPerSecond;
    case Protocol::Sms:
        return limits.textMessagesPerSecond;
    default:
        return 0;
    }
}

const RetryPlan& retryPlan(Protocol protocol, DeliveryOutcome outcome, const DeliveryPolicy& http) {
    switch (protocol) {
    case Protocol::Http:
    case Protocol::Https:
        return http.retries;
    case Protocol::Sqs:
    case Protocol::Lambda:
        return kManagedEndpointPlan;
    case Protocol::Firehose:
        return outcome == DeliveryOutcome::Throttled ? kPersonalEndpointPlan : kManagedEndpointPlan;
    default:
        return kPersonalEndpointPlan;
    }
}

} // namespace sluice
