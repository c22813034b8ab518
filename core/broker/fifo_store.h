// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of one FIFO queue, in a lane per message group. A group hands out its messages in
// order, and only while no earlier message of it is in flight (SQS-98, SQS-104, SQS-105). Same
// calls, same meaning and same invariants as QueueStore. Of a group, a receive can take the
// messages before the first one that is in flight or delayed; a group is available when its first
// message can be taken and is near the front of the queue.
#pragma once

#include "core/base/digest.h"
#include "core/broker/deadline_list.h"
#include "core/broker/fifo_lanes.h"
#include "core/broker/fifo_order.h"
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
    void sendMessage(SimTime now,
                     const NewCopy& copy,
                     std::uint64_t sequenceNumber,
                     const QueueRules& rules);
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
    /// When it becomes visible again. Requires: isInFlight().
    SimTime visibleAt(const Receipt& receipt) const { return m_slots.times(receipt.slot).deadline; }
    /// When this receipt's message was received for the first time (SQS-27); kNever: it is gone.
    SimTime firstReceivedAt(const Receipt& receipt) const {
        return m_slots.holds(receipt.slot, receipt.generation)
                   ? m_slots.firstReceivedAt(receipt.slot)
                   : kNever;
    }
    /// Asks for memory ahead of a deletion.
    void prefetch(const Receipt& receipt) const { m_slots.prefetch(receipt.slot); }
    std::optional<Elapsed> elapseNext(SimTime now, const QueueRules& rules);
    SimTime nextDue(const QueueRules& rules);
    /// Renews what was computed from retention and delay; a FIFO queue's delay is retroactive
    /// (SQS-9).
    void rulesChanged(SimTime now, const QueueRules& rules);
    /// The oldest visible message that is not blocked leaves for another queue (message move task,
    /// SQS-84). Costs a walk over the older messages that are blocked, delayed or in flight.
    /// It stays when `mayLeave(const StoredView&)` says no. True when one left.
    template <class MayLeave>
    bool takeOldest(SimTime now, MayLeave&& mayLeave);

    std::uint64_t delayedCount() const { return m_delayedCount; }
    /// Visible ones include those blocked behind their group (SQS-129).
    std::uint64_t visibleCount() const { return storedCount() - m_delayedCount - inFlightCount(); }
    std::uint64_t inFlightCount() const { return m_deadlines.size(); }
    std::uint64_t storedCount() const { return m_order.size(); }
    /// Whether a receive would find something now.
    bool hasAvailable() const {
        return m_lanes.firstAvailable() != kNoLane && inFlightCount() < m_lookAhead;
    }
    std::uint64_t groupsInFlight() const { return m_groupsInFlight; } ///< SQS-127
    const QueueCounts& counts() const { return m_counts; }
    std::uint64_t areaAt(SimTime now) const;
    bool isConsistent(SimTime now) const;
    /// Age of the oldest stored message that is not delayed, since its arrival here (SQS-76); zero
    /// when there is none.
    Duration ageOfOldest(SimTime now) const;
    void addTo(Digest& digest) const;

    /// Groups as lanes for drawing, in a stable order: at most `most`, those that hold up messages
    /// first, then locked ones, then the fullest. Of many groups only some are looked at.
    struct Lane {
        GroupIndex group = 0;
        std::uint64_t stored = 0;
        bool isLocked = false; ///< Its head is in flight.
    };
    std::vector<Lane> lanes(std::size_t most) const;
    /// The same of one group, which may have nothing stored.
    Lane lane(GroupIndex group) const;
    std::uint64_t groupCount() const { return m_lanes.size(); }
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
    std::uint32_t findOldest() const;
    std::vector<std::uint32_t> lanesAtHand(std::size_t most) const;
    void redriven(SimTime now, std::uint32_t at);
    // What a copy with a slot has besides.
    struct Tag {
        std::uint32_t copy = kNoCopy;
        NodeId source{};
        NodeId home{};
        std::uint64_t sentNumber = 0; // of a copy that was moved here
        friend bool operator==(const Tag&, const Tag&) = default;
    };
    // The earliest of each kind of thing that can become due.
    struct Due {
        SimTime expiry = kNever;
        SimTime timeout = kNever;
        SimTime delayEnd = kNever;
        std::uint32_t slot = kNoSlot; // of the timeout
    };

    void touch(SimTime now);
    void arrive(SimTime now);
    void depart(SimTime now);
    void adopt(SimTime now, const QueueRules& rules);
    void hideYounger(SimTime now);
    void lookAhead(std::uint64_t most);
    std::uint32_t bringNear();
    std::uint32_t
    append(SimTime now, FifoCopy copy, GroupIndex group, std::uint64_t sequenceNumber);
    std::uint32_t addSlot(std::uint32_t index);
    void refresh(std::uint32_t lane);
    void refreshHead(std::uint32_t index);
    void leaveLane(std::uint32_t index);
    void leave(std::uint32_t index);
    void land(std::uint32_t index);
    std::uint32_t candidate(const ReceiveScan& scan) const;
    MovedCopy moveOut(SimTime now, std::uint32_t index);
    Received handOut(SimTime now, std::uint32_t index, Duration visibilityTimeout);
    CopyRefusal check(const Receipt& receipt) const;
    bool mayStillDelete(SimTime now, const Receipt& receipt) const;
    Due due(const QueueRules& rules);
    void revealDelayed(std::uint32_t index);
    Elapsed endDelay();
    Elapsed timeOut(std::uint32_t slot);
    StoredView viewOf(std::uint32_t index) const;
    // The sequence number it got in the queue it was sent to.
    std::uint64_t sentNumber(std::uint32_t index) const {
        const FifoCopy& copy = m_order[index];
        const bool isMoved = copy.hasSlot() && m_tags[copy.slot].sentNumber != 0;
        return isMoved ? m_tags[copy.slot].sentNumber : m_order.sequenceNumber(index);
    }

    FifoOrder m_order;
    FifoLanes m_lanes;
    SlotTable m_slots;
    std::vector<Tag> m_tags; // by slot
    DeadlineList m_deadlines;
    Duration m_delay{};                     // as in the rules
    std::uint64_t m_lookAhead = 0;          // limits.inFlightFifo
    std::uint64_t m_nearCount = 0;          // copies a receive searches (SQS-110)
    std::uint32_t m_firstFar = kNoCopy;     // the oldest of the others
    std::uint32_t m_firstDelayed = kNoCopy; // the oldest delayed copy
    std::uint64_t m_delayedCount = 0;
    std::uint64_t m_groupsInFlight = 0;
    QueueCounts m_counts;
};

template <class MayLeave>
bool FifoStore::takeOldest(SimTime now, MayLeave&& mayLeave) {
    const std::uint32_t at = findOldest();
    if (at == kNoCopy || !mayLeave(viewOf(at))) {
        return false;
    }
    redriven(now, at);
    return true;
}

template <class Visit>
void FifoStore::visitLane(GroupIndex group, std::size_t most, Visit&& visit) const {
    const std::uint32_t lane = m_lanes.find(group);
    std::uint32_t at = lane == kNoLane ? kNoCopy : m_lanes[lane].head;
    bool isClosed = false; // an earlier message is in flight or delayed
    for (; at != kNoCopy && most > 0; at = m_order[at].laneNext, --most) {
        StoredView view = viewOf(at);
        view.isBlocked = isClosed && view.state == CopyState::Visible;
        isClosed = isClosed || view.state != CopyState::Visible;
        visit(view);
    }
}

template <class Visit>
void FifoStore::visitStored(const QueueRules& /*rules*/, Visit&& visit) const {
    std::vector<bool> isClosed(m_lanes.capacity());
    for (std::uint32_t at = m_order.first(); at != kNoCopy; at = m_order[at].next) {
        const std::uint32_t lane = m_order[at].lane;
        StoredView view = viewOf(at);
        view.isBlocked = isClosed[lane] && view.state == CopyState::Visible;
        isClosed[lane] = isClosed[lane] || view.state != CopyState::Visible;
        visit(view);
    }
}

template <class Visit>
void FifoStore::removeAll(SimTime now, bool isPurge, Visit&& visit) {
    for (std::uint32_t at = m_order.first(); at != kNoCopy; at = m_order[at].next) {
        visit(m_order[at].message);
    }
    if (!isPurge) {
        *this = FifoStore{};
        return;
    }
    while (m_order.first() != kNoCopy) {
        depart(now);
        ++m_counts.purged;
        leave(m_order.first());
    }
}

} // namespace sluice
