// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/delivery_retry.h"

#include "core/base/portable_math.h"

#include <cmath>

namespace sluice {

namespace {

Duration rounded(double nanoseconds) {
    return Duration(std::llround(nanoseconds));
}

/// Delay before retry `i` of the `n` retries in the backoff phase, counted from 1 (SNS-47).
Duration backoffDelay(const RetryPlan& plan, std::int64_t i, std::int64_t n) {
    const Duration range = plan.longest - plan.shortest;
    if (n == 1 || i == 1) return plan.shortest;
    if (i == n) return plan.longest;
    switch (plan.function) {
    case Backoff::Linear:
        return plan.shortest + range * (i - 1) / (n - 1);
    case Backoff::Arithmetic:
        return plan.shortest + range * (i * (i - 1)) / (n * (n - 1));
    case Backoff::Exponential:
    case Backoff::Geometric:
        break;
    }
    const auto shortest = static_cast<double>(plan.shortest.count());
    const auto longest = static_cast<double>(plan.longest.count());
    const double share = static_cast<double>(i - 1) / static_cast<double>(n - 1);
    return rounded(shortest * portable::exp(portable::log(longest / shortest) * share));
}

} // namespace

std::optional<Duration> delayBefore(const RetryPlan& plan, std::uint32_t retry) {
    if (retry == 0 || retry > plan.retries()) return std::nullopt;
    if (retry <= plan.noDelay) return Duration::zero();
    retry -= plan.noDelay;
    if (retry <= plan.minDelay) return plan.shortest;
    retry -= plan.minDelay;
    if (retry <= plan.backoff) return backoffDelay(plan, retry, plan.backoff);
    return plan.longest;
}

Duration totalDelay(const RetryPlan& plan) {
    Duration total = plan.shortest * plan.minDelay + plan.longest * plan.maxDelay;
    for (std::uint32_t i = 1; i <= plan.backoff; ++i) total += backoffDelay(plan, i, plan.backoff);
    return total;
}

Duration jittered(Duration delay, double jitter, Rng& random) {
    if (jitter <= 0) return delay;
    return rounded(static_cast<double>(delay.count()) * (1 + jitter * (2 * random.unit() - 1)));
}

} // namespace sluice
