// SPDX-License-Identifier: GPL-3.0-or-later
// Filter policies evaluated straight from their JSON, condition by condition as the rules read:
// slow, and written without the compiled form in mind.
#pragma once

#include "core/broker/filter_policy.h"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace sluice::test {

/// What SNS-26 and SNS-38 count in a policy of right form.
struct NaiveFilterSize {
    std::set<std::string> keys; ///< Paths of its leaves.
    std::uint64_t complexity = 1;
    bool isNested = false;
};
NaiveFilterSize naiveFilterSize(const std::string& policy);

/// Requires: a policy of right form.
FilterVerdict naiveVerdict(const std::string& policy,
                           FilterScope scope,
                           std::span<const MessageAttribute> attributes,
                           std::string_view body);

} // namespace sluice::test
