// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/policy_form.h"

#include <string>
#include <string_view>

namespace sluice {

/// What a part is called and where it is: what its ARN is made from.
struct PartPlace {
    std::string name;
    std::string region;
    std::string account;

    friend bool operator==(const PartPlace&, const PartPlace&) = default;
};

/// A part as access policies see it: as what it calls, and what it lets others do. A kind that
/// calls or is called says it by `Party party(const PartPlace&) const`.
struct Party {
    std::string arn;     ///< Of the resource, or of the role that calls.
    std::string account; ///< That owns it.
    /// Principal of a service that calls by itself, "sns.amazonaws.com"; empty: a role of the
    /// account.
    std::string_view service{};
    std::string identityPolicy{}; ///< JSON, of a role; empty: it may do everything.
    std::string policy{};         ///< JSON, of the resource; empty: there is none.
    PolicyLimits policyLimits{};
    /// JSON policy of the key that encrypts it; empty: a key of the service's own.
    std::string keyPolicy{};
    bool hasKey = false; ///< Whether callers need a key.
    std::string_view serviceKey = "alias/aws/sqs";
    std::string_view ownKey = "the queue's key";
    /// Action of who sends to it, "sqs:SendMessage"; empty: anybody may.
    std::string_view sending{};
    std::string_view receiving{}; ///< Action of who receives from it.
    /// As a caller: its links are tried when they are made, and one that fails is never used
    /// (ACL-10); otherwise each call is refused when it is made.
    bool isTriedBeforehand = false;
};

/// The name with everything but letters, digits, - and _ replaced, at most `longest` characters.
std::string nameInArn(std::string_view name, std::size_t longest);
/// Whether it calls others: as a service, or as a role.
bool canCall(const Party& party);
/// "arn:aws:iam::000000000000:role/orders"
std::string roleArn(const PartPlace& place);

} // namespace sluice
