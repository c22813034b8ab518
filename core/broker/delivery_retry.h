// SPDX-License-Identifier: GPL-3.0-or-later
// When a topic tries a delivery again that failed: four phases one after the other, as a pure
// function of the number of the retry. Only server errors are retried (SNS-42).
#pragma once

#include "core/base/random.h"
#include "core/base/sim_time.h"

#include <cstdint>
#include <optional>

namespace sluice {

/// How the delays of the backoff phase grow from the shortest to the longest (SNS-47).
enum class Backoff : std::uint8_t { Arithmetic, Exponential, Geometric, Linear };

/// Retries after the first attempt of a delivery, by phase.
struct RetryPlan {
    std::uint32_t noDelay = 0;
    std::uint32_t minDelay = 0; ///< `shortest` before each.
    std::uint32_t backoff = 0;  ///< From `shortest` to `longest`.
    std::uint32_t maxDelay = 0; ///< `longest` before each.
    Duration shortest{};
    Duration longest{};
    Backoff function = Backoff::Linear;

    constexpr std::uint32_t retries() const { return noDelay + minDelay + backoff + maxDelay; }
    friend bool operator==(const RetryPlan&, const RetryPlan&) = default;
};

/// Endpoints the provider runs itself: queues, functions, delivery streams (SNS-43).
inline constexpr RetryPlan kManagedEndpointPlan{3, 2, 10, 100'000, 1s, 20s, Backoff::Exponential};
/// Mail, text messages, mobile push, and delivery streams that throttle (SNS-44).
inline constexpr RetryPlan kPersonalEndpointPlan{0, 2, 10, 38, 10s, 600s, Backoff::Exponential};
/// HTTP and HTTPS without a policy of their own (SNS-45).
inline constexpr RetryPlan kHttpPlan{0, 0, 3, 0, 20s, 20s, Backoff::Linear};

/// How long an HTTP endpoint may take to answer an attempt (SNS-42).
inline constexpr Duration kHttpTimeout = 15s;

/// The delay between the failure before the retry and the retry; nothing when there is no such
/// retry. The first retry is number 1.
std::optional<Duration> delayBefore(const RetryPlan& plan, std::uint32_t retry);

/// The sum of all delays: how long the plan goes on when every attempt fails at once.
Duration totalDelay(const RetryPlan& plan);

/// The delay changed by up to ±`jitter` of itself (0 to 1), evenly; without jitter nothing is drawn
/// (SNS-47).
Duration jittered(Duration delay, double jitter, Rng& random);

} // namespace sluice
