// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/subscription_attributes.h"

#include "core/broker/api_names.h"
#include "core/broker/iso_time.h"
#include "core/broker/request_checks.h"
#include "core/broker/topic_names.h"
#include "core/broker/topic_protocols.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::array<std::string_view, 7> kSubscriptionAttributes{"DeliveryPolicy",
                                                                  "FilterPolicy",
                                                                  "FilterPolicyScope",
                                                                  "RawMessageDelivery",
                                                                  "RedrivePolicy",
                                                                  "ReplayPolicy",
                                                                  "SubscriptionRoleArn"};

std::string textIn(const OrderedJson& json, const char* member) {
    const OrderedJson value = json.value(member, OrderedJson());
    return value.is_string() ? value.get<std::string>() : std::string();
}

ApiResult<> setDelivery(Subscription& to, const std::string& value) {
    if (!isHttp(to.protocol)) {
        return invalidParameter(
            "DeliveryPolicy: Delivery policy is only supported for HTTP and HTTPS");
    }
    to.deliveryPolicy.reset();
    if (value.empty()) return {};
    const auto policy = parseDeliveryPolicy(value);
    if (!policy) return tl::unexpected(policy.error());
    to.deliveryPolicy = *policy;
    return {};
}

ApiResult<> setRaw(Subscription& to, const std::string& value) {
    if (value != "true" && value != "false") {
        return invalidParameter("RawMessageDelivery: Invalid value [" + value
                                + "]. Must be true or false.");
    }
    if (value == "true" && !takesRawDelivery(to.protocol)) {
        return invalidParameter("RawMessageDelivery: Delivery protocol ["
                                + std::string(nameOf(to.protocol))
                                + "] does not support raw message delivery.");
    }
    to.rawDelivery = value == "true";
    return {};
}

// The queue is of this account and region and of the topic's type; whether it exists shows at the
// first message (SNS-49).
ApiResult<> setRedrive(Subscription& to,
                       TopicType topicType,
                       const std::string& value,
                       const ServicePlace& place) {
    to.deadLetterTargetArn.clear();
    const OrderedJson json = OrderedJson::parse(value.empty() ? "{}" : value, nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        return invalidParameter("RedrivePolicy: failed to parse JSON.");
    }
    if (json.empty()) return {};
    const std::string arn = textIn(json, "deadLetterTargetArn");
    const std::string_view queue = nameInArn(arn, place);
    if (queue.empty())
        return invalidParameter("RedrivePolicy: deadLetterTargetArn is an invalid arn");
    if (isFifoName(queue) != (topicType == TopicType::Fifo)) {
        return invalidParameter(
            "RedrivePolicy: dead-letter queue must be of the same type as the topic");
    }
    to.deadLetterTargetArn = arn;
    return {};
}

} // namespace

bool isSubscriptionAttribute(std::string_view name) {
    return std::find(kSubscriptionAttributes.begin(), kSubscriptionAttributes.end(), name)
           != kSubscriptionAttributes.end();
}

ApiResult<> setSubscriptionAttribute(Subscription& subscription,
                                     TopicType topicType,
                                     const std::string& name,
                                     const std::string& value,
                                     const ServicePlace& place) {
    if (name == "DeliveryPolicy") return setDelivery(subscription, value);
    if (name == "RawMessageDelivery") return setRaw(subscription, value);
    if (name == "RedrivePolicy") return setRedrive(subscription, topicType, value, place);
    if (name == "FilterPolicy") {
        subscription.filterPolicy = value;
    } else if (name == "FilterPolicyScope") {
        const auto scope = parseFilterScope(value);
        if (!scope) return tl::unexpected(scope.error());
        subscription.filterScope = *scope;
    } else if (name == "ReplayPolicy") {
        if (topicType != TopicType::Fifo) {
            return invalidParameter("ReplayPolicy: only FIFO topics have an archive");
        }
        if (!value.empty() && value != "{}") {
            if (auto range = parseReplayPolicy(value); !range) {
                return tl::unexpected(range.error());
            }
        }
        subscription.replayPolicy = value == "{}" ? std::string() : value;
    } else {
        subscription.roleArn = value;
    }
    return {};
}

ApiResult<> compileFilter(Subscription& subscription, SimTime now, Duration propagation) {
    auto policy = FilterPolicy::parse(subscription.filterPolicy, subscription.filterScope);
    if (!policy) return tl::unexpected(policy.error());
    if (policy->isEmpty()) subscription.filterPolicy.clear();
    subscription.filter.change(now, std::move(*policy), propagation);
    return {};
}

AttributeTexts subscriptionTexts(const Subscription& subscription) {
    AttributeTexts texts;
    texts["RawMessageDelivery"] = subscription.rawDelivery ? "true" : "false";
    const auto set = [&](const char* name, const std::string& text) {
        if (!text.empty()) texts.emplace(name, text);
    };
    set("FilterPolicy", subscription.filterPolicy);
    if (!subscription.filterPolicy.empty()) {
        texts["FilterPolicyScope"] = toText(subscription.filterScope);
    }
    set("ReplayPolicy", subscription.replayPolicy);
    set("SubscriptionRoleArn", subscription.roleArn);
    if (subscription.deliveryPolicy) set("DeliveryPolicy", toText(*subscription.deliveryPolicy));
    if (!subscription.deadLetterTargetArn.empty()) {
        OrderedJson json;
        json["deadLetterTargetArn"] = subscription.deadLetterTargetArn;
        texts["RedrivePolicy"] = json.dump();
    }
    return texts;
}

namespace {

/// The instant of the run that a member names by its date.
std::optional<SimTime> instantIn(const OrderedJson& json, const char* member) {
    constexpr std::int64_t kLastSecond = 9'000'000'000; // a SimTime ends in the year 2262
    const auto second = parseIsoTime(textIn(json, member));
    if (!second || *second > kLastSecond) return std::nullopt;
    return kRunStart + std::chrono::seconds(*second);
}

} // namespace

ApiResult<ReplayRange> parseReplayPolicy(std::string_view text) {
    const OrderedJson json = OrderedJson::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        return invalidParameter("ReplayPolicy: failed to parse JSON.");
    }
    if (textIn(json, "PointType") != "Timestamp") {
        return invalidParameter("ReplayPolicy: PointType must be Timestamp");
    }
    const auto from = instantIn(json, "StartingPoint");
    if (!from) return invalidParameter("ReplayPolicy: StartingPoint must be a time");
    if (!json.contains("EndingPoint")) return ReplayRange{*from};
    const auto until = instantIn(json, "EndingPoint");
    if (!until || *until <= *from) {
        return invalidParameter("ReplayPolicy: EndingPoint must be a time after StartingPoint");
    }
    return ReplayRange{*from, *until};
}

} // namespace sluice
