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
/// (SQS-34, SQS-36).
struct alignas(32) Slot {
    MessageIndex message = kNoMessage;
    std::uint32_t generation = 0;
    std::uint32_t receiveCount = 0;
    std::uint32_t previous = 0; ///< Neighbours in the deadline list.
    std::uint32_t next = 0;
    /// Grows whenever the slot enters an order of visible copies, so that entries left behind by
    /// earlier times are told apart.
    std::uint32_t listing = 0;
    std::uint16_t countAtArrival = 0; ///< Receive count it was moved here with, as far as it fits.
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
    std::uint32_t add() {
        const std::uint32_t index = take();
        m_places[index].slot.renew();
        m_places[index].times = {};
        return index;
    }
    /// The same for who renews the slot and sets all of its times.
    [[gnu::always_inline]] std::uint32_t take() {
        if (m_freeCount == 0) [[unlikely]] {
            grow();
        }
        const std::uint32_t index = m_free[--m_freeCount];
        if (index < m_origins.size()) {
            m_origins[index] = {};
        }
        return index;
    }
    void free(std::uint32_t index) {
        m_places[index].slot.state = SlotState::Free;
        m_free[m_freeCount++] = index;
    }
    /// Asks for the slot's memory ahead of its use; any index will do.
    void prefetch(std::uint32_t index) const {
        if (index < m_places.size()) {
            __builtin_prefetch(m_places.data() + index, 1);
        }
    }
    Slot& operator[](std::uint32_t index) { return m_places[index].slot; }
    const Slot& operator[](std::uint32_t index) const { return m_places[index].slot; }
    SlotTimes& times(std::uint32_t index) { return m_places[index].times; }
    const SlotTimes& times(std::uint32_t index) const { return m_places[index].times; }
    /// Whether this generation of the slot still stands for a stored copy.
    bool holds(std::uint32_t index, std::uint32_t generation) const {
        return index < m_places.size() && m_places[index].slot.generation == generation
               && m_places[index].slot.state != SlotState::Free;
    }
    /// Number of slots in use.
    std::size_t size() const { return m_places.size() - m_freeCount; }
    std::size_t capacity() const { return m_places.size(); }

    bool hasOrigins() const { return !m_origins.empty(); }
    /// What only some copies have, and only queues with such copies pay for: a group, the queue it
    /// was moved here from, and the one it was sent to.
    GroupIndex group(std::uint32_t index) const {
        return index < m_origins.size() ? m_origins[index].group : 0;
    }
    NodeId source(std::uint32_t index) const {
        return index < m_origins.size() ? m_origins[index].source : NodeId{};
    }
    NodeId home(std::uint32_t index) const {
        return index < m_origins.size() ? m_origins[index].home : NodeId{};
    }
    void setOrigin(std::uint32_t index, GroupIndex group, NodeId source, NodeId home) {
        if (index >= m_origins.size()) {
            if (group == 0 && source == NodeId{}) {
                return;
            }
            m_origins.resize(m_places.size());
        }
        m_origins[index] = {group, source, home};
    }

    /// When the copy was received for the first time, also elsewhere before it was moved here
    /// (SQS-27); kNever: not yet.
    SimTime firstReceivedAt(std::uint32_t index) const {
        const Slot& slot = m_places[index].slot;
        if (index < m_firstReceives.size()
            && m_firstReceives[index].generation == slot.generation) {
            return m_firstReceives[index].at;
        }
        return slot.receiveCount > slot.countAtArrival ? times(index).receivedAt : kNever;
    }
    /// Of a copy in use, whatever its newest receive was.
    void setFirstReceive(std::uint32_t index, SimTime at) {
        if (index >= m_firstReceives.size()) m_firstReceives.resize(m_places.size());
        m_firstReceives[index] = {at, m_places[index].slot.generation};
    }
    /// To be called before the copy is received once more.
    void keepFirstReceive(std::uint32_t index) {
        const SimTime at = firstReceivedAt(index);
        if (at != kNever) setFirstReceive(index, at);
    }

    friend bool operator==(const SlotTable&, const SlotTable&) = default;

private:
    // One cache line: slots are reused in any order, so what belongs together lies together.
    struct alignas(64) Place {
        Slot slot;
        SlotTimes times;

        friend bool operator==(const Place&, const Place&) = default;
    };
    struct Origin {
        GroupIndex group = 0;
        NodeId source{};
        NodeId home{};

        friend bool operator==(const Origin&, const Origin&) = default;
    };
    struct FirstReceive {
        SimTime at;
        std::uint32_t generation = 0; // it is of another life of the slot if this differs

        friend bool operator==(const FirstReceive&, const FirstReceive&) = default;
    };

    // Apart, so that take() stays small.
    [[gnu::noinline, gnu::cold]] void grow() {
        m_free.push_back(0);
        m_free[m_freeCount++] = static_cast<std::uint32_t>(m_places.size());
        m_places.emplace_back();
    }

    std::vector<Place> m_places;
    std::vector<std::uint32_t> m_free; // a place for every slot; the first m_freeCount count
    std::size_t m_freeCount = 0;
    std::vector<Origin> m_origins;             // of the first slots; the others have none
    std::vector<FirstReceive> m_firstReceives; // the same; of copies received more than once
};

} // namespace sluice
