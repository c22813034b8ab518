// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/broker/slot_table.h"
#include "core/kernel/call.h"
#include "core/kernel/slot_pool.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice {

/// Copies that one call received for the first time. They are hidden until the same deadline, and
/// most are deleted before it, usually together: so they need no slots. A copy to which something
/// else happens is given one, while the receipt it was handed out with still names its lease. Three
/// cache lines.
struct alignas(64) Lease {
    static constexpr std::uint32_t kMost = Batch::kCapacity;

    struct Copy {
        SimTime enqueuedAt;
        MessageIndex message = kNoMessage;
        /// While it is held what its QueueStore wants to remember, then its slot, if it has one.
        std::uint32_t rest = 0;

        friend bool operator==(const Copy&, const Copy&) = default;
    };

    SimTime receivedAt;
    SimTime deadline;
    std::uint32_t generation = 0;
    std::uint32_t previous = 0; ///< Neighbours in the order of deadlines.
    std::uint32_t next = 0;
    std::uint16_t held = 0; ///< A bit each: copies that are in flight and have no slot.
    std::uint16_t left = 0; ///< Those that have one.
    std::array<Copy, kMost> copies;

    friend bool operator==(const Lease&, const Lease&) = default;
};

static_assert(sizeof(Lease) == 192);

/// The leases of a queue in order of deadline. Receipts of their copies are told from those of
/// slots by the highest bit of Receipt::slot.
class LeaseTable {
public:
    /// Where a copy is: the lease, and its place on it.
    struct Place {
        std::uint32_t lease = 0;
        std::uint32_t copy = 0;

        std::uint16_t bit() const { return static_cast<std::uint16_t>(1U << copy); }
        /// Receipt::slot
        std::uint32_t code() const { return kLeased | lease << kCopyBits | copy; }
    };
    static bool isLeased(std::uint32_t code) { return (code & kLeased) != 0; }
    static Place placeOf(std::uint32_t code) {
        return {(code & ~kLeased) >> kCopyBits, code & ((1U << kCopyBits) - 1)};
    }

    /// Adds a lease that holds so many copies, which the caller sets. Requires: 1 to Lease::kMost,
    /// and no earlier deadline than lastDeadline().
    [[gnu::always_inline]] std::uint32_t
    add(SimTime receivedAt, SimTime deadline, std::uint32_t count) {
        const std::uint32_t index = m_pool.take();
        Lease& lease = m_pool[index];
        lease.receivedAt = receivedAt;
        lease.deadline = deadline;
        ++lease.generation;
        lease.previous = m_tail;
        lease.next = kNone;
        lease.held = static_cast<std::uint16_t>((1U << count) - 1);
        lease.left = 0;
        (m_tail == kNone ? m_head : m_pool[m_tail].next) = index;
        m_tail = index;
        m_heldCount += count;
        return index;
    }
    Lease& operator[](std::uint32_t index) { return m_pool[index]; }
    const Lease& operator[](std::uint32_t index) const { return m_pool[index]; }

    /// The latest deadline of a lease that holds copies; kRunStart: there is none.
    SimTime lastDeadline() const { return m_tail == kNone ? kRunStart : m_pool[m_tail].deadline; }
    /// The earliest one of a lease that holds copies; kNever: there is none.
    SimTime firstDeadline() const { return m_head == kNone ? kNever : m_pool[m_head].deadline; }
    /// Its lease. Requires: there is one.
    std::uint32_t first() const { return m_head; }
    /// Copies held by all leases.
    std::size_t heldCount() const { return m_heldCount; }

    /// Whether the receipt's copy is held by its lease. Requires: isLeased(receipt.slot).
    bool holds(const Receipt& receipt) const {
        const Place place = placeOf(receipt.slot);
        return isOf(place, receipt.generation) && (m_pool[place.lease].held & place.bit()) != 0;
    }
    /// The slot of the receipt's copy; kNoSlot: it is gone or still held. Requires the same.
    std::uint32_t slotOf(const Receipt& receipt) const {
        const Place place = placeOf(receipt.slot);
        const bool hasLeft =
            isOf(place, receipt.generation) && (m_pool[place.lease].left & place.bit()) != 0;
        return hasLeft ? m_pool[place.lease].copies[place.copy].rest : kNoSlot;
    }
    /// Takes held copies out of the queue for good: those of the first receipts of `copies`, as far
    /// as they are of one lease, and calls `removed(message, receiveCount)` for each. Returns how
    /// many. Requires: there is one, and isLeased() of the first one.
    template <class Removed>
    std::size_t remove(std::span<const Received> copies, Removed&& removed);
    /// A held copy has this slot from now on.
    void leave(const Place& place, std::uint32_t slot);
    /// To be called when a slot is freed.
    void slotFreed(std::uint32_t slot) {
        if (slot < m_places.size() && m_places[slot] != 0) forget(slot);
    }
    /// The receipt that the copy of this slot was handed out with when it was on a lease; its
    /// generation is 0 when it never was.
    Receipt receiptOf(std::uint32_t slot) const {
        const std::uint32_t code = slot < m_places.size() ? m_places[slot] : 0;
        return code == 0 ? Receipt{} : Receipt{code, m_pool[placeOf(code).lease].generation, 1};
    }
    /// Calls `visit(Place)` for the first `most` held copies in order of deadline, and of their
    /// place on the lease.
    template <class Visit>
    void visitFirst(std::size_t most, Visit&& visit) const {
        for (std::uint32_t index = m_head; index != kNone; index = m_pool[index].next) {
            for (unsigned held = m_pool[index].held; held != 0; held &= held - 1) {
                if (most-- == 0) return;
                visit(Place{index, static_cast<std::uint32_t>(std::countr_zero(held))});
            }
        }
    }
    /// The same for all of them.
    template <class Visit>
    void visitHeld(Visit&& visit) const {
        visitFirst(m_heldCount, visit);
    }
    /// Forgets all copies; receipts of before find nothing.
    void clear();

    friend bool operator==(const LeaseTable&, const LeaseTable&) = default;

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
    static constexpr std::uint32_t kLeased = 1U << 31U;
    static constexpr unsigned kCopyBits = 4;
    static_assert(Lease::kMost <= 1U << kCopyBits);

    bool isOf(const Place& place, std::uint32_t generation) const {
        return place.lease < m_pool.capacity() && place.copy < Lease::kMost
               && m_pool[place.lease].generation == generation;
    }
    // These are all that it still holds of what it held.
    [[gnu::always_inline]] void keep(std::uint32_t index, Lease& lease, unsigned held) {
        lease.held = static_cast<std::uint16_t>(held);
        if (held != 0) return;
        unlink(lease);
        if (lease.left == 0) m_pool.free(index);
    }
    [[gnu::always_inline]] void unlink(const Lease& lease) {
        (lease.previous == kNone ? m_head : m_pool[lease.previous].next) = lease.next;
        (lease.next == kNone ? m_tail : m_pool[lease.next].previous) = lease.previous;
    }
    [[gnu::noinline]] void forget(std::uint32_t slot);

    std::size_t m_heldCount = 0;
    std::uint32_t m_head = kNone;
    std::uint32_t m_tail = kNone;
    SlotPool<Lease> m_pool;
    std::vector<std::uint32_t> m_places; // by slot, of those that left: the code of their place
};

template <class Removed>
[[gnu::always_inline]] inline std::size_t LeaseTable::remove(std::span<const Received> copies,
                                                             Removed&& removed) {
    const Receipt& first = copies.front().receipt;
    const Place place = placeOf(first.slot);
    if (!isOf(place, first.generation)) return 0;
    Lease& lease = m_pool[place.lease];
    const std::uint32_t begin = first.slot - place.copy;
    unsigned held = lease.held;
    std::size_t count = 0;
    for (const Received& copy : copies) {
        const std::uint32_t at = copy.receipt.slot - begin;
        if (at >= Lease::kMost || copy.receipt.generation != first.generation
            || (held >> at & 1U) == 0) {
            break;
        }
        held &= ~(1U << at);
        ++count;
        removed(lease.copies[at].message, copy.receipt.receiveCount);
    }
    m_heldCount -= count;
    if (count > 0) keep(place.lease, lease, held);
    return count;
}

} // namespace sluice
