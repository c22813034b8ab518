// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of one queue and the rules for handing them out. Pure data: it knows no clock (every
// call is told the time), no events and no network, and returns what the caller must act on.
// Invariants at every call:
//   sent + movedIn == delayed + visible + inFlight + deleted + expired + movedOut
//   area == departures − arrivals + stored · now        (Little's law as an integer identity,
//   modulo 2^64)
#pragma once

#include "core/base/digest.h"
#include "core/broker/deadline_list.h"
#include "core/broker/ordered_ring.h"
#include "core/broker/slot_table.h"
#include "core/kernel/call.h"

#include <cstdint>
#include <optional>

namespace sluice {

/// Settings of a queue that decide what happens to its messages.
struct QueueRules {
    Duration visibilityTimeout = 30s;
    Duration retention = 96h;
    std::uint32_t maxReceiveCount = 0; ///< 0: there is no dead-letter queue.
};

/// A copy on its way into a dead-letter queue.
struct MovedCopy {
    MessageIndex message = kNoMessage;
    std::uint32_t receiveCount = 0;
    SimTime enqueuedAt;
};

/// Result of looking for a message to hand out.
struct Selection {
    enum class Kind : std::uint8_t { Nothing, Received, Moved } kind = Kind::Nothing;
    Received received; ///< Set when Received.
    MovedCopy moved;   ///< Set when Moved; the store no longer holds the copy.
    bool isFirstReceive = false;
    Duration timeInQueue{}; ///< Since it was enqueued; set when Received.
};

/// Something that became due by the passing of time.
struct Elapsed {
    enum class Kind : std::uint8_t { TimedOut, DelayEnded, Expired } kind = Kind::TimedOut;
    MessageIndex message = kNoMessage;
    std::uint32_t receiveCount = 0;
    std::uint32_t slot = kNoSlot; ///< Of a copy that timed out.
};

/// How many copies went which way since the start, and the sums for Little's law (nanoseconds,
/// modulo 2^64).
struct QueueCounts {
    std::uint64_t sent = 0, movedIn = 0, received = 0, deleted = 0, expired = 0, movedOut = 0;
    std::uint64_t arrivals = 0, departures = 0, area = 0;
    SimTime areaUntil;

    friend bool operator==(const QueueCounts&, const QueueCounts&) = default;
};

/// Requires of every call: now is not before the last call's, and elapseNext was called until it
/// had nothing more.
class QueueStore {
public:
    /// Stores a message, hidden for `delay` (SQS-44).
    void sendMessage(SimTime now, MessageIndex message, Duration delay, const QueueRules& rules);
    /// Takes in a copy from the queue this is the dead-letter queue of: visible at once (SQS-74),
    /// count continues (SQS-73), retention from its first enqueueing (SQS-75), age from now
    /// (SQS-76).
    void acceptMoved(SimTime now, const MovedCopy& copy);
    /// Looks at the next visible message in order. Hands it out hidden for the visibility timeout,
    /// or, when its count has reached maxReceiveCount, removes it for the dead-letter queue instead
    /// (SQS-70).
    Selection receiveNext(SimTime now, const QueueRules& rules);
    /// Removes the copy, whatever receive the receipt is of (SQS-36, SQS-37). Returns the message,
    /// or kNoMessage when the copy is gone already, which is no error.
    MessageIndex deleteMessage(SimTime now, const Receipt& receipt);
    /// Hides the copy until now + timeout (SQS-30, SQS-34). False when the copy is gone (SQS-35) or
    /// the total since the newest receive would exceed 43 200 s (SQS-32).
    bool changeMessageVisibility(SimTime now, const Receipt& receipt, Duration timeout);
    /// Carries out the earliest thing due at or before `now`; call until nothing is left.
    std::optional<Elapsed> elapseNext(SimTime now, const QueueRules& rules);
    /// When the next thing is due, kNever if nothing is.
    SimTime nextDue(const QueueRules& rules);
    /// Renews what was computed from the retention when it changes (SQS-8).
    void retentionChanged(const QueueRules& rules);

    std::uint64_t delayedCount() const { return m_delayed.size(); }
    std::uint64_t visibleCount() const { return m_visibleCount; }
    std::uint64_t inFlightCount() const { return m_deadlines.size(); }
    std::uint64_t storedCount() const { return delayedCount() + visibleCount() + inFlightCount(); }
    const QueueCounts& counts() const { return m_counts; }
    /// ∫ stored dt until now in message·ns, modulo 2^64.
    std::uint64_t areaAt(SimTime now) const;
    /// Whether both invariants of this file hold.
    bool isConsistent(SimTime now) const;
    /// Age of the oldest stored message that was received at most twice here (SQS-42), delayed ones
    /// left out; zero when there is none.
    Duration ageOfOldest(SimTime now);
    void addTo(Digest& digest) const;

    /// A stored copy as it looks from outside; looking changes nothing.
    struct View {
        MessageIndex message = kNoMessage;
        std::uint32_t receiveCount = 0;
        Duration left{};  ///< Of the visibility timeout or delay.
        Duration total{}; ///< What `left` began with.
    };
    /// Up to `most` visible copies, oldest first; a few copies that came back may be missing from
    /// the order.
    template <class Visit>
    void visitVisible(std::size_t most, Visit&& visit) const;
    template <class Visit>
    void visitInFlight(SimTime now, std::size_t most, Visit&& visit) const;
    template <class Visit>
    void visitDelayed(SimTime now, std::size_t most, Visit&& visit) const;
    /// Calls `visit(message)` for every stored copy and forgets all of them: the queue is being
    /// removed.
    template <class Visit>
    void removeAll(SimTime now, Visit&& visit);

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
            visit(View{slot.message, slot.receiveCount, {}, {}});
            --most;
        }
    };
    m_returned.forEach(returned);
    m_fresh.forEachFirst(most, [&](const Fresh& entry) { visit(View{entry.message, 0, {}, {}}); });
}

template <class Visit>
void QueueStore::visitInFlight(SimTime now, std::size_t most, Visit&& visit) const {
    m_deadlines.visitFirst(m_slots, most, [&](std::uint32_t index) {
        const Slot& slot = m_slots[index];
        visit(View{
            slot.message, slot.receiveCount, slot.deadline - now, slot.deadline - slot.receivedAt});
    });
}

template <class Visit>
void QueueStore::visitDelayed(SimTime now, std::size_t most, Visit&& visit) const {
    m_delayed.forEachFirst(most, [&](const Delayed& entry) {
        visit(View{entry.message, 0, entry.due - now, entry.due - entry.enqueuedAt});
    });
}

template <class Visit>
void QueueStore::removeAll(SimTime now, Visit&& visit) {
    m_fresh.forEach([&](const Fresh& entry) { visit(entry.message); });
    m_delayed.forEach([&](const Delayed& entry) { visit(entry.message); });
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        if (m_slots.holds(i, m_slots[i].generation)) {
            visit(m_slots[i].message);
        }
    }
    touch(now);
    *this = QueueStore{};
}

} // namespace sluice
