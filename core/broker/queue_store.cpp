// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/queue_store.h"

#include "core/base/assert.h"
#include "core/broker/placement.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::uint32_t kPoisonReceives = 3; // SQS-42

} // namespace

bool QueueStore::isPoison(const Slot& slot) {
    return slot.receiveCount - slot.countAtArrival >= kPoisonReceives;
}

bool QueueStore::isConsistent(SimTime now) const {
    const QueueCounts& c = m_counts;
    const bool conserved =
        c.sent + c.movedIn + c.replicated
        == storedCount() + c.deleted + c.expired + c.movedOut + c.purged + c.redriven;
    return conserved && m_stored == storedCount()
           && areaAt(now) == c.departures - c.arrivals + storedCount() * ticks(now);
}

std::uint32_t QueueStore::chooseOfHosts(std::uint64_t serial, const QueueRules& rules) {
    if (rules.hosts > hostCount()) {
        m_otherHosts.resize(rules.hosts - 1);
    }
    return hostOf(serial, rules.hosts);
}

// Puts a new copy where it belongs: in the order of receiving, or aside for its delay.
void QueueStore::place(SimTime now, const NewCopy& copy, const QueueRules& rules) {
    if (copy.group != 0 && rules.limits.groupsOnStandardQueues) {
        welcome(now, copy.group);
    }
    const Tag tag = Tag::of(copy.group, chooseHost(copy.serial, rules), copy.isEncrypted);
    const SimTime place = rules.reorderWindow > Duration::zero()
                              ? now + placedLater(copy.serial, rules.reorderWindow)
                              : now;
    if (copy.delay > Duration::zero()) {
        const SimTime due = now + copy.delay;
        m_delayed.push({std::min(due, now + rules.retention), now, due, place, copy.message, tag});
        recount(now, copy.group, Whereabouts::Outside, Whereabouts::Delayed);
    } else {
        show(now, {now, copy.message, tag}, place, Whereabouts::Outside);
    }
}

// Something of a tenant arrives.
void QueueStore::welcome(SimTime now, GroupIndex group) {
    if (!m_hasTenants) {
        beginTenants();
    }
    endIdle(now);
    m_tenants.sent(now, group);
}

// A copy that was never received becomes visible.
void QueueStore::show(SimTime now, const Fresh& fresh, SimTime place, Whereabouts from) {
    if (place == fresh.key) {
        showFresh(fresh, fresh.tag.host());
    } else {
        const std::uint32_t index = addSlot(fresh, fresh.tag.host());
        m_slots.times(index).orderedAt = place;
        makeVisible(index, place);
    }
    recount(now, fresh.tag.group(), from, Whereabouts::Visible);
}

void QueueStore::acceptMoved(SimTime now, const MovedCopy& copy, const QueueRules& rules) {
    arrive(now);
    ++m_counts.movedIn;
    if (copy.group != 0 && rules.limits.groupsOnStandardQueues) {
        welcome(now, copy.group);
    }
    const std::uint32_t index = m_slots.add();
    m_slots.setOrigin(index, copy.group, copy.source, copy.home);
    Slot& slot = m_slots[index];
    m_slots.times(index).enqueuedAt = copy.enqueuedAt;
    m_slots.times(index).orderedAt = now;
    slot.message = copy.message;
    slot.receiveCount = copy.receiveCount;
    slot.countAtArrival = countAtArrival(copy);
    slot.host = static_cast<std::uint8_t>(chooseHost(raw(copy.message), rules));
    slot.isEncrypted = copy.isEncrypted;
    slot.wasMoved = true;
    if (copy.firstReceivedAt != kNever) m_slots.setFirstReceive(index, copy.firstReceivedAt);
    listAge(index);
    makeVisible(index, now);
    recount(now, copy.group, Whereabouts::Outside, Whereabouts::Visible);
}

// Gives a copy that had none a slot; the caller decides where it goes.
std::uint32_t QueueStore::addSlot(const Fresh& fresh, std::uint32_t host) {
    const std::uint32_t index = m_slots.add();
    Slot& slot = m_slots[index];
    m_slots.times(index).enqueuedAt = m_slots.times(index).orderedAt = fresh.key;
    slot.message = fresh.message;
    slot.host = static_cast<std::uint8_t>(host);
    slot.isEncrypted = fresh.tag.isEncrypted();
    slot.state = SlotState::Visible;
    if (fresh.tag.group() != 0) {
        m_slots.setOrigin(index, fresh.tag.group(), NodeId{}, NodeId{});
    }
    listAge(index);
    return index;
}

// Enters a slot into the order of retention. A copy in flight that will be visible again before it
// expires need not be there: most are deleted until then. Outdated entries are thrown out when they
// are the majority.
void QueueStore::listRetention(std::uint32_t index) {
    Slot& slot = m_slots[index];
    if (slot.isListed) {
        return;
    }
    slot.isListed = true;
    if (m_byRetention.size() > 2 * m_slots.size() + 64) {
        m_byRetention.filter(
            [&](const Listed& entry) { return m_slots.holds(entry.slot, entry.stamp); });
    }
    m_byRetention.push({m_slots.times(index).enqueuedAt, index, slot.generation});
}

void QueueStore::enterAge(std::uint32_t index) {
    const Slot& slot = m_slots[index];
    const SlotTimes& times = m_slots.times(index);
    const SimTime arrivedAt = slot.wasMoved ? times.orderedAt : times.enqueuedAt;
    m_byAge.push({arrivedAt, index, slot.generation}, m_slots.size(), isOfAge());
}

// With the first tenant the order of age begins to hold every slot, as tenants have ages of their
// own.
void QueueStore::beginTenants() {
    endLeases();
    m_hasTenants = true;
    std::vector<Listed> entries;
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        const Slot& slot = m_slots[i];
        if (slot.state != SlotState::Free && !slot.wasMoved && !isPoison(slot)) {
            entries.push_back({m_slots.times(i).enqueuedAt, i, slot.generation});
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Listed& left, const Listed& right) {
        return left.key != right.key ? left.key < right.key : left.slot < right.slot;
    });
    for (const Listed& entry : entries) {
        m_byAge.push(entry, m_slots.size(), isOfAge());
    }
}

void QueueStore::makeVisible(std::uint32_t index, SimTime place) {
    Slot& slot = m_slots[index];
    slot.state = SlotState::Visible;
    ++slot.listing;
    ++m_visibleCount;
    listRetention(index);
    host(slot.host).returned.push({place, index, slot.listing}, m_visibleCount, isListed());
}

Selection QueueStore::receiveNext(SimTime now, ReceiveScan& scan, const QueueRules& rules) {
    Selection result;
    touch(now);
    endIdle(now);
    const std::uint32_t index = takeVisible(scan.hosts);
    if (index == kNoSlot) {
        return result;
    }
    Slot& slot = m_slots[index];
    SlotTimes& times = m_slots.times(index);
    const GroupIndex group = m_slots.group(index);
    if (rules.maxReceiveCount != 0 && slot.receiveCount >= rules.maxReceiveCount) {
        result.kind = Selection::Kind::Moved;
        result.moved = {
            slot.message, slot.receiveCount, times.enqueuedAt, group, NodeId{}, slot.isEncrypted};
        result.moved.home = m_slots.home(index);
        result.moved.firstReceivedAt = m_slots.firstReceivedAt(index);
        depart(now);
        ++m_counts.movedOut;
        leave(now, index);
        return result;
    }
    if (slot.receiveCount > 0) m_slots.keepFirstReceive(index);
    ++slot.receiveCount;
    ++m_counts.received;
    times.receivedAt = now;
    hide(now, index, now + scan.visibilityTimeout, rules.retention);
    result.kind = Selection::Kind::Received;
    result.received = {slot.message, {index, slot.generation, slot.receiveCount}};
    result.isFirstReceive = slot.receiveCount == 1;
    result.timeInQueue = now - times.enqueuedAt;
    return result;
}

// No tenants, so no copy has a group; no other host. Such copies never go to a dead-letter queue.
std::uint64_t QueueStore::receiveFresh(SimTime now,
                                       const ReceiveScan& scan,
                                       const QueueRules& rules,
                                       std::uint64_t most,
                                       const FreshCopies& copies) {
    Ring<Fresh>* const fresh = m_host.fresh.inOrder();
    const bool isPlain =
        fresh != nullptr && !m_hasTenants && m_otherHosts.empty() && (scan.hosts & 1U) != 0;
    if (!isPlain || fresh->empty()) {
        return 0;
    }
    touch(now);
    const bool hasReturned = m_visibleCount != fresh->size(); // there are no other hosts
    const SimTime returned = hasReturned ? m_host.returned.front(isListed()) : kNever;
    const SimTime until = now + scan.visibilityTimeout;
    std::uint64_t count = std::min<std::uint64_t>(most, fresh->size());
    while (count > 0 && (*fresh)[count - 1].key >= returned) --count;
    if (!mayLease(count, fresh->front().key, until, rules)) return 0;
    const auto held = static_cast<std::uint32_t>(count);
    const std::uint32_t index = m_leases.add(now, until, held);
    Lease& lease = m_leases[index];
    const std::uint32_t first = LeaseTable::Place{index, 0}.code();
    const std::uint32_t generation = lease.generation;
    for (std::uint32_t i = 0; i < held; ++i) {
        const Fresh copy = (*fresh)[i];
        lease.copies[i] = {copy.key, copy.message, copy.tag.bits};
        copies.entries[i] = {copy.message, {first + i, generation, 1}};
        copies.queueTimes[i] = now - copy.key;
    }
    fresh->drop(count);
    m_visibleCount -= count;
    m_counts.received += count;
    return count;
}

// Takes the next copy out of the visible orders of these hosts, kNoSlot when there is none.
std::uint32_t QueueStore::takeVisible(std::uint32_t hosts) {
    if (!m_tenants.empty()) {
        return takeFair(hosts);
    }
    if (!m_otherHosts.empty() || (hosts & 1U) == 0) {
        return takeFromHosts(hosts);
    }
    const SimTime returned = m_host.returned.front(isListed());
    if (!m_host.fresh.empty() && m_host.fresh.front().key < returned) {
        return addSlot(m_host.fresh.pop(), 0);
    }
    return returned == kNever ? kNoSlot : m_host.returned.pop().slot;
}

MessageIndex QueueStore::takeOut(std::uint32_t index) {
    const Slot& slot = m_slots[index];
    if (slot.state == SlotState::InFlight) {
        m_deadlines.remove(m_slots, index);
    } else {
        --m_visibleCount;
    }
    freeSlot(index);
    return slot.message;
}

// Puts a stored copy in flight until then.
void QueueStore::hide(SimTime now, std::uint32_t index, SimTime until, Duration retention) {
    Slot& slot = m_slots[index];
    const bool wasInFlight = slot.state == SlotState::InFlight;
    if (wasInFlight) {
        m_deadlines.remove(m_slots, index);
    } else {
        --m_visibleCount;
    }
    slot.state = SlotState::InFlight;
    m_slots.times(index).deadline = until;
    if (m_slots.times(index).enqueuedAt + retention <= until) {
        listRetention(index);
    }
    m_deadlines.insert(m_slots, index);
    recount(now,
            m_slots.group(index),
            wasInFlight ? Whereabouts::InFlight : Whereabouts::Visible,
            Whereabouts::InFlight);
}

bool QueueStore::isInFlight(const Receipt& receipt) const {
    if (isHeld(receipt)) return true;
    const std::uint32_t index = knownSlotOf(receipt);
    return index != kNoSlot && m_slots[index].state == SlotState::InFlight
           && m_slots[index].receiveCount == receipt.receiveCount;
}

CopyRefusal QueueStore::changeMessageVisibility(SimTime now,
                                                const Receipt& receipt,
                                                Duration timeout,
                                                const QueueRules& rules) {
    const std::uint32_t index = slotOf(receipt);
    if (index == kNoSlot) {
        return CopyRefusal::Gone;
    }
    const std::chrono::seconds longest{rules.limits.maxVisibilitySeconds};
    if (now + timeout > m_slots.times(index).receivedAt + longest) {
        return CopyRefusal::BeyondLimit;
    }
    touch(now);
    hide(now, index, now + timeout, rules.retention);
    return CopyRefusal::None;
}

bool QueueStore::replicate(SimTime now, const Receipt& receipt) {
    const std::uint32_t of = slotOf(receipt);
    if (of == kNoSlot) {
        return false;
    }
    arrive(now);
    ++m_counts.replicated;
    const std::uint32_t index = m_slots.add();
    const Slot& original = m_slots[of];
    const GroupIndex group = m_slots.group(of);
    m_slots.setOrigin(index, group, m_slots.source(of), m_slots.home(of));
    Slot& slot = m_slots[index];
    const SlotTimes& times = m_slots.times(of);
    m_slots.times(index).enqueuedAt = times.enqueuedAt;
    m_slots.times(index).orderedAt = times.orderedAt;
    slot.message = original.message;
    slot.receiveCount = original.receiveCount - 1;
    slot.countAtArrival = original.countAtArrival;
    slot.host = original.host;
    slot.isEncrypted = original.isEncrypted;
    slot.wasMoved = original.wasMoved;
    // A host that never learned of this receive knows of earlier ones only.
    if (slot.receiveCount > 0) {
        m_slots.setFirstReceive(index, m_slots.firstReceivedAt(of));
    }
    listAge(index);
    makeVisible(index, isPoison(slot) ? now : times.orderedAt);
    recount(now, group, Whereabouts::Outside, Whereabouts::Visible);
    return true;
}

} // namespace sluice
