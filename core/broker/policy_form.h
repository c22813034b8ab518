// SPDX-License-Identifier: GPL-3.0-or-later
// The form of access policies (ACL-3, ACL-4): whether a text can be evaluated, and where it cannot.
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/json_place.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

inline constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

/// How much a policy may hold.
struct PolicyLimits {
    std::size_t bytes = kUnlimited;
    std::size_t statements = kUnlimited;
    std::size_t principals = kUnlimited; ///< In all statements.
    std::size_t conditions = kUnlimited; ///< In all statements; each key counts.
    std::size_t actions = kUnlimited;    ///< In each statement.
    /// Whether it belongs to a role or user, so that its statements name no principal.
    bool isOfIdentity = false;
};
inline constexpr PolicyLimits kQueuePolicyLimits{8'192, 20, 50, 10, 7};
inline constexpr PolicyLimits kTopicPolicyLimits{30'720, 100};
inline constexpr PolicyLimits kKeyPolicyLimits{32'768};
inline constexpr PolicyLimits kIdentityPolicyLimits{
    10'240, kUnlimited, kUnlimited, kUnlimited, kUnlimited, true};

/// What is wrong with a policy's text, and where.
struct PolicyProblem {
    TextPlace place;
    std::optional<std::size_t> statement; ///< Counted from 0.
    std::string member;                   ///< "Statement[1].Effect"; empty for the whole text.
    std::string text;                     ///< For the user, naming the member, without line.
    bool isOverLimit = false;             ///< Right but for its size.
};
/// The first problem; nothing when AccessPolicy::parse() takes the text.
std::optional<PolicyProblem> diagnosePolicy(std::string_view text, const PolicyLimits& limits);

/// As the service's API says it of a queue's policy: InvalidAttributeValue.
ApiResult<> checkPolicy(std::string_view document);

} // namespace sluice
