// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_decision.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

using Reason = AccessDecision::Reason;

std::optional<std::size_t>
firstApplying(const AccessPolicy& policy, const AccessRequest& request, bool isDeny) {
    const auto statements = policy.statements();
    for (std::size_t at = 0; at < statements.size(); ++at) {
        if (statements[at].isDeny == isDeny && policy.applies(statements[at], request)) return at;
    }
    return std::nullopt;
}

AccessDecision decideAcrossAccounts(std::optional<std::size_t> resourceAllows,
                                    bool identityAllows) {
    if (resourceAllows && identityAllows) return {Reason::AllowedByBoth, resourceAllows};
    if (resourceAllows) return {Reason::CrossAccountIdentityMissing, resourceAllows};
    return {identityAllows ? Reason::CrossAccountResourceMissing : Reason::CrossAccountBothMissing,
            std::nullopt};
}

} // namespace

AccessDecision decide(const AccessRequest& request,
                      const AccessPolicy& resourcePolicy,
                      std::string_view ownerAccount,
                      const AccessPolicy* identityPolicy) {
    const bool isService = request.principal.kind == Principal::Kind::Service;
    const AccessPolicy* identity = isService ? nullptr : identityPolicy;
    if (const auto denying = firstApplying(resourcePolicy, request, true))
        return {Reason::DeniedByResource, denying};
    if (identity != nullptr) {
        if (const auto denying = firstApplying(*identity, request, true))
            return {Reason::DeniedByIdentity, denying};
    }
    const bool isOwner = !isService && request.principal.account == ownerAccount;
    if (!isService && !isOwner && isNeverCrossAccount(request.action))
        return {Reason::NeverCrossAccount, std::nullopt};
    const auto allowing = firstApplying(resourcePolicy, request, false);
    const auto identityAllowing =
        identity != nullptr ? firstApplying(*identity, request, false) : std::nullopt;
    if (!isService && !isOwner) return decideAcrossAccounts(allowing, identityAllowing.has_value());
    if (allowing) return {Reason::AllowedByResource, allowing};
    const bool isAllOwn = isOwner && identity == nullptr;
    if (identityAllowing || isAllOwn) return {Reason::AllowedByIdentity, identityAllowing};
    return {};
}

bool isNeverCrossAccount(std::string_view action) {
    constexpr std::array<std::string_view, 12> kActions{"sqs:AddPermission",
                                                        "sqs:CancelMessageMoveTask",
                                                        "sqs:CreateQueue",
                                                        "sqs:DeleteQueue",
                                                        "sqs:ListMessageMoveTasks",
                                                        "sqs:ListQueueTags",
                                                        "sqs:ListQueues",
                                                        "sqs:RemovePermission",
                                                        "sqs:SetQueueAttributes",
                                                        "sqs:StartMessageMoveTask",
                                                        "sqs:TagQueue",
                                                        "sqs:UntagQueue"};
    return std::find(kActions.begin(), kActions.end(), action) != kActions.end();
}

} // namespace sluice
