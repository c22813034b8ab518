// SPDX-License-Identifier: GPL-3.0-or-later
// Policies and decisions in words for the user.
#pragma once

#include "core/broker/access_decision.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// Which statement decided, else what is missing and what to do, in one or a few sentences. The
/// other arguments are those of decide().
std::string explain(const AccessDecision& decision,
                    const AccessRequest& request,
                    const AccessPolicy& resourcePolicy,
                    std::string_view ownerAccount,
                    const AccessPolicy* identityPolicy);

/// "aws:SourceArn is arn:aws:sns:us-east-1:000000000000:orders", "the request is sent over HTTPS"
std::string conditionWords(const AccessPolicy& policy, const AccessPolicy::Condition& condition);

/// Someone whom a statement lets call an action, or forbids to.
struct AccessGrant {
    std::size_t statement = 0; ///< Counted from 0.
    bool isDeny = false;
    PrincipalKind kind = PrincipalKind::Everyone;
    std::string principal;  ///< "sns.amazonaws.com", "account 111122223333", "everyone except …"
    std::string conditions; ///< After "if"; empty when there are none.

    friend bool operator==(const AccessGrant&, const AccessGrant&) = default;
};
/// Whom the statements name that concern the action ("sqs:SendMessage"; a batch as its single
/// action) on the resource, in the order of the statements. A Deny wins over every Allow.
std::vector<AccessGrant>
whoMay(const AccessPolicy& policy, std::string_view action, std::string_view resource);

} // namespace sluice
