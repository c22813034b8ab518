// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/patch.h"
#include "core/sim/world.h"

#include <string>
#include <vector>

namespace sluice {

/// A sentence about what an edit meant to a running part.
struct EditNews {
    NodeId node{};
    std::string text;
};

/// Changes a running simulation as the user changed the document: parts appear and disappear,
/// settings change, and the run goes on. Names, notes, charts and frames other than regions mean
/// nothing to it, positions nothing but the region a part is in. A changed seed takes effect at the
/// next restart. Parts of unknown kinds and links at unknown ports are left out. A removed queue
/// loses its messages; calls under way to removed parts are dropped. Returns what the user should
/// know of it.
std::vector<EditNews> applyEdit(World& world, const Patch& patch, HopLog* hops = nullptr);

} // namespace sluice
