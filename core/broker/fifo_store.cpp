// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/fifo_store.h"

#include "core/base/assert.h"

#include <algorithm>

namespace sluice {

namespace {

std::int64_t milliseconds(SimTime time) {
    return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

} // namespace

void FifoStore::touch(SimTime now) {
    if (now != m_counts.areaUntil) {
        m_counts.area = areaAt(now);
        m_counts.areaUntil = now;
    }
}

void FifoStore::arrive(SimTime now) {
    touch(now);
    m_counts.arrivals += ticks(now);
}

void FifoStore::depart(SimTime now) {
    touch(now);
    m_counts.departures += ticks(now);
}

std::uint32_t
FifoStore::append(SimTime now, FifoCopy copy, GroupIndex group, std::uint64_t sequenceNumber) {
    copy.enqueuedAt = now;
    copy.lane = m_lanes.findOrAdd(group);
    copy.isNear = m_nearCount < m_lookAhead ? 1 : 0;
    const std::uint32_t index = m_order.add(copy, sequenceNumber);
    if (copy.isNear != 0) {
        ++m_nearCount;
    } else if (m_firstFar == kNoCopy) {
        m_firstFar = index;
    }
    if (copy.isDelayed != 0) {
        ++m_delayedCount;
        m_firstDelayed = m_firstDelayed == kNoCopy ? index : m_firstDelayed;
    }
    FifoLane& lane = m_lanes[copy.lane];
    (lane.stored == 0 ? lane.head : m_order[lane.tail].laneNext) = index;
    lane.tail = index;
    if (++lane.stored == 1) {
        refresh(copy.lane);
    }
    return index;
}

std::uint32_t FifoStore::addSlot(std::uint32_t index) {
    const std::uint32_t slot = m_slots.add();
    SLUICE_ASSERT(slot < FifoCopy::kNoSlot);
    m_tags.resize(std::max(m_tags.size(), m_slots.capacity()));
    m_tags[slot] = {index, NodeId{}, NodeId{}, 0};
    SlotTimes& times = m_slots.times(slot);
    times.enqueuedAt = times.orderedAt = m_order[index].enqueuedAt;
    m_slots[slot].message = m_order[index].message;
    m_slots[slot].state = SlotState::Visible;
    m_order[index].slot = slot & FifoCopy::kNoSlot;
    return slot;
}

// Puts a lane into the order of availability, or out of it, after its head may have changed.
void FifoStore::refresh(std::uint32_t lane) {
    const std::uint32_t head = m_lanes[lane].head;
    m_lanes.setAvailable(lane,
                         head != kNoCopy && m_order[head].isReady() && m_order[head].isNear != 0);
}

// The same when only this copy changed, which matters if it is the head.
void FifoStore::refreshHead(std::uint32_t index) {
    const std::uint32_t lane = m_order[index].lane;
    if (m_lanes[lane].head == index) {
        refresh(lane);
    }
}

void FifoStore::sendMessage(SimTime now,
                            const NewCopy& copy,
                            std::uint64_t sequenceNumber,
                            const QueueRules& rules) {
    adopt(now, rules);
    arrive(now);
    ++m_counts.sent;
    FifoCopy stored;
    stored.message = copy.message;
    stored.isEncrypted = copy.isEncrypted ? 1 : 0;
    stored.isDelayed = rules.delay > Duration::zero() ? 1 : 0;
    append(now, stored, copy.group, sequenceNumber);
}

void FifoStore::acceptMoved(SimTime now, const MovedCopy& copy, const QueueRules& rules) {
    adopt(now, rules);
    arrive(now);
    ++m_counts.movedIn;
    FifoCopy stored;
    stored.message = copy.message;
    stored.isEncrypted = copy.isEncrypted ? 1 : 0;
    const std::uint32_t slot = addSlot(append(now, stored, copy.group, copy.sequenceNumber));
    m_slots[slot].receiveCount = copy.receiveCount;
    m_slots[slot].countAtArrival = countAtArrival(copy);
    if (copy.firstReceivedAt != kNever) m_slots.setFirstReceive(slot, copy.firstReceivedAt);
    m_tags[slot].source = copy.source;
    m_tags[slot].home = copy.home;
    m_tags[slot].sentNumber = copy.sentNumber;
}

// The next copy for this scan: after what it took last from its group, else the head of the group
// that has been available longest.
std::uint32_t FifoStore::candidate(const ReceiveScan& scan) const {
    const std::uint32_t lane = scan.hasGroup ? m_lanes.find(scan.group) : kNoLane;
    if (lane != kNoLane && m_lanes[lane].taken != kNoCopy) {
        const std::uint32_t next = m_order[m_lanes[lane].taken].laneNext;
        if (next != kNoCopy && m_order[next].isReady() && m_order[next].isNear != 0) {
            return next;
        }
    }
    const std::uint32_t available = m_lanes.firstAvailable();
    return available == kNoLane ? kNoCopy : m_lanes[available].head;
}

Selection FifoStore::receiveNext(SimTime now, ReceiveScan& scan, const QueueRules& rules) {
    adopt(now, rules);
    Selection result;
    const bool isAtQuota = inFlightCount() >= m_lookAhead; // SQS-41
    const std::uint32_t index = isAtQuota ? kNoCopy : candidate(scan);
    if (index == kNoCopy) {
        return result;
    }
    const FifoCopy& copy = m_order[index];
    const std::uint32_t count = copy.hasSlot() ? m_slots[copy.slot].receiveCount : 0;
    if (rules.maxReceiveCount != 0 && count >= rules.maxReceiveCount) {
        result.kind = Selection::Kind::Moved;
        result.moved = moveOut(now, index);
        return result;
    }
    result.kind = Selection::Kind::Received;
    result.received = handOut(now, index, scan.visibilityTimeout);
    result.isFirstReceive = count == 0;
    result.timeInQueue = now - copy.enqueuedAt;
    scan.group = m_lanes[copy.lane].group;
    scan.hasGroup = true;
    return result;
}

MovedCopy FifoStore::moveOut(SimTime now, std::uint32_t index) {
    const FifoCopy& copy = m_order[index];
    MovedCopy moved;
    moved.message = copy.message;
    moved.receiveCount = m_slots[copy.slot].receiveCount;
    moved.enqueuedAt = copy.enqueuedAt;
    moved.group = m_lanes[copy.lane].group;
    moved.isEncrypted = copy.isEncrypted != 0;
    moved.home = m_tags[copy.slot].home;
    moved.sentNumber = sentNumber(index);
    moved.firstReceivedAt = m_slots.firstReceivedAt(copy.slot);
    depart(now);
    ++m_counts.movedOut;
    leave(index);
    return moved;
}

Received FifoStore::handOut(SimTime now, std::uint32_t index, Duration visibilityTimeout) {
    FifoCopy& copy = m_order[index];
    m_order.prefetch(copy.laneNext);
    const std::uint32_t slotIndex = copy.hasSlot() ? copy.slot : addSlot(index);
    Slot& slot = m_slots[slotIndex];
    if (slot.receiveCount > 0) m_slots.keepFirstReceive(slotIndex);
    ++slot.receiveCount;
    ++m_counts.received;
    slot.state = SlotState::InFlight;
    m_slots.times(slotIndex).receivedAt = now;
    m_slots.times(slotIndex).deadline = now + visibilityTimeout;
    m_deadlines.insert(m_slots, slotIndex);
    copy.isInFlight = 1;
    FifoLane& lane = m_lanes[copy.lane];
    m_groupsInFlight += lane.inFlight++ == 0 ? 1U : 0U;
    lane.taken = index;
    refresh(copy.lane);
    return {copy.message, {slotIndex, slot.generation, slot.receiveCount}};
}

// A copy in flight is so no more.
void FifoStore::land(std::uint32_t index) {
    FifoCopy& copy = m_order[index];
    copy.isInFlight = 0;
    m_deadlines.remove(m_slots, copy.slot);
    m_groupsInFlight -= --m_lanes[copy.lane].inFlight == 0 ? 1U : 0U;
}

// What leaves is the head of its lane or near it: one receive call locks the group, so that only
// the messages of one call, at most ten, can be in flight before it.
void FifoStore::leaveLane(std::uint32_t index) {
    const std::uint32_t next = m_order[index].laneNext;
    FifoLane& lane = m_lanes[m_order[index].lane];
    std::uint32_t before = kNoCopy;
    for (std::uint32_t at = lane.head; at != index; at = m_order[at].laneNext) {
        before = at;
    }
    (before == kNoCopy ? lane.head : m_order[before].laneNext) = next;
    lane.tail = next == kNoCopy ? before : lane.tail;
    lane.taken = lane.taken == index ? kNoCopy : lane.taken;
    --lane.stored;
}

// Takes a copy out of the queue for good. The caller has counted the departure.
void FifoStore::leave(std::uint32_t index) {
    const FifoCopy copy = m_order[index];
    if (copy.isInFlight != 0) {
        land(index);
    }
    if (copy.hasSlot()) {
        m_slots.free(copy.slot);
    }
    if (copy.isDelayed != 0) {
        revealDelayed(index);
    }
    if (m_firstFar == index) {
        m_firstFar = copy.next;
    }
    leaveLane(index);
    m_order.remove(index);
    // The next far message comes near before the lane is looked at: it may be the new head.
    std::uint32_t near = kNoCopy;
    if (copy.isNear != 0 && --m_nearCount < m_lookAhead && m_firstFar != kNoCopy) {
        near = bringNear();
    }
    if (m_lanes[copy.lane].stored == 0) {
        m_lanes.free(copy.lane);
    } else {
        refresh(copy.lane);
    }
    if (near != kNoCopy) {
        refreshHead(near);
    }
}

// Whether the copy is in flight by this very receive.
CopyRefusal FifoStore::check(const Receipt& receipt) const {
    if (!m_slots.holds(receipt.slot, receipt.generation)) {
        return CopyRefusal::Gone;
    }
    return isInFlight(receipt) ? CopyRefusal::None : CopyRefusal::HandleExpired;
}

bool FifoStore::isInFlight(const Receipt& receipt) const {
    return m_slots.holds(receipt.slot, receipt.generation)
           && m_slots[receipt.slot].state == SlotState::InFlight
           && m_slots[receipt.slot].receiveCount == receipt.receiveCount;
}

// A message received with a visibility timeout of zero can be deleted within the millisecond, while
// nobody else has received it (SQS-107).
bool FifoStore::mayStillDelete(SimTime now, const Receipt& receipt) const {
    const Slot& slot = m_slots[receipt.slot];
    const SlotTimes& times = m_slots.times(receipt.slot);
    return slot.receiveCount == receipt.receiveCount && times.deadline == times.receivedAt
           && milliseconds(times.receivedAt) == milliseconds(now);
}

MessageIndex FifoStore::deleteMessage(SimTime now,
                                      const Receipt& receipt,
                                      const QueueRules& rules,
                                      CopyRefusal& refusal) {
    adopt(now, rules);
    refusal = check(receipt);
    if (refusal == CopyRefusal::HandleExpired && mayStillDelete(now, receipt)) {
        refusal = CopyRefusal::None;
    }
    if (refusal != CopyRefusal::None) {
        return kNoMessage;
    }
    const std::uint32_t index = m_tags[receipt.slot].copy;
    const MessageIndex message = m_order[index].message;
    depart(now);
    ++m_counts.deleted;
    leave(index);
    return message;
}

CopyRefusal FifoStore::changeMessageVisibility(SimTime now,
                                               const Receipt& receipt,
                                               Duration timeout,
                                               const QueueRules& rules) {
    adopt(now, rules);
    const CopyRefusal refusal = check(receipt);
    if (refusal != CopyRefusal::None) {
        return refusal;
    }
    SlotTimes& times = m_slots.times(receipt.slot);
    const Duration most = std::chrono::seconds(rules.limits.maxVisibilitySeconds);
    if (now + timeout > times.receivedAt + most) {
        return CopyRefusal::BeyondLimit;
    }
    m_deadlines.remove(m_slots, receipt.slot);
    times.deadline = now + timeout;
    m_deadlines.insert(m_slots, receipt.slot);
    return CopyRefusal::None;
}

FifoStore::Due FifoStore::due(const QueueRules& rules) {
    Due result;
    if (m_order.first() != kNoCopy) {
        result.expiry = m_order[m_order.first()].enqueuedAt + rules.retention;
    }
    result.slot = m_deadlines.earliest(m_slots);
    if (result.slot != kNoSlot) {
        result.timeout = m_slots.times(result.slot).deadline;
    }
    if (m_firstDelayed != kNoCopy) {
        result.delayEnd = m_order[m_firstDelayed].enqueuedAt + m_delay;
    }
    return result;
}

SimTime FifoStore::nextDue(const QueueRules& rules) {
    const Due next = due(rules);
    return std::min({next.expiry, next.timeout, next.delayEnd});
}

std::optional<Elapsed> FifoStore::elapseNext(SimTime now, const QueueRules& rules) {
    adopt(now, rules);
    const Due next = due(rules);
    if (std::min({next.expiry, next.timeout, next.delayEnd}) > now) {
        return std::nullopt;
    }
    if (next.expiry <= std::min(next.timeout, next.delayEnd)) {
        const FifoCopy& copy = m_order[m_order.first()];
        Elapsed result{Elapsed::Kind::Expired, copy.message, 0, kNoSlot};
        result.receiveCount = copy.hasSlot() ? m_slots[copy.slot].receiveCount : 0;
        depart(now);
        ++m_counts.expired;
        leave(m_order.first());
        return result;
    }
    return next.timeout <= next.delayEnd ? timeOut(next.slot) : endDelay();
}

Elapsed FifoStore::timeOut(std::uint32_t slotIndex) {
    const std::uint32_t index = m_tags[slotIndex].copy;
    Slot& slot = m_slots[slotIndex];
    land(index);
    slot.state = SlotState::Visible;
    refreshHead(index);
    return {Elapsed::Kind::TimedOut, slot.message, slot.receiveCount, slotIndex};
}

// A delayed copy is so no more.
void FifoStore::revealDelayed(std::uint32_t index) {
    m_order[index].isDelayed = 0;
    --m_delayedCount;
    while (m_firstDelayed != kNoCopy && m_order[m_firstDelayed].isDelayed == 0) {
        m_firstDelayed = m_order[m_firstDelayed].next;
    }
}

Elapsed FifoStore::endDelay() {
    const std::uint32_t index = m_firstDelayed;
    revealDelayed(index);
    refreshHead(index);
    return {Elapsed::Kind::DelayEnded, m_order[index].message, 0, kNoSlot};
}

// The oldest visible copy that is not blocked, kNoCopy when there is none.
std::uint32_t FifoStore::findOldest() const {
    std::uint32_t at = m_order.first();
    while (at != kNoCopy && !(m_order[at].isReady() && m_lanes[m_order[at].lane].head == at)) {
        at = m_order[at].next;
    }
    return at;
}

void FifoStore::redriven(SimTime now, std::uint32_t at) {
    depart(now);
    ++m_counts.redriven;
    leave(at);
}

} // namespace sluice
