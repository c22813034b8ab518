// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/receive_attempts.h"

namespace sluice {

std::uint32_t ReceiveAttempts::numberOf(std::uint64_t attemptId) const {
    return m_numbers.find(IndexTable::hashOf(attemptId), [&](std::uint32_t number) {
        return m_order[(number - m_gone) & IndexTable::kNumberMask].id == attemptId;
    });
}

AttemptAnswer* ReceiveAttempts::find(SimTime now, std::uint64_t attemptId) {
    while (!m_order.empty()
           && (m_order.front().isForgotten || m_order.front().at + kWindow <= now)) {
        if (!m_order.front().isForgotten) {
            m_numbers.erase(IndexTable::hashOf(m_order.front().id), m_gone);
        }
        m_order.pop();
        m_gone = (m_gone + 1) & IndexTable::kNumberMask;
    }
    const std::uint32_t number = numberOf(attemptId);
    return number == IndexTable::kNone
               ? nullptr
               : &m_order[(number - m_gone) & IndexTable::kNumberMask].answer;
}

void ReceiveAttempts::remember(SimTime now, std::uint64_t attemptId, const AttemptAnswer& answer) {
    forget(attemptId);
    const auto place = static_cast<std::uint32_t>(m_order.size());
    m_numbers.insert(IndexTable::hashOf(attemptId), (m_gone + place) & IndexTable::kNumberMask);
    m_order.push({now, attemptId, false, answer});
}

void ReceiveAttempts::forget(std::uint64_t attemptId) {
    const std::uint32_t number = numberOf(attemptId);
    if (number != IndexTable::kNone) {
        m_order[(number - m_gone) & IndexTable::kNumberMask].isForgotten = true;
        m_numbers.erase(IndexTable::hashOf(attemptId), number);
    }
}

void ReceiveAttempts::clear() {
    m_order.clear();
    m_numbers.clear();
    m_gone = 0;
}

} // namespace sluice
