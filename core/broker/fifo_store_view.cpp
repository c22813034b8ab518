// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to see of a FIFO store. Looking changes nothing.
#include "core/broker/fifo_store.h"

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

std::vector<FifoStore::Lane> FifoStore::lanes(std::size_t most) const {
    std::vector<Lane> result;
    for (const FifoLane& lane : m_lanes.fullest(most)) {
        result.push_back({lane.group, lane.stored, m_order[lane.head].isInFlight != 0});
    }
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
