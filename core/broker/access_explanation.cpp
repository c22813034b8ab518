// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/access_explanation.h"

namespace sluice {

namespace {

using Reason = AccessDecision::Reason;
using PolicyStatement = AccessPolicy::Statement;

/// "a", "a or b", "a, b or c"
std::string listed(const std::vector<std::string>& words, std::string_view last) {
    std::string text;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool isLast = at + 1 == words.size();
        if (at > 0) text.append(isLast ? last : ", ");
        text += words[at];
    }
    return text;
}

std::vector<std::string> textsOf(const AccessPolicy& policy,
                                 std::span<const AccessPolicy::Text> places) {
    std::vector<std::string> texts;
    for (const AccessPolicy::Text place : places) texts.emplace_back(policy.text(place));
    return texts;
}

std::string principalText(const AccessPolicy& policy,
                          const AccessPolicy::PrincipalPattern& pattern) {
    const std::string name(policy.text(pattern.name));
    if (pattern.kind == PrincipalKind::Everyone) return "everyone";
    return pattern.kind == PrincipalKind::Account ? "account " + name : name;
}

std::vector<std::string> principalTexts(const AccessPolicy& policy,
                                        const PolicyStatement& statement) {
    std::vector<std::string> texts;
    for (const auto& pattern : policy.principals(statement))
        texts.push_back(principalText(policy, pattern));
    return texts;
}

/// `Statement 2 ("HttpsOnly")`
std::string nameOf(const AccessPolicy& policy, std::size_t at) {
    std::string name = "Statement " + std::to_string(at + 1);
    const std::string_view sid = policy.text(policy.statements()[at].sid);
    if (!sid.empty()) name.append(" (\"").append(sid).append("\")");
    return name;
}

std::string allConditionWords(const AccessPolicy& policy, const PolicyStatement& statement) {
    std::vector<std::string> words;
    for (const auto& condition : policy.conditions(statement))
        words.push_back(conditionWords(policy, condition));
    return listed(words, " and ");
}

/// The conditions that do not hold, and what the request has instead.
std::string unmetWords(const AccessPolicy& policy,
                       const PolicyStatement& statement,
                       const AccessRequest& request) {
    std::vector<std::string> words;
    for (const auto& condition : policy.conditions(statement)) {
        if (policy.holds(condition, request)) continue;
        const std::string given = contextText(condition.key, request);
        words.push_back(conditionWords(policy, condition) + " (here "
                        + std::string(nameOf(condition.key)) + " is "
                        + (given.empty() ? "not given" : given) + ")");
    }
    return listed(words, " and ");
}

std::string except(bool isExcept) {
    return isExcept ? "all except " : "";
}

/// Says what a statement lacks to allow the request, if it is one thing only.
std::string missText(const AccessPolicy& policy,
                     const PolicyStatement& statement,
                     const AccessRequest& request) {
    const bool isPrincipal = policy.concernsPrincipal(statement, request.principal);
    const bool isAction = policy.concernsAction(statement, authorisingAction(request.action));
    const bool isResource = policy.concernsResource(statement, request.resource);
    const bool isMet = policy.holdsAll(statement, request);
    const int right = static_cast<int>(isPrincipal) + static_cast<int>(isAction)
                      + static_cast<int>(isResource) + static_cast<int>(isMet);
    if (right != 3) return {};
    if (!isPrincipal) {
        return "allows it to " + except(statement.isExceptPrincipals)
               + listed(principalTexts(policy, statement), " and ") + " only";
    }
    if (!isAction) {
        return "allows " + except(statement.isExceptActions)
               + listed(textsOf(policy, policy.actions(statement)), " and ") + " only";
    }
    if (!isResource) {
        return "is about " + except(statement.isExceptResources)
               + listed(textsOf(policy, policy.resources(statement)), " and ") + " only";
    }
    return "allows it only if " + unmetWords(policy, statement, request);
}

/// " Statement 1 allows it only if …", empty when no Allow comes near.
std::string nearestMiss(const AccessPolicy& policy, const AccessRequest& request) {
    const auto statements = policy.statements();
    for (std::size_t at = 0; at < statements.size(); ++at) {
        if (statements[at].isDeny) continue;
        const std::string text = missText(policy, statements[at], request);
        if (!text.empty()) return " " + nameOf(policy, at) + " " + text + ".";
    }
    return {};
}

std::string deniedText(const AccessPolicy& policy,
                       std::size_t at,
                       std::string_view whose,
                       const std::string& call) {
    const std::string conditions = allConditionWords(policy, policy.statements()[at]);
    return nameOf(policy, at).append(" of ").append(whose) + " denies " + call
           + (conditions.empty() ? "" : ", because " + conditions)
           + ". Change it: a Deny wins over every Allow.";
}

constexpr std::string_view kResourcePolicy = "the resource's policy";
constexpr std::string_view kIdentityPolicy = "the caller's own policy";

/// What to add to the resource's policy so that it allows the request.
std::string resourceRemedy(const AccessRequest& request) {
    std::string text = " Add a statement to the resource's policy that allows "
                       + std::string(authorisingAction(request.action)) + " to "
                       + std::string(request.principal.name);
    const bool isService = request.principal.kind == Principal::Kind::Service;
    if (isService && request.sourceArn)
        text.append(" if aws:SourceArn is ").append(*request.sourceArn);
    return text + ".";
}

std::string identityRemedy(const AccessRequest& request) {
    return " Give " + std::string(request.principal.name) + " a policy of its own that allows "
           + std::string(authorisingAction(request.action)) + " on " + std::string(request.resource)
           + ".";
}

std::string crossAccountText(Reason reason,
                             const AccessRequest& request,
                             const AccessPolicy& resourcePolicy,
                             const AccessPolicy* identityPolicy) {
    std::string text = std::string(request.principal.name) + " is of another account ("
                       + std::string(request.principal.account)
                       + "), so its own policy and the resource's must both allow "
                       + std::string(request.action) + ".";
    if (reason != Reason::CrossAccountIdentityMissing)
        text += nearestMiss(resourcePolicy, request) + resourceRemedy(request);
    if (reason != Reason::CrossAccountResourceMissing) {
        if (identityPolicy != nullptr) text += nearestMiss(*identityPolicy, request);
        text += identityRemedy(request);
    }
    return text;
}

std::string implicitDenyText(const AccessRequest& request,
                             const AccessPolicy& resourcePolicy,
                             const AccessPolicy* identityPolicy) {
    const bool isService = request.principal.kind == Principal::Kind::Service;
    std::string text = "Nothing allows " + std::string(request.principal.name) + " to call "
                       + std::string(request.action)
                       + (isService ? "; services need a statement in the resource's policy, in "
                                      "their own account too."
                                    : ".")
                       + nearestMiss(resourcePolicy, request) + resourceRemedy(request);
    if (!isService && identityPolicy != nullptr) text += " Or:" + identityRemedy(request);
    return text;
}

} // namespace

std::string explain(const AccessDecision& decision,
                    const AccessRequest& request,
                    const AccessPolicy& resourcePolicy,
                    std::string_view ownerAccount,
                    const AccessPolicy* identityPolicy) {
    const std::string call =
        std::string(request.principal.name) + " the call " + std::string(request.action);
    const auto allowedBy = [&](const AccessPolicy& policy, std::string_view whose) {
        return nameOf(policy, *decision.statement).append(" of ").append(whose) + " allows " + call
               + ".";
    };
    switch (decision.reason) {
    case Reason::AllowedByResource:
        return allowedBy(resourcePolicy, kResourcePolicy);
    case Reason::AllowedByIdentity:
        if (decision.statement) return allowedBy(*identityPolicy, kIdentityPolicy);
        return std::string(request.principal.name) + " belongs to the owner's account "
               + std::string(ownerAccount) + " and may do everything there.";
    case Reason::AllowedByBoth:
        return nameOf(resourcePolicy, *decision.statement).append(" of ").append(kResourcePolicy)
               + " allows " + call + " from another account, and so does its own policy.";
    case Reason::DeniedByResource:
        return deniedText(resourcePolicy, *decision.statement, kResourcePolicy, call);
    case Reason::DeniedByIdentity:
        return deniedText(*identityPolicy, *decision.statement, kIdentityPolicy, call);
    case Reason::NeverCrossAccount:
        return std::string(request.action) + " is reserved for the owner's account "
               + std::string(ownerAccount) + ": no policy can allow it to "
               + std::string(request.principal.name) + ".";
    case Reason::ImplicitDeny:
        return implicitDenyText(request, resourcePolicy, identityPolicy);
    default:
        return crossAccountText(decision.reason, request, resourcePolicy, identityPolicy);
    }
}

std::string conditionWords(const AccessPolicy& policy, const AccessPolicy::Condition& condition) {
    std::vector<std::string> values;
    bool isPattern = false;
    for (const ConditionValue& value : policy.values(condition)) {
        values.emplace_back(policy.text(value));
        isPattern = isPattern || values.back().find_first_of("*?") != std::string::npos;
    }
    const std::string either = listed(values, " or ");
    switch (condition.comparison) {
    case ConditionOperator::StringEquals:
        isPattern = false;
        break;
    case ConditionOperator::Bool:
        if (values.size() > 1) return "the request is sent over HTTPS or not";
        return either == "true" ? "the request is sent over HTTPS"
                                : "the request is not sent over HTTPS";
    case ConditionOperator::IpAddress:
        return "the request comes from " + either;
    case ConditionOperator::NotIpAddress:
        return "the request does not come from " + either;
    case ConditionOperator::DateLessThan:
        return "it is before " + either;
    case ConditionOperator::DateGreaterThan:
        return "it is after " + either;
    default:
        break;
    }
    return std::string(nameOf(condition.key)) + (isPattern ? " is like " : " is ") + either;
}

std::vector<AccessGrant>
whoMay(const AccessPolicy& policy, std::string_view action, std::string_view resource) {
    std::vector<AccessGrant> grants;
    const auto statements = policy.statements();
    for (std::size_t at = 0; at < statements.size(); ++at) {
        const PolicyStatement& statement = statements[at];
        if (!policy.concernsAction(statement, authorisingAction(action))
            || !policy.concernsResource(statement, resource))
            continue;
        AccessGrant grant{at, statement.isDeny, {}, {}, allConditionWords(policy, statement)};
        if (statement.isExceptPrincipals) {
            grant.principal =
                "everyone except " + listed(principalTexts(policy, statement), " and ");
            grants.push_back(grant);
            continue;
        }
        for (const auto& pattern : policy.principals(statement)) {
            grant.kind = pattern.kind;
            grant.principal = principalText(policy, pattern);
            grants.push_back(grant);
        }
    }
    return grants;
}

} // namespace sluice
