// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions of policy statements (ACL-3): what there is, how their values are read, when they
// hold.
#pragma once

#include "core/broker/access_request.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

enum class ConditionOperator : std::uint8_t {
    StringEquals,
    StringLike,
    ArnEquals,
    ArnLike,
    Bool,
    IpAddress,
    NotIpAddress,
    DateLessThan,
    DateGreaterThan,
};

enum class ConditionKey : std::uint8_t {
    SourceArn,
    SourceAccount,
    PrincipalArn,
    SecureTransport,
    SourceIp,
    CurrentTime,
};

std::string_view nameOf(ConditionOperator comparison);
std::string_view nameOf(ConditionKey key);
/// By the exact name; nothing for those that are not simulated.
std::optional<ConditionOperator> findConditionOperator(std::string_view name);
/// By the name in any case.
std::optional<ConditionKey> findConditionKey(std::string_view name);

/// Whether the operator compares what the key has: IpAddress goes with aws:SourceIp only.
bool goesWith(ConditionOperator comparison, ConditionKey key);
/// All names, or those of the operators that go with the key, as "Bool" or "ArnLike, StringLike".
std::string conditionOperatorNames();
std::string conditionOperatorNames(ConditionKey key);
std::string conditionKeyNames();

/// A value to compare with, read once.
struct ConditionValue {
    std::uint32_t begin = 0; ///< Where its text begins in the policy's texts.
    std::uint32_t length = 0;
    std::int64_t number = 0;                ///< Of a date, seconds since 1970; of Bool, 0 or 1.
    std::array<std::uint8_t, 16> address{}; ///< Of a network, as IPv6.
    std::uint8_t prefixBits = 0;

    friend bool operator==(const ConditionValue&, const ConditionValue&) = default;
};

/// Nothing when the operator cannot compare with such a text. The caller places the text.
std::optional<ConditionValue> readConditionValue(ConditionOperator comparison,
                                                 std::string_view text);
/// What a value for the operator looks like: "true or false".
std::string_view conditionValueForm(ConditionOperator comparison);

struct ConditionTest {
    ConditionOperator comparison = ConditionOperator::StringEquals;
    ConditionKey key = ConditionKey::SourceArn;
};
/// Whether one of the values (for NotIpAddress: none) is met by what the request has for the key.
/// `texts` is what the values' places point into.
bool holds(const ConditionTest& test,
           std::span<const ConditionValue> values,
           std::string_view texts,
           const AccessRequest& request);

/// What the request has for the key, as a user would write it; empty when it has nothing.
std::string contextText(ConditionKey key, const AccessRequest& request);

} // namespace sluice
