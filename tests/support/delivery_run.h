// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a World under the eyes of a DeliveryChecker.
#pragma once

#include "core/model/patch.h"
#include "core/sim/simulator.h"
#include "tests/support/delivery_checker.h"

#include <map>

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

    /// Whether every queue's metrics agree with its store, in spite of changes of its type.
    bool areBooksRight() const;
    /// Copies made by replication so far (SQS-18).
    std::uint64_t replicated() const;
    /// How often a queue became one of the other type (SQS-5).
    std::uint64_t typeChanges() const { return m_typeChanges; }

    World world;
    RunObserver observer; ///< For edits of the running World.
    DeliveryChecker checker;

private:
    /// Metrics of queues when they became another queue, and what those before had replicated.
    std::map<NodeId, Queue::Metrics> m_before;
    std::uint64_t m_replicatedBefore = 0;
    std::uint64_t m_typeChanges = 0;
};

} // namespace sluice::test
