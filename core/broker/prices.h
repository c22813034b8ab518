// SPDX-License-Identifier: GPL-3.0-or-later
// What the service charges, as defaults of the cost meter (US dollars, region us-east-1). The
// figures were read from third parties, not from the provider's own price list.
#pragma once

#include <cstdint>

namespace sluice {

/// Billed requests of one API call with this much payload: one per 64 KiB, at least one (PRICE-2).
constexpr std::int64_t requestsFor(std::int64_t bytes) {
    constexpr std::int64_t kChunk = 65'536;
    return bytes <= kChunk ? 1 : (bytes + kChunk - 1) / kChunk;
}

/// Dollars for this many billed requests in a month, without the free tier. `groupRequests` of them
/// carried a message group; on a standard queue these cost a surcharge (fair queues).
double queueCost(bool isFifo, std::uint64_t requests, std::uint64_t groupRequests);

} // namespace sluice
