// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"

#include <algorithm>
#include <cstdint>

namespace sluice {

/// A bucket of calls in integer arithmetic: it holds one second's worth and refills evenly. What
/// somebody can do all the time, and twice as much in the second after a rest; a quota of a service
/// is a CallQuota.
class TokenBucket {
public:
    /// Takes one call; false when there is none in the bucket. Requires: perSecond > 0.
    bool take(SimTime now, std::int64_t perSecond) {
        const SimTime fullAt = std::max(m_fullAt, now) + Duration{1'000'000'000 / perSecond};
        if (fullAt > now + 1s) {
            return false;
        }
        m_fullAt = fullAt;
        return true;
    }

    friend bool operator==(const TokenBucket&, const TokenBucket&) = default;

private:
    // The time at which the bucket would be full again ("virtual scheduling"): each call moves it
    // on by one call's worth.
    SimTime m_fullAt = kRunStart;
};

} // namespace sluice
