// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"

#include <cstdint>

namespace sluice {

/// A bucket of calls per second in integer arithmetic: it holds one second's worth and refills
/// evenly (SQS-117). What is counted may also be messages or bytes.
class CallQuota {
public:
    /// Whether take() would succeed.
    bool holds(SimTime now, std::int64_t perSecond, std::int64_t amount = 1) const {
        return startAt(now) + worthOf(perSecond, amount) <= now + 1s;
    }
    /// Takes one call or more; false when the bucket holds less. Requires: perSecond > 0, and an
    /// amount below 2^32. More than perSecond at once never passes.
    bool take(SimTime now, std::int64_t perSecond, std::int64_t amount = 1) {
        if (!holds(now, perSecond, amount)) {
            return false;
        }
        m_fullAt = startAt(now) + worthOf(perSecond, amount);
        return true;
    }

    friend bool operator==(const CallQuota&, const CallQuota&) = default;

private:
    // The time at which the bucket would be full again ("virtual scheduling"): each call moves it
    // on by one call's worth.
    SimTime startAt(SimTime now) const { return m_fullAt > now ? m_fullAt : now; }
    static Duration worthOf(std::int64_t perSecond, std::int64_t amount) {
        return Duration{1'000'000'000 * amount / perSecond};
    }

    SimTime m_fullAt = kRunStart;
};

} // namespace sluice
