// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

inline constexpr std::uint32_t kNoCopy = 0xFFFFFFFFU;

/// A stored copy of a FIFO queue. Only one that was received, or moved here, has a slot besides.
struct FifoCopy {
    static constexpr std::uint32_t kNoSlot = 0x0FFFFFFFU;

    SimTime enqueuedAt; ///< Here: a move starts retention anew (SQS-75).
    MessageIndex message = kNoMessage;
    std::uint32_t lane = 0;
    std::uint32_t laneNext = kNoCopy; ///< The next of its group.
    std::uint32_t previous = kNoCopy; ///< Neighbours in the order of arrival.
    std::uint32_t next = kNoCopy;
    std::uint32_t slot : 28 = kNoSlot;
    std::uint32_t isInFlight : 1 = 0;
    std::uint32_t isDelayed : 1 = 0;
    std::uint32_t isNear : 1 = 0; ///< Among the first messages that a receive searches (SQS-110).
    std::uint32_t isEncrypted : 1 = 0;

    bool hasSlot() const { return slot != kNoSlot; }
    /// Whether a receive may take it as far as the copy itself is concerned.
    bool isReady() const { return isInFlight == 0 && isDelayed == 0; }

    friend bool operator==(const FifoCopy&, const FifoCopy&) = default;
};
static_assert(sizeof(FifoCopy) == 32);

/// The copies of one queue in order of arrival, at positions that stay while they are stored. Two
/// flat blocks: copying them is two copies of memory, and an empty queue starts again at its
/// beginning.
class FifoOrder {
public:
    FifoCopy& operator[](std::uint32_t index) { return m_copies[index]; }
    const FifoCopy& operator[](std::uint32_t index) const { return m_copies[index]; }
    std::uint32_t first() const { return m_first; }
    std::uint32_t last() const { return m_last; }
    std::size_t size() const { return m_size; }
    std::uint64_t sequenceNumber(std::uint32_t index) const { return m_sequenceNumbers[index]; }

    /// Has the memory of a copy fetched, which is soon looked at; kNoCopy is allowed.
    void prefetch(std::uint32_t index) const {
        if (index != kNoCopy) {
            __builtin_prefetch(&m_copies[index]);
        }
    }

    /// Adds a copy as the newest and returns its position.
    std::uint32_t add(FifoCopy copy, std::uint64_t sequenceNumber) {
        copy.previous = m_last;
        copy.next = kNoCopy;
        std::uint32_t index = m_free;
        if (index == kNoCopy) {
            index = static_cast<std::uint32_t>(m_copies.size());
            m_copies.push_back(copy);
            m_sequenceNumbers.push_back(sequenceNumber);
        } else {
            m_free = m_copies[index].next;
            m_copies[index] = copy;
            m_sequenceNumbers[index] = sequenceNumber;
        }
        (m_last == kNoCopy ? m_first : m_copies[m_last].next) = index;
        m_last = index;
        ++m_size;
        return index;
    }
    void remove(std::uint32_t index) {
        FifoCopy& copy = m_copies[index];
        (copy.previous == kNoCopy ? m_first : m_copies[copy.previous].next) = copy.next;
        (copy.next == kNoCopy ? m_last : m_copies[copy.next].previous) = copy.previous;
        copy.next = m_free;
        m_free = index;
        if (--m_size == 0) {
            clear();
        }
    }
    void clear() {
        m_copies.clear();
        m_sequenceNumbers.clear();
        m_first = m_last = m_free = kNoCopy;
        m_size = 0;
    }

    friend bool operator==(const FifoOrder&, const FifoOrder&) = default;

private:
    std::vector<FifoCopy> m_copies;
    std::vector<std::uint64_t> m_sequenceNumbers; // of the copies (SQS-97); only looked at
    std::uint32_t m_first = kNoCopy;
    std::uint32_t m_last = kNoCopy;
    std::uint32_t m_free = kNoCopy; // a chain through `next`
    std::size_t m_size = 0;
};

} // namespace sluice
