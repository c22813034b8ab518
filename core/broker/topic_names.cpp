// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/topic_names.h"

#include "core/broker/hashing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace sluice {

namespace {

constexpr std::size_t kUuidDigits = 32;
constexpr std::size_t kUuidLength = 36;
constexpr std::size_t kTokenDigits = 64;

std::string hexOf(std::uint64_t number, std::size_t digits) {
    std::string text(digits, '0');
    for (std::size_t at = digits; at > 0; --at) {
        text[at - 1] = "0123456789abcdef"[number & 15U];
        number >>= 4U;
    }
    return text;
}

template <class Number>
std::optional<Number> numberIn(std::string_view text, int base) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The numbers and the first digits of their digest with the topic's name.
std::string uuidOf(std::string_view topicName, const SubscriptionName& name) {
    std::string text = hexOf(name.topic, 8) + hexOf(name.index, 8);
    text += sha256Hex("subscription " + text + std::string(topicName)).substr(0, 16);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
    return text;
}

} // namespace

std::string topicArn(std::string_view name, const ServicePlace& place) {
    return ("arn:aws:sns:" + place.region + ':' + place.account + ':').append(name);
}

std::string_view topicNameInArn(std::string_view arn, const ServicePlace& place) {
    const std::string start = topicArn({}, place);
    if (!arn.starts_with(start)) return {};
    const std::string_view name = arn.substr(start.size());
    return name.find(':') == std::string_view::npos ? name : std::string_view();
}

std::string subscriptionArn(std::string_view topicName,
                            const SubscriptionName& name,
                            const ServicePlace& place) {
    return topicArn(topicName, place) + ':' + uuidOf(topicName, name);
}

std::optional<SubscriptionName> parseSubscriptionArn(std::string_view arn,
                                                     const ServicePlace& place) {
    const std::size_t colon = arn.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view topic = topicNameInArn(arn.substr(0, colon), place);
    std::string digits(arn.substr(colon + 1));
    digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
    if (topic.empty() || digits.size() != kUuidDigits) return std::nullopt;
    const auto number = numberIn<std::uint32_t>(std::string_view(digits).substr(0, 8), 16);
    const auto index = numberIn<std::uint32_t>(std::string_view(digits).substr(8, 8), 16);
    if (!number || !index) return std::nullopt;
    const SubscriptionName name{*number, *index};
    const bool isOurs =
        arn.size() - colon - 1 == kUuidLength && uuidOf(topic, name) == arn.substr(colon + 1);
    return isOurs ? std::optional(name) : std::nullopt;
}

std::size_t arnParts(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ':')) + 1;
}

bool isArn(std::string_view text) {
    return arnParts(text) >= 6 && text.substr(0, 4) == "arn:";
}

std::string confirmationToken(const SubscriptionName& name, SimTime issue) {
    const std::string text =
        hexOf(name.topic, 8) + hexOf(name.index, 8)
        + hexOf(static_cast<std::uint64_t>(issue.time_since_epoch().count()), 16);
    return text + sha256Hex("token " + text);
}

std::optional<Confirmation> parseToken(std::string_view token) {
    if (token.size() != 32 + kTokenDigits) return std::nullopt;
    const auto topic = numberIn<std::uint32_t>(token.substr(0, 8), 16);
    const auto index = numberIn<std::uint32_t>(token.substr(8, 8), 16);
    const auto issue = numberIn<std::int64_t>(token.substr(16, 16), 16);
    if (!topic || !index || !issue) return std::nullopt;
    const Confirmation confirmation{{*topic, *index}, kRunStart + Duration(*issue)};
    const bool isOurs = confirmationToken(confirmation.name, confirmation.issue) == token;
    return isOurs ? std::optional(confirmation) : std::nullopt;
}

std::string_view accountInArn(std::string_view arn) {
    for (int part = 0; part < 4; ++part) {
        const std::size_t colon = arn.find(':');
        if (colon == std::string_view::npos) return {};
        arn.remove_prefix(colon + 1);
    }
    return arn.substr(0, arn.find(':'));
}

} // namespace sluice
