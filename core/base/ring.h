// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/large_pages.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace sluice {

/// First-in-first-out buffer in one block of memory that grows by doubling and is reused for ever.
/// T is a small trivially copyable value.
template <class T>
class Ring {
public:
    bool empty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    /// The i-th oldest element. Requires: i < size().
    const T& operator[](std::size_t i) const { return m_slots[(m_head + i) & mask()]; }
    T& operator[](std::size_t i) { return m_slots[(m_head + i) & mask()]; }
    const T& front() const { return m_slots[m_head]; }
    const T& back() const { return (*this)[m_size - 1]; }

    [[gnu::always_inline]] void push(const T& value) {
        if (m_size == m_capacity) {
            grow();
        }
        m_slots[(m_head + m_size) & mask()] = value;
        ++m_size;
    }
    /// Pushes `valueOf(i)` for each i below `count`, in order.
    template <class ValueOf>
    [[gnu::always_inline]] void push(std::size_t count, ValueOf&& valueOf) {
        while (m_capacity - m_size < count) grow();
        T* const places = m_slots.data();
        const std::size_t last = mask();
        std::size_t end = m_head + m_size;
        for (std::size_t i = 0; i < count; ++i) places[end++ & last] = valueOf(i);
        m_size += count;
    }
    /// Requires: not empty.
    T pop() {
        const T value = m_slots[m_head];
        drop(1);
        return value;
    }
    /// Removes the oldest ones. Requires: there are so many.
    void drop(std::size_t count) {
        m_size -= count;
        // An empty one begins anew: few elements keep to the same few cache lines.
        m_head = m_size == 0 ? 0 : (m_head + count) & mask();
    }
    /// Keeps, in order, the elements for which `keep` is true.
    template <class Keep>
    void filter(Keep&& keep) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_size; ++i) {
            if (keep(std::as_const(*this)[i])) {
                (*this)[kept++] = (*this)[i];
            }
        }
        m_size = kept;
    }
    void clear() { m_size = 0; }

    /// Equal when they hold equal elements in the same order.
    friend bool operator==(const Ring& left, const Ring& right) {
        if (left.m_size != right.m_size) {
            return false;
        }
        for (std::size_t i = 0; i < left.m_size; ++i) {
            if (!(left[i] == right[i])) {
                return false;
            }
        }
        return true;
    }

private:
    using Slots = std::vector<T, LargePageAllocator<T>>;

    std::size_t mask() const { return m_capacity - 1; }
    // Apart, so that what happens all the time stays small.
    [[gnu::noinline, gnu::cold]] void grow() {
        Slots larger(m_slots.empty() ? 8 : m_slots.size() * 2);
        for (std::size_t i = 0; i < m_size; ++i) {
            larger[i] = (*this)[i];
        }
        m_slots = std::move(larger);
        m_capacity = m_slots.size();
        m_head = 0;
    }

    Slots m_slots;
    std::size_t m_capacity = 0; // its size, kept as every access asks for it: 0 or a power of two
    std::size_t m_head = 0;
    std::size_t m_size = 0;
};

} // namespace sluice
