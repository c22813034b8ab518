// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"

#include <cstdint>

namespace sluice {

/// A bucket of calls per second in integer arithmetic: it holds one second's worth and refills
/// evenly (SQS-117).
class CallQuota {
public:
    /// Takes one call; false when the bucket is empty. Requires: perSecond > 0.
    bool take(SimTime now, std::int64_t perSecond) {
        // The time at which the bucket would be full again ("virtual scheduling"): each call moves
        // it on by one call's worth.
        const Duration worth{1'000'000'000 / perSecond};
        const SimTime start = m_fullAt > now ? m_fullAt : now;
        if (start + worth > now + 1s) {
            return false;
        }
        m_fullAt = start + worth;
        return true;
    }

    friend bool operator==(const CallQuota&, const CallQuota&) = default;

private:
    SimTime m_fullAt = kRunStart;
};

} // namespace sluice
