// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/deadline_list.h"

#include <algorithm>

namespace sluice {

namespace {

// A deadline further than this from the end of the list goes to the heap.
constexpr int kLongestWalk = 16;

} // namespace

void DeadlineList::insertEarly(SlotTable& table, std::uint32_t slot) {
    ++m_size;
    const SimTime deadline = table.times(slot).deadline;
    std::uint32_t before = m_tail;
    for (int steps = 0; before != kNoSlot && table.times(before).deadline > deadline;
         before = table[before].previous) {
        if (++steps > kLongestWalk) {
            table[slot].previous = kInHeap;
            m_heap.push_back({deadline, slot, table[slot].generation});
            std::push_heap(m_heap.begin(), m_heap.end(), later);
            return;
        }
    }
    const std::uint32_t after = before == kNoSlot ? m_head : table[before].next;
    table[slot].previous = before;
    table[slot].next = after;
    (before == kNoSlot ? m_head : table[before].next) = slot;
    if (after == kNoSlot) {
        endAt(table, slot);
    } else {
        table[after].previous = slot;
    }
}

void DeadlineList::endAt(const SlotTable& table, std::uint32_t slot) {
    m_tail = slot;
    m_tailDeadline = slot == kNoSlot ? SimTime{} : table.times(slot).deadline;
}

void DeadlineList::removeFromHeap(SlotTable& table, std::uint32_t slot) {
    --m_size;
    table[slot].previous = kNoSlot; // the heap entry is outdated from now on
    if (m_heap.size() > 2 * m_size + 64) {
        dropOutdated(table);
    }
}

std::uint32_t DeadlineList::earliest(const SlotTable& table) {
    while (!m_heap.empty() && !isCurrent(table, m_heap.front())) {
        std::pop_heap(m_heap.begin(), m_heap.end(), later);
        m_heap.pop_back();
    }
    if (m_heap.empty()
        || (m_head != kNoSlot && table.times(m_head).deadline <= m_heap.front().deadline)) {
        return m_head;
    }
    return m_heap.front().slot;
}

void DeadlineList::clear() {
    m_head = m_tail = kNoSlot;
    m_tailDeadline = {};
    m_heap.clear();
    m_size = 0;
}

bool DeadlineList::isCurrent(const SlotTable& table, const Entry& entry) {
    const Slot& slot = table[entry.slot];
    return slot.generation == entry.generation && slot.state == SlotState::InFlight
           && slot.previous == kInHeap && table.times(entry.slot).deadline == entry.deadline;
}

bool DeadlineList::later(const Entry& left, const Entry& right) {
    return left.deadline != right.deadline ? left.deadline > right.deadline
                                           : left.slot > right.slot;
}

void DeadlineList::dropOutdated(const SlotTable& table) {
    m_heap.erase(std::remove_if(m_heap.begin(),
                                m_heap.end(),
                                [&](const Entry& entry) { return !isCurrent(table, entry); }),
                 m_heap.end());
    std::make_heap(m_heap.begin(), m_heap.end(), later);
}

} // namespace sluice
