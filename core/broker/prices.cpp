// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/prices.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr std::string_view kStandard = "sqs.standard_per_million";
constexpr std::string_view kFifo = "sqs.fifo_per_million";
constexpr std::string_view kSurcharge = "sqs.fair_queue_surcharge_per_million";
constexpr std::string_view kRequests =
    "1,000,000 requests: every API call, empty receives too; one per 64 KiB of payload";
constexpr std::string_view kListed = "price list files of a cost estimator; pricing articles of "
                                     "2026; not verified at AWS";
constexpr std::string_view kNoted = "price list API answers noted in 2026; not verified at AWS";

constexpr std::array<PriceRow, 8> kPrices{{
    {kStandard, 0, 0.40, kRequests, kListed},
    {kStandard, 100e9, 0.30, kRequests, "pricing articles of 2026; not verified at AWS"},
    {kStandard, 200e9, 0.24, kRequests, "pricing articles of 2026; not verified at AWS"},
    {kFifo, 0, 0.50, kRequests, kListed},
    {kFifo, 100e9, 0.40, kRequests, kNoted},
    {kFifo, 200e9, 0.35, kRequests, kNoted},
    {kSurcharge,
     0,
     0.10,
     "1,000,000 requests that carry a message group, on standard queues",
     kNoted},
    {"sqs.chunk_bytes",
     0,
     65'536,
     "bytes of payload per request; a batch counts by its total size",
     "pricing articles of 2026; not verified at AWS"},
}};

/// Dollars for `requests` at the tiers of one key; their rows follow each other.
double tieredCost(std::string_view key, double requests) {
    double cost = 0;
    for (std::size_t at = 0; at < kPrices.size(); ++at) {
        const PriceRow& row = kPrices[at];
        if (row.key != key) continue;
        const bool hasNext = at + 1 < kPrices.size() && kPrices[at + 1].key == key;
        const double upTo = hasNext ? std::min(requests, kPrices[at + 1].from) : requests;
        cost += std::max(0.0, upTo - row.from) / 1e6 * row.value;
    }
    return cost;
}

} // namespace

std::span<const PriceRow> queuePrices() {
    return kPrices;
}

double queueCost(bool isFifo, std::uint64_t requests, std::uint64_t groupRequests) {
    const double cost = tieredCost(isFifo ? kFifo : kStandard, static_cast<double>(requests));
    return isFifo ? cost : cost + tieredCost(kSurcharge, static_cast<double>(groupRequests));
}

double keyCalls(Duration period, Duration keyReuse, std::uint64_t principals) {
    return seconds(period) / seconds(keyReuse) * 2 * static_cast<double>(principals);
}

} // namespace sluice
