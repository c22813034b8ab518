// SPDX-License-Identifier: GPL-3.0-or-later
// Whether access policies allow what one end of a link asks of the other. Decided once for each
// link, whenever something it depends on changes; a running simulation and the advice on a document
// ask the same question.
#pragma once

#include "core/broker/access_explanation.h"
#include "core/kinds/kinds.h"
#include "core/model/document.h"
#include "core/model/edits.h"
#include "core/model/findings.h"

#include <optional>
#include <string>

namespace sluice {

/// Key of the setting that holds the access policy of a part.
inline constexpr std::string_view kPolicyKey = "policy";

/// A call over a link, and what the policies say to it.
struct LinkAccess {
    bool isAllowed = true;
    std::string action;             ///< "sqs:SendMessage"
    std::string resourceArn;        ///< Of the end that is called.
    bool isStartCalled = false;     ///< The link's start is called: its end receives from it.
    bool isTriedBeforehand = false; ///< Party::isTriedBeforehand of the caller.
    std::string reason;             ///< Which statement decided, or what is missing and what to do.
    /// The called part's policy with a statement that allows it; empty when that would not help.
    std::string mendedPolicy;
};

/// Nothing when no policy has a say.
std::optional<LinkAccess> linkAccess(const NodeState& from,
                                     const PartPlace& fromPlace,
                                     const NodeState& to,
                                     const PartPlace& toPlace,
                                     Flow flow);
std::optional<LinkAccess> linkAccess(const Document& document, const Link& link);

/// Lets the start of a new link call its end (or the other way round) if a statement in a policy is
/// all that is missing; no change otherwise.
void permit(Document& document, LinkId link);
/// connect(), and permit() for the new link: what drawing a link does, as the service's console.
Result<LinkId> connectWithPermission(Document& document,
                                     const Registry& kinds,
                                     const PortRef& from,
                                     const PortRef& to);

/// mend(), and permit() for the link to a part that it adds.
Result<> mendWithPermission(Document& document, const Registry& kinds, const Finding& finding);

/// The part as access policies see it; nothing for one that neither calls nor is called.
std::optional<Party> partyOf(const Document& document, const Node& node);
std::optional<Party> partyOf(const NodeState& node, const PartPlace& place);
/// The statement of a policy of `resource` that lets the caller call the action.
std::string
permittingStatement(const Party& caller, const Party& resource, std::string_view action);

} // namespace sluice
