// SPDX-License-Identifier: GPL-3.0-or-later
// What a change of its rules does to a FIFO store.
#include "core/broker/fifo_store.h"

namespace sluice {

void FifoStore::adopt(SimTime now, const QueueRules& rules) {
    const auto most = static_cast<std::uint64_t>(rules.limits.inFlightFifo);
    if (rules.delay != m_delay || most != m_lookAhead) {
        rulesChanged(now, rules);
    }
}

void FifoStore::rulesChanged(SimTime now, const QueueRules& rules) {
    if (rules.delay > m_delay) {
        m_delay = rules.delay;
        hideYounger(now);
    }
    m_delay = rules.delay; // what a shorter delay frees is found by elapseNext()
    lookAhead(static_cast<std::uint64_t>(rules.limits.inFlightFifo));
}

// A longer delay hides again what was not received yet and is not that old.
void FifoStore::hideYounger(SimTime now) {
    std::uint32_t at = m_order.last();
    const bool isFirstOlder =
        m_firstDelayed != kNoCopy && m_order[m_firstDelayed].enqueuedAt + m_delay <= now;
    for (; at != kNoCopy && m_order[at].enqueuedAt + m_delay > now; at = m_order[at].previous) {
        FifoCopy& copy = m_order[at];
        if (copy.hasSlot()) {
            continue;
        }
        m_delayedCount += copy.isDelayed == 0 ? 1U : 0U;
        copy.isDelayed = 1;
        m_firstDelayed = isFirstOlder ? m_firstDelayed : at;
        refresh(copy.lane);
    }
}

// Moves the border between the messages that a receive searches and the others (SQS-110).
void FifoStore::lookAhead(std::uint64_t most) {
    m_lookAhead = most;
    while (m_nearCount < m_lookAhead && m_firstFar != kNoCopy) {
        refreshHead(bringNear());
    }
    while (m_nearCount > m_lookAhead) {
        m_firstFar = m_firstFar == kNoCopy ? m_order.last() : m_order[m_firstFar].previous;
        m_order[m_firstFar].isNear = 0;
        --m_nearCount;
        refreshHead(m_firstFar);
    }
}

// Returns the message that is searched from now on; its lane may have become available.
std::uint32_t FifoStore::bringNear() {
    const std::uint32_t index = m_firstFar;
    m_order[index].isNear = 1;
    ++m_nearCount;
    m_firstFar = m_order[index].next;
    return index;
}

} // namespace sluice
