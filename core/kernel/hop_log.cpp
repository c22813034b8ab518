// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/hop_log.h"

#include <algorithm>

namespace sluice {

void HopLog::add(const Hop& hop) {
    if (++m_skipped < m_stride) {
        return;
    }
    m_skipped = 0;
    m_hops.push_back(hop);
    if (m_hops.size() >= m_capacity) {
        std::size_t kept = 0;
        for (std::size_t i = 1; i < m_hops.size(); i += 2) {
            m_hops[kept++] = m_hops[i];
        }
        m_hops.resize(kept);
        m_stride *= 2;
    }
}

std::vector<Hop> HopLog::take() {
    m_stride = 1;
    m_skipped = 0;
    std::stable_sort(m_hops.begin(), m_hops.end(), [](const Hop& left, const Hop& right) {
        return left.depart < right.depart;
    });
    return std::exchange(m_hops, {});
}

} // namespace sluice
