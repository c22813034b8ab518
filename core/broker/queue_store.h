// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of one queue and the rules for handing them out. Pure data: it knows no clock (every
// call is told the time), no events and no network, and returns what the caller must act on.
// Invariants at every call:
//   sent + movedIn + replicated
//     == delayed + visible + inFlight + deleted + expired + movedOut + purged + redriven
//   area == departures − arrivals + stored · now        (Little's law as an integer identity,
//   modulo 2^64)
#pragma once

#include "core/base/digest.h"
#include "core/broker/deadline_list.h"
#include "core/broker/ordered_ring.h"
#include "core/broker/queue_rules.h"
#include "core/broker/slot_table.h"
#include "core/broker/stored_copy.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice {

/// Requires of every call: now is not before the last call's, and elapseNext was called until it
/// had nothing more.
class QueueStore {
public:
    /// Stores a message, hidden for its delay (SQS-44).
    void sendMessage(SimTime now, const NewCopy& copy, const QueueRules& rules);
    /// Takes in a copy from the queue this is the dead-letter queue of: visible at once (SQS-74),
    /// count continues (SQS-73), retention from its first enqueueing (SQS-75), age from now
    /// (SQS-76).
    void acceptMoved(SimTime now, const MovedCopy& copy, const QueueRules& rules);
    /// Looks at the next visible message in order. Hands it out hidden for the visibility timeout
    /// of the request, or, when its count has reached maxReceiveCount, removes it for the
    /// dead-letter queue instead (SQS-70). With a timeout of zero it is visible again only after
    /// elapseNext (SQS-29).
    Selection receiveNext(SimTime now, ReceiveScan& scan, const QueueRules& rules);
    /// Removes the copy. kNoMessage with `refusal` set when it is gone already, which is no error
    /// of the caller (SQS-37), or when the rules reject an older receipt; kNoMessage alone when
    /// they ignore it (SQS-36).
    MessageIndex deleteMessage(SimTime now,
                               const Receipt& receipt,
                               const QueueRules& rules,
                               CopyRefusal& refusal);
    /// Hides the copy until now + timeout (SQS-30, SQS-34).
    CopyRefusal changeMessageVisibility(SimTime now,
                                        const Receipt& receipt,
                                        Duration timeout,
                                        const QueueRules& rules);
    /// Whether this receipt's message is still in flight by this very receive.
    bool isInFlight(const Receipt& receipt) const;
    /// Carries out the earliest thing due at or before `now`; call until nothing is left.
    std::optional<Elapsed> elapseNext(SimTime now, const QueueRules& rules);
    /// When the next thing is due, kNever if nothing is.
    SimTime nextDue(const QueueRules& rules);
    /// Renews what was computed from the rules when they change (SQS-8).
    void rulesChanged(SimTime now, const QueueRules& rules);
    /// The oldest visible message leaves for another queue (message move task, SQS-84).
    std::optional<StoredView> takeOldest(SimTime now);

    std::uint64_t delayedCount() const { return m_delayed.size(); }
    std::uint64_t visibleCount() const { return m_visibleCount; }
    std::uint64_t inFlightCount() const { return m_deadlines.size(); }
    std::uint64_t storedCount() const { return delayedCount() + visibleCount() + inFlightCount(); }
    /// Whether a receive that looks at every host would find something now.
    bool hasAvailable() const { return m_visibleCount > 0; }
    /// Only FIFO queues lock groups.
    std::uint64_t groupsInFlight() const { return 0; }
    const QueueCounts& counts() const { return m_counts; }
    /// ∫ stored dt until now in message·ns, modulo 2^64.
    std::uint64_t areaAt(SimTime now) const;
    /// Whether both invariants of this file hold.
    bool isConsistent(SimTime now) const;
    /// Age of the oldest stored message that was received at most twice here (SQS-42), delayed ones
    /// left out; zero when there is none.
    Duration ageOfOldest(SimTime now);
    void addTo(Digest& digest) const;

    /// Calls `visit(const StoredView&)` for up to `most` visible copies, about in order; a few that
    /// came back may be missing.
    template <class Visit>
    void visitVisible(std::size_t most, Visit&& visit) const;
    template <class Visit>
    void visitInFlight(std::size_t most, Visit&& visit) const;
    template <class Visit>
    void visitDelayed(std::size_t most, Visit&& visit) const;
    /// Calls `visit(const StoredView&)` for every stored copy, oldest first. Looking is no receive.
    template <class Visit>
    void visitStored(const QueueRules& rules, Visit&& visit) const;
    /// Calls `visit(message)` for every stored copy and forgets them; `isPurge` counts them as
    /// purged, else the queue is being removed and starts anew.
    template <class Visit>
    void removeAll(SimTime now, bool isPurge, Visit&& visit);

    friend bool operator==(const QueueStore&, const QueueStore&) = default;

private:
    // A copy never received: 16 bytes.
    struct Fresh {
        SimTime key; // when it was enqueued
        MessageIndex message = kNoMessage;
        std::uint32_t spare = 0; // keeps the bytes defined
        friend bool operator==(const Fresh&, const Fresh&) = default;
    };
    // A copy with a slot, in the order of `key`.
    struct Listed {
        SimTime key;
        std::uint32_t slot = 0;
        std::uint32_t generation = 0;
        friend bool operator==(const Listed&, const Listed&) = default;
    };
    struct Delayed {
        SimTime key; // due or end of retention, whichever is first
        SimTime enqueuedAt;
        SimTime due;
        MessageIndex message = kNoMessage;
        std::uint32_t spare = 0;
        friend bool operator==(const Delayed&, const Delayed&) = default;
    };

    StoredView view(std::uint32_t slot) const;
    static StoredView view(const Fresh& entry);
    static StoredView view(const Delayed& entry);
    std::vector<StoredView> storedByAge() const;
    void forget(SimTime now, bool isPurge);
    void touch(SimTime now);
    void arrive(SimTime now);
    void depart(SimTime now);
    std::uint32_t takeVisible(SimTime now);
    void makeVisible(std::uint32_t slot, SimTime key);
    void list(std::uint32_t slot);
    void leave(SimTime now, std::uint32_t slot);
    void dropStaleVisible();
    Elapsed expireSlot(SimTime now, std::uint32_t slot);
    Elapsed endDelay(SimTime now, const QueueRules& rules);

    OrderedRing<Fresh> m_fresh;
    OrderedRing<Listed> m_returned; // visible again, or moved here
    OrderedRing<Delayed> m_delayed;
    SlotTable m_slots;
    DeadlineList m_deadlines;
    OrderedRing<Listed> m_byRetention; // every slot, by enqueuedAt
    OrderedRing<Listed> m_byAge;       // every slot that counts for the age, by orderedAt
    std::uint64_t m_visibleCount = 0;
    QueueCounts m_counts;
};

template <class Visit>
void QueueStore::visitVisible(std::size_t most, Visit&& visit) const {
    const auto returned = [&](const Listed& entry) {
        const Slot& slot = m_slots[entry.slot];
        if (most > 0 && slot.generation == entry.generation && slot.state == SlotState::Visible) {
            visit(view(entry.slot));
            --most;
        }
    };
    m_returned.forEach(returned);
    m_fresh.forEachFirst(most, [&](const Fresh& entry) { visit(view(entry)); });
}

template <class Visit>
void QueueStore::visitInFlight(std::size_t most, Visit&& visit) const {
    m_deadlines.visitFirst(m_slots, most, [&](std::uint32_t index) { visit(view(index)); });
}

template <class Visit>
void QueueStore::visitDelayed(std::size_t most, Visit&& visit) const {
    m_delayed.forEachFirst(most, [&](const Delayed& entry) { visit(view(entry)); });
}

template <class Visit>
void QueueStore::visitStored(const QueueRules& /*rules*/, Visit&& visit) const {
    for (const StoredView& copy : storedByAge()) {
        visit(copy);
    }
}

template <class Visit>
void QueueStore::removeAll(SimTime now, bool isPurge, Visit&& visit) {
    m_fresh.forEach([&](const Fresh& entry) { visit(entry.message); });
    m_delayed.forEach([&](const Delayed& entry) { visit(entry.message); });
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        if (m_slots.holds(i, m_slots[i].generation)) {
            visit(m_slots[i].message);
        }
    }
    forget(now, isPurge);
}

} // namespace sluice
