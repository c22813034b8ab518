// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/limits_profile.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice {

namespace {

constexpr std::int64_t kMany = 1'000'000'000'000;
constexpr std::int64_t kEvery = 1'000'000'000; // calls a second, one each nanosecond: no limit

template <auto Field>
constexpr LimitRow row(std::string_view key,
                       std::string_view label,
                       Evidence evidence,
                       std::int64_t minimum,
                       std::int64_t maximum) {
    using Value = std::remove_cvref_t<decltype(LimitsProfile{}.*Field)>;
    return {key,
            label,
            evidence,
            [](const LimitsProfile& limits) { return static_cast<std::int64_t>(limits.*Field); },
            [](LimitsProfile& limits, std::int64_t value) {
                limits.*Field = static_cast<Value>(value);
            },
            minimum,
            maximum};
}

using L = LimitsProfile;
constexpr std::array<LimitRow, 53> kRows{{
    row<&L::maxMessageBytes>("sqs.max_message_bytes",
                             "Largest message, highest and default MaximumMessageSize (bytes)",
                             Evidence::ApiModel,
                             1'024,
                             1'073'741'824),
    row<&L::maxBatchBytes>("sqs.max_batch_total_bytes",
                           "Largest sum of all messages of a batch (bytes)",
                           Evidence::Validated,
                           1'024,
                           1'073'741'824),
    row<&L::minRetentionSeconds>(
        "sqs.retention_s_min", "Shortest retention (s)", Evidence::ApiModel, 0, 315'360'000),
    row<&L::defaultRetentionSeconds>(
        "sqs.retention_s_default", "Default retention (s)", Evidence::ApiModel, 0, 315'360'000),
    row<&L::minVisibilitySeconds>("sqs.visibility_s_min",
                                  "Shortest visibility timeout (s)",
                                  Evidence::ApiModel,
                                  0,
                                  8'640'000),
    row<&L::defaultVisibilitySeconds>(
        "sqs.visibility_s_default", "Default timeout (s)", Evidence::ApiModel, 0, 8'640'000),
    row<&L::maxRetentionSeconds>(
        "sqs.retention_s_max", "Longest retention (s)", Evidence::ApiModel, 60, 315'360'000),
    row<&L::maxVisibilitySeconds>(
        "sqs.visibility_s_max", "Longest visibility timeout (s)", Evidence::ApiModel, 0, 8'640'000),
    row<&L::maxDelaySeconds>(
        "sqs.delay_s_max", "Longest delay (s)", Evidence::ApiModel, 0, 8'640'000),
    row<&L::maxWaitSeconds>(
        "sqs.wait_s_max", "Longest wait of a receive (s)", Evidence::ApiModel, 0, 86'400),
    row<&L::maxBatchEntries>(
        "sqs.batch_entries", "Most entries of a batch", Evidence::ApiModel, 1, 10),
    row<&L::maxMessageAttributes>(
        "sqs.attributes_per_message", "Most attributes of a message", Evidence::Guide, 0, 1'000),
    row<&L::inFlightStandard>("sqs.inflight_standard",
                              "Most messages in flight of a standard queue",
                              Evidence::NewerPage,
                              1,
                              kMany),
    row<&L::inFlightFifo>("sqs.inflight_fifo",
                          "Most messages in flight of a FIFO queue, and how far it looks for an "
                          "unlocked group",
                          Evidence::NewerPage,
                          1,
                          kMany),
    row<&L::fifoCallsPerSecond>("sqs.fifo_tps_per_api",
                                "FIFO calls per second, action and queue",
                                Evidence::NewerPage,
                                1,
                                1'000'000'000),
    row<&L::fifoMessagesPerSecond>("sqs.fifo_msgs_per_s_batched",
                                   "Messages sent per second to a FIFO queue, in batches",
                                   Evidence::NewerPage,
                                   1,
                                   kEvery),
    row<&L::fifoHighThroughputCallsPerSecond>(
        "sqs.fifo_ht_tps_per_api",
        "FIFO calls per second, action and queue in high-throughput mode, in us-east-1, us-west-2 "
        "and eu-west-1",
        Evidence::NewerPage,
        1,
        kEvery),
    row<&L::fifoHighThroughputCallsPerSecondB>("sqs.fifo_ht_tps_per_api_b",
                                               "The same in us-east-2 and eu-central-1",
                                               Evidence::NewerPage,
                                               1,
                                               kEvery),
    row<&L::fifoHighThroughputCallsPerSecondC>(
        "sqs.fifo_ht_tps_per_api_c",
        "The same in ap-south-1, ap-southeast-1, ap-southeast-2 and ap-northeast-1",
        Evidence::NewerPage,
        1,
        kEvery),
    row<&L::fifoHighThroughputCallsPerSecondD>("sqs.fifo_ht_tps_per_api_d",
                                               "The same in eu-west-2 and sa-east-1",
                                               Evidence::NewerPage,
                                               1,
                                               kEvery),
    row<&L::fifoHighThroughputCallsPerSecondE>("sqs.fifo_ht_tps_per_api_e",
                                               "The same in all other regions",
                                               Evidence::NewerPage,
                                               1,
                                               kEvery),
    row<&L::fifoCallsPerSecondPerGroup>("sqs.fifo_ht_tps_per_group",
                                        "FIFO calls per second and group in high-throughput mode",
                                        Evidence::NewerPage,
                                        1,
                                        1'000'000'000),
    row<&L::dedupWindowSeconds>(
        "sqs.dedup_window_s", "Deduplication window (s)", Evidence::ApiModel, 0, 8'640'000),
    row<&L::groupsOnStandardQueues>("sqs.standard_group_id_allowed",
                                    "Message groups on standard queues (fair queues; 0 or 1)",
                                    Evidence::ApiModel,
                                    0,
                                    1),
    row<&L::duplicatesKeepSequence>("sqs.duplicate_keeps_sequence",
                                    "A duplicate is answered with the sequence number of its "
                                    "original, else with a new one (0 or 1)",
                                    Evidence::Model,
                                    0,
                                    1),
    row<&L::countErrorPercent>("sqs.approx_error",
                               "How far the API's counts of messages may be off (%)",
                               Evidence::Model,
                               0,
                               100),
    row<&L::extendedClientMaxBytes>("sqs.extended_client_max_bytes",
                                    "Largest payload sent through a bucket (bytes)",
                                    Evidence::Guide,
                                    1'024,
                                    kMany),
    row<&L::topicMaxMessageBytes>("sns.max_message_bytes",
                                  "Largest message and sum of a batch of a topic (bytes)",
                                  Evidence::ApiModel,
                                  1'024,
                                  1'073'741'824),
    row<&L::topicsStandard>(
        "sns.topics_standard", "Most standard topics of an account", Evidence::NewerPage, 1, kMany),
    row<&L::topicsFifo>(
        "sns.topics_fifo", "Most FIFO topics of an account", Evidence::NewerPage, 1, kMany),
    row<&L::subscriptionsStandard>("sns.subs_per_topic_standard",
                                   "Most subscriptions of a standard topic",
                                   Evidence::NewerPage,
                                   1,
                                   kMany),
    row<&L::subscriptionsFifo>("sns.subs_per_topic_fifo",
                               "Most subscriptions of a FIFO topic",
                               Evidence::NewerPage,
                               1,
                               kMany),
    row<&L::firehoseSubscriptions>("sns.firehose_subs_per_topic",
                                   "Most delivery streams subscribed to a topic",
                                   Evidence::NewerPage,
                                   1,
                                   kMany),
    row<&L::pendingSubscriptions>("sns.pending_subs",
                                  "Most subscriptions of an account that wait for confirmation",
                                  Evidence::NewerPage,
                                  1,
                                  kMany),
    row<&L::topicLatencyMilliseconds>("sns.latency_ms",
                                      "What a topic takes from a publish to its first attempts, "
                                      "beside the network (ms)",
                                      Evidence::Model,
                                      0,
                                      60'000),
    row<&L::publishesPerSecond>("sns.publish_per_s",
                                "Messages published per second to standard topics of an account "
                                "in us-east-1",
                                Evidence::NewerPage,
                                1,
                                kEvery),
    row<&L::publishesPerSecondA2>("sns.publish_per_s_a2",
                                  "The same in us-west-2 and eu-west-1",
                                  Evidence::NewerPage,
                                  1,
                                  kEvery),
    row<&L::publishesPerSecondB>("sns.publish_per_s_b",
                                 "The same in us-east-2, us-west-1, ap-south-1, ap-northeast-1, "
                                 "ap-northeast-2, ap-southeast-1, ap-southeast-2, eu-central-1",
                                 Evidence::Unverified,
                                 1,
                                 kEvery),
    row<&L::publishesPerSecondC>(
        "sns.publish_per_s_c", "The same in all other regions", Evidence::NewerPage, 1, kEvery),
    row<&L::fifoPublishesPerSecond>(
        "sns.fifo_publish_per_s",
        "Messages published per second to a FIFO topic with throughput scope Topic",
        Evidence::NewerPage,
        1,
        kEvery),
    row<&L::fifoPublishCallsPerSecond>("sns.fifo_publish_calls_per_s",
                                       "Publish calls per second to a FIFO topic with throughput "
                                       "scope Topic, batch or not",
                                       Evidence::Unverified,
                                       1,
                                       kEvery),
    row<&L::fifoPublishBytesPerSecond>(
        "sns.fifo_publish_bytes_per_s",
        "Bytes published per second to a FIFO topic with throughput scope Topic",
        Evidence::NewerPage,
        1'048'576,
        kMany),
    row<&L::fifoPublishesPerSecondPerGroup>(
        "sns.fifo_publish_per_s_per_group",
        "Messages published per second and group with throughput scope MessageGroup",
        Evidence::NewerPage,
        1,
        kEvery),
    row<&L::fifoPublishesPerSecondOfAccount>("sns.fifo_publish_per_s_per_account",
                                             "Messages published per second to all FIFO topics of "
                                             "an account with throughput scope MessageGroup, in "
                                             "us-east-1",
                                             Evidence::NewerPage,
                                             1,
                                             kEvery),
    row<&L::fifoPublishesPerSecondOfAccountA2>("sns.fifo_publish_per_s_per_account_a2",
                                               "The same in us-west-2 and eu-west-1",
                                               Evidence::NewerPage,
                                               1,
                                               kEvery),
    row<&L::fifoPublishesPerSecondOfAccountB>("sns.fifo_publish_per_s_per_account_b",
                                              "The same in all other regions",
                                              Evidence::NewerPage,
                                              1,
                                              kEvery),
    row<&L::standardQueuesOnFifoTopics>("sns.fifo_sqs_standard_subscriber",
                                        "Standard queues may subscribe to FIFO topics (0 or 1)",
                                        Evidence::Guide,
                                        0,
                                        1),
    row<&L::filterPoliciesPerTopic>("sns.filter_policies_per_topic",
                                    "Most filter policies of a topic",
                                    Evidence::NewerPage,
                                    0,
                                    kMany),
    row<&L::filterPoliciesPerAccount>("sns.filter_policies_per_account",
                                      "Most filter policies of an account",
                                      Evidence::NewerPage,
                                      0,
                                      kMany),
    row<&L::emailsPerSecond>(
        "sns.email_per_s", "E-mail deliveries per second", Evidence::NewerPage, 1, kEvery),
    row<&L::textMessagesPerSecond>(
        "sns.sms_per_s", "Text messages per second", Evidence::NewerPage, 1, kEvery),
    row<&L::subscribesPerSecond>("sns.subscribe_tps",
                                 "Subscribe calls per second, likewise Unsubscribe",
                                 Evidence::NewerPage,
                                 1,
                                 kEvery),
    row<&L::topicListsPerSecond>(
        "sns.list_tps",
        "Calls per second of each action that lists topics or subscriptions",
        Evidence::NewerPage,
        1,
        kEvery),
}};

constexpr std::array<std::string_view, 3> kPresets{"aws-2026", "aws-2023", "study-notes"};

LimitsProfile guideOf2023() {
    LimitsProfile limits;
    limits.maxMessageBytes = 262'144;
    limits.maxBatchBytes = 262'144;
    limits.inFlightFifo = 20'000;
    for (auto* const perSecond : {&limits.fifoHighThroughputCallsPerSecond,
                                  &limits.fifoHighThroughputCallsPerSecondB,
                                  &limits.fifoHighThroughputCallsPerSecondC,
                                  &limits.fifoHighThroughputCallsPerSecondD,
                                  &limits.fifoHighThroughputCallsPerSecondE}) {
        *perSecond = 3'000;
    }
    limits.groupsOnStandardQueues = false;
    limits.fifoPublishesPerSecond = 300;
    limits.fifoPublishBytesPerSecond = 10'485'760;
    limits.fifoPublishesPerSecondOfAccount = kEvery;
    limits.fifoPublishesPerSecondOfAccountA2 = kEvery;
    limits.fifoPublishesPerSecondOfAccountB = kEvery;
    return limits;
}

LimitsProfile studyNotes() {
    LimitsProfile limits = guideOf2023(); // for what the notes do not say
    limits.extendedClientMaxBytes = 1'073'741'824;
    limits.publishesPerSecond = limits.publishesPerSecondA2 = kEvery;
    limits.publishesPerSecondB = limits.publishesPerSecondC = kEvery;
    limits.fifoPublishesPerSecond = 3'000; // 300 calls of ten
    limits.fifoPublishCallsPerSecond = 300;
    limits.standardQueuesOnFifoTopics = false;
    return limits;
}

std::string_view nameOf(Evidence evidence) {
    constexpr std::array<std::string_view, 7> kNames{"run against AWS",
                                                     "API model",
                                                     "developer guide",
                                                     "newer page",
                                                     "emulator",
                                                     "model choice",
                                                     "not verified"};
    return kNames[static_cast<std::size_t>(evidence)];
}

/// The field with this key, or null.
const LimitRow* rowOf(std::string_view key) {
    const auto found =
        std::find_if(kRows.begin(), kRows.end(), [&](const LimitRow& r) { return r.key == key; });
    return found == kRows.end() ? nullptr : &*found;
}

Result<> replaceField(LimitsProfile& limits, std::string_view entry) {
    const std::size_t sign = entry.find('=');
    if (sign == std::string_view::npos) {
        return failure("limits: \"" + std::string(entry)
                       + "\" is no field=value; write for example sqs.inflight_fifo=20000");
    }
    const std::string_view key = trimmed(entry.substr(0, sign));
    const std::string_view text = trimmed(entry.substr(sign + 1));
    const LimitRow* const found = rowOf(key);
    if (found == nullptr) {
        return failure("limits: there is no field \"" + std::string(key) + "\"");
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isNumber = error == std::errc{} && end == text.data() + text.size();
    if (!isNumber || value < found->minimum || value > found->maximum) {
        return failure("limits: " + std::string(key) + " must be a whole number from "
                       + std::to_string(found->minimum) + " to " + std::to_string(found->maximum)
                       + ", not \"" + std::string(text) + "\"");
    }
    found->assign(limits, value);
    return {};
}

} // namespace

std::span<const LimitRow> limitRows() {
    return kRows;
}

std::optional<std::int64_t> limitValue(const LimitsProfile& limits, std::string_view key) {
    const LimitRow* const found = rowOf(key);
    return found == nullptr ? std::nullopt : std::optional(found->read(limits));
}

std::span<const std::string_view> limitPresets() {
    return kPresets;
}

Result<LimitsProfile> limitsProfile(std::string_view preset, std::string_view overrides) {
    LimitsProfile limits;
    if (preset == kPresets[1]) {
        limits = guideOf2023();
    } else if (preset == kPresets[2]) {
        limits = studyNotes();
    } else if (preset != kPresets[0]) {
        return failure("limits: there is no profile \"" + std::string(preset)
                       + "\"; choose aws-2026, aws-2023 or study-notes");
    }
    while (!overrides.empty()) {
        const std::size_t end = std::min(overrides.find(';'), overrides.size());
        const std::string_view entry = trimmed(overrides.substr(0, end));
        overrides.remove_prefix(std::min(end + 1, overrides.size()));
        if (entry.empty()) continue;
        if (const Result<> replaced = replaceField(limits, entry); !replaced) {
            return tl::unexpected(replaced.error());
        }
    }
    return limits;
}

std::string describeLimits(const LimitsProfile& limits) {
    std::string text;
    for (const LimitRow& r : kRows) {
        text += r.key;
        text += " = " + std::to_string(r.read(limits)) + " [";
        text += nameOf(r.evidence);
        text += "] ";
        text += r.label;
        text += '\n';
    }
    return text;
}

} // namespace sluice
