// SPDX-License-Identifier: GPL-3.0-or-later
// Actions that access policies name but no service has: such a statement allows and denies nothing,
// and nobody is told.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// An action of a policy that is nearly one of a service.
struct UnknownAction {
    std::size_t offset = 0; ///< Bytes before it.
    std::string text;       ///< What to say of it, as a sentence without its capital.
};

/// The actions of a policy, in its order, that look like those of the queue or topic service and
/// are none. Those of other services are not judged. Requires: AccessPolicy::parse() takes the
/// policy, or it is empty.
std::vector<UnknownAction> unknownActions(std::string_view policy);

} // namespace sluice
