// SPDX-License-Identifier: GPL-3.0-or-later
// Names of resources in all services, and the patterns of policies that match them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// "arn:aws:sqs:us-east-1:000000000000:orders" in parts; the views are borrowed. Region and account
/// may be empty (as in the ARN of a bucket), the resource may hold colons.
struct Arn {
    std::string_view partition;
    std::string_view service;
    std::string_view region;
    std::string_view account;
    std::string_view resource;

    friend bool operator==(const Arn&, const Arn&) = default;
};

/// Nothing when a part is missing or partition, service or resource are empty.
std::optional<Arn> parseArn(std::string_view text);
std::string toText(const Arn& arn);

/// Whether the whole text matches: '*' stands for any characters or none, '?' for any single one.
bool matchesPattern(std::string_view pattern, std::string_view text);
/// Likewise, but the case of ASCII letters does not count, as in names of actions.
bool matchesIgnoringCase(std::string_view pattern, std::string_view text);

/// Whether each of the six parts matches that of the pattern; a '*' does not reach across the colon
/// between two of them, except as the whole pattern (ArnEquals, ArnLike, Resource).
bool matchesArn(std::string_view pattern, std::string_view arn);

/// The pattern with "*" for each of the six parts that it leaves out: a Resource "arn:aws:sqs"
/// means every queue.
std::string completedArnPattern(std::string_view pattern);

} // namespace sluice
