// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"

#include <cstdint>

namespace sluice {

/// So many calls in each second of simulated time, counted anew with every whole second: the rules
/// of such quotas know no bursts (SQS-117, SNS-60). What is counted may also be messages or bytes.
class CallQuota {
public:
    /// Whether take() would succeed.
    bool holds(SimTime now, std::int64_t perSecond, std::int64_t amount = 1) const {
        return (now < m_end ? m_taken : 0) + amount <= perSecond;
    }
    /// Takes one call or more; false when less is left of this second. Requires: an amount below
    /// 2^32. More than perSecond at once never passes.
    bool take(SimTime now, std::int64_t perSecond, std::int64_t amount = 1) {
        if (!holds(now, perSecond, amount)) {
            return false;
        }
        if (now >= m_end) {
            m_end = std::chrono::floor<std::chrono::seconds>(now) + 1s;
            m_taken = 0;
        }
        m_taken += amount;
        return true;
    }

    friend bool operator==(const CallQuota&, const CallQuota&) = default;

private:
    SimTime m_end = kRunStart; // of the second in which something was taken last
    std::int64_t m_taken = 0;  // in it
};

} // namespace sluice
