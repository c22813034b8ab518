// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what (ACL-1): the policy of the called resource together with that of the caller.
#pragma once

#include "core/broker/access_policy.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// Whether a call is allowed, and what decided it.
struct AccessDecision {
    enum class Reason : std::uint8_t {
        AllowedByResource,
        AllowedByIdentity,
        AllowedByBoth, ///< From another account, where both have to.
        DeniedByResource,
        DeniedByIdentity,
        ImplicitDeny, ///< Nothing allows it.
        CrossAccountIdentityMissing,
        CrossAccountResourceMissing,
        CrossAccountBothMissing,
        NeverCrossAccount, ///< Reserved for the owner, whatever the policies say (ACL-6).
    };
    Reason reason = Reason::ImplicitDeny;
    /// The deciding statement from 0 on; of the caller's policy for AllowedByIdentity and
    /// DeniedByIdentity, else of the resource's.
    std::optional<std::size_t> statement;

    bool isAllowed() const { return reason <= Reason::AllowedByBoth; }
    friend bool operator==(const AccessDecision&, const AccessDecision&) = default;
};

/// Decides without allocating memory. `identityPolicy` is that of the calling role or user; without
/// one (null) it may do everything in its own account and nothing in others. Services have none:
/// they need the resource's policy in every account, their own included (ACL-9).
AccessDecision decide(const AccessRequest& request,
                      const AccessPolicy& resourcePolicy,
                      std::string_view ownerAccount,
                      const AccessPolicy* identityPolicy);

/// Whether only the owner's account may call it ("sqs:DeleteQueue", ACL-6).
bool isNeverCrossAccount(std::string_view action);

} // namespace sluice
