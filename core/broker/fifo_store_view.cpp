// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to see of a FIFO store. Looking changes nothing.
#include "core/broker/fifo_store.h"

#include <algorithm>
#include <tuple>

namespace sluice {

std::uint64_t FifoStore::areaAt(SimTime now) const {
    return m_counts.area
           + storedCount() * static_cast<std::uint64_t>((now - m_counts.areaUntil).count());
}

bool FifoStore::isConsistent(SimTime now) const {
    const QueueCounts& c = m_counts;
    const std::uint64_t out = c.deleted + c.expired + c.movedOut + c.purged + c.redriven;
    const bool isConserved = c.sent + c.movedIn + c.replicated == storedCount() + out;
    return isConserved && areaAt(now) == c.departures - c.arrivals + storedCount() * ticks(now);
}

Duration FifoStore::ageOfOldest(SimTime now) const {
    std::uint32_t at = m_delayedCount == storedCount() ? kNoCopy : m_order.first();
    while (at != kNoCopy && m_order[at].isDelayed != 0) {
        at = m_order[at].next; // only moved and received copies are not delayed behind delayed ones
    }
    return at == kNoCopy ? Duration::zero() : now - m_order[at].enqueuedAt;
}

StoredView FifoStore::viewOf(std::uint32_t index) const {
    const FifoCopy& copy = m_order[index];
    StoredView view;
    view.message = copy.message;
    view.group = m_lanes[copy.lane].group;
    view.enqueuedAt = copy.enqueuedAt;
    view.isEncrypted = copy.isEncrypted != 0;
    view.sequenceNumber = m_order.sequenceNumber(index);
    view.sentNumber = sentNumber(index);
    if (copy.isDelayed != 0) {
        view.state = CopyState::Delayed;
        view.until = copy.enqueuedAt + m_delay;
        view.total = m_delay;
    }
    if (!copy.hasSlot()) {
        return view;
    }
    const Slot& slot = m_slots[copy.slot];
    view.receiveCount = slot.receiveCount;
    view.firstReceivedAt = m_slots.firstReceivedAt(copy.slot);
    view.source = m_tags[copy.slot].source;
    view.home = m_tags[copy.slot].home;
    view.receipt = {copy.slot, slot.generation, slot.receiveCount};
    if (copy.isInFlight != 0) {
        view.state = CopyState::InFlight;
        const SlotTimes& times = m_slots.times(copy.slot);
        view.until = times.deadline;
        view.total = times.deadline - times.receivedAt;
    }
    return view;
}

// The lanes to choose from: of the messages that are in flight, of the groups that are available,
// and of the messages that are not to be had yet; of each sort the first.
std::vector<std::uint32_t> FifoStore::lanesAtHand(std::size_t most) const {
    std::vector<std::uint32_t> result;
    const auto add = [&](std::uint32_t lane) {
        if (std::ranges::find(result, lane) == result.end()) result.push_back(lane);
    };
    m_deadlines.visitFirst(
        m_slots, most, [&](std::uint32_t slot) { add(m_order[m_tags[slot].copy].lane); });
    std::uint32_t lane = m_lanes.firstAvailable();
    for (std::size_t left = most; lane != kNoLane && left > 0; --left) {
        add(lane);
        lane = m_lanes[lane].after;
    }
    for (std::uint32_t at : {m_firstDelayed, m_firstFar}) {
        for (std::size_t left = most; at != kNoCopy && left > 0; --left) {
            add(m_order[at].lane);
            at = m_order[at].next;
        }
    }
    return result;
}

std::vector<FifoStore::Lane> FifoStore::lanes(std::size_t most) const {
    constexpr std::size_t kTakenAtOnce = Batch::kCapacity; // so many can be in flight of each
    std::vector<std::uint32_t> found = lanesAtHand(most * kTakenAtOnce);
    const auto rank = [&](std::uint32_t index) {
        const FifoLane& lane = m_lanes[index];
        const bool isLocked = m_order[lane.head].isInFlight != 0;
        const bool isHoldingUp = isLocked && lane.stored > lane.inFlight;
        return std::tuple(!isHoldingUp, !isLocked, ~lane.stored, lane.group);
    };
    std::ranges::sort(found, {}, rank);
    found.resize(std::min(found.size(), most));
    std::ranges::sort(found, {}, [&](std::uint32_t lane) { return m_lanes[lane].group; });
    std::vector<Lane> result;
    result.reserve(found.size());
    for (const std::uint32_t lane : found) result.push_back(this->lane(m_lanes[lane].group));
    return result;
}

FifoStore::Lane FifoStore::lane(GroupIndex group) const {
    const std::uint32_t at = m_lanes.find(group);
    if (at == kNoLane) return {group, 0, false};
    return {group, m_lanes[at].stored, m_order[m_lanes[at].head].isInFlight != 0};
}

void FifoStore::addTo(Digest& digest) const {
    const QueueCounts& c = m_counts;
    for (const std::uint64_t value : {c.sent,
                                      c.movedIn,
                                      c.received,
                                      c.deleted,
                                      c.expired,
                                      c.movedOut,
                                      c.purged,
                                      c.redriven,
                                      c.arrivals,
                                      c.departures,
                                      visibleCount(),
                                      inFlightCount(),
                                      delayedCount(),
                                      groupCount(),
                                      groupsInFlight()}) {
        digest.add(value);
    }
    for (std::uint32_t at = m_order.first(); at != kNoCopy; at = m_order[at].next) {
        const StoredView view = viewOf(at);
        digest.add(ticks(view.enqueuedAt));
        digest.add(view.group);
        digest.add(view.receiveCount);
        digest.add(view.state);
    }
}

} // namespace sluice
