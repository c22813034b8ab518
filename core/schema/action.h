// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/property.h"

#include <string_view>
#include <vector>

namespace sluice {

/// Something a user can do to a running node beside changing its settings: purge, redrive, send a
/// message. Menus, the inspector and the command palette offer it from this description alone.
struct ActionSpec {
    std::string_view key;
    std::string_view label; ///< "Purge", "Start redrive"
    std::string_view help;
    /// What is asked before; empty: nothing. Whether a field applies or is required may depend on
    /// another field or on a setting of the node.
    std::vector<PropertySpec> fields;
    bool isPerMessage = false;  ///< Acts on one stored message.
    bool isDestructive = false; ///< Asked for confirmation.
    /// Why a message that is not in flight will not do; empty: any stored message will.
    std::string_view inFlightOnly = {};
    /// Key of the action before it in whose place it is offered while it is available: what ends
    /// something in place of what begins it. Empty: it has a place of its own.
    std::string_view insteadOf = {};
};

} // namespace sluice
