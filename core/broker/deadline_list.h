// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/slot_table.h"

#include <vector>

namespace sluice {

/// In-flight slots in order of deadline. With one visibility timeout for all, new deadlines are the
/// latest, so they go to the end of a list linked through the slots in constant time; the few that
/// do not belong near the end go to a heap. One timer per queue watches earliest(): there is no
/// timer event per message.
class DeadlineList {
public:
    /// Requires: the slot is in flight, has its deadline and is not in the list.
    void insert(SlotTable& table, std::uint32_t slot) {
        const SimTime deadline = table.times(slot).deadline;
        if (m_tail == kNoSlot || deadline < m_tailDeadline) {
            insertEarly(table, slot);
            return;
        }
        ++m_size;
        m_tailDeadline = deadline;
        table[slot].previous = m_tail;
        table[slot].next = kNoSlot;
        table[m_tail].next = slot;
        m_tail = slot;
    }
    /// Requires: the slot is in the list.
    [[gnu::always_inline]] void remove(SlotTable& table, std::uint32_t slot) {
        const std::uint32_t before = table[slot].previous;
        if (before == kInHeap) {
            removeFromHeap(table, slot);
            return;
        }
        --m_size;
        const std::uint32_t after = table[slot].next;
        (before == kNoSlot ? m_head : table[before].next) = after;
        if (after == kNoSlot) {
            endAt(table, before);
        } else {
            table[after].previous = before;
        }
    }
    /// The slot with the earliest deadline, kNoSlot when empty. Drops outdated heap entries.
    std::uint32_t earliest(const SlotTable& table);
    std::size_t size() const { return m_size; }
    void clear();
    /// Calls `visit(slot)` for the first `most` slots of the linked list, then of the heap; nearly
    /// in deadline order.
    template <class Visit>
    void visitFirst(const SlotTable& table, std::size_t most, Visit&& visit) const {
        for (std::uint32_t at = m_head; at != kNoSlot && most > 0; at = table[at].next, --most) {
            visit(at);
        }
        for (std::size_t i = 0; i < m_heap.size() && most > 0; ++i) {
            if (isCurrent(table, m_heap[i])) {
                visit(m_heap[i].slot);
                --most;
            }
        }
    }

    friend bool operator==(const DeadlineList&, const DeadlineList&) = default;

private:
    // Marks a slot that is in the heap: no list position has this value.
    static constexpr std::uint32_t kInHeap = kNoSlot - 1;

    struct Entry {
        SimTime deadline;
        std::uint32_t slot = 0;
        std::uint32_t generation = 0;

        friend bool operator==(const Entry&, const Entry&) = default;
    };
    [[gnu::noinline]] void endAt(const SlotTable& table, std::uint32_t slot);
    [[gnu::noinline]] void removeFromHeap(SlotTable& table, std::uint32_t slot);
    [[gnu::noinline]] void insertEarly(SlotTable& table, std::uint32_t slot);
    static bool isCurrent(const SlotTable& table, const Entry& entry);
    static bool later(const Entry& left, const Entry& right);
    void dropOutdated(const SlotTable& table);

    std::size_t m_size = 0;
    std::uint32_t m_head = kNoSlot;
    std::uint32_t m_tail = kNoSlot;
    SimTime m_tailDeadline; // at hand, as the last slot itself may be far away
    std::vector<Entry> m_heap;
};

} // namespace sluice
