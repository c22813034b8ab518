// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_access.h"

#include "core/broker/access_decision.h"
#include "core/broker/key_access.h"
#include "core/broker/policy_statements.h"
#include "core/model/boundaries.h"

namespace sluice {

namespace {

constexpr std::string_view kTopicService = "sns.amazonaws.com";
constexpr std::string_view kBucketService = "s3.amazonaws.com";
constexpr std::string_view kEverything =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

PartPlace placeOf(const Document& document, const Node& node) {
    return {node.name, regionOf(document, node), accountOf(document, node)};
}

AccessPolicy compiled(std::string_view text, const PolicyLimits& limits) {
    return AccessPolicy::parse(text, limits).value_or(AccessPolicy{}); // checked elsewhere
}

/// One call in full.
struct Question {
    Party caller;
    Party resource;
    std::string_view action;

    bool isService() const { return !caller.service.empty(); }
    AccessRequest request() const {
        AccessRequest result;
        result.principal =
            isService() ? servicePrincipal(caller.service) : identityPrincipal(caller.arn);
        result.action = action;
        result.resource = resource.arn;
        result.isSecureTransport = true;
        if (isService()) {
            result.sourceArn = caller.arn;
            result.sourceAccount = caller.account;
        }
        return result;
    }
};

std::optional<Question> questionOf(std::optional<Party> from, std::optional<Party> to, Flow flow) {
    if (!from || !to) return std::nullopt;
    const bool isReceiving = flow == Flow::Receive;
    // A queue's own dead letters are a matter of redrive policies (SQS-79).
    if (flow == Flow::Store || (flow == Flow::DeadLetter && from->service.empty())) {
        return std::nullopt;
    }
    Question question{isReceiving ? std::move(*to) : std::move(*from),
                      isReceiving ? std::move(*from) : std::move(*to),
                      {}};
    question.action = isReceiving ? question.resource.receiving : question.resource.sending;
    if (question.action.empty()) return std::nullopt;
    return question;
}

// ACL-12: what is missing of the key's policy; empty when nothing is.
std::string keyReason(const Question& question) {
    if (!question.resource.hasKey || !question.isService()) return {};
    const AccessPolicy policy = compiled(question.resource.keyPolicy, kKeyPolicyLimits);
    EncryptionKey key{question.resource.serviceKey, nullptr, question.resource.account};
    if (!question.resource.keyPolicy.empty())
        key = {question.resource.ownKey, &policy, key.account};
    return explain(keyAccess(question.request(), key, nullptr), question.caller.service, key.id);
}

LinkAccess answered(const Question& question) {
    const AccessPolicy policy = compiled(question.resource.policy, question.resource.policyLimits);
    const AccessPolicy identity = compiled(
        question.caller.identityPolicy.empty() ? kEverything : question.caller.identityPolicy,
        kIdentityPolicyLimits);
    const AccessRequest request = question.request();
    const AccessDecision decision = decide(request, policy, question.resource.account, &identity);
    const std::string key = keyReason(question);
    LinkAccess result;
    result.isAllowed = decision.isAllowed() && key.empty();
    result.action = question.action;
    result.resourceArn = question.resource.arn;
    result.isTriedBeforehand = question.caller.isTriedBeforehand;
    if (result.isAllowed) return result;
    result.reason = decision.isAllowed()
                        ? key
                        : explain(decision, request, policy, question.resource.account, &identity);
    if (decision.isAllowed()) return result;
    const auto mended =
        withStatement(question.resource.policy,
                      permittingStatement(question.caller, question.resource, question.action),
                      question.resource.policyLimits);
    if (!mended) return result;
    const AccessPolicy after = compiled(*mended, question.resource.policyLimits);
    if (decide(request, after, question.resource.account, &identity).isAllowed()) {
        result.mendedPolicy = *mended;
    }
    return result;
}

} // namespace

std::optional<LinkAccess> linkAccess(const NodeState& from,
                                     const PartPlace& fromPlace,
                                     const NodeState& to,
                                     const PartPlace& toPlace,
                                     Flow flow) {
    const auto question = questionOf(partyOf(from, fromPlace), partyOf(to, toPlace), flow);
    if (!question) return std::nullopt;
    LinkAccess result = answered(*question);
    result.isStartCalled = flow == Flow::Receive;
    return result;
}

std::optional<LinkAccess> linkAccess(const Document& document, const Link& link) {
    const Node* from = document.node(link.from);
    const Node* to = document.node(link.to);
    if (from == nullptr || to == nullptr) return std::nullopt;
    const NodeKind* kind = registry().find(from->kind);
    const auto port = kind == nullptr ? std::nullopt : kind->port(link.fromPort);
    if (!port) return std::nullopt;
    return linkAccess(makeNode(from->kind, from->properties),
                      placeOf(document, *from),
                      makeNode(to->kind, to->properties),
                      placeOf(document, *to),
                      static_cast<Flow>(kind->ports[*port].flows));
}

void permit(Document& document, LinkId id) {
    const Link* link = document.link(id);
    const auto access = link == nullptr ? std::nullopt : linkAccess(document, *link);
    if (!access || access->isAllowed || access->mendedPolicy.empty()) return;
    const NodeId called = access->isStartCalled ? link->from : link->to;
    // A policy that would become too long stays as it is; the advice says what is missing.
    static_cast<void>(setProperty(document, registry(), called, kPolicyKey, access->mendedPolicy));
}

Result<LinkId> connectWithPermission(Document& document,
                                     const Registry& kinds,
                                     const PortRef& from,
                                     const PortRef& to) {
    auto made = connect(document, kinds, from, to);
    if (made) permit(document, *made);
    return made;
}

Result<> mendWithPermission(Document& document, const Registry& kinds, const Finding& finding) {
    const std::uint32_t firstNew = document.nextId;
    auto mended = mend(document, kinds, finding);
    std::vector<LinkId> added;
    for (const Link& link : document.links)
        if (raw(link.id) >= firstNew) added.push_back(link.id);
    for (const LinkId link : added) permit(document, link);
    return mended;
}

std::optional<Party> partyOf(const NodeState& node, const PartPlace& place) {
    std::optional<Party> result;
    withNode(node, [&](const auto& kind) {
        if constexpr (requires { kind.party(place); }) {
            result = kind.party(place);
        }
    });
    return result;
}

std::optional<Party> partyOf(const Document& document, const Node& node) {
    if (registry().find(node.kind) == nullptr) return std::nullopt;
    return partyOf(makeNode(node.kind, node.properties), placeOf(document, node));
}

// ACL-8, ACL-10, ACL-11.
std::string
permittingStatement(const Party& caller, const Party& resource, std::string_view action) {
    if (caller.service == kTopicService) return topicStatement(caller.arn, resource.arn);
    if (caller.service == kBucketService) {
        return bucketStatement(caller.arn, caller.account, resource.arn);
    }
    return callerStatement(caller.arn, action, resource.arn);
}

} // namespace sluice
