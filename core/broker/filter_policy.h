// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/api_error.h"
#include "core/broker/filter_body.h"
#include "core/broker/filter_program.h"
#include "core/kernel/body_store.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

inline constexpr std::size_t kMostFilterKeys = 5;            ///< SNS-38
inline constexpr std::uint64_t kMostFilterComplexity = 150;  ///< SNS-38
inline constexpr std::size_t kLongestFilterPolicy = 262'144; ///< Bytes (SNS-41).

/// What a filter policy looks at.
enum class FilterScope : std::uint8_t { Attributes, Body };
/// "MessageAttributes", "MessageBody".
std::string_view toText(FilterScope scope);
/// Reads FilterPolicyScope (SNS-39).
ApiResult<FilterScope> parseFilterScope(std::string_view text);

/// What becomes of a message at a subscription.
enum class FilterVerdict : std::uint8_t {
    Accepted,
    FilteredOut,
    NoAttributes,      ///< Filtered out; the message has no attributes at all.
    InvalidAttributes, ///< An attribute the policy names is no number or array as its type says.
    InvalidBody,       ///< The body is no JSON object.
};

/// The same by the metric that counts it (SNS-57).
enum class FilterResult : std::uint8_t {
    Passed,
    Attributes,
    NoAttributes,
    InvalidAttributes,
    Body,
    InvalidBody
};
/// The scope is that of the policy that decided.
FilterResult resultOf(FilterVerdict verdict, FilterScope scope);

/// What the service does not offer but some other user of these policies does.
struct FilterKnobs {
    bool hasWildcard = false; ///< {"wildcard": "a*b"} (SNS-36).
};

/// How one condition of a policy met one message.
struct FilterCheck {
    std::string branch; ///< The alternative it belongs to: "$or[1]", "$or[0].a.$or[2]", or empty.
    std::string path;   ///< "detail.type"
    std::string condition; ///< As JSON: "\"order\"", "{\"prefix\":\"auto-\"}".
    std::string found;     ///< The message's values there as JSON, or "absent", "invalid".
    bool isMet = false;
    bool isKeyMet = false; ///< Whether this or another condition of the same key is met.

    friend bool operator==(const FilterCheck&, const FilterCheck&) = default;
};

/// What is wrong with the text of a policy.
struct FilterProblem {
    ApiError error;         ///< As the service says it, without what inRequest() puts in front.
    std::size_t offset = 0; ///< Bytes before the place.
};

/// Which messages a subscription wants: JSON compiled once, a value that copies with the World.
/// Conditions on different keys must all hold, of the values of one key one must (SNS-25). Keys of
/// a body are independent of each other: in an array of objects different ones may satisfy them.
class FilterPolicy {
public:
    /// No policy: accepts everything.
    FilterPolicy() = default;

    /// Compiles a FilterPolicy attribute; blank text and {} are no policy.
    static ApiResult<FilterPolicy>
    parse(std::string_view json, FilterScope scope, const FilterKnobs& knobs = {});
    /// The same for who wants to know where it is wrong.
    static tl::expected<FilterPolicy, FilterProblem>
    diagnose(std::string_view json, FilterScope scope, const FilterKnobs& knobs = {});

    bool isEmpty() const { return m_program.nodes.empty(); }
    FilterScope scope() const { return m_scope; }
    /// Whether match() looks at the body, so that reading it is worth while.
    bool needsBody() const { return !isEmpty() && m_scope == FilterScope::Body; }

    /// Reads the body if it must. Scope MessageAttributes allocates nothing (but see
    /// ScalarArrayReader).
    FilterVerdict match(std::span<const MessageAttribute> attributes, std::string_view body) const;
    /// With a body that was read for many policies; for one that does not need it any will do.
    FilterVerdict match(std::span<const MessageAttribute> attributes, const FilterBody& body) const;

    /// Every condition, in the policy's order.
    std::vector<FilterCheck> explain(std::span<const MessageAttribute> attributes,
                                     std::string_view body) const;
    /// In short: "amount ≥ 1000, type: order | refund"; cut with "…" to at most this many
    /// characters. Empty without a policy.
    std::string summary(std::size_t mostCharacters) const;

    friend bool operator==(const FilterPolicy&, const FilterPolicy&) = default;

private:
    FilterScope m_scope = FilterScope::Attributes;
    FilterProgram m_program;
};

/// An error of parse() as a sentence, followed by what to do where its text does not say it all.
std::string filterAdvice(std::string_view error);

/// The request a policy came with.
enum class FilterRequest : std::uint8_t { Subscribe, SetSubscriptionAttributes };
/// An error of parse() or parseFilterScope() as that request answers it (SNS-37): "Invalid
/// parameter: Attributes Reason: FilterPolicy: …".
ApiError inRequest(const ApiError& error, FilterRequest request);

} // namespace sluice
