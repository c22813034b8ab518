// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of access policies written down as plainly as possible: the JSON text is read anew for
// each decision and every name is compared by itself. What decide() must be equal to.
#pragma once

#include "core/broker/access_decision.h"

#include <string>
#include <string_view>

namespace sluice::test {

/// Whether the request is allowed. `identityPolicy` is the text of the caller's own policy. Both
/// texts are policies of right form.
bool naiveIsAllowed(const AccessRequest& request,
                    const std::string& resourcePolicy,
                    std::string_view ownerAccount,
                    const std::string& identityPolicy);

/// Whether the pattern with '*' and '?' matches, by trying every length for each '*'.
bool naiveMatches(std::string_view pattern, std::string_view text);

} // namespace sluice::test
