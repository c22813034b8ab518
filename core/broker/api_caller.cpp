// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_caller.h"

#include "core/broker/access_decision.h"
#include "core/broker/policy_form.h"

namespace sluice {

bool mayCall(const ApiCaller& caller, const CalledResource& called) {
    const bool isService = !caller.service.empty();
    if (caller.arn.empty() && !isService && called.policy.empty()) return true;
    std::string arn = caller.arn;
    if (arn.empty()) arn = "arn:aws:iam::" + std::string(called.account) + ":root";
    AccessRequest request;
    request.principal = isService ? servicePrincipal(caller.service) : identityPrincipal(arn);
    request.action = called.action;
    request.resource = called.arn;
    request.isSecureTransport = caller.isSecureTransport;
    if (caller.sourceIp) request.sourceIp = *caller.sourceIp;
    const auto source = parseArn(caller.sourceArn);
    if (source) {
        request.sourceArn = caller.sourceArn;
        request.sourceAccount = source->account;
    }
    const AccessPolicy resource =
        AccessPolicy::parse(called.policy, called.policyLimits).value_or(AccessPolicy{});
    if (!caller.identityPolicy)
        return decide(request, resource, called.account, nullptr).isAllowed();
    const AccessPolicy identity =
        AccessPolicy::parse(*caller.identityPolicy, kIdentityPolicyLimits).value_or(AccessPolicy{});
    return decide(request, resource, called.account, &identity).isAllowed();
}

} // namespace sluice
