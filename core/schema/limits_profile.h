// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/sim_time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// Where a limit was read, strongest first: run against the real service, its API model, its
/// developer guide, a newer copy of its pages, another emulator, a model choice, not verified.
enum class Evidence : std::uint8_t {
    Validated,
    ApiModel,
    Guide,
    NewerPage,
    Emulator,
    Model,
    Unverified
};

/// Limits of the services, as one value. A document names a preset and may override single fields.
struct LimitsProfile {
    std::int64_t maxMessageBytes = 1'048'576; ///< Highest and default MaximumMessageSize.
    std::int64_t maxBatchBytes = 1'048'576;   ///< Sum of a batch (SQS-64).
    std::int64_t minRetentionSeconds = 60;    ///< Of the API, as the next three.
    std::int64_t defaultRetentionSeconds = 345'600;
    std::int64_t minVisibilitySeconds = 0;
    std::int64_t defaultVisibilitySeconds = 30;
    std::int64_t maxRetentionSeconds = 1'209'600;
    std::int64_t maxVisibilitySeconds = 43'200;
    std::int64_t maxDelaySeconds = 900;
    std::int64_t maxWaitSeconds = 20;
    std::int64_t maxBatchEntries = 10;
    std::int64_t maxMessageAttributes = 10;
    std::int64_t inFlightStandard = 120'000;    ///< SQS-40
    std::int64_t inFlightFifo = 120'000;        ///< SQS-41; also the look-ahead window (SQS-110)
    std::int64_t fifoCallsPerSecond = 300;      ///< Per API action and queue (SQS-117).
    std::int64_t fifoMessagesPerSecond = 3'000; ///< Sent in batches, per queue (SQS-117).
    /// The calls in high-throughput mode, in us-east-1, us-west-2 and eu-west-1 (SQS-118).
    std::int64_t fifoHighThroughputCallsPerSecond = 70'000;
    std::int64_t fifoHighThroughputCallsPerSecondB = 19'000; ///< Ohio, Frankfurt.
    std::int64_t fifoHighThroughputCallsPerSecondC = 9'000;  ///< Mumbai, Singapore, Sydney, Tokyo.
    std::int64_t fifoHighThroughputCallsPerSecondD = 4'500;  ///< London, Sao Paulo.
    std::int64_t fifoHighThroughputCallsPerSecondE = 2'400;  ///< All other regions.
    std::int64_t fifoCallsPerSecondPerGroup = 300;           ///< SQS-118
    std::int64_t dedupWindowSeconds = 300;                   ///< SQS-93
    bool groupsOnStandardQueues = true;                      ///< Fair queues (SQS-92, SQS-120).
    /// Whether an accepted duplicate is answered with the original's SequenceNumber (SQS-94).
    bool duplicatesKeepSequence = true;
    std::int64_t countErrorPercent = 0; ///< How far the API's counts may be off (SQS-129).
    std::int64_t extendedClientMaxBytes = 2'147'483'648;

    std::int64_t topicMaxMessageBytes = 262'144; ///< Also the sum of a batch (SNS-10, SNS-16).
    std::int64_t topicsStandard = 100'000;       ///< Per account.
    std::int64_t topicsFifo = 1'000;             ///< Per account.
    std::int64_t subscriptionsStandard = 12'500'000;
    std::int64_t subscriptionsFifo = 100;
    std::int64_t firehoseSubscriptions = 5;      ///< Per topic.
    std::int64_t pendingSubscriptions = 5'000;   ///< Per account.
    std::int64_t topicLatencyMilliseconds = 20;  ///< From Publish to the first attempt (SNS-3).
    std::int64_t publishesPerSecond = 30'000;    ///< Messages, per account (SNS-60).
    std::int64_t publishesPerSecondA2 = 9'000;   ///< The same in us-west-2 and eu-west-1.
    std::int64_t publishesPerSecondB = 1'500;    ///< … in other large regions.
    std::int64_t publishesPerSecondC = 300;      ///< … in the rest.
    std::int64_t fifoPublishesPerSecond = 3'000; ///< Per topic with scope Topic (SNS-56).
    std::int64_t fifoPublishCallsPerSecond = 1'000'000'000; ///< The same in calls; so many: any.
    std::int64_t fifoPublishBytesPerSecond = 20'971'520;
    std::int64_t fifoPublishesPerSecondPerGroup = 300;     ///< Scope MessageGroup.
    std::int64_t fifoPublishesPerSecondOfAccount = 30'000; ///< Scope MessageGroup, us-east-1.
    std::int64_t fifoPublishesPerSecondOfAccountA2 = 9'000;
    std::int64_t fifoPublishesPerSecondOfAccountB = 3'000; ///< In all other regions.
    bool standardQueuesOnFifoTopics = true;                ///< SNS-52
    std::int64_t filterPoliciesPerTopic = 200;             ///< SNS-41
    std::int64_t filterPoliciesPerAccount = 10'000;        ///< SNS-41
    std::int64_t emailsPerSecond = 10;                     ///< Per subscription (SNS-59).
    std::int64_t textMessagesPerSecond = 20;               ///< SNS-59
    std::int64_t subscribesPerSecond = 100;                ///< Subscribe, Unsubscribe (SNS-59).
    std::int64_t topicListsPerSecond = 30;                 ///< Each List action (SNS-59).

    friend bool operator==(const LimitsProfile&, const LimitsProfile&) = default;
};

/// Whether a time is between zero and a limit in seconds, both included.
constexpr bool isWithin(Duration value, std::int64_t mostSeconds) {
    return value >= Duration::zero() && value <= std::chrono::seconds(mostSeconds);
}

/// One field of a profile: `sqs.max_message_bytes` and so on, with its value in every preset.
struct LimitRow {
    std::string_view key;
    std::string_view label;
    Evidence evidence = Evidence::Unverified;
    std::int64_t (*read)(const LimitsProfile&) = nullptr;
    void (*assign)(LimitsProfile&, std::int64_t) = nullptr;
    std::int64_t minimum = 0;
    std::int64_t maximum = 0;
};
std::span<const LimitRow> limitRows();

/// The value of the field with this key; none when there is no such field.
std::optional<std::int64_t> limitValue(const LimitsProfile& limits, std::string_view key);

/// Keys of the presets, the default first: aws-2026, aws-2023, study-notes.
std::span<const std::string_view> limitPresets();

/// The preset with single fields replaced: "sqs.inflight_fifo=20000; sqs.dedup_window_s=60".
/// Fails on unknown presets, unknown fields and values out of range.
Result<LimitsProfile> limitsProfile(std::string_view preset, std::string_view overrides = {});

/// PROF-3: every field with its effective value and evidence tag, one line each.
std::string describeLimits(const LimitsProfile& limits);

} // namespace sluice
