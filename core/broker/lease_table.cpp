// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/lease_table.h"

#include <algorithm>

namespace sluice {

void LeaseTable::leave(const Place& place, std::uint32_t slot) {
    Lease& lease = m_pool[place.lease];
    lease.left = static_cast<std::uint16_t>(lease.left | place.bit());
    lease.copies[place.copy].rest = slot;
    --m_heldCount;
    keep(place.lease, lease, lease.held & ~static_cast<unsigned>(place.bit()));
    if (slot >= m_places.size()) {
        m_places.resize(std::max<std::size_t>(slot + 1, 2 * m_places.size()));
    }
    m_places[slot] = place.code();
}

void LeaseTable::forget(std::uint32_t slot) {
    const Place place = placeOf(m_places[slot]);
    m_places[slot] = 0;
    Lease& lease = m_pool[place.lease];
    lease.left = static_cast<std::uint16_t>(lease.left & ~place.bit());
    if (lease.left == 0 && lease.held == 0) m_pool.free(place.lease);
}

void LeaseTable::clear() {
    for (std::uint32_t index = m_head; index != kNone;) {
        Lease& lease = m_pool[index];
        const std::uint32_t next = lease.next;
        lease.held = 0;
        if (lease.left == 0) m_pool.free(index);
        index = next;
    }
    m_head = m_tail = kNone;
    m_heldCount = 0;
}

} // namespace sluice
