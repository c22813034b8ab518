// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of one FIFO queue, in a lane per message group. A group hands out its messages in
// order, and only while no earlier message of it is in flight (SQS-98, SQS-104, SQS-105). Same
// calls, same meaning and same invariants as QueueStore.
#pragma once

#include "core/base/digest.h"
#include "core/broker/deadline_list.h"
#include "core/broker/queue_rules.h"
#include "core/broker/slot_table.h"
#include "core/broker/stored_copy.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice {

/// Requires of every call: now is not before the last call's, and elapseNext was called until it
/// had nothing more.
class FifoStore {
public:
    void sendMessage(SimTime now, const NewCopy& copy, const QueueRules& rules);
    /// Keeps the group (SQS-77); retention starts anew (SQS-75).
    void acceptMoved(SimTime now, const MovedCopy& copy, const QueueRules& rules);
    /// Looks at the next message: of the group the scan is in, else of the group that has been
    /// available longest (SQS-99, SQS-100). Only groups whose head is among the first
    /// `limits.inFlightFifo` stored messages are found (SQS-110). Call until Nothing or enough.
    Selection receiveNext(SimTime now, ReceiveScan& scan, const QueueRules& rules);
    /// Removes the copy; kNoMessage with `refusal` set when it cannot (SQS-37, SQS-106).
    MessageIndex deleteMessage(SimTime now,
                               const Receipt& receipt,
                               const QueueRules& rules,
                               CopyRefusal& refusal);
    CopyRefusal changeMessageVisibility(SimTime now,
                                        const Receipt& receipt,
                                        Duration timeout,
                                        const QueueRules& rules);
    /// Whether this receipt's message is still in flight by this very receive (SQS-108).
    bool isInFlight(const Receipt& receipt) const;
    std::optional<Elapsed> elapseNext(SimTime now, const QueueRules& rules);
    SimTime nextDue(const QueueRules& rules);
    /// Renews what was computed from retention and delay; a FIFO queue's delay is retroactive
    /// (SQS-9).
    void rulesChanged(SimTime now, const QueueRules& rules);
    /// The oldest visible message leaves for another queue (message move task, SQS-84).
    std::optional<StoredView> takeOldest(SimTime now);

    std::uint64_t delayedCount() const;
    /// Visible ones include those blocked behind their group (SQS-129).
    std::uint64_t visibleCount() const;
    std::uint64_t inFlightCount() const;
    std::uint64_t storedCount() const { return delayedCount() + visibleCount() + inFlightCount(); }
    /// Whether a receive would find something now.
    bool hasAvailable() const;
    std::uint64_t groupsInFlight() const; ///< SQS-127
    const QueueCounts& counts() const { return m_counts; }
    std::uint64_t areaAt(SimTime now) const;
    bool isConsistent(SimTime now) const;
    Duration ageOfOldest(SimTime now);
    void addTo(Digest& digest) const;

    /// Groups as lanes for drawing: the `most` groups with most stored messages, in a stable order.
    struct Lane {
        GroupIndex group = 0;
        std::uint64_t stored = 0;
        bool isLocked = false; ///< Its head is in flight.
    };
    std::vector<Lane> lanes(std::size_t most) const;
    std::uint64_t groupCount() const;
    /// Calls `visit(const StoredView&)` for the first `most` messages of a group, in order.
    template <class Visit>
    void visitLane(GroupIndex group, std::size_t most, Visit&& visit) const;
    /// Calls `visit(const StoredView&)` for every stored copy, oldest first. Looking is no receive.
    template <class Visit>
    void visitStored(const QueueRules& rules, Visit&& visit) const;
    /// Calls `visit(message)` for every stored copy and forgets them; `isPurge` counts them as
    /// purged, else the queue is being removed and starts anew.
    template <class Visit>
    void removeAll(SimTime now, bool isPurge, Visit&& visit);

    friend bool operator==(const FifoStore&, const FifoStore&) = default;

private:
    QueueCounts m_counts;
};

} // namespace sluice
