// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sluice {

/// Small numbers (dense, from 0), each with a key, the smallest key first; equal keys in order of
/// the numbers. A number's key can be changed and taken out in logarithmic time.
class IndexedHeap {
public:
    bool empty() const { return m_entries.empty(); }
    std::size_t size() const { return m_entries.size(); }
    /// The number with the smallest key. Requires: not empty.
    std::uint32_t top() const { return m_entries.front().number; }
    std::uint64_t topKey() const { return m_entries.front().key; }
    bool contains(std::uint32_t number) const {
        return number < m_places.size() && m_places[number] != kNowhere;
    }
    /// The i-th number in no particular order. Requires: i < size().
    std::uint32_t operator[](std::size_t i) const { return m_entries[i].number; }

    /// Requires: contains(number).
    std::uint64_t keyOf(std::uint32_t number) const { return m_entries[m_places[number]].key; }

    /// Puts the number in or changes its key.
    void set(std::uint32_t number, std::uint64_t key) {
        if (number >= m_places.size()) {
            m_places.resize(number + std::size_t{1}, kNowhere);
        }
        if (m_places[number] == kNowhere) {
            m_entries.push_back({});
            settle(m_entries.size() - 1, {key, number});
            return;
        }
        settle(m_places[number], {key, number});
    }
    /// Takes the number out if it is in.
    void erase(std::uint32_t number) {
        if (!contains(number)) {
            return;
        }
        const std::size_t hole = m_places[number];
        const Entry last = m_entries.back();
        m_entries.pop_back();
        m_places[number] = kNowhere;
        if (hole < m_entries.size()) {
            settle(hole, last);
        }
    }
    void clear() {
        for (const Entry& entry : m_entries) {
            m_places[entry.number] = kNowhere;
        }
        m_entries.clear();
    }

    friend bool operator==(const IndexedHeap&, const IndexedHeap&) = default;

private:
    struct Entry {
        std::uint64_t key = 0;
        std::uint32_t number = 0;

        friend bool operator==(const Entry&, const Entry&) = default;
        friend bool operator<(const Entry& left, const Entry& right) {
            return left.key != right.key ? left.key < right.key : left.number < right.number;
        }
    };
    static constexpr std::uint32_t kNowhere = 0xFFFFFFFFU;

    void put(std::size_t place, const Entry& entry) {
        m_entries[place] = entry;
        m_places[entry.number] = static_cast<std::uint32_t>(place);
    }
    // Finds the entry's place, beginning at a place that is free.
    void settle(std::size_t place, const Entry& entry) {
        while (place > 0 && entry < m_entries[(place - 1) / 2]) {
            put(place, m_entries[(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        for (std::size_t child = 2 * place + 1; child < m_entries.size(); child = 2 * place + 1) {
            if (child + 1 < m_entries.size() && m_entries[child + 1] < m_entries[child]) {
                ++child;
            }
            if (!(m_entries[child] < entry)) {
                break;
            }
            put(place, m_entries[child]);
            place = child;
        }
        put(place, entry);
    }

    std::vector<Entry> m_entries;
    std::vector<std::uint32_t> m_places; // of each number, kNowhere when it is out
};

} // namespace sluice
