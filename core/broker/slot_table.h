// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/call.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

/// Where a copy with a slot is.
enum class SlotState : std::uint8_t { Free, Visible, InFlight };

/// A stored copy that needs more than its place: one that was received or moved here, for example.
/// It keeps its slot until it leaves the queue, so that receipts of earlier receives still find it
/// (SQS-34, SQS-36). Half a cache line: a deletion needs no more. Its times are kept beside it.
struct alignas(32) Slot {
    MessageIndex message = kNoMessage;
    std::uint32_t generation = 0;
    std::uint32_t receiveCount = 0;
    std::uint32_t previous = 0; ///< Neighbours in the deadline list.
    std::uint32_t next = 0;
    /// Grows whenever the slot enters an order of visible copies, so that entries left behind by
    /// earlier times are told apart.
    std::uint32_t listing = 0;
    std::uint16_t countAtArrival = 0; ///< Receive count it was moved here with.
    SlotState state = SlotState::Free;
    std::uint8_t host = 0;
    bool isEncrypted = false;
    bool wasMoved = false; ///< Came from another queue.
    bool isListed = false; ///< Is in the order of retention.

    /// Begins a new life: all but the listing starts anew. Field by field, so that what the caller
    /// sets right after is written once.
    void renew() {
        message = kNoMessage;
        ++generation;
        receiveCount = previous = next = 0;
        countAtArrival = 0;
        state = SlotState::Free;
        host = 0;
        isEncrypted = wasMoved = isListed = false;
    }

    friend bool operator==(const Slot&, const Slot&) = default;
};

static_assert(sizeof(Slot) == 32);

/// The times of a stored copy with a slot.
struct alignas(32) SlotTimes {
    SimTime enqueuedAt; ///< Start of retention; kept by a move (SQS-75).
    SimTime orderedAt;  ///< Place in the queue; of a moved copy also its arrival here (SQS-76).
    SimTime deadline;   ///< In flight: when it becomes visible again.
    SimTime receivedAt; ///< Of the newest receive.

    friend bool operator==(const SlotTimes&, const SlotTimes&) = default;
};

inline constexpr std::uint32_t kNoSlot = 0xFFFFFFFFU;

/// Slots by index, reused with a new generation.
class SlotTable {
public:
    [[gnu::always_inline]] std::uint32_t add() {
        if (m_freeCount == 0) [[unlikely]] {
            return grow();
        }
        const std::uint32_t index = m_free[--m_freeCount];
        m_slots[index].renew();
        m_times[index] = {};
        if (index < m_origins.size()) {
            m_origins[index] = {};
        }
        return index;
    }
    void free(std::uint32_t index) {
        m_slots[index].state = SlotState::Free;
        m_free[m_freeCount++] = index;
    }
    /// Asks for the memory of the slots that are added next.
    void prefetchFree(std::size_t count) const {
        for (std::size_t left = m_freeCount, end = left - std::min(count, left); left > end;) {
            const std::uint32_t index = m_free[--left];
            __builtin_prefetch(m_slots.data() + index, 1);
            __builtin_prefetch(m_times.data() + index, 1);
        }
    }
    /// Asks for the slot's memory ahead of its use; any index will do.
    void prefetch(std::uint32_t index) const {
        if (index < m_slots.size()) {
            __builtin_prefetch(m_slots.data() + index, 1);
        }
    }
    Slot& operator[](std::uint32_t index) { return m_slots[index]; }
    const Slot& operator[](std::uint32_t index) const { return m_slots[index]; }
    SlotTimes& times(std::uint32_t index) { return m_times[index]; }
    const SlotTimes& times(std::uint32_t index) const { return m_times[index]; }
    /// Whether this generation of the slot still stands for a stored copy.
    bool holds(std::uint32_t index, std::uint32_t generation) const {
        return index < m_slots.size() && m_slots[index].generation == generation
               && m_slots[index].state != SlotState::Free;
    }
    /// Number of slots in use.
    std::size_t size() const { return m_slots.size() - m_freeCount; }
    std::size_t capacity() const { return m_slots.size(); }

    /// What only some copies have, and only queues with such copies pay for: a group, and the
    /// queue it was moved here from.
    GroupIndex group(std::uint32_t index) const {
        return index < m_origins.size() ? m_origins[index].group : 0;
    }
    NodeId source(std::uint32_t index) const {
        return index < m_origins.size() ? m_origins[index].source : NodeId{};
    }
    void setOrigin(std::uint32_t index, GroupIndex group, NodeId source) {
        if (index >= m_origins.size()) {
            if (group == 0 && source == NodeId{}) {
                return;
            }
            m_origins.resize(m_slots.size());
        }
        m_origins[index] = {group, source};
    }

    friend bool operator==(const SlotTable&, const SlotTable&) = default;

private:
    struct Origin {
        GroupIndex group = 0;
        NodeId source{};

        friend bool operator==(const Origin&, const Origin&) = default;
    };

    // Apart, so that add() stays small.
    [[gnu::noinline, gnu::cold]] std::uint32_t grow() {
        m_slots.emplace_back().generation = 1;
        m_times.emplace_back();
        m_free.push_back(0);
        return static_cast<std::uint32_t>(m_slots.size() - 1);
    }

    std::vector<Slot> m_slots;
    std::vector<SlotTimes> m_times;    // of each slot
    std::vector<std::uint32_t> m_free; // a place for every slot; the first m_freeCount count
    std::size_t m_freeCount = 0;
    std::vector<Origin> m_origins; // of the first slots; the others have none
};

} // namespace sluice
