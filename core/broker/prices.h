// SPDX-License-Identifier: GPL-3.0-or-later
// What the service charges, as defaults of the cost meter (US dollars, region us-east-1). The
// figures were read from third parties, not from the provider's own price list.
#pragma once

#include "core/base/sim_time.h"
#include "core/broker/topic_rules.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace sluice {

/// One figure of the price list.
struct PriceRow {
    std::string_view key; ///< sqs.standard_per_million and so on.
    /// Requests a month from which it applies; for the figures without tiers 0.
    double from = 0;
    double value = 0;
    std::string_view unit;   ///< What one unit is and how it is counted.
    std::string_view source; ///< Where it was read.
};
std::span<const PriceRow> queuePrices();
std::span<const PriceRow> topicPrices();

/// Billed requests of one API call with this much payload: one per 64 KiB, at least one (PRICE-2).
constexpr std::int64_t requestsFor(std::int64_t bytes) {
    constexpr std::int64_t kChunk = 65'536;
    if (bytes <= kChunk) [[likely]] {
        return 1;
    }
    return (bytes + kChunk - 1) / kChunk;
}

/// Dollars for this many billed requests in a month, without the free tier. `groupRequests` of them
/// carried a message group; on a standard queue these cost a surcharge (fair queues).
double queueCost(bool isFifo, std::uint64_t requests, std::uint64_t groupRequests);

/// What a topic did in a month.
struct TopicUsage {
    std::uint64_t publishRequests = 0; ///< Billed: requestsFor() of every Publish call.
    std::uint64_t publishedBytes = 0;
    std::array<std::uint64_t, 9> deliveries{}; ///< Attempts, by Protocol; retries count (DOUBT-9).
    std::uint64_t deliveredBytes = 0;
    /// Bytes of bodies times the subscriptions with filter scope MessageBody that looked at them.
    std::uint64_t filteredBodyBytes = 0;

    friend bool operator==(const TopicUsage&, const TopicUsage&) = default;
};
/// Dollars for it without the free tier. FIFO topics pay for payload and deliveries to queues too.
double topicCost(bool isFifo, const TopicUsage& usage);

/// Calls to the key service in `period` by this many producers and consumers together, each of
/// which reuses a data key for `keyReuse` (SQS-126). Requires: keyReuse > 0.
double keyCalls(Duration period, Duration keyReuse, std::uint64_t principals);

} // namespace sluice
