// SPDX-License-Identifier: GPL-3.0-or-later
// Which visible copy is next: hosts (SQS-20) and the tenants of fair queues (SQS-121).
#include "core/broker/queue_store.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::uint32_t kNoHost = 0xFFFFFFFFU;

bool isAmong(std::uint32_t hosts, std::uint32_t number) {
    return (hosts >> number & 1U) != 0;
}

} // namespace

// Place of the first copy of a host, those set aside left out; kNever when there is none.
SimTime QueueStore::frontOf(std::uint32_t number) {
    Host& from = host(number);
    const SimTime returned = from.returned.front(isListed());
    return from.fresh.empty() ? returned : std::min(returned, from.fresh.front().key);
}

bool QueueStore::isFreshFirst(std::uint32_t number) {
    Host& from = host(number);
    return !from.fresh.empty() && from.fresh.front().key < from.returned.front(isListed());
}

// Takes the copy frontOf spoke of out of its order. It counts as visible until the caller hides or
// removes it.
std::uint32_t QueueStore::takeFront(std::uint32_t number) {
    return isFreshFirst(number) ? addSlot(host(number).fresh.pop(), number)
                                : host(number).returned.pop().slot;
}

std::uint32_t QueueStore::takeFromHosts(std::uint32_t hosts) {
    std::uint32_t first = kNoHost;
    SimTime place = kNever;
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        const SimTime front = isAmong(hosts, number) ? frontOf(number) : kNever;
        if (front < place) {
            first = number;
            place = front;
        }
    }
    return first == kNoHost ? kNoSlot : takeFront(first);
}

// The earliest copy of a quiet tenant, else one of the noisy tenant with the fewest in flight.
std::uint32_t QueueStore::takeFair(std::uint32_t hosts) {
    std::uint32_t first = kNoHost;
    std::uint32_t shelf = FairOrder::kNoShelf;
    SimTime place = kNever;
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        if (!isAmong(hosts, number)) {
            continue;
        }
        setNoisyAside(number);
        if (const SimTime front = frontOf(number); front < place) {
            first = number;
            shelf = FairOrder::kNoShelf;
            place = front;
        }
        FairOrder& order = host(number).returned;
        const std::uint32_t quiet = order.quietShelf(isListed());
        if (quiet != FairOrder::kNoShelf && order.shelfKey(quiet) < place) {
            first = number;
            shelf = quiet;
            place = order.shelfKey(quiet);
        }
    }
    if (first == kNoHost) {
        return takeNoisy(hosts);
    }
    return shelf == FairOrder::kNoShelf ? takeFront(first)
                                        : host(first).returned.popShelf(shelf).slot;
}

std::uint32_t QueueStore::takeNoisy(std::uint32_t hosts) {
    std::uint32_t first = kNoHost;
    std::uint64_t rank = FairOrder::kQuiet;
    SimTime place = kNever;
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        FairOrder& order = host(number).returned;
        const std::uint32_t shelf =
            isAmong(hosts, number) ? order.noisyShelf(isListed()) : FairOrder::kNoShelf;
        if (shelf == FairOrder::kNoShelf) {
            continue;
        }
        const SimTime front = order.shelfKey(shelf);
        if (order.noisyRank() < rank || (order.noisyRank() == rank && front < place)) {
            first = number;
            rank = order.noisyRank();
            place = front;
        }
    }
    if (first == kNoHost) {
        return kNoSlot;
    }
    FairOrder& order = host(first).returned;
    return order.popShelf(order.noisyShelf(isListed())).slot;
}

// Sets copies of noisy tenants aside until the first one of a host is of a quiet tenant. Every copy
// is set aside at most once while its tenant is noisy.
void QueueStore::setNoisyAside(std::uint32_t number) {
    Host& from = host(number);
    while (m_tenants.noisyCount() > 0 && frontOf(number) != kNever) {
        if (isFreshFirst(number)) {
            if (!setFreshAside(number)) return;
            continue;
        }
        const GroupIndex group = m_slots.group(from.returned.first().slot);
        if (!m_tenants.isNoisy(group)) {
            return;
        }
        const Listed entry = from.returned.pop();
        from.returned.setAside(group, m_tenants.rank(group), entry, m_visibleCount, isListed());
    }
}

// Sets the first copy aside that was never received, if its tenant is noisy.
bool QueueStore::setFreshAside(std::uint32_t number) {
    Host& from = host(number);
    const Fresh fresh = from.fresh.front();
    const GroupIndex group = fresh.tag.group();
    if (!m_tenants.isNoisy(group)) {
        return false;
    }
    from.fresh.pop();
    const std::uint32_t index = addSlot(fresh, number);
    listRetention(index);
    const Listed entry{fresh.key, index, ++m_slots[index].listing};
    from.returned.setAside(group, m_tenants.rank(group), entry, m_visibleCount, isListed());
    return true;
}

// Takes the oldest visible copy out of the visible order, kNoSlot when there is none.
std::uint32_t QueueStore::pickOldest(SimTime now) {
    touch(now);
    endIdle(now);
    std::uint32_t first = kNoHost;
    std::uint32_t shelf = FairOrder::kNoShelf;
    SimTime place = kNever;
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        if (const SimTime front = frontOf(number); front < place) {
            first = number;
            shelf = FairOrder::kNoShelf;
            place = front;
        }
        FairOrder& order = host(number).returned;
        const std::uint32_t oldest =
            order.hasShelves() ? order.oldestShelf(isListed()) : FairOrder::kNoShelf;
        if (oldest != FairOrder::kNoShelf && order.shelfKey(oldest) < place) {
            first = number;
            shelf = oldest;
            place = order.shelfKey(oldest);
        }
    }
    if (first == kNoHost) {
        return kNoSlot;
    }
    return shelf == FairOrder::kNoShelf ? takeFront(first)
                                        : host(first).returned.popShelf(shelf).slot;
}

void QueueStore::putBack(std::uint32_t index) {
    --m_visibleCount; // it was never taken off
    makeVisible(index, m_slots.times(index).orderedAt);
}

void QueueStore::redriven(SimTime now, std::uint32_t index) {
    depart(now);
    ++m_counts.redriven;
    leave(now, index);
}

// Counts a copy of a tenant that goes from one place to another.
void QueueStore::recountTenant(SimTime now, GroupIndex group, Whereabouts from, Whereabouts to) {
    if (!m_hasTenants) {
        beginTenants();
    }
    m_tenants.count(group, from, to);
    m_tenants.settle(now, group, inFlightCount());
    rankChanged(group);
}

void QueueStore::endIdleOfNoisy(SimTime now) {
    while (const auto group = m_tenants.endIdle(now)) {
        rankChanged(*group);
    }
}

void QueueStore::rankChanged(GroupIndex group) {
    const std::uint64_t rank = m_tenants.rank(group);
    m_byAge.setRank(group, rank);
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        host(number).returned.setRank(group, rank);
    }
}

} // namespace sluice
