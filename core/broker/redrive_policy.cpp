// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/redrive_policy.h"

#include "core/broker/request_checks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::int64_t kMostReceives = 1'000;
constexpr std::size_t kMostSources = 10;
constexpr std::array<std::string_view, 3> kPermissions{"allowAll", "denyAll", "byQueue"};

tl::unexpected<ApiError>
invalid(std::string_view parameter, std::string_view text, std::string_view reason) {
    return tl::unexpected(parameterValueError(parameter, text, reason));
}

/// A whole number, also written as a string as some tools do.
std::optional<std::int64_t> wholeNumber(const OrderedJson& value) {
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_string()) return std::nullopt;
    const std::string text = value.get<std::string>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

} // namespace

ApiResult<RedrivePolicy> parseRedrivePolicy(std::string_view text) {
    constexpr std::string_view kName = "RedrivePolicy";
    const OrderedJson json = OrderedJson::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        return invalid(kName, text, "Redrive policy is not a valid JSON map.");
    }
    for (const char* member : {"maxReceiveCount", "deadLetterTargetArn"}) {
        if (json.contains(member)) continue;
        return invalid(kName,
                       text,
                       "Redrive policy does not contain mandatory attribute: " + std::string(member)
                           + ".");
    }
    const OrderedJson& target = json["deadLetterTargetArn"];
    const OrderedJson& receives = json["maxReceiveCount"];
    const auto count = wholeNumber(receives);
    if (!count || *count < 1 || *count > kMostReceives) {
        const std::string shown =
            receives.is_string() ? receives.get<std::string>() : receives.dump();
        return invalid(kName,
                       text,
                       "Invalid value for maxReceiveCount: " + shown
                           + ", valid values are from 1 to 1000 both inclusive.");
    }
    if (!target.is_string() || target.get<std::string>().empty()) {
        return invalid(kName, text, "Dead-letter target ARN should be fully qualified ARN.");
    }
    return RedrivePolicy{target.get<std::string>(), static_cast<std::uint32_t>(*count)};
}

std::string toText(const RedrivePolicy& policy) {
    OrderedJson json;
    json["deadLetterTargetArn"] = policy.deadLetterTargetArn;
    json["maxReceiveCount"] = policy.maxReceiveCount;
    return json.dump();
}

bool RedriveAllowPolicy::allows(std::string_view sourceArn) const {
    switch (permission) {
    case Permission::AllowAll:
        return true;
    case Permission::DenyAll:
        return false;
    case Permission::ByQueue:
        break;
    }
    return std::find(sourceQueueArns.begin(), sourceQueueArns.end(), sourceArn)
           != sourceQueueArns.end();
}

ApiResult<RedriveAllowPolicy> parseRedriveAllowPolicy(std::string_view text) {
    constexpr std::string_view kName = "RedriveAllowPolicy";
    constexpr std::string_view kFormat =
        "Amazon SQS can't create the redrive allow policy, as it's in an unsupported format.";
    const OrderedJson json = OrderedJson::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) return invalid(kName, text, kFormat);
    const OrderedJson permission = json.value("redrivePermission", OrderedJson());
    const OrderedJson sources = json.value("sourceQueueArns", OrderedJson::array());
    const bool areTexts = sources.is_array()
                          && std::all_of(sources.begin(),
                                         sources.end(),
                                         [](const OrderedJson& arn) { return arn.is_string(); });
    const auto* found =
        permission.is_string()
            ? std::find(kPermissions.begin(), kPermissions.end(), permission.get<std::string>())
            : kPermissions.end();
    if (found == kPermissions.end() || !areTexts) return invalid(kName, text, kFormat);
    RedriveAllowPolicy policy;
    policy.permission = static_cast<RedriveAllowPolicy::Permission>(found - kPermissions.begin());
    policy.sourceQueueArns = sources.get<std::vector<std::string>>();
    const bool isByQueue = policy.permission == RedriveAllowPolicy::Permission::ByQueue;
    if (isByQueue && policy.sourceQueueArns.empty()) {
        return invalid(kName,
                       text,
                       "Amazon SQS can't create the redrive allow policy. When you specify the "
                       "byQueue permission type, you must also specify one or more "
                       "sourceQueueArns values.");
    }
    if (!isByQueue && !policy.sourceQueueArns.empty()) {
        return invalid(kName,
                       text,
                       "Amazon SQS can't create the redrive allow policy. To specify one or more "
                       "source queue ARNs, you must set redrivePermission to byQueue.");
    }
    if (policy.sourceQueueArns.size() > kMostSources) {
        return invalid(kName,
                       text,
                       "Amazon SQS can't create the redrive allow policy. You can specify up to "
                       "10 source queue ARNs.");
    }
    return policy;
}

std::string toText(const RedriveAllowPolicy& policy) {
    OrderedJson json;
    json["redrivePermission"] = kPermissions[static_cast<std::size_t>(policy.permission)];
    if (!policy.sourceQueueArns.empty()) json["sourceQueueArns"] = policy.sourceQueueArns;
    return json.dump();
}

} // namespace sluice
