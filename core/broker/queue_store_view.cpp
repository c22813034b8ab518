// SPDX-License-Identifier: GPL-3.0-or-later
// Looking into a standard queue: what is stored, its age, its figures.
#include "core/broker/queue_store.h"

#include <algorithm>

namespace sluice {

Duration QueueStore::ageOfOldest(SimTime now) {
    SimTime oldest = std::min(now, m_byAge.front(isOfAge()));
    if (!m_hasTenants) {
        oldest = std::min(oldest, oldestUnlisted());
    }
    if (m_byAge.hasShelves()) {
        const std::uint32_t shelf = m_byAge.oldestShelf(isOfAge());
        oldest = shelf == FairOrder::kNoShelf ? oldest : std::min(oldest, m_byAge.shelfKey(shelf));
    }
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        if (!host(number).fresh.empty()) {
            oldest = std::min(oldest, host(number).fresh.front().key);
        }
    }
    return now - oldest;
}

// Arrival of the oldest slot that counts for the age but is not in its order: looks at all copies
// in flight.
SimTime QueueStore::oldestUnlisted() const {
    const auto isCounted = [&](const Slot& slot) { return !slot.wasMoved && !isPoison(slot); };
    SimTime oldest = m_byRetention.firstKey([&](const Listed& entry) {
        return m_slots.holds(entry.slot, entry.stamp) && isCounted(m_slots[entry.slot]);
    });
    m_deadlines.visitFirst(m_slots, m_deadlines.size(), [&](std::uint32_t index) {
        const Slot& slot = m_slots[index];
        oldest = isCounted(slot) ? std::min(oldest, m_slots.times(index).enqueuedAt) : oldest;
    });
    m_leases.visitHeld([&](const LeaseTable::Place& place) {
        oldest = std::min(oldest, leased(place).enqueuedAt);
    });
    return oldest;
}

QueueStore::FairFigures QueueStore::fairFigures(SimTime now) {
    endIdle(now);
    FairFigures result;
    result.noisyGroups = m_tenants.noisyCount();
    result.visible = visibleCount() - m_tenants.noisyCopies(Whereabouts::Visible);
    result.inFlight = inFlightCount() - m_tenants.noisyCopies(Whereabouts::InFlight);
    result.delayed = delayedCount() - m_tenants.noisyCopies(Whereabouts::Delayed);
    if (result.noisyGroups == 0) {
        result.ageOfOldest = ageOfOldest(now);
        return result;
    }
    SimTime oldest = now;
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        const OrderedRing<Fresh>& fresh = host(number).fresh;
        while (!fresh.empty() && setFreshAside(number)) {
        }
        oldest = fresh.empty() ? oldest : std::min(oldest, fresh.front().key);
    }
    for (SimTime first = m_byAge.front(isOfAge()); first != kNever;
         first = m_byAge.front(isOfAge())) {
        const GroupIndex group = m_slots.group(m_byAge.first().slot);
        if (!m_tenants.isNoisy(group)) {
            oldest = std::min(oldest, first);
            break;
        }
        const Listed entry = m_byAge.pop();
        m_byAge.setAside(group, m_tenants.rank(group), entry, m_slots.size(), isOfAge());
    }
    if (const std::uint32_t shelf = m_byAge.quietShelf(isOfAge()); shelf != FairOrder::kNoShelf) {
        oldest = std::min(oldest, m_byAge.shelfKey(shelf));
    }
    result.ageOfOldest = now - oldest;
    return result;
}

StoredView QueueStore::view(std::uint32_t index) const {
    const Slot& slot = m_slots[index];
    StoredView result;
    result.message = slot.message;
    result.state = slot.state == SlotState::InFlight ? CopyState::InFlight : CopyState::Visible;
    result.receiveCount = slot.receiveCount;
    result.group = m_slots.group(index);
    const SlotTimes& times = m_slots.times(index);
    result.enqueuedAt = times.enqueuedAt;
    if (slot.state == SlotState::InFlight) {
        result.until = times.deadline;
        result.total = times.deadline - times.receivedAt;
    }
    if (slot.receiveCount > slot.countAtArrival) {
        const Receipt leased = m_leases.receiptOf(index);
        const bool isOfLease = leased.generation != 0 && slot.receiveCount == 1;
        result.receipt = isOfLease ? leased : Receipt{index, slot.generation, slot.receiveCount};
    }
    result.firstReceivedAt = m_slots.firstReceivedAt(index);
    result.source = m_slots.source(index);
    result.home = m_slots.home(index);
    result.isEncrypted = slot.isEncrypted;
    return result;
}

StoredView QueueStore::view(const LeaseTable::Place& place) const {
    const Lease& lease = m_leases[place.lease];
    const Lease::Copy& copy = leased(place);
    StoredView result = view(Fresh{copy.enqueuedAt, copy.message, Tag{copy.rest}});
    result.state = CopyState::InFlight;
    result.receiveCount = 1;
    result.until = lease.deadline;
    result.total = lease.deadline - lease.receivedAt;
    result.receipt = {place.code(), lease.generation, 1};
    result.firstReceivedAt = lease.receivedAt;
    return result;
}

StoredView QueueStore::view(const Fresh& entry) {
    StoredView result;
    result.message = entry.message;
    result.group = entry.tag.group();
    result.enqueuedAt = entry.key;
    result.isEncrypted = entry.tag.isEncrypted();
    return result;
}

StoredView QueueStore::view(const Delayed& entry) {
    StoredView result = view(Fresh{entry.enqueuedAt, entry.message, entry.tag});
    result.state = CopyState::Delayed;
    result.until = entry.due;
    result.total = entry.due - entry.enqueuedAt;
    return result;
}

StoredView QueueStore::view(const Place& place) const {
    switch (place.kind) {
    case Place::Kind::Fresh:
        return view(host(place.host).fresh[place.index]);
    case Place::Kind::Delayed:
        return view(m_delayed[place.index]);
    case Place::Kind::Leased:
        return view(LeaseTable::placeOf(place.index));
    case Place::Kind::Slot:
        break;
    }
    return view(place.index);
}

std::vector<QueueStore::Place> QueueStore::placesByAge() const {
    std::vector<Place> places;
    places.reserve(storedCount());
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        const OrderedRing<Fresh>& fresh = host(number).fresh;
        for (std::uint32_t i = 0; i < fresh.size(); ++i) {
            places.push_back(
                {fresh[i].key, i, static_cast<std::uint8_t>(number), Place::Kind::Fresh});
        }
    }
    for (std::uint32_t i = 0; i < m_delayed.size(); ++i) {
        places.push_back({m_delayed[i].enqueuedAt, i, 0, Place::Kind::Delayed});
    }
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        if (m_slots[i].state != SlotState::Free) {
            places.push_back({m_slots.times(i).enqueuedAt, i, 0, Place::Kind::Slot});
        }
    }
    m_leases.visitHeld([&](const LeaseTable::Place& place) {
        places.push_back({leased(place).enqueuedAt, place.code(), 0, Place::Kind::Leased});
    });
    std::stable_sort(places.begin(), places.end(), [](const Place& left, const Place& right) {
        return left.enqueuedAt < right.enqueuedAt;
    });
    return places;
}

std::vector<StoredView> QueueStore::firstVisible(std::size_t most) const {
    struct Shown {
        bool isNoisy = false;
        SimTime place;
        StoredView copy;
    };
    std::vector<Shown> shown;
    const auto show = [&](SimTime place, const StoredView& copy) {
        shown.push_back({copy.group != 0 && m_tenants.isNoisy(copy.group), place, copy});
    };
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        host(number).returned.forEachFirst(4 * most, [&](const Listed& entry) {
            if (isListed()(entry)) show(entry.key, view(entry.slot));
        });
        host(number).fresh.forEachFirst(most,
                                        [&](const Fresh& entry) { show(entry.key, view(entry)); });
    }
    std::stable_sort(shown.begin(), shown.end(), [](const Shown& left, const Shown& right) {
        return left.isNoisy != right.isNoisy ? right.isNoisy : left.place < right.place;
    });
    std::vector<StoredView> first;
    for (std::size_t i = 0; i < std::min(most, shown.size()); ++i) {
        first.push_back(shown[i].copy);
    }
    return first;
}

// In order of deadline, but for copies that got theirs out of order.
std::vector<StoredView> QueueStore::firstInFlight(std::size_t most) const {
    std::vector<StoredView> first;
    m_deadlines.visitFirst(
        m_slots, most, [&](std::uint32_t index) { first.push_back(view(index)); });
    m_leases.visitFirst(most,
                        [&](const LeaseTable::Place& place) { first.push_back(view(place)); });
    std::stable_sort(
        first.begin(), first.end(), [](const StoredView& left, const StoredView& right) {
            return left.until < right.until;
        });
    first.resize(std::min(most, first.size()));
    return first;
}

// Empties the queue. After a purge the slots go on, so that older receipts find nothing (SQS-15).
void QueueStore::forget(SimTime now, bool isPurge) {
    if (!isPurge) {
        *this = QueueStore{};
        return;
    }
    touch(now);
    m_counts.departures +=
        storedCount() * static_cast<std::uint64_t>(now.time_since_epoch().count());
    m_counts.purged += storedCount();
    m_stored = 0;
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        host(number).fresh.clear();
        host(number).returned.clear();
    }
    m_delayed.clear();
    m_byRetention.clear();
    m_byAge.clear();
    m_deadlines.clear();
    m_leases.clear();
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        if (m_slots[i].state != SlotState::Free) {
            freeSlot(i);
        }
    }
    m_tenants = Tenants{};
    m_hasTenants = false;
    m_visibleCount = 0;
}

void QueueStore::addTo(Digest& digest) const {
    const QueueCounts& c = m_counts;
    for (const std::uint64_t value : {c.sent,
                                      c.movedIn,
                                      c.replicated,
                                      c.received,
                                      c.deleted,
                                      c.expired,
                                      c.movedOut,
                                      c.purged,
                                      c.redriven,
                                      c.arrivals,
                                      c.departures,
                                      m_visibleCount,
                                      inFlightCount(),
                                      delayedCount(),
                                      m_tenants.noisyCount()}) {
        digest.add(value);
    }
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        host(number).fresh.forEach([&](const Fresh& entry) {
            digest.add(entry.key.time_since_epoch().count());
            digest.add(entry.tag.bits);
        });
    }
    m_delayed.forEach([&](const Delayed& entry) {
        digest.add(entry.due.time_since_epoch().count());
        digest.add(entry.tag.bits);
    });
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        const Slot& slot = m_slots[i];
        if (slot.state != SlotState::Free) {
            digest.add(m_slots.times(i).enqueuedAt.time_since_epoch().count());
            digest.add(slot.receiveCount);
            digest.add(slot.state);
            digest.add(m_slots.group(i));
        }
    }
    m_leases.visitHeld([&](const LeaseTable::Place& place) {
        digest.add(leased(place).enqueuedAt.time_since_epoch().count());
    });
}

} // namespace sluice
