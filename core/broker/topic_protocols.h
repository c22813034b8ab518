// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/topic_rules.h"

#include <optional>
#include <string_view>

namespace sluice {

/// "sqs", "email-json" and so on, as Subscribe takes them; the same words are the keys of a message
/// with MessageStructure json (SNS-12).
std::string_view nameOf(Protocol protocol);
std::optional<Protocol> parseProtocol(std::string_view name);

constexpr bool isHttp(Protocol protocol) {
    return protocol == Protocol::Http || protocol == Protocol::Https;
}
/// Whether the endpoint proves by a token that it wants the messages (SNS-6).
constexpr bool needsConfirmation(Protocol protocol) {
    return isHttp(protocol) || protocol == Protocol::Email || protocol == Protocol::EmailJson;
}
/// Whether RawMessageDelivery may be set (SNS-20).
constexpr bool takesRawDelivery(Protocol protocol) {
    return protocol == Protocol::Sqs || protocol == Protocol::Firehose || isHttp(protocol);
}
/// Whether such an endpoint may subscribe to a topic of this type; the error is Subscribe's
/// (SNS-52).
ApiResult<>
checkSubscriber(Protocol protocol, bool isFifoQueue, TopicType topic, const LimitsProfile& limits);
/// Deliveries per second to one subscription; 0: as many as there are (SNS-46, SNS-59).
std::int64_t
deliveriesPerSecond(Protocol protocol, const DeliveryPolicy& http, const LimitsProfile& limits);

} // namespace sluice
