// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/deadline_list.h"

#include <algorithm>

namespace sluice {

namespace {

// Marks a slot that is in the heap: no list position has this value.
constexpr std::uint32_t kInHeap = kNoSlot - 1;
// A deadline further than this from the end of the list goes to the heap.
constexpr int kLongestWalk = 16;

} // namespace

void DeadlineList::insert(SlotTable& slots, std::uint32_t slot) {
    ++m_size;
    const SimTime deadline = slots[slot].deadline;
    std::uint32_t before = m_tail;
    for (int steps = 0; before != kNoSlot && slots[before].deadline > deadline;
         before = slots[before].previous) {
        if (++steps > kLongestWalk) {
            slots[slot].previous = kInHeap;
            m_heap.push_back({deadline, slot, slots[slot].generation});
            std::push_heap(m_heap.begin(), m_heap.end(), later);
            return;
        }
    }
    const std::uint32_t after = before == kNoSlot ? m_head : slots[before].next;
    slots[slot].previous = before;
    slots[slot].next = after;
    (before == kNoSlot ? m_head : slots[before].next) = slot;
    (after == kNoSlot ? m_tail : slots[after].previous) = slot;
}

void DeadlineList::remove(SlotTable& slots, std::uint32_t slot) {
    --m_size;
    const std::uint32_t before = slots[slot].previous;
    if (before == kInHeap) {
        slots[slot].previous = kNoSlot; // the heap entry is outdated from now on
        if (m_heap.size() > 2 * m_size + 64) {
            dropOutdated(slots);
        }
        return;
    }
    const std::uint32_t after = slots[slot].next;
    (before == kNoSlot ? m_head : slots[before].next) = after;
    (after == kNoSlot ? m_tail : slots[after].previous) = before;
}

std::uint32_t DeadlineList::earliest(const SlotTable& slots) {
    while (!m_heap.empty() && !isCurrent(slots, m_heap.front())) {
        std::pop_heap(m_heap.begin(), m_heap.end(), later);
        m_heap.pop_back();
    }
    if (m_heap.empty()
        || (m_head != kNoSlot && slots[m_head].deadline <= m_heap.front().deadline)) {
        return m_head;
    }
    return m_heap.front().slot;
}

void DeadlineList::clear() {
    m_head = m_tail = kNoSlot;
    m_heap.clear();
    m_size = 0;
}

bool DeadlineList::isCurrent(const SlotTable& slots, const Entry& entry) {
    const Slot& slot = slots[entry.slot];
    return slot.generation == entry.generation && slot.state == SlotState::InFlight
           && slot.previous == kInHeap && slot.deadline == entry.deadline;
}

bool DeadlineList::later(const Entry& left, const Entry& right) {
    return left.deadline != right.deadline ? left.deadline > right.deadline
                                           : left.slot > right.slot;
}

void DeadlineList::dropOutdated(const SlotTable& slots) {
    m_heap.erase(std::remove_if(m_heap.begin(),
                                m_heap.end(),
                                [&](const Entry& entry) { return !isCurrent(slots, entry); }),
                 m_heap.end());
    std::make_heap(m_heap.begin(), m_heap.end(), later);
}

} // namespace sluice
