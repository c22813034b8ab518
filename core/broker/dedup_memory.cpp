// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/dedup_memory.h"

namespace sluice {

std::uint32_t DedupMemory::numberAt(std::size_t place) const {
    return (m_forgotten + static_cast<std::uint32_t>(place)) & IndexTable::kNumberMask;
}

const DedupMemory::Entry& DedupMemory::numbered(std::uint32_t number) const {
    return m_order[(number - m_forgotten) & IndexTable::kNumberMask];
}

std::optional<DedupMemory::Original>
DedupMemory::find(SimTime now, Duration window, std::uint64_t id, GroupIndex group) {
    while (!m_order.empty() && m_order.front().at + window <= now) {
        m_numbers.erase(m_order.front().hash, numberAt(0));
        m_order.pop();
        m_forgotten = (m_forgotten + 1) & IndexTable::kNumberMask;
    }
    const std::uint32_t number =
        m_numbers.find(IndexTable::hashOf(id, group), [&](std::uint32_t candidate) {
            const Entry& entry = numbered(candidate);
            return entry.id == id && entry.group == group;
        });
    if (number == IndexTable::kNone) {
        return std::nullopt;
    }
    return numbered(number).original;
}

void DedupMemory::remember(SimTime now, std::uint64_t id, GroupIndex group, Original original) {
    const std::uint32_t hash = IndexTable::hashOf(id, group);
    m_numbers.insert(hash, numberAt(m_order.size()));
    m_order.push({now, id, group, hash, original});
}

void DedupMemory::clear() {
    m_order.clear();
    m_numbers.clear();
    m_forgotten = 0;
}

void DedupMemory::addTo(Digest& digest) const {
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        digest.add(m_order[i].at.time_since_epoch().count());
        digest.add(m_order[i].id);
        digest.add(m_order[i].group);
        digest.add(m_order[i].original.sequenceNumber);
    }
}

} // namespace sluice
