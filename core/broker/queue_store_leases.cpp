// SPDX-License-Identifier: GPL-3.0-or-later
// How copies on leases (see LeaseTable) get slots of their own: when something happens to one of
// them alone, when their deadline comes, or when they are no longer alike.
#include "core/broker/queue_store.h"

namespace sluice {

std::uint32_t QueueStore::giveSlot(const LeaseTable::Place& place) {
    const Lease& lease = m_leases[place.lease];
    const Lease::Copy copy = leased(place);
    const std::uint32_t index = m_slots.add();
    Slot& slot = m_slots[index];
    slot.message = copy.message;
    slot.receiveCount = 1;
    slot.state = SlotState::InFlight;
    slot.isEncrypted = Tag{copy.rest}.isEncrypted();
    m_slots.times(index) = {copy.enqueuedAt, copy.enqueuedAt, lease.deadline, lease.receivedAt};
    m_leases.leave(place, index);
    m_deadlines.insert(m_slots, index);
    return index;
}

std::uint32_t QueueStore::slotOfLeased(const Receipt& receipt) {
    return m_leases.holds(receipt) ? giveSlot(LeaseTable::placeOf(receipt.slot))
                                   : m_leases.slotOf(receipt);
}

std::uint32_t QueueStore::knownSlotOf(const Receipt& receipt) const {
    if (LeaseTable::isLeased(receipt.slot)) return m_leases.slotOf(receipt);
    return m_slots.holds(receipt.slot, receipt.generation) ? receipt.slot : kNoSlot;
}

SimTime QueueStore::firstReceivedAt(const Receipt& receipt) const {
    if (isHeld(receipt)) return m_leases[LeaseTable::placeOf(receipt.slot).lease].receivedAt;
    const std::uint32_t index = knownSlotOf(receipt);
    return index == kNoSlot ? kNever : m_slots.firstReceivedAt(index);
}

// Gives a slot to each copy it still holds.
void QueueStore::endLease(std::uint32_t lease) {
    const unsigned held = m_leases[lease].held;
    for (std::uint32_t copy = 0; copy < Lease::kMost; ++copy) {
        if ((held >> copy & 1U) != 0) giveSlot({lease, copy});
    }
}

void QueueStore::endLeases() {
    while (m_leases.heldCount() > 0) endLease(m_leases.first());
}

} // namespace sluice
