// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/delivery_policy.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::int64_t kMostRetries = 100;
constexpr std::int64_t kLongestDelay = 3'600; // seconds
constexpr std::array<std::string_view, 4> kFunctions{
    "arithmetic", "exponential", "geometric", "linear"};

tl::unexpected<ApiError> invalidPolicy(std::string reason) {
    return refused(ApiErrorCode::InvalidParameter, "DeliveryPolicy: " + std::move(reason));
}

/// The members of an object by their names; a name not listed is an error.
ApiResult<> checkMembers(const OrderedJson& json,
                         const std::string& name,
                         std::initializer_list<std::string_view> members) {
    if (!json.is_object()) return invalidPolicy(name + " must be a JSON object");
    for (const auto& [key, value] : json.items()) {
        if (std::find(members.begin(), members.end(), key) == members.end()) {
            return invalidPolicy("Unexpected JSON member: " + key);
        }
    }
    return {};
}

/// Reads a whole number into `value`, which keeps its default when the member is missing or null.
ApiResult<> readNumber(const OrderedJson& json,
                       const char* member,
                       std::int64_t least,
                       std::int64_t most,
                       std::int64_t& value) {
    const auto found = json.find(member);
    if (found == json.end() || found->is_null()) return {};
    const bool isWhole =
        found->is_number_integer()
        && (!found->is_number_unsigned() || found->get<std::uint64_t>() < 1U << 31U);
    if (!isWhole || found->get<std::int64_t>() < least || found->get<std::int64_t>() > most) {
        return invalidPolicy(std::string(member) + " must be a whole number from "
                             + std::to_string(least) + " to " + std::to_string(most));
    }
    value = found->get<std::int64_t>();
    return {};
}

ApiResult<Backoff> readFunction(const OrderedJson& json) {
    const auto found = json.find("backoffFunction");
    if (found == json.end() || found->is_null()) return Backoff::Linear;
    const auto* row =
        found->is_string()
            ? std::find(kFunctions.begin(), kFunctions.end(), found->get<std::string>())
            : kFunctions.end();
    if (row == kFunctions.end()) {
        return invalidPolicy(
            "backoffFunction must be arithmetic, exponential, geometric or linear");
    }
    return static_cast<Backoff>(row - kFunctions.begin());
}

ApiResult<RetryPlan> readRetries(const OrderedJson& json, const std::string& name) {
    ApiResult<> read = checkMembers(json,
                                    name,
                                    {"numRetries",
                                     "minDelayTarget",
                                     "maxDelayTarget",
                                     "numNoDelayRetries",
                                     "numMinDelayRetries",
                                     "numMaxDelayRetries",
                                     "backoffFunction"});
    std::int64_t retries = kHttpPlan.retries();
    std::int64_t shortest = 20;
    std::int64_t longest = 20;
    std::int64_t noDelay = 0;
    std::int64_t minDelay = 0;
    std::int64_t maxDelay = 0;
    const auto number =
        [&](const char* member, std::int64_t least, std::int64_t most, std::int64_t& value) {
            if (read) read = readNumber(json, member, least, most, value);
        };
    number("numRetries", 0, kMostRetries, retries);
    number("minDelayTarget", 1, kLongestDelay, shortest);
    number("maxDelayTarget", 1, kLongestDelay, longest);
    number("numNoDelayRetries", 0, kMostRetries, noDelay);
    number("numMinDelayRetries", 0, kMostRetries, minDelay);
    number("numMaxDelayRetries", 0, kMostRetries, maxDelay);
    if (!read) return tl::unexpected(read.error());
    const auto function = readFunction(json);
    if (!function) return tl::unexpected(function.error());
    if (shortest > longest) {
        return invalidPolicy("minDelayTarget must not be greater than maxDelayTarget");
    }
    const std::int64_t backoff = retries - noDelay - minDelay - maxDelay;
    if (backoff < 0) {
        return invalidPolicy(
            "numRetries must not be less than numNoDelayRetries, numMinDelayRetries and "
            "numMaxDelayRetries together");
    }
    const RetryPlan plan{static_cast<std::uint32_t>(noDelay),
                         static_cast<std::uint32_t>(minDelay),
                         static_cast<std::uint32_t>(backoff),
                         static_cast<std::uint32_t>(maxDelay),
                         std::chrono::seconds(shortest),
                         std::chrono::seconds(longest),
                         *function};
    if (totalDelay(plan) > kLongestRetries) {
        return invalidPolicy("the total time of all retries must not exceed 3600 seconds");
    }
    return plan;
}

/// Names of the members of one policy: a topic's begin with "default".
struct MemberNames {
    const char* retries;
    const char* throttle;
    const char* request;
};
constexpr MemberNames kOfSubscription{"healthyRetryPolicy", "throttlePolicy", "requestPolicy"};
constexpr MemberNames kOfTopic{
    "defaultHealthyRetryPolicy", "defaultThrottlePolicy", "defaultRequestPolicy"};

ApiResult<> readThrottle(const OrderedJson& json, const char* name, DeliveryPolicy& policy) {
    if (auto members = checkMembers(json, name, {"maxReceivesPerSecond"}); !members) return members;
    return readNumber(json, "maxReceivesPerSecond", 1, 1'000'000'000, policy.maxReceivesPerSecond);
}

ApiResult<> readRequest(const OrderedJson& json, const char* name, DeliveryPolicy& policy) {
    if (auto members = checkMembers(json, name, {"headerContentType"}); !members) return members;
    const OrderedJson type = json.value("headerContentType", OrderedJson(""));
    if (!type.is_string()) return invalidPolicy("headerContentType must be a string");
    policy.contentType = type.get<std::string>();
    return {};
}

ApiResult<DeliveryPolicy> readPolicy(const OrderedJson& json, const MemberNames& names) {
    DeliveryPolicy policy;
    ApiResult<> read;
    const auto part = [&](const char* name) -> const OrderedJson* {
        const auto found = json.find(name);
        return !read || found == json.end() || found->is_null() ? nullptr : &*found;
    };
    if (const OrderedJson* retries = part(names.retries)) {
        const auto plan = readRetries(*retries, names.retries);
        if (!plan) return tl::unexpected(plan.error());
        policy.retries = *plan;
    }
    if (const OrderedJson* throttle = part(names.throttle)) {
        read = readThrottle(*throttle, names.throttle, policy);
    }
    if (const OrderedJson* request = part(names.request)) {
        read = readRequest(*request, names.request, policy);
    }
    if (!read) return tl::unexpected(read.error());
    return policy;
}

void writePolicy(const DeliveryPolicy& policy, const MemberNames& names, OrderedJson& json) {
    const RetryPlan& plan = policy.retries;
    const auto wholeSeconds = [](Duration delay) {
        return std::chrono::duration_cast<std::chrono::seconds>(delay).count();
    };
    OrderedJson& retries = json[names.retries];
    retries["minDelayTarget"] = wholeSeconds(plan.shortest);
    retries["maxDelayTarget"] = wholeSeconds(plan.longest);
    retries["numRetries"] = plan.retries();
    retries["numMaxDelayRetries"] = plan.maxDelay;
    retries["numNoDelayRetries"] = plan.noDelay;
    retries["numMinDelayRetries"] = plan.minDelay;
    retries["backoffFunction"] = kFunctions[static_cast<std::size_t>(plan.function)];
    if (policy.maxReceivesPerSecond > 0) {
        json[names.throttle]["maxReceivesPerSecond"] = policy.maxReceivesPerSecond;
    }
    if (!policy.contentType.empty()) {
        json[names.request]["headerContentType"] = policy.contentType;
    }
}

ApiResult<OrderedJson> parseObject(std::string_view text) {
    OrderedJson json = OrderedJson::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) return invalidPolicy("failed to parse JSON.");
    return json;
}

} // namespace

ApiResult<DeliveryPolicy> parseDeliveryPolicy(std::string_view text) {
    const auto json = parseObject(text);
    if (!json) return tl::unexpected(json.error());
    // Consoles also write a sicklyRetryPolicy, which is null always.
    const auto members = checkMembers(
        *json,
        "DeliveryPolicy",
        {"healthyRetryPolicy", "sicklyRetryPolicy", "throttlePolicy", "requestPolicy"});
    if (!members) return tl::unexpected(members.error());
    return readPolicy(*json, kOfSubscription);
}

ApiResult<TopicDeliveryPolicy> parseTopicDeliveryPolicy(std::string_view text) {
    const auto json = parseObject(text);
    if (!json) return tl::unexpected(json.error());
    if (auto members = checkMembers(*json, "DeliveryPolicy", {"http"}); !members) {
        return tl::unexpected(members.error());
    }
    const auto http = json->find("http");
    if (http == json->end()) return TopicDeliveryPolicy{};
    const auto members = checkMembers(*http,
                                      "http",
                                      {kOfTopic.retries,
                                       kOfTopic.throttle,
                                       kOfTopic.request,
                                       "defaultSicklyRetryPolicy",
                                       "disableSubscriptionOverrides"});
    if (!members) return tl::unexpected(members.error());
    const OrderedJson isFixed = http->value("disableSubscriptionOverrides", OrderedJson(false));
    if (!isFixed.is_boolean()) {
        return invalidPolicy("disableSubscriptionOverrides must be true or false");
    }
    const auto policy = readPolicy(*http, kOfTopic);
    if (!policy) return tl::unexpected(policy.error());
    return TopicDeliveryPolicy{*policy, isFixed.get<bool>()};
}

std::string toText(const DeliveryPolicy& policy) {
    OrderedJson json;
    writePolicy(policy, kOfSubscription, json);
    return json.dump();
}

std::string toText(const TopicDeliveryPolicy& policy) {
    OrderedJson json;
    writePolicy(policy.http, kOfTopic, json["http"]);
    json["http"]["disableSubscriptionOverrides"] = policy.disableSubscriptionOverrides;
    return json.dump();
}

} // namespace sluice
