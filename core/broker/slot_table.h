// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/call.h"

#include <cstdint>
#include <vector>

namespace sluice {

/// Where a copy that was received at least once is.
enum class SlotState : std::uint8_t { Free, Visible, InFlight, Gone };

/// A stored copy that was received or moved here at least once. It keeps its slot until it leaves
/// the queue, so that receipts of earlier receives still find it (SQS-34, SQS-36).
struct Slot {
    SimTime enqueuedAt; ///< Start of retention; kept by a move (SQS-75).
    SimTime orderedAt;  ///< Place in the queue and start of its age: arrival here (SQS-76).
    SimTime deadline;   ///< In flight: when it becomes visible again.
    SimTime receivedAt; ///< Of the newest receive.
    MessageIndex message = kNoMessage;
    std::uint32_t generation = 0;
    std::uint32_t receiveCount = 0;
    std::uint32_t previous = 0; ///< Neighbours in the deadline list.
    std::uint32_t next = 0;
    std::uint16_t countAtArrival = 0; ///< Receive count it was moved here with.
    std::uint8_t listings =
        0; ///< Entries of the visible order that name this slot; only the last one counts.
    SlotState state = SlotState::Free;

    friend bool operator==(const Slot&, const Slot&) = default;
};

inline constexpr std::uint32_t kNoSlot = 0xFFFFFFFFU;

/// Slots by index, reused with a new generation.
class SlotTable {
public:
    std::uint32_t add() {
        std::uint32_t index = kNoSlot;
        if (m_free.empty()) {
            index = static_cast<std::uint32_t>(m_slots.size());
            m_slots.emplace_back();
        } else {
            index = m_free.back();
            m_free.pop_back();
        }
        const std::uint32_t generation = m_slots[index].generation + 1;
        m_slots[index] = Slot{};
        m_slots[index].generation = generation;
        return index;
    }
    void free(std::uint32_t index) {
        m_slots[index].state = SlotState::Free;
        m_free.push_back(index);
    }
    Slot& operator[](std::uint32_t index) { return m_slots[index]; }
    const Slot& operator[](std::uint32_t index) const { return m_slots[index]; }
    /// Whether this generation of the slot still stands for a stored copy.
    bool holds(std::uint32_t index, std::uint32_t generation) const {
        return index < m_slots.size() && m_slots[index].generation == generation
               && (m_slots[index].state == SlotState::Visible
                   || m_slots[index].state == SlotState::InFlight);
    }
    /// Number of slots in use, those of copies that are gone but still listed included.
    std::size_t size() const { return m_slots.size() - m_free.size(); }
    std::size_t capacity() const { return m_slots.size(); }

    friend bool operator==(const SlotTable&, const SlotTable&) = default;

private:
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
};

} // namespace sluice
