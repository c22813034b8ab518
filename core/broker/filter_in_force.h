// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"
#include "core/broker/filter_policy.h"

#include <utility>

namespace sluice {

/// A subscription's policy, whose changes take a while to reach the whole service (SNS-40). Until
/// then the one before decides.
class FilterInForce {
public:
    /// From `now` + `propagation` on, the end of the wait included.
    void change(SimTime now, FilterPolicy policy, Duration propagation) {
        m_before = at(now);
        m_after = std::move(policy);
        m_from = now + propagation;
    }
    const FilterPolicy& at(SimTime now) const { return now >= m_from ? m_after : m_before; }
    /// Whether neither policy holds anything back.
    bool isEmpty() const { return m_before.isEmpty() && m_after.isEmpty(); }

    friend bool operator==(const FilterInForce&, const FilterInForce&) = default;

private:
    FilterPolicy m_before;
    FilterPolicy m_after;
    SimTime m_from = kRunStart;
};

} // namespace sluice
