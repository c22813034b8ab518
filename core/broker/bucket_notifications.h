// SPDX-License-Identifier: GPL-3.0-or-later
// Which events of a bucket go to which queue, topic or function: its notification configuration.
#pragma once

#include "core/broker/access_decision.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

struct NotificationRule {
    std::string event;  ///< "s3:ObjectCreated:*", one of notificationEvents().
    std::string prefix; ///< That the object's key begins with; empty: any.
    std::string suffix;
    std::string targetArn; ///< Of a queue, topic or function.

    friend bool operator==(const NotificationRule&, const NotificationRule&) = default;
};

/// All events that a rule may name.
std::span<const std::string_view> notificationEvents();

/// Whether the rule tells its target of the event ("s3:ObjectCreated:Put") of an object.
bool matches(const NotificationRule& rule, std::string_view event, std::string_view key);
/// Whether there can be an event that both match.
bool overlap(const NotificationRule& one, const NotificationRule& other);

/// Why the service refuses the configuration: error InvalidArgument.
struct NotificationProblem {
    std::size_t rule = 0;                 ///< The first one that is wrong, counted from 0.
    std::string message;                  ///< As the service says it.
    std::string remedy;                   ///< What to do, for the user.
    std::optional<std::size_t> earlier{}; ///< The rule that it overlaps with.
};
/// Events, filters, targets by their kind, and overlaps (ACL-14).
std::optional<NotificationProblem> checkNotifications(std::span<const NotificationRule> rules);

struct BucketIdentity {
    std::string_view arn;     ///< "arn:aws:s3:::photos"
    std::string_view account; ///< That owns it.
};
/// The call by which the bucket delivers; it borrows from both.
AccessRequest notificationRequest(const NotificationRule& rule, const BucketIdentity& bucket);

/// What the target of a rule says to its callers.
struct NotificationTarget {
    const AccessPolicy* policy = nullptr; ///< Null: there is no such target.
    std::string_view account;
};
/// The service tries all targets when it is given the configuration (ACL-10): the first that is
/// missing or does not let the bucket in. `targets` are those of the rules, one by one.
std::optional<NotificationProblem> checkTargets(std::span<const NotificationRule> rules,
                                                const BucketIdentity& bucket,
                                                std::span<const NotificationTarget> targets);

} // namespace sluice
