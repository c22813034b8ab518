// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

/// Values at stable positions that are reused, last freed first. Copying is copying two flat
/// vectors.
template <class T>
class SlotPool {
public:
    std::uint32_t add(const T& value) {
        const std::uint32_t index = take();
        m_slots[index] = value;
        return index;
    }
    /// A position to be filled: its value is what it was when it was freed, or a new one.
    std::uint32_t take() { return m_freeCount > 0 ? m_free[--m_freeCount] : grow(); }
    /// Requires: the position is in use.
    void free(std::uint32_t index) { m_free[m_freeCount++] = index; }

    T& operator[](std::uint32_t index) { return m_slots[index]; }
    const T& operator[](std::uint32_t index) const { return m_slots[index]; }
    /// Asks for the memory of a position ahead of its use. Requires: it was in use once.
    void prefetch(std::uint32_t index) const { __builtin_prefetch(m_slots.data() + index, 1); }
    /// Number of positions in use.
    std::size_t size() const { return m_slots.size() - m_freeCount; }
    /// Number of positions ever used at once.
    std::size_t capacity() const { return m_slots.size(); }

    friend bool operator==(const SlotPool&, const SlotPool&) = default;

private:
    // Apart, so that take() stays small.
    [[gnu::noinline, gnu::cold]] std::uint32_t grow() {
        m_slots.emplace_back();
        m_free.push_back(0);
        return static_cast<std::uint32_t>(m_slots.size() - 1);
    }

    std::vector<T> m_slots;
    std::vector<std::uint32_t> m_free; // a place for every slot; the first m_freeCount count
    std::size_t m_freeCount = 0;
};

} // namespace sluice
