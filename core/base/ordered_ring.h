// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ring.h"
#include "core/base/sim_time.h"

#include <algorithm>
#include <vector>

namespace sluice {

/// Entries in ascending order of `key` (a SimTime member of Entry), for input that is nearly always
/// in order already: those go through a ring, stragglers through a heap. Entries of equal key leave
/// in insertion order while they come in order; a straggler leaves after entries of its key that
/// came in order.
template <class Entry>
class OrderedRing {
public:
    bool empty() const { return m_ring.empty() && m_heap.empty(); }
    std::size_t size() const {
        return m_heap.empty() ? m_ring.size() : m_ring.size() + m_heap.size();
    }

    [[gnu::always_inline]] void push(const Entry& entry) {
        if (m_ring.empty() || m_ring.back().key <= entry.key) {
            m_ring.push(entry);
        } else {
            pushLate(Entry(entry)); // a copy of its own: the usual one can stay in registers
        }
    }
    /// The same for `entryOf(i)` of each i below `count`, in order. Requires: no entry is later.
    template <class EntryOf>
    [[gnu::always_inline]] void pushLast(std::size_t count, EntryOf&& entryOf) {
        m_ring.push(count, entryOf);
    }
    /// The earliest entry. Requires: not empty.
    const Entry& front() const {
        return m_heap.empty() || ringIsFirst() ? m_ring.front() : m_heap.front().entry;
    }
    /// All entries when there are no stragglers, the earliest first; else null.
    Ring<Entry>* inOrder() { return m_heap.empty() ? &m_ring : nullptr; }
    /// The i-th entry in no particular order. Requires: i < size().
    const Entry& operator[](std::size_t i) const {
        return i < m_ring.size() ? m_ring[i] : m_heap[i - m_ring.size()].entry;
    }
    Entry pop() { return m_heap.empty() ? m_ring.pop() : popAny(); }
    /// The smallest key of the entries for which `isCounted`, kNever when there is none. Looks at
    /// those before it, and at every straggler.
    template <class IsCounted>
    SimTime firstKey(IsCounted&& isCounted) const {
        SimTime first = kNever;
        for (std::size_t i = 0; i < m_ring.size() && first == kNever; ++i) {
            first = isCounted(m_ring[i]) ? m_ring[i].key : first;
        }
        for (const Late& late : m_heap) {
            first = late.entry.key < first && isCounted(late.entry) ? late.entry.key : first;
        }
        return first;
    }
    /// Keeps the entries for which `keep` is true.
    template <class Keep>
    void filter(Keep&& keep) {
        m_ring.filter(keep);
        m_heap.erase(std::remove_if(m_heap.begin(),
                                    m_heap.end(),
                                    [&](const Late& late) { return !keep(late.entry); }),
                     m_heap.end());
        std::make_heap(m_heap.begin(), m_heap.end(), later);
    }
    /// Calls `visit(entry)` for every entry, in no particular order of keys.
    template <class Visit>
    void forEach(Visit&& visit) const {
        for (std::size_t i = 0; i < m_ring.size(); ++i) {
            visit(m_ring[i]);
        }
        for (const Late& late : m_heap) {
            visit(late.entry);
        }
    }
    /// The same for at most `most` entries: the first ones of the ring, then of the heap.
    template <class Visit>
    void forEachFirst(std::size_t most, Visit&& visit) const {
        for (std::size_t i = 0; i < m_ring.size() && most > 0; ++i, --most) {
            visit(m_ring[i]);
        }
        for (std::size_t i = 0; i < m_heap.size() && most > 0; ++i, --most) {
            visit(m_heap[i].entry);
        }
    }
    void clear() {
        m_ring.clear();
        m_heap.clear();
    }

    /// Equal when they hold equal entries that leave in the same order.
    friend bool operator==(const OrderedRing& left, const OrderedRing& right) {
        return left.m_ring == right.m_ring && left.stragglers() == right.stragglers();
    }

private:
    struct Late {
        Entry entry;
        std::uint64_t sequence = 0;
    };
    static bool later(const Late& left, const Late& right) {
        return left.entry.key != right.entry.key ? left.entry.key > right.entry.key
                                                 : left.sequence > right.sequence;
    }
    std::vector<Entry> stragglers() const {
        std::vector<Late> heap = m_heap;
        std::sort(heap.begin(), heap.end(), [](const Late& left, const Late& right) {
            return later(right, left);
        });
        std::vector<Entry> entries;
        for (const Late& late : heap) entries.push_back(late.entry);
        return entries;
    }
    // What stragglers need stands apart, so that the usual path stays small.
    [[gnu::noinline]] Entry popAny() {
        if (ringIsFirst()) {
            return m_ring.pop();
        }
        std::pop_heap(m_heap.begin(), m_heap.end(), later);
        const Entry entry = m_heap.back().entry;
        m_heap.pop_back();
        return entry;
    }
    [[gnu::noinline]] void pushLate(const Entry& entry) {
        m_heap.push_back({entry, m_pushed++});
        std::push_heap(m_heap.begin(), m_heap.end(), later);
    }
    bool ringIsFirst() const {
        return m_heap.empty()
               || (!m_ring.empty() && m_ring.front().key <= m_heap.front().entry.key);
    }

    Ring<Entry> m_ring;
    std::vector<Late> m_heap;
    std::uint64_t m_pushed = 0;
};

} // namespace sluice
