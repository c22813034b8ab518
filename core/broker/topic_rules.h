// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"
#include "core/broker/delivery_policy.h"
#include "core/broker/filter_in_force.h"
#include "core/schema/limits_profile.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sluice {

enum class TopicType : std::uint8_t { Standard, Fifo };
/// Over what a FIFO topic deduplicates and counts its throughput (SNS-56).
enum class FifoThroughputScope : std::uint8_t { Topic, MessageGroup };

/// Everything that decides what a topic does with its messages: its attributes as numbers, what the
/// service leaves undefined (with values that switch each off), and the limits in force.
struct TopicRules {
    TopicType type = TopicType::Standard;
    bool contentBasedDedup = false; ///< FIFO
    FifoThroughputScope throughputScope = FifoThroughputScope::Topic;
    TopicDeliveryPolicy deliveryPolicy;
    Duration archiveRetention{}; ///< FIFO; 0: there is no archive (SNS-2).
    bool hasQuotas = true;       ///< Whether publish quotas are enforced (SNS-56, SNS-60).
    double duplicateShare = 0;   ///< SNS-3, per delivery of a standard topic
    /// SNS-3, standard topics: each delivery waits a random part of it, so that messages may
    /// overtake each other.
    Duration orderWindow{};
    double retryJitter = 0;       ///< SNS-47
    Duration filterPropagation{}; ///< SNS-40
    LimitsProfile limits;

    /// Whether groups have quotas of their own, so that each message of a batch is admitted by
    /// itself (SNS-56).
    bool isByGroup() const {
        return type == TopicType::Fifo && throughputScope == FifoThroughputScope::MessageGroup;
    }

    friend bool operator==(const TopicRules&, const TopicRules&) = default;
};

/// What a subscription delivers to. Names and properties: topic_protocols.h.
enum class Protocol : std::uint8_t {
    Sqs,
    Http,
    Https,
    Email,
    EmailJson,
    Sms,
    Application,
    Lambda,
    Firehose
};

/// How long a subscription waits to be confirmed and its tokens are good (SNS-6).
inline constexpr Duration kConfirmationTime = std::chrono::hours(48);

enum class SubscriptionState : std::uint8_t { Pending, Confirmed, Deleted };

/// One receiver of a topic's messages (SNS-6).
struct Subscription {
    Protocol protocol = Protocol::Sqs;
    SubscriptionState state = SubscriptionState::Confirmed;
    SimTime confirmBy = kNever; ///< Pending: it vanishes then.
    SimTime restorableBy =
        kRunStart; ///< Deleted by its URL: until then its endpoint may take it back.
    bool authenticatesUnsubscribe = false; ///< Only the owner may unsubscribe (SNS-22).
    std::string endpoint;                  ///< ARN, URL, address or number.
    bool isFifoQueue = false;              ///< The endpoint keeps the order of groups (SNS-53).
    bool rawDelivery = false;              ///< SNS-19, SNS-20
    std::string filterPolicy;              ///< As it was given: JSON; empty: none.
    FilterScope filterScope = FilterScope::Attributes;
    FilterInForce filter;                         ///< The same compiled: what decides (SNS-25).
    std::optional<DeliveryPolicy> deliveryPolicy; ///< HTTP and HTTPS; else the topic's (SNS-46).
    std::string deadLetterTargetArn;              ///< Empty: what fails is lost (SNS-48).
    std::string roleArn;                          ///< Firehose
    std::string replayPolicy;                     ///< JSON

    friend bool operator==(const Subscription&, const Subscription&) = default;
};

/// What became of one attempt (SNS-42).
enum class DeliveryOutcome : std::uint8_t {
    Success,
    ClientError, ///< Never retried: endpoint gone, access denied, 4xx, too many raw attributes.
    ServerError, ///< Retried: 5xx, timeout, connection refused.
    Throttled,   ///< Retried.
};

/// The retries of a failed delivery by this policy or, for other endpoints, by their kind.
const RetryPlan& retryPlan(Protocol protocol, DeliveryOutcome outcome, const DeliveryPolicy& http);

} // namespace sluice
