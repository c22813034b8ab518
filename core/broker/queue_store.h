// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of one standard queue and the rules for handing them out. Pure data: it knows no
// clock (every call is told the time), no events and no network, and returns what the caller must
// act on. Invariants at every call:
//   sent + movedIn + replicated
//     == delayed + visible + inFlight + deleted + expired + movedOut + purged + redriven
//   area == departures − arrivals + stored · now        (Little's law as an integer identity,
//   modulo 2^64)
#pragma once

#include "core/base/assert.h"
#include "core/base/digest.h"
#include "core/base/ordered_ring.h"
#include "core/broker/deadline_list.h"
#include "core/broker/fair_order.h"
#include "core/broker/lease_table.h"
#include "core/broker/queue_rules.h"
#include "core/broker/slot_table.h"
#include "core/broker/stored_copy.h"
#include "core/broker/tenants.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sluice {

/// Requires of every call: now is not before the last call's, and elapseNext was called until it
/// had nothing more.
class QueueStore {
public:
    /// Stores a message, hidden for its delay (SQS-44), on one of the hosts (SQS-20), up to the
    /// reordering window behind its place (SQS-19). Requires: the group is below 2^27.
    void sendMessage(SimTime now, const NewCopy& copy, const QueueRules& rules) {
        arrive(now);
        ++m_counts.sent;
        place(now, copy, rules);
    }
    /// The same for copies of which nothing is special, at the times they arrived: they have no
    /// group and no delay, and there is one host and no reordering window. Since the first of them
    /// nothing but deleteMessages() may have been called. Requires: there is one.
    template <class Send>
    void sendPlain(std::span<const Send> sends, bool isEncrypted);
    /// Takes in a copy from the queue this is the dead-letter queue of: visible at once (SQS-74),
    /// count continues (SQS-73), retention from its first enqueueing (SQS-75), age from now
    /// (SQS-76).
    void acceptMoved(SimTime now, const MovedCopy& copy, const QueueRules& rules);
    /// Looks at the next visible message in order, those of quiet tenants before those of noisy
    /// ones (SQS-121). Hands it out hidden for the visibility timeout of the request, or, when its
    /// count has reached maxReceiveCount, removes it for the dead-letter queue instead (SQS-70).
    /// With a timeout of zero it is visible again only after elapseNext (SQS-29).
    Selection receiveNext(SimTime now, ReceiveScan& scan, const QueueRules& rules);
    /// Hands out up to `most` copies in order as receiveNext() would, while the next one was never
    /// received before and nothing else has to be weighed. Returns how many, never just one: so
    /// many of `copies` are set.
    std::uint64_t receiveFresh(SimTime now,
                               const ReceiveScan& scan,
                               const QueueRules& rules,
                               std::uint64_t most,
                               const FreshCopies& copies);
    /// Stores copies as sendPlain() does and hands all of them out as receiveFresh() would, since
    /// there are no others: calls `handed(number, send, received)` for each. False, and nothing was
    /// done, when it takes these two to do so. Requires: Lease::kMost at most.
    template <class Send, class Handed>
    bool passOn(SimTime now,
                std::span<const Send> sends,
                const ReceiveScan& scan,
                const QueueRules& rules,
                Handed&& handed);
    /// Whether every visible copy was never received before and belongs to no tenant.
    bool hasOnlyFresh() const { return m_visibleCount == m_host.fresh.size() && !m_hasTenants; }
    /// Removes the copy. kNoMessage with `refusal` set when it is gone already, which is no error
    /// of the caller (SQS-37), or when the rules reject an older receipt; kNoMessage alone when
    /// they ignore it (SQS-36).
    [[gnu::always_inline]] MessageIndex deleteMessage(SimTime now,
                                                      const Receipt& receipt,
                                                      const QueueRules& rules,
                                                      CopyRefusal& refusal);
    /// deleteMessage() of all these where it cannot refuse any, as hasPlainDeletions() tells: calls
    /// `removed(message, receiveCount)` for each that was still there.
    template <class Removed>
    void deleteMessages(SimTime now, std::span<const Received> copies, Removed&& removed);
    /// Whether old receipts are as good as others and no copy ever had a group.
    bool hasPlainDeletions(const QueueRules& rules) const {
        return rules.oldHandle == OldHandle::Delete && m_tenants.empty() && !m_slots.hasOrigins();
    }
    /// Hides the copy until now + timeout (SQS-30, SQS-34), which must not be beyond the longest
    /// visibility timeout after its newest receive (SQS-32).
    CopyRefusal changeMessageVisibility(SimTime now,
                                        const Receipt& receipt,
                                        Duration timeout,
                                        const QueueRules& rules);
    /// Leaves a further visible copy of a message just received, as a host keeps it that never
    /// learned of this receive (SQS-18). False when the copy is gone.
    bool replicate(SimTime now, const Receipt& receipt);
    /// Whether this receipt's message is still in flight by this very receive.
    bool isInFlight(const Receipt& receipt) const;
    /// When this receipt's message was received for the first time (SQS-27); kNever: it is gone.
    SimTime firstReceivedAt(const Receipt& receipt) const;
    /// Carries out the earliest thing due at or before `now`; call until nothing is left.
    std::optional<Elapsed> elapseNext(SimTime now, const QueueRules& rules);
    /// When the next thing is due, kNever if nothing is.
    SimTime nextDue(const QueueRules& rules);
    /// Renews what was computed from the rules when they change (SQS-8). Messages of hosts that
    /// are no more go to the others.
    void rulesChanged(SimTime now, const QueueRules& rules);
    /// The oldest visible message, of whatever tenant, leaves for another queue (SQS-84).
    /// It stays when `mayLeave(const StoredView&)` says no. True when one left.
    template <class MayLeave>
    bool takeOldest(SimTime now, MayLeave&& mayLeave);

    std::uint64_t delayedCount() const { return m_delayed.size(); }
    std::uint64_t visibleCount() const { return m_visibleCount; }
    std::uint64_t inFlightCount() const { return m_deadlines.size() + m_leases.heldCount(); }
    std::uint64_t storedCount() const { return delayedCount() + visibleCount() + inFlightCount(); }
    /// Whether a receive that looks at every host would find something now.
    bool hasAvailable() const { return m_visibleCount > 0; }
    /// Whether receiveNext() would certainly find nothing.
    bool isDrained() const { return m_visibleCount == 0 && !m_hasTenants; }
    /// Only FIFO queues lock groups.
    static std::uint64_t groupsInFlight() { return 0; }
    const QueueCounts& counts() const { return m_counts; }
    /// ∫ stored dt until now in message·ns, modulo 2^64.
    std::uint64_t areaAt(SimTime now) const {
        return m_counts.area
               + m_stored * static_cast<std::uint64_t>((now - m_counts.areaUntil).count());
    }
    /// Whether both invariants of this file hold.
    bool isConsistent(SimTime now) const;
    /// Age of the oldest stored message that was received at most twice here (SQS-42), delayed ones
    /// left out; zero when there is none.
    Duration ageOfOldest(SimTime now);
    /// The metrics of fair queues (SQS-123).
    struct FairFigures {
        std::uint64_t noisyGroups = 0;
        std::uint64_t visible = 0, inFlight = 0, delayed = 0; ///< In quiet groups.
        Duration ageOfOldest{};                               ///< In quiet groups.

        friend bool operator==(const FairFigures&, const FairFigures&) = default;
    };
    FairFigures fairFigures(SimTime now);
    void addTo(Digest& digest) const;

    /// Calls `visit(const StoredView&)` for up to `most` visible copies, those of quiet tenants
    /// first, about in order; a few that came back may be missing.
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
    // Group, host and encryption of a copy without a slot, in four bytes.
    struct Tag {
        std::uint32_t bits = 0;

        /// Requires: the group is below 2^27, the host below kMaxHosts.
        static Tag of(GroupIndex group, std::uint32_t host, bool isEncrypted) {
            SLUICE_ASSERT(group < 1U << 27U && host < kMaxHosts);
            return {group | host << 27U | (isEncrypted ? 1U << 31U : 0U)};
        }
        GroupIndex group() const { return bits & 0x7FFFFFFU; }
        std::uint32_t host() const { return bits >> 27U & 15U; }
        bool isEncrypted() const { return bits >> 31U != 0; }
        friend bool operator==(const Tag&, const Tag&) = default;
    };
    // A copy that was never received nor moved and has the place of its arrival: 16 bytes.
    struct Fresh {
        SimTime key; // when it was enqueued
        MessageIndex message = kNoMessage;
        Tag tag;
        friend bool operator==(const Fresh&, const Fresh&) = default;
    };
    struct Delayed {
        SimTime key; // due or end of retention, whichever is first
        SimTime enqueuedAt;
        SimTime due;
        SimTime place; // in the order of receiving
        MessageIndex message = kNoMessage;
        Tag tag;
        friend bool operator==(const Delayed&, const Delayed&) = default;
    };
    // The visible copies that live on one host.
    struct Host {
        OrderedRing<Fresh> fresh;
        FairOrder returned; // all others: came back, moved here, placed later, set aside
        friend bool operator==(const Host&, const Host&) = default;
    };
    // Where a stored copy is found, for going through all of them.
    struct Place {
        enum class Kind : std::uint8_t { Fresh, Delayed, Slot, Leased };
        SimTime enqueuedAt;
        std::uint32_t index = 0; // of a leased one its code
        std::uint8_t host = 0;
        Kind kind = Kind::Slot;
    };

    std::uint32_t hostCount() const { return static_cast<std::uint32_t>(m_otherHosts.size()) + 1; }
    Host& host(std::uint32_t number) { return number == 0 ? m_host : m_otherHosts[number - 1]; }
    const Host& host(std::uint32_t number) const {
        return number == 0 ? m_host : m_otherHosts[number - 1];
    }
    std::uint32_t chooseHost(std::uint64_t serial, const QueueRules& rules) {
        return rules.hosts <= 1 ? 0 : chooseOfHosts(serial, rules);
    }
    std::uint32_t chooseOfHosts(std::uint64_t serial, const QueueRules& rules);
    // Tells the entries of visible orders, and of the order by age, that still count.
    auto isListed() const {
        return [this](const Listed& entry) {
            const Slot& slot = m_slots[entry.slot];
            return slot.state == SlotState::Visible && slot.listing == entry.stamp;
        };
    }
    auto isOfAge() const {
        return [this](const Listed& entry) {
            const Slot& slot = m_slots[entry.slot];
            return m_slots.holds(entry.slot, entry.stamp) && !isPoison(slot);
        };
    }
    static bool isPoison(const Slot& slot);

    // The slot of the copy that a receipt stands for, kNoSlot when it is gone. One that is held by
    // a lease is given a slot.
    std::uint32_t slotOf(const Receipt& receipt) {
        if (LeaseTable::isLeased(receipt.slot)) return slotOfLeased(receipt);
        return m_slots.holds(receipt.slot, receipt.generation) ? receipt.slot : kNoSlot;
    }
    // The same for who only looks: kNoSlot also while a lease holds it.
    std::uint32_t knownSlotOf(const Receipt& receipt) const;
    bool isHeld(const Receipt& receipt) const {
        return LeaseTable::isLeased(receipt.slot) && m_leases.holds(receipt);
    }
    [[gnu::noinline]] std::uint32_t slotOfLeased(const Receipt& receipt);
    std::uint32_t giveSlot(const LeaseTable::Place& place);
    const Lease::Copy& leased(const LeaseTable::Place& place) const {
        return m_leases[place.lease].copies[place.copy];
    }
    // Whether copies that are received now, the first of them enqueued then, can share a lease.
    bool mayLease(std::size_t copies,
                  SimTime firstEnqueuedAt,
                  SimTime until,
                  const QueueRules& rules) const {
        const bool outlivesLease = firstEnqueuedAt > until - rules.retention;
        return copies >= 2 && outlivesLease && until >= m_leases.lastDeadline();
    }
    void endLease(std::uint32_t lease);
    void endLeases();
    void freeSlot(std::uint32_t slot) {
        m_slots.free(slot);
        m_leases.slotFreed(slot);
    }

    // Brings the area up to now, once per instant.
    [[gnu::always_inline]] void touch(SimTime now) {
        if (now != m_counts.areaUntil) {
            m_counts.area = areaAt(now);
            m_counts.areaUntil = now;
        }
    }
    [[gnu::always_inline]] void arrive(SimTime now) {
        touch(now);
        m_counts.arrivals += ticks(now);
        ++m_stored;
    }
    void depart(SimTime now) {
        touch(now);
        m_counts.departures += ticks(now);
        --m_stored;
    }
    // Copies that were never received wait on their host in the order of their arrival.
    [[gnu::always_inline]] void showFresh(Fresh fresh, std::uint32_t number) {
        host(number).fresh.push(fresh);
        ++m_visibleCount;
    }
    void place(SimTime now, const NewCopy& copy, const QueueRules& rules);
    void show(SimTime now, const Fresh& fresh, SimTime place, Whereabouts from);
    std::uint32_t addSlot(const Fresh& fresh, std::uint32_t host);
    [[gnu::noinline]] void listRetention(std::uint32_t slot);
    // Enters a new slot into the order of age.
    void listAge(std::uint32_t slot) {
        if (m_hasTenants || m_slots[slot].wasMoved) {
            enterAge(slot);
        }
    }
    [[gnu::noinline]] void enterAge(std::uint32_t slot);
    void beginTenants();
    void welcome(SimTime now, GroupIndex group);
    std::uint32_t pickOldest(SimTime now);
    void putBack(std::uint32_t slot);
    void redriven(SimTime now, std::uint32_t slot);
    void makeVisible(std::uint32_t slot, SimTime place);
    // Takes a copy out of its order and frees its slot. Returns its message.
    [[gnu::noinline]] MessageIndex takeOut(std::uint32_t slot);
    // Takes a stored copy out of the queue for good. The caller has counted the departure.
    void leave(SimTime now, std::uint32_t index) {
        SLUICE_ASSERT(m_counts.areaUntil == now);
        const bool wasInFlight = m_slots[index].state == SlotState::InFlight;
        takeOut(index);
        recount(now,
                m_slots.group(index),
                wasInFlight ? Whereabouts::InFlight : Whereabouts::Visible,
                Whereabouts::Outside);
    }
    void hide(SimTime now, std::uint32_t slot, SimTime until, Duration retention);
    SimTime frontOf(std::uint32_t number);
    bool isFreshFirst(std::uint32_t number);
    std::uint32_t takeFront(std::uint32_t number);
    std::uint32_t takeVisible(std::uint32_t hosts);
    std::uint32_t takeFromHosts(std::uint32_t hosts);
    std::uint32_t takeFair(std::uint32_t hosts);
    std::uint32_t takeNoisy(std::uint32_t hosts);
    void setNoisyAside(std::uint32_t number);
    bool setFreshAside(std::uint32_t number);
    void recount(SimTime now, GroupIndex group, Whereabouts from, Whereabouts to) {
        if (group != 0) {
            recountTenant(now, group, from, to);
        }
    }
    [[gnu::noinline]] void
    recountTenant(SimTime now, GroupIndex group, Whereabouts from, Whereabouts to);
    void endIdle(SimTime now) {
        if (m_tenants.noisyCount() > 0) {
            endIdleOfNoisy(now);
        }
    }
    void endIdleOfNoisy(SimTime now);
    void rankChanged(GroupIndex group);

    std::optional<Elapsed> expireNext(SimTime now, const QueueRules& rules);
    Elapsed endDelay(SimTime now, const QueueRules& rules);
    Elapsed endTimeout(SimTime now, std::uint32_t slot);
    Elapsed expire(SimTime now, std::uint32_t slot);
    SimTime oldestUnlisted() const;
    void leaveHosts(std::uint32_t count);

    StoredView view(std::uint32_t slot) const;
    StoredView view(const LeaseTable::Place& place) const;
    static StoredView view(const Fresh& entry);
    static StoredView view(const Delayed& entry);
    StoredView view(const Place& place) const;
    std::vector<Place> placesByAge() const;
    std::vector<StoredView> firstVisible(std::size_t most) const;
    std::vector<StoredView> firstInFlight(std::size_t most) const;
    void forget(SimTime now, bool isPurge);

    // What every call changes comes first, what a plain send changes in two cache lines.
    std::uint64_t m_stored = 0; // counted by arrivals and departures; see isConsistent()
    QueueCounts m_counts;
    bool m_hasTenants = false;
    alignas(64) std::uint64_t m_visibleCount = 0;
    Host m_host;         // its ring of fresh copies is in the line of their number
    LeaseTable m_leases; // of copies on host 0, without a group, that live until the deadline
    DeadlineList m_deadlines;
    SlotTable m_slots;
    std::vector<Host> m_otherHosts;
    OrderedRing<Delayed> m_delayed;
    // By enqueuedAt: every visible slot, and those in flight that may expire before their deadline.
    OrderedRing<Listed> m_byRetention;
    // Slots that count for the age, by arrival here: those that were moved here, and all of them
    // from the first tenant on. The age of others is found by looking.
    FairOrder m_byAge;
    Tenants m_tenants;
};

template <class Send>
[[gnu::always_inline]] inline void QueueStore::sendPlain(std::span<const Send> sends,
                                                         bool isEncrypted) {
    const Tag tag = Tag::of(0, 0, isEncrypted);
    std::uint64_t arrivals = 0;
    m_host.fresh.pushLast(sends.size(), [&](std::size_t i) {
        const Send& send = sends[i];
        arrivals += ticks(send.at);
        return Fresh{send.at, send.message, tag};
    });
    // Copies may have left since they arrived.
    touch(std::max(sends.back().at, m_counts.areaUntil));
    m_counts.area += sends.size() * ticks(m_counts.areaUntil) - arrivals;
    m_counts.arrivals += arrivals;
    m_counts.sent += sends.size();
    m_stored += sends.size();
    m_visibleCount += sends.size();
}

template <class Send, class Handed>
[[gnu::always_inline]] inline bool QueueStore::passOn(SimTime now,
                                                      std::span<const Send> sends,
                                                      const ReceiveScan& scan,
                                                      const QueueRules& rules,
                                                      Handed&& handed) {
    const SimTime until = now + scan.visibilityTimeout;
    const bool isPlain = m_visibleCount == 0 && m_host.fresh.inOrder() != nullptr && !m_hasTenants
                         && m_otherHosts.empty() && (scan.hosts & 1U) != 0
                         && scan.visibilityTimeout > Duration::zero(); // else they are back at once
    if (!isPlain || !mayLease(sends.size(), sends.front().at, until, rules)) return false;
    const auto count = static_cast<std::uint32_t>(sends.size());
    const std::uint32_t index = m_leases.add(now, until, count);
    Lease& lease = m_leases[index];
    const std::uint32_t first = LeaseTable::Place{index, 0}.code();
    const std::uint32_t generation = lease.generation;
    const std::uint32_t tag = Tag::of(0, 0, rules.encryption != Encryption::None).bits;
    std::uint64_t arrivals = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Send& send = sends[i];
        arrivals += ticks(send.at);
        lease.copies[i] = {send.at, send.message, tag};
        handed(i, send, Received{send.message, {first + i, generation, 1}});
    }
    touch(now);
    m_counts.area += count * ticks(now) - arrivals;
    m_counts.arrivals += arrivals;
    m_counts.sent += count;
    m_counts.received += count;
    m_stored += count;
    return true;
}

inline MessageIndex QueueStore::deleteMessage(SimTime now,
                                              const Receipt& receipt,
                                              const QueueRules& rules,
                                              CopyRefusal& refusal) {
    refusal = CopyRefusal::None;
    const std::uint32_t index = slotOf(receipt);
    if (index == kNoSlot) {
        refusal = CopyRefusal::Gone;
        return kNoMessage;
    }
    const Slot& slot = m_slots[index];
    if (receipt.receiveCount != slot.receiveCount && rules.oldHandle != OldHandle::Delete) {
        refusal = rules.oldHandle == OldHandle::Reject ? CopyRefusal::OldHandle : CopyRefusal::None;
        return kNoMessage;
    }
    depart(now);
    ++m_counts.deleted;
    if (!m_tenants.empty()) {
        m_tenants.addWork(now, m_slots.group(index), now - m_slots.times(index).receivedAt);
    }
    const MessageIndex message = slot.message;
    leave(now, index);
    return message;
}

template <class Removed>
void QueueStore::deleteMessages(SimTime now, std::span<const Received> copies, Removed&& removed) {
    touch(now);
    std::uint64_t gone = 0;
    for (std::size_t done = 0; done < copies.size();) {
        const Receipt& receipt = copies[done].receipt;
        std::size_t together = 0;
        if (LeaseTable::isLeased(receipt.slot)) [[likely]] {
            together = m_leases.remove(copies.subspan(done), removed);
        }
        if (together > 0) [[likely]] {
            gone += together;
            done += together;
            continue;
        }
        ++done;
        const std::uint32_t index = slotOf(receipt);
        if (index == kNoSlot) continue;
        ++gone;
        removed(takeOut(index), receipt.receiveCount);
    }
    m_counts.deleted += gone;
    m_counts.departures += gone * ticks(now);
    m_stored -= gone;
}

template <class MayLeave>
bool QueueStore::takeOldest(SimTime now, MayLeave&& mayLeave) {
    const std::uint32_t index = pickOldest(now);
    if (index == kNoSlot) {
        return false;
    }
    if (!mayLeave(view(index))) {
        putBack(index);
        return false;
    }
    redriven(now, index);
    return true;
}

template <class Visit>
void QueueStore::visitVisible(std::size_t most, Visit&& visit) const {
    for (const StoredView& copy : firstVisible(most)) {
        visit(copy);
    }
}

template <class Visit>
void QueueStore::visitInFlight(std::size_t most, Visit&& visit) const {
    for (const StoredView& copy : firstInFlight(most)) {
        visit(copy);
    }
}

template <class Visit>
void QueueStore::visitDelayed(std::size_t most, Visit&& visit) const {
    m_delayed.forEachFirst(most, [&](const Delayed& entry) { visit(view(entry)); });
}

template <class Visit>
void QueueStore::visitStored(const QueueRules& /*rules*/, Visit&& visit) const {
    for (const Place& place : placesByAge()) {
        visit(view(place));
    }
}

template <class Visit>
void QueueStore::removeAll(SimTime now, bool isPurge, Visit&& visit) {
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        host(number).fresh.forEach([&](const Fresh& entry) { visit(entry.message); });
    }
    m_delayed.forEach([&](const Delayed& entry) { visit(entry.message); });
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        if (m_slots[i].state != SlotState::Free) {
            visit(m_slots[i].message);
        }
    }
    m_leases.visitHeld([&](const LeaseTable::Place& place) { visit(leased(place).message); });
    forget(now, isPurge);
}

} // namespace sluice
