// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/access_policy.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// Who calls an API: by default the owner of what is called, who may do everything that no policy
/// denies.
struct ApiCaller {
    std::string arn;     ///< Of a role or user; empty: the owner's account itself.
    std::string service; ///< "sns.amazonaws.com": a service that calls on its own, without an ARN.
    std::string sourceArn;                     ///< On behalf of which resource a service calls.
    std::optional<std::string> identityPolicy; ///< JSON; without one: everything in its account.
    std::optional<std::string> sourceIp;
    bool isSecureTransport = true;
};

/// A call to a resource, for mayCall().
struct CalledResource {
    std::string_view action; ///< "sqs:SendMessage"
    std::string_view arn;
    std::string_view account;
    std::string_view policy; ///< JSON; empty: there is none.
    PolicyLimits policyLimits;
};
/// Whether the policies let the call pass (ACL-1, ACL-6, ACL-11).
bool mayCall(const ApiCaller& caller, const CalledResource& called);

} // namespace sluice
