// SPDX-License-Identifier: GPL-3.0-or-later
// An access policy compiled from its JSON: flat arrays of patterns over one string, so that it is
// copied by a few memory moves and evaluated without any allocation.
#pragma once

#include "core/broker/access_conditions.h"
#include "core/broker/access_request.h"
#include "core/broker/policy_form.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

enum class PrincipalKind : std::uint8_t {
    Everyone, ///< "*": services too.
    Account,  ///< All roles and users of an account.
    Identity, ///< One role or user by its ARN.
    Service,
};

class AccessPolicy {
public:
    /// Places in the texts and in the arrays of the policy.
    struct Text {
        std::uint32_t begin = 0;
        std::uint32_t length = 0;
        friend bool operator==(const Text&, const Text&) = default;
    };
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
        friend bool operator==(const Range&, const Range&) = default;
    };
    struct PrincipalPattern {
        PrincipalKind kind = PrincipalKind::Everyone;
        Text name;
        friend bool operator==(const PrincipalPattern&, const PrincipalPattern&) = default;
    };
    struct Condition {
        ConditionOperator comparison = ConditionOperator::StringEquals;
        ConditionKey key = ConditionKey::SourceArn;
        Range values;
        friend bool operator==(const Condition&, const Condition&) = default;
    };
    /// "Except" turns a list around: NotPrincipal, NotAction, NotResource.
    struct Statement {
        Text sid;
        bool isDeny = false;
        bool isExceptPrincipals = false;
        bool isExceptActions = false;
        bool isExceptResources = false;
        Range principals; ///< None in the policy of a role or user, which is its only principal.
        Range actions;
        Range resources;
        Range conditions;
        friend bool operator==(const Statement&, const Statement&) = default;
    };

    /// Nobody is allowed or denied anything.
    AccessPolicy() = default;
    /// An empty text is the policy without statements, as an attribute that is not set.
    static tl::expected<AccessPolicy, PolicyProblem> parse(std::string_view json,
                                                           const PolicyLimits& limits);

    std::span<const Statement> statements() const { return m_statements; }
    std::span<const PrincipalPattern> principals(const Statement& statement) const;
    std::span<const Text> actions(const Statement& statement) const;
    std::span<const Text> resources(const Statement& statement) const;
    std::span<const Condition> conditions(const Statement& statement) const;
    std::span<const ConditionValue> values(const Condition& condition) const;
    std::string_view text(Text place) const;
    std::string_view text(const ConditionValue& value) const;

    bool concernsPrincipal(const Statement& statement, const Principal& principal) const;
    /// `action` is that of single messages, see authorisingAction().
    bool concernsAction(const Statement& statement, std::string_view action) const;
    bool concernsResource(const Statement& statement, std::string_view resource) const;
    bool holds(const Condition& condition, const AccessRequest& request) const;
    bool holdsAll(const Statement& statement, const AccessRequest& request) const;
    /// Whether the statement allows or denies this request.
    bool applies(const Statement& statement, const AccessRequest& request) const;

    friend bool operator==(const AccessPolicy&, const AccessPolicy&) = default;

private:
    friend class PolicyCompiler;

    std::string m_texts;
    std::vector<Statement> m_statements;
    std::vector<PrincipalPattern> m_principals;
    std::vector<Text> m_patterns; // of actions and resources
    std::vector<Condition> m_conditions;
    std::vector<ConditionValue> m_values;
};

/// The action whose permission a call needs: batches need that of the single call,
/// "sqs:SendMessage" for "sqs:SendMessageBatch" (ACL-7).
std::string_view authorisingAction(std::string_view action);

} // namespace sluice
