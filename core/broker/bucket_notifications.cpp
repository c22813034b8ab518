// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/bucket_notifications.h"

#include "core/base/assert.h"
#include "core/broker/access_explanation.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr std::array<std::string_view, 11> kEvents{"s3:ObjectCreated:*",
                                                   "s3:ObjectCreated:Put",
                                                   "s3:ObjectCreated:Post",
                                                   "s3:ObjectCreated:Copy",
                                                   "s3:ObjectCreated:CompleteMultipartUpload",
                                                   "s3:ObjectRemoved:*",
                                                   "s3:ObjectRemoved:Delete",
                                                   "s3:ObjectRemoved:DeleteMarkerCreated",
                                                   "s3:LifecycleExpiration:*",
                                                   "s3:LifecycleExpiration:Delete",
                                                   "s3:LifecycleExpiration:DeleteMarkerCreated"};
constexpr std::size_t kLongestFilter = 1'024;
constexpr std::string_view kBadTarget =
    "Unable to validate the following destination configurations";
constexpr std::string_view kSameEvent = "Configurations overlap. Configurations on the same bucket "
                                        "cannot share a common event type.";
constexpr std::string_view kAmbiguous =
    "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the "
    "prefixes are overlapping for the same event type.";

bool oneBeginsOther(std::string_view one, std::string_view other) {
    const std::size_t length = std::min(one.size(), other.size());
    return one.substr(0, length) == other.substr(0, length);
}

bool oneEndsOther(std::string_view one, std::string_view other) {
    const std::size_t length = std::min(one.size(), other.size());
    return one.substr(one.size() - length) == other.substr(other.size() - length);
}

std::string_view actionFor(std::string_view service) {
    if (service == "sqs") return "sqs:SendMessage";
    if (service == "sns") return "sns:Publish";
    return service == "lambda" ? "lambda:InvokeFunction" : "";
}

std::string_view serviceOf(const NotificationRule& rule) {
    const auto arn = parseArn(rule.targetArn);
    return arn ? arn->service : std::string_view();
}

bool isFifo(std::string_view arn) {
    constexpr std::string_view kSuffix = ".fifo";
    return arn.size() > kSuffix.size() && arn.substr(arn.size() - kSuffix.size()) == kSuffix;
}

bool isUnfiltered(const NotificationRule& rule) {
    return rule.prefix.empty() && rule.suffix.empty();
}

std::optional<NotificationProblem> checkRule(const NotificationRule& rule, std::size_t at) {
    if (std::find(kEvents.begin(), kEvents.end(), rule.event) == kEvents.end()) {
        return NotificationProblem{at,
                                   "The event '" + rule.event
                                       + "' is not supported for notifications",
                                   "Choose one as s3:ObjectCreated:*."};
    }
    if (std::max(rule.prefix.size(), rule.suffix.size()) > kLongestFilter) {
        return NotificationProblem{at,
                                   "Size of filter rule value cannot exceed 1024 bytes in UTF-8 "
                                   "representation",
                                   "Shorten the prefix or the suffix."};
    }
    if (actionFor(serviceOf(rule)).empty()) {
        return NotificationProblem{
            at, "The ARN is not well formed", "Name a queue, a topic or a function as the target."};
    }
    if (isFifo(rule.targetArn)) {
        return NotificationProblem{at,
                                   std::string(kBadTarget),
                                   "A bucket notifies standard queues and topics only, no FIFO "
                                   "ones: put a standard queue in between."};
    }
    return {};
}

} // namespace

std::span<const std::string_view> notificationEvents() {
    return kEvents;
}

bool matches(const NotificationRule& rule, std::string_view event, std::string_view key) {
    return matchesPattern(rule.event, event) && key.starts_with(rule.prefix)
           && key.ends_with(rule.suffix);
}

bool overlap(const NotificationRule& one, const NotificationRule& other) {
    const bool isSameEvent =
        matchesPattern(one.event, other.event) || matchesPattern(other.event, one.event);
    return isSameEvent && oneBeginsOther(one.prefix, other.prefix)
           && oneEndsOther(one.suffix, other.suffix);
}

std::optional<NotificationProblem> checkNotifications(std::span<const NotificationRule> rules) {
    for (std::size_t at = 0; at < rules.size(); ++at) {
        if (auto problem = checkRule(rules[at], at)) return problem;
        const auto before = rules.first(at);
        const auto same = std::find_if(before.begin(), before.end(), [&](const auto& earlier) {
            return overlap(earlier, rules[at]);
        });
        if (same == before.end()) continue;
        const bool isSameEvent = isUnfiltered(*same) && isUnfiltered(rules[at]);
        return NotificationProblem{
            at,
            std::string(isSameEvent ? kSameEvent : kAmbiguous),
            "Rule " + std::to_string(same - before.begin() + 1)
                + " already tells its target of such objects. To tell several, notify a topic "
                  "and subscribe the queues to it.",
            static_cast<std::size_t>(same - before.begin())};
    }
    return {};
}

AccessRequest notificationRequest(const NotificationRule& rule, const BucketIdentity& bucket) {
    AccessRequest request;
    request.principal = servicePrincipal("s3.amazonaws.com");
    request.action = actionFor(serviceOf(rule));
    request.resource = rule.targetArn;
    request.sourceArn = bucket.arn;
    request.sourceAccount = bucket.account;
    request.isSecureTransport = true;
    return request;
}

std::optional<NotificationProblem> checkTargets(std::span<const NotificationRule> rules,
                                                const BucketIdentity& bucket,
                                                std::span<const NotificationTarget> targets) {
    SLUICE_ASSERT(rules.size() == targets.size());
    for (std::size_t at = 0; at < rules.size(); ++at) {
        const NotificationTarget& target = targets[at];
        if (target.policy == nullptr) {
            return NotificationProblem{
                at, std::string(kBadTarget), "There is no " + rules[at].targetArn + "."};
        }
        const AccessRequest request = notificationRequest(rules[at], bucket);
        const AccessDecision decision = decide(request, *target.policy, target.account, nullptr);
        if (decision.isAllowed()) continue;
        return NotificationProblem{
            at,
            std::string(kBadTarget),
            explain(decision, request, *target.policy, target.account, nullptr)};
    }
    return {};
}

} // namespace sluice
