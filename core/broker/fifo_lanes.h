// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/fifo_order.h"
#include "core/broker/index_table.h"

#include <cstdint>
#include <vector>

namespace sluice {

inline constexpr std::uint32_t kNoLane = 0xFFFFFFFFU;

/// One message group with stored messages.
struct FifoLane {
    static constexpr std::uint32_t kNotAvailable = 0xFFFFFFFEU;

    GroupIndex group = 0;
    std::uint32_t stored = 0;
    std::uint32_t inFlight = 0;
    std::uint32_t head = kNoCopy;
    std::uint32_t tail = kNoCopy;
    std::uint32_t taken = kNoCopy;        ///< The copy received last, while it is stored.
    std::uint32_t before = kNotAvailable; ///< Neighbours in the order of availability.
    std::uint32_t after = kNoLane;

    bool isAvailable() const { return before != kNotAvailable; }

    friend bool operator==(const FifoLane&, const FifoLane&) = default;
};

/// The lanes of a queue by group, and the available ones in the order in which they became so
/// (SQS-100). A group without stored messages takes no memory (SQS-111).
class FifoLanes {
public:
    FifoLane& operator[](std::uint32_t lane) { return m_lanes[lane]; }
    const FifoLane& operator[](std::uint32_t lane) const { return m_lanes[lane]; }
    /// Number of lanes in use, and of positions ever used at once.
    std::size_t size() const { return m_byGroup.size(); }
    std::size_t capacity() const { return m_lanes.size(); }
    std::uint32_t firstAvailable() const { return m_firstAvailable; }

    std::uint32_t find(GroupIndex group) const {
        return m_byGroup.find(IndexTable::hashOf(group),
                              [&](std::uint32_t lane) { return m_lanes[lane].group == group; });
    }
    std::uint32_t findOrAdd(GroupIndex group) {
        std::uint32_t lane = find(group);
        if (lane != kNoLane) {
            return lane;
        }
        lane = m_free;
        if (lane == kNoLane) {
            lane = static_cast<std::uint32_t>(m_lanes.size());
            m_lanes.emplace_back();
        } else {
            m_free = m_lanes[lane].after;
            m_lanes[lane] = FifoLane{};
        }
        m_lanes[lane].group = group;
        m_byGroup.insert(IndexTable::hashOf(group), lane);
        return lane;
    }
    /// Requires: the lane is empty.
    void free(std::uint32_t lane) {
        setAvailable(lane, false);
        m_byGroup.erase(IndexTable::hashOf(m_lanes[lane].group), lane);
        m_lanes[lane].after = m_free;
        m_free = lane;
    }
    /// A lane that becomes available goes to the end of the order; one that is stays in its place.
    void setAvailable(std::uint32_t index, bool isAvailable) {
        FifoLane& lane = m_lanes[index];
        if (lane.isAvailable() == isAvailable) {
            return;
        }
        if (isAvailable) {
            lane.before = m_lastAvailable;
            lane.after = kNoLane;
            (m_lastAvailable == kNoLane ? m_firstAvailable : m_lanes[m_lastAvailable].after) =
                index;
            m_lastAvailable = index;
            return;
        }
        (lane.before == kNoLane ? m_firstAvailable : m_lanes[lane.before].after) = lane.after;
        (lane.after == kNoLane ? m_lastAvailable : m_lanes[lane.after].before) = lane.before;
        lane.before = FifoLane::kNotAvailable;
        lane.after = kNoLane;
    }

    friend bool operator==(const FifoLanes&, const FifoLanes&) = default;

private:
    std::vector<FifoLane> m_lanes;  // free ones store nothing
    std::uint32_t m_free = kNoLane; // a chain through `after`
    std::uint32_t m_firstAvailable = kNoLane;
    std::uint32_t m_lastAvailable = kNoLane;
    IndexTable m_byGroup;
};

} // namespace sluice
