// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a World under the eyes of a DeliveryChecker.
#pragma once

#include "core/model/patch.h"
#include "core/sim/simulator.h"
#include "tests/support/delivery_checker.h"

namespace sluice::test {

/// Queues and links of the World, removed links included.
DeliveryNetwork networkOf(const World& world);

/// Every copy that is stored anywhere.
std::vector<QueuedMessage> storedIn(const World& world);

/// A World and the checker that has seen every hop of it since it began.
class CheckedRun {
public:
    /// Requires: nothing has happened in the World yet.
    explicit CheckedRun(World start) : world(std::move(start)) {}

    /// Goes on until `limit` and takes in all hops on the way.
    void until(SimTime limit);
    /// Edits the running World. Hops of the edit are those of the parts as they were before.
    void edit(const Patch& patch);
    /// What became of the messages by the hops, compared with what is stored.
    Deliveries deliveries() const;
    /// Queues whose own books say something else than their hops, one line each.
    std::vector<std::string> disagreements() const;

    World world;
    RunObserver observer; ///< For edits of the running World.
    DeliveryChecker checker;
};

} // namespace sluice::test
