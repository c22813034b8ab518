// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/fair_order.h"

#include "core/broker/group_place.h"

namespace sluice {

void FairOrder::setRank(GroupIndex group, std::uint64_t rank) {
    const std::size_t place = placeOf(group);
    if (place >= m_shelfOf.size() || m_shelfOf[place] == kNoShelf) {
        return;
    }
    const std::uint32_t shelf = m_shelfOf[place];
    if (rank != kQuiet) {
        m_quiet.erase(shelf);
        m_noisy.set(shelf, rank);
    } else if (!m_quiet.contains(shelf)) {
        m_noisy.erase(shelf);
        m_quiet.set(shelf, static_cast<std::uint64_t>(shelfKey(shelf).time_since_epoch().count()));
    }
}

std::uint32_t FairOrder::shelfOf(GroupIndex group) {
    const std::size_t place = placeOf(group);
    if (place >= m_shelfOf.size()) {
        m_shelfOf.resize(place + 1, kNoShelf);
    }
    std::uint32_t& shelf = m_shelfOf[place];
    if (shelf == kNoShelf) {
        if (m_freeShelves.empty()) {
            shelf = static_cast<std::uint32_t>(m_shelves.size());
            m_shelves.emplace_back();
        } else {
            shelf = m_freeShelves.back();
            m_freeShelves.pop_back();
        }
        m_shelves[shelf].group = group;
        ++m_used;
    }
    return shelf;
}

void FairOrder::release(std::uint32_t shelf) {
    m_noisy.erase(shelf);
    m_quiet.erase(shelf);
    m_shelfOf[placeOf(m_shelves[shelf].group)] = kNoShelf;
    m_shelves[shelf].group = 0;
    m_shelves[shelf].entries.clear();
    m_freeShelves.push_back(shelf);
    --m_used;
}

Listed FairOrder::popShelf(std::uint32_t shelf) {
    const Listed entry = m_shelves[shelf].entries.pop();
    if (m_shelves[shelf].entries.empty()) {
        release(shelf);
    }
    return entry;
}

void FairOrder::clear() {
    m_main.clear();
    for (std::uint32_t shelf = 0; shelf < m_shelves.size(); ++shelf) {
        if (m_shelves[shelf].group != 0) {
            release(shelf);
        }
    }
}

} // namespace sluice
