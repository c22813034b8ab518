// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/queue_store.h"

#include "core/base/assert.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::uint32_t kPoisonReceives = 3; // SQS-42
constexpr std::uint8_t kMostListings = 255;

std::uint64_t ticks(SimTime time) {
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

} // namespace

void QueueStore::touch(SimTime now) {
    m_counts.area += storedCount() * static_cast<std::uint64_t>((now - m_counts.areaUntil).count());
    m_counts.areaUntil = now;
}

void QueueStore::arrive(SimTime now) {
    touch(now);
    m_counts.arrivals += ticks(now);
}

void QueueStore::depart(SimTime now) {
    touch(now);
    m_counts.departures += ticks(now);
}

std::uint64_t QueueStore::areaAt(SimTime now) const {
    return m_counts.area
           + storedCount() * static_cast<std::uint64_t>((now - m_counts.areaUntil).count());
}

bool QueueStore::isConsistent(SimTime now) const {
    const QueueCounts& c = m_counts;
    const bool conserved =
        c.sent + c.movedIn + c.replicated
        == storedCount() + c.deleted + c.expired + c.movedOut + c.purged + c.redriven;
    return conserved && areaAt(now) == c.departures - c.arrivals + storedCount() * ticks(now);
}

void QueueStore::sendMessage(SimTime now, const NewCopy& copy, const QueueRules& rules) {
    arrive(now);
    ++m_counts.sent;
    if (copy.delay > Duration::zero()) {
        const SimTime due = now + copy.delay;
        m_delayed.push({std::min(due, now + rules.retention), now, due, copy.message, 0});
    } else {
        m_fresh.push({now, copy.message, 0});
        ++m_visibleCount;
    }
}

void QueueStore::acceptMoved(SimTime now, const MovedCopy& copy, const QueueRules& /*rules*/) {
    arrive(now);
    ++m_counts.movedIn;
    const std::uint32_t index = m_slots.add();
    Slot& slot = m_slots[index];
    slot.enqueuedAt = copy.enqueuedAt;
    slot.orderedAt = now;
    slot.message = copy.message;
    slot.receiveCount = copy.receiveCount;
    slot.countAtArrival = static_cast<std::uint16_t>(std::min(copy.receiveCount, 0xFFFFU));
    list(index);
    makeVisible(index, now);
}

// Enters a new slot into the orders of retention and age; outdated entries are thrown out when they
// are the majority.
void QueueStore::list(std::uint32_t index) {
    const Slot& slot = m_slots[index];
    for (auto* order : {&m_byRetention, &m_byAge}) {
        if (order->size() > 2 * m_slots.size() + 64) {
            order->filter(
                [&](const Listed& entry) { return m_slots.holds(entry.slot, entry.generation); });
        }
    }
    m_byRetention.push({slot.enqueuedAt, index, slot.generation});
    m_byAge.push({slot.orderedAt, index, slot.generation});
}

void QueueStore::makeVisible(std::uint32_t index, SimTime key) {
    Slot& slot = m_slots[index];
    slot.state = SlotState::Visible;
    if (slot.listings == kMostListings) {
        m_returned.filter([&](const Listed& entry) { return entry.slot != index; });
        slot.listings = 0;
    }
    ++slot.listings;
    m_returned.push({key, index, slot.generation});
    ++m_visibleCount;
}

// Removes entries from the front of the visible order that no longer stand for a visible copy.
void QueueStore::dropStaleVisible() {
    while (!m_returned.empty()) {
        const Listed entry = m_returned.front();
        Slot& slot = m_slots[entry.slot];
        if (slot.state == SlotState::Visible && slot.listings == 1) {
            return;
        }
        m_returned.pop();
        if (--slot.listings == 0 && slot.state == SlotState::Gone) {
            m_slots.free(entry.slot);
        }
    }
}

// Takes the next visible copy out of the visible order and returns its slot, giving it one at its
// first receive.
std::uint32_t QueueStore::takeVisible(SimTime now) {
    dropStaleVisible();
    if (m_fresh.empty() && m_returned.empty()) {
        return kNoSlot;
    }
    --m_visibleCount;
    if (m_fresh.empty() || (!m_returned.empty() && m_returned.front().key <= m_fresh.front().key)) {
        const std::uint32_t index = m_returned.pop().slot;
        --m_slots[index].listings;
        return index;
    }
    const Fresh fresh = m_fresh.pop();
    const std::uint32_t index = m_slots.add();
    Slot& slot = m_slots[index];
    slot.enqueuedAt = slot.orderedAt = fresh.key;
    slot.message = fresh.message;
    slot.receivedAt = now;
    slot.state = SlotState::Visible;
    list(index);
    return index;
}

Selection QueueStore::receiveNext(SimTime now, ReceiveScan& scan, const QueueRules& rules) {
    Selection result;
    touch(now);
    const std::uint32_t index = takeVisible(now);
    if (index == kNoSlot) {
        return result;
    }
    Slot& slot = m_slots[index];
    if (rules.maxReceiveCount != 0 && slot.receiveCount >= rules.maxReceiveCount) {
        result.kind = Selection::Kind::Moved;
        result.moved.message = slot.message;
        result.moved.receiveCount = slot.receiveCount;
        result.moved.enqueuedAt = slot.enqueuedAt;
        ++m_visibleCount; // leave() takes it off again
        depart(now);
        ++m_counts.movedOut;
        leave(now, index);
        return result;
    }
    ++slot.receiveCount;
    ++m_counts.received;
    slot.state = SlotState::InFlight;
    slot.receivedAt = now;
    slot.deadline = now + scan.visibilityTimeout;
    m_deadlines.insert(m_slots, index);
    result.kind = Selection::Kind::Received;
    result.received = {slot.message, {index, slot.generation, slot.receiveCount}};
    result.isFirstReceive = slot.receiveCount == 1;
    result.timeInQueue = now - slot.enqueuedAt;
    return result;
}

// Takes a stored copy out of the queue for good. The caller has counted the departure.
void QueueStore::leave(SimTime now, std::uint32_t index) {
    SLUICE_ASSERT(m_counts.areaUntil == now);
    Slot& slot = m_slots[index];
    if (slot.state == SlotState::InFlight) {
        m_deadlines.remove(m_slots, index);
    } else {
        --m_visibleCount;
    }
    slot.state = SlotState::Gone;
    if (slot.listings == 0) {
        m_slots.free(index);
    }
}

MessageIndex QueueStore::deleteMessage(SimTime now,
                                       const Receipt& receipt,
                                       const QueueRules& rules,
                                       CopyRefusal& refusal) {
    refusal = CopyRefusal::None;
    if (!m_slots.holds(receipt.slot, receipt.generation)) {
        refusal = CopyRefusal::Gone;
        return kNoMessage;
    }
    if (receipt.receiveCount != m_slots[receipt.slot].receiveCount
        && rules.oldHandle != OldHandle::Delete) {
        refusal = rules.oldHandle == OldHandle::Reject ? CopyRefusal::OldHandle : CopyRefusal::None;
        return kNoMessage;
    }
    depart(now);
    ++m_counts.deleted;
    const MessageIndex message = m_slots[receipt.slot].message;
    leave(now, receipt.slot);
    return message;
}

bool QueueStore::isInFlight(const Receipt& receipt) const {
    return m_slots.holds(receipt.slot, receipt.generation)
           && m_slots[receipt.slot].state == SlotState::InFlight
           && m_slots[receipt.slot].receiveCount == receipt.receiveCount;
}

CopyRefusal QueueStore::changeMessageVisibility(SimTime now,
                                                const Receipt& receipt,
                                                Duration timeout,
                                                const QueueRules& rules) {
    if (!m_slots.holds(receipt.slot, receipt.generation)) {
        return CopyRefusal::Gone;
    }
    Slot& slot = m_slots[receipt.slot];
    const std::chrono::seconds longest{rules.limits.maxVisibilitySeconds};
    if (now + timeout > slot.receivedAt + longest) {
        return CopyRefusal::BeyondLimit;
    }
    touch(now);
    if (slot.state == SlotState::InFlight) {
        m_deadlines.remove(m_slots, receipt.slot);
    } else {
        --m_visibleCount;
    }
    slot.state = SlotState::InFlight;
    slot.deadline = now + timeout;
    m_deadlines.insert(m_slots, receipt.slot);
    return CopyRefusal::None;
}

Elapsed QueueStore::expireSlot(SimTime now, std::uint32_t index) {
    depart(now);
    ++m_counts.expired;
    const Slot& slot = m_slots[index];
    const Elapsed result{Elapsed::Kind::Expired, slot.message, slot.receiveCount, kNoSlot};
    leave(now, index);
    return result;
}

Elapsed QueueStore::endDelay(SimTime now, const QueueRules& rules) {
    touch(now);
    if (now >= m_delayed.front().enqueuedAt + rules.retention) {
        depart(now);
        ++m_counts.expired;
        return {Elapsed::Kind::Expired, m_delayed.pop().message, 0, kNoSlot};
    }
    const Delayed entry = m_delayed.pop();
    m_fresh.push({entry.enqueuedAt, entry.message, 0});
    ++m_visibleCount;
    return {Elapsed::Kind::DelayEnded, entry.message, 0, kNoSlot};
}

std::optional<Elapsed> QueueStore::elapseNext(SimTime now, const QueueRules& rules) {
    if (!m_fresh.empty() && m_fresh.front().key + rules.retention <= now) {
        depart(now);
        ++m_counts.expired;
        --m_visibleCount;
        return Elapsed{Elapsed::Kind::Expired, m_fresh.pop().message, 0, kNoSlot};
    }
    while (!m_byRetention.empty() && m_byRetention.front().key + rules.retention <= now) {
        const Listed entry = m_byRetention.pop();
        if (m_slots.holds(entry.slot, entry.generation)) {
            return expireSlot(now, entry.slot);
        }
    }
    const std::uint32_t index = m_deadlines.earliest(m_slots);
    const SimTime deadline = index == kNoSlot ? kNever : m_slots[index].deadline;
    if (deadline <= now && (m_delayed.empty() || deadline <= m_delayed.front().key)) {
        touch(now);
        m_deadlines.remove(m_slots, index);
        const Slot& slot = m_slots[index];
        // A message received three times or more goes to the back of the queue (SQS-42).
        const bool isPoison = slot.receiveCount - slot.countAtArrival >= kPoisonReceives;
        makeVisible(index, isPoison ? now : slot.orderedAt);
        return Elapsed{Elapsed::Kind::TimedOut, slot.message, slot.receiveCount, index};
    }
    if (!m_delayed.empty() && m_delayed.front().key <= now) {
        return endDelay(now, rules);
    }
    return std::nullopt;
}

SimTime QueueStore::nextDue(const QueueRules& rules) {
    SimTime due = kNever;
    if (!m_fresh.empty()) {
        due = m_fresh.front().key + rules.retention;
    }
    if (const std::uint32_t index = m_deadlines.earliest(m_slots); index != kNoSlot) {
        due = std::min(due, m_slots[index].deadline);
    }
    if (!m_delayed.empty()) {
        due = std::min(due, m_delayed.front().key);
    }
    // Whether an entry is outdated matters, and costs a look at its slot, only when it is the
    // first.
    while (!m_byRetention.empty() && m_byRetention.front().key + rules.retention < due) {
        const Listed& entry = m_byRetention.front();
        if (m_slots.holds(entry.slot, entry.generation)) {
            return entry.key + rules.retention;
        }
        m_byRetention.pop();
    }
    return due;
}

void QueueStore::rulesChanged(SimTime /*now*/, const QueueRules& rules) {
    OrderedRing<Delayed> renewed;
    while (!m_delayed.empty()) {
        Delayed entry = m_delayed.pop();
        entry.key = std::min(entry.due, entry.enqueuedAt + rules.retention);
        renewed.push(entry);
    }
    m_delayed = std::move(renewed);
}

std::optional<StoredView> QueueStore::takeOldest(SimTime now) {
    touch(now);
    const std::uint32_t index = takeVisible(now);
    if (index == kNoSlot) {
        return std::nullopt;
    }
    ++m_visibleCount; // leave() takes it off again
    depart(now);
    ++m_counts.redriven;
    const StoredView result = view(index);
    leave(now, index);
    return result;
}

StoredView QueueStore::view(std::uint32_t index) const {
    const Slot& slot = m_slots[index];
    StoredView result;
    result.message = slot.message;
    result.receiveCount = slot.receiveCount;
    result.enqueuedAt = slot.enqueuedAt;
    if (slot.state == SlotState::InFlight) {
        result.state = CopyState::InFlight;
        result.until = slot.deadline;
        result.total = slot.deadline - slot.receivedAt;
    }
    if (slot.receiveCount > slot.countAtArrival) {
        result.receipt = {index, slot.generation, slot.receiveCount};
    }
    return result;
}

StoredView QueueStore::view(const Fresh& entry) {
    StoredView result;
    result.message = entry.message;
    result.enqueuedAt = entry.key;
    return result;
}

StoredView QueueStore::view(const Delayed& entry) {
    StoredView result;
    result.message = entry.message;
    result.state = CopyState::Delayed;
    result.enqueuedAt = entry.enqueuedAt;
    result.until = entry.due;
    result.total = entry.due - entry.enqueuedAt;
    return result;
}

std::vector<StoredView> QueueStore::storedByAge() const {
    std::vector<StoredView> copies;
    m_fresh.forEach([&](const Fresh& entry) { copies.push_back(view(entry)); });
    m_delayed.forEach([&](const Delayed& entry) { copies.push_back(view(entry)); });
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        if (m_slots.holds(i, m_slots[i].generation)) {
            copies.push_back(view(i));
        }
    }
    std::stable_sort(
        copies.begin(), copies.end(), [](const StoredView& left, const StoredView& right) {
            return left.enqueuedAt < right.enqueuedAt;
        });
    return copies;
}

// Empties the queue. After a purge the slots go on, so that older receipts find nothing (SQS-15).
void QueueStore::forget(SimTime now, bool isPurge) {
    if (!isPurge) {
        *this = QueueStore{};
        return;
    }
    const std::uint64_t gone = storedCount();
    touch(now);
    m_counts.departures += gone * ticks(now);
    m_counts.purged += gone;
    m_fresh.clear();
    m_returned.clear();
    m_delayed.clear();
    m_byRetention.clear();
    m_byAge.clear();
    m_deadlines.clear();
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        if (m_slots[i].state != SlotState::Free) {
            m_slots.free(i);
        }
    }
    m_visibleCount = 0;
}

Duration QueueStore::ageOfOldest(SimTime now) {
    const auto counts = [&](const Listed& entry) {
        const Slot& slot = m_slots[entry.slot];
        return m_slots.holds(entry.slot, entry.generation)
               && slot.receiveCount - slot.countAtArrival < kPoisonReceives;
    };
    while (!m_byAge.empty() && !counts(m_byAge.front())) {
        m_byAge.pop(); // a copy's count only grows, so it will never count again
    }
    SimTime oldest = now;
    if (!m_fresh.empty()) {
        oldest = std::min(oldest, m_fresh.front().key);
    }
    if (!m_byAge.empty()) {
        oldest = std::min(oldest, m_byAge.front().key);
    }
    return now - oldest;
}

void QueueStore::addTo(Digest& digest) const {
    const QueueCounts& c = m_counts;
    for (const std::uint64_t value : {c.sent,
                                      c.movedIn,
                                      c.received,
                                      c.deleted,
                                      c.expired,
                                      c.movedOut,
                                      c.replicated,
                                      c.purged,
                                      c.redriven,
                                      c.arrivals,
                                      c.departures,
                                      m_visibleCount,
                                      inFlightCount(),
                                      delayedCount()}) {
        digest.add(value);
    }
    m_fresh.forEach([&](const Fresh& entry) { digest.add(entry.key.time_since_epoch().count()); });
    m_delayed.forEach(
        [&](const Delayed& entry) { digest.add(entry.due.time_since_epoch().count()); });
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        const Slot& slot = m_slots[i];
        if (m_slots.holds(i, slot.generation)) {
            digest.add(slot.enqueuedAt.time_since_epoch().count());
            digest.add(slot.receiveCount);
            digest.add(slot.state);
        }
    }
}

} // namespace sluice
