// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes due by the passing of time, and what a change of the rules does to it.
#include "core/broker/queue_store.h"

#include <algorithm>

namespace sluice {

std::optional<Elapsed> QueueStore::elapseNext(SimTime now, const QueueRules& rules) {
    if (const auto expired = expireNext(now, rules)) {
        return expired;
    }
    while (m_leases.firstDeadline() <= now) endLease(m_leases.first());
    const std::uint32_t index = m_deadlines.earliest(m_slots);
    const SimTime deadline = index == kNoSlot ? kNever : m_slots.times(index).deadline;
    if (deadline <= now && (m_delayed.empty() || deadline <= m_delayed.front().key)) {
        const bool isExpired = m_slots.times(index).enqueuedAt + rules.retention <= now;
        return isExpired ? expire(now, index) : endTimeout(now, index);
    }
    if (!m_delayed.empty() && m_delayed.front().key <= now) {
        return endDelay(now, rules);
    }
    return std::nullopt;
}

// Removes a copy whose retention is over, delayed ones left out (SQS-43).
std::optional<Elapsed> QueueStore::expireNext(SimTime now, const QueueRules& rules) {
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        OrderedRing<Fresh>& fresh = host(number).fresh;
        if (!fresh.empty() && fresh.front().key + rules.retention <= now) {
            depart(now);
            ++m_counts.expired;
            --m_visibleCount;
            const Fresh entry = fresh.pop();
            recount(now, entry.tag.group(), Whereabouts::Visible, Whereabouts::Outside);
            return Elapsed{Elapsed::Kind::Expired, entry.message, 0, kNoSlot};
        }
    }
    while (!m_byRetention.empty() && m_byRetention.front().key + rules.retention <= now) {
        const Listed entry = m_byRetention.pop();
        if (m_slots.holds(entry.slot, entry.stamp)) {
            return expire(now, entry.slot);
        }
    }
    return std::nullopt;
}

Elapsed QueueStore::expire(SimTime now, std::uint32_t index) {
    depart(now);
    ++m_counts.expired;
    const Slot& slot = m_slots[index];
    const Elapsed result{Elapsed::Kind::Expired, slot.message, slot.receiveCount, kNoSlot};
    leave(now, index);
    return result;
}

Elapsed QueueStore::endTimeout(SimTime now, std::uint32_t index) {
    touch(now);
    m_deadlines.remove(m_slots, index);
    const Slot& slot = m_slots[index];
    // A message received three times or more goes to the back of the queue (SQS-42).
    makeVisible(index, isPoison(slot) ? now : m_slots.times(index).orderedAt);
    recount(now, m_slots.group(index), Whereabouts::InFlight, Whereabouts::Visible);
    return {Elapsed::Kind::TimedOut, slot.message, slot.receiveCount, index};
}

Elapsed QueueStore::endDelay(SimTime now, const QueueRules& rules) {
    touch(now);
    const bool isExpired = now >= m_delayed.front().enqueuedAt + rules.retention;
    if (isExpired) {
        depart(now);
        ++m_counts.expired;
    }
    const Delayed entry = m_delayed.pop();
    if (isExpired) {
        recount(now, entry.tag.group(), Whereabouts::Delayed, Whereabouts::Outside);
        return {Elapsed::Kind::Expired, entry.message, 0, kNoSlot};
    }
    show(now, {entry.enqueuedAt, entry.message, entry.tag}, entry.place, Whereabouts::Delayed);
    return {Elapsed::Kind::DelayEnded, entry.message, 0, kNoSlot};
}

SimTime QueueStore::nextDue(const QueueRules& rules) {
    SimTime due = m_leases.firstDeadline();
    for (std::uint32_t number = 0; number < hostCount(); ++number) {
        if (!host(number).fresh.empty()) {
            due = std::min(due, host(number).fresh.front().key + rules.retention);
        }
    }
    if (const std::uint32_t index = m_deadlines.earliest(m_slots); index != kNoSlot) {
        due = std::min(due, m_slots.times(index).deadline);
    }
    if (!m_delayed.empty()) {
        due = std::min(due, m_delayed.front().key);
    }
    // Whether an entry is outdated matters, and costs a look at its slot, only when it is the
    // first.
    while (!m_byRetention.empty() && m_byRetention.front().key + rules.retention < due) {
        const Listed& entry = m_byRetention.front();
        if (m_slots.holds(entry.slot, entry.stamp)) {
            return entry.key + rules.retention;
        }
        m_byRetention.pop();
    }
    return due;
}

void QueueStore::rulesChanged(SimTime now, const QueueRules& rules) {
    const std::uint32_t hosts = std::max(rules.hosts, 1U);
    OrderedRing<Delayed> renewed;
    while (!m_delayed.empty()) {
        Delayed entry = m_delayed.pop();
        entry.key = std::min(entry.due, entry.enqueuedAt + rules.retention);
        entry.tag = Tag::of(entry.tag.group(), entry.tag.host() % hosts, entry.tag.isEncrypted());
        renewed.push(entry);
    }
    m_delayed = std::move(renewed);
    endLeases();
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        if (m_slots[i].state == SlotState::InFlight) {
            listRetention(i); // with another retention they may expire before their deadline
        }
    }
    leaveHosts(hosts);
    if (!rules.limits.groupsOnStandardQueues) {
        m_tenants.quieten(now);
        endIdle(now);
    }
}

// Messages of the hosts from `count` on go to the others.
void QueueStore::leaveHosts(std::uint32_t count) {
    if (count >= hostCount()) {
        return;
    }
    for (std::uint32_t number = count; number < hostCount(); ++number) {
        Host& from = host(number);
        Host& to = host(number % count);
        from.fresh.forEach([&](const Fresh& entry) { to.fresh.push(entry); });
        to.returned.takeAll(from.returned, isListed());
    }
    m_otherHosts.resize(count - 1);
    for (std::uint32_t i = 0; i < m_slots.capacity(); ++i) {
        m_slots[i].host = static_cast<std::uint8_t>(m_slots[i].host % count);
    }
}

} // namespace sluice
