// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/prices.h"

#include "core/base/assert.h"

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

constexpr std::string_view kGuessed = "not read anywhere reliable; not verified at AWS";
constexpr std::string_view kDeliveries = "1,000,000 delivery attempts";
constexpr std::string_view kGigabytes = "GB of 1,073,741,824 bytes";
constexpr double kGigabyte = 1'073'741'824;

constexpr std::array<PriceRow, 12> kTopicPrices{{
    {"sns.standard_publish_per_million", 0, 0.50, kRequests, kListed},
    {"sns.fifo_publish_per_million",
     0,
     0.30,
     kRequests,
     "pricing articles of 2026; not verified at AWS"},
    {"sns.fifo_publish_per_gb", 0, 0.017, kGigabytes, kGuessed},
    {"sns.fifo_delivery_per_million", 0, 0.01, kDeliveries, kGuessed},
    {"sns.fifo_delivery_per_gb", 0, 0.001, kGigabytes, kGuessed},
    {"sns.http_delivery_per_million", 0, 0.60, kDeliveries, kListed},
    {"sns.email_delivery_per_million", 0, 20.00, kDeliveries, kListed},
    {"sns.push_delivery_per_million", 0, 0.50, kDeliveries, kListed},
    {"sns.firehose_delivery_per_million", 0, 0.19, kDeliveries, kListed},
    {"sns.sms_delivery_per_million",
     0,
     7'500.00,
     "1,000,000 text messages; depends on the country",
     "price list files of a cost estimator; not verified at AWS"},
    {"sns.body_filter_per_gb",
     0,
     0.09,
     "GB of payload, once for each subscription that looks at bodies",
     kNoted},
    {"sns.chunk_bytes", 0, 65'536, "bytes of payload per request", kListed},
}};

double topicPrice(std::string_view key) {
    const auto* row = std::find_if(
        kTopicPrices.begin(), kTopicPrices.end(), [&](const PriceRow& r) { return r.key == key; });
    SLUICE_ASSERT(row != kTopicPrices.end());
    return row->value;
}

/// Price of 1,000,000 attempts to an endpoint of this protocol.
double deliveryPrice(Protocol protocol) {
    switch (protocol) {
    case Protocol::Http:
    case Protocol::Https:
        return topicPrice("sns.http_delivery_per_million");
    case Protocol::Email:
    case Protocol::EmailJson:
        return topicPrice("sns.email_delivery_per_million");
    case Protocol::Sms:
        return topicPrice("sns.sms_delivery_per_million");
    case Protocol::Application:
        return topicPrice("sns.push_delivery_per_million");
    case Protocol::Firehose:
        return topicPrice("sns.firehose_delivery_per_million");
    case Protocol::Sqs:
    case Protocol::Lambda:
        break;
    }
    return 0;
}

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

std::span<const PriceRow> topicPrices() {
    return kTopicPrices;
}

double topicCost(bool isFifo, const TopicUsage& usage) {
    const auto millions = [](std::uint64_t count) { return static_cast<double>(count) / 1e6; };
    const auto gigabytes = [](std::uint64_t bytes) {
        return static_cast<double>(bytes) / kGigabyte;
    };
    double cost = gigabytes(usage.filteredBodyBytes) * topicPrice("sns.body_filter_per_gb");
    std::uint64_t attempts = 0;
    for (std::size_t at = 0; at < usage.deliveries.size(); ++at) {
        cost += millions(usage.deliveries[at]) * deliveryPrice(static_cast<Protocol>(at));
        attempts += usage.deliveries[at];
    }
    if (!isFifo) {
        return cost
               + millions(usage.publishRequests) * topicPrice("sns.standard_publish_per_million");
    }
    return cost + millions(usage.publishRequests) * topicPrice("sns.fifo_publish_per_million")
           + gigabytes(usage.publishedBytes) * topicPrice("sns.fifo_publish_per_gb")
           + millions(attempts) * topicPrice("sns.fifo_delivery_per_million")
           + gigabytes(usage.deliveredBytes) * topicPrice("sns.fifo_delivery_per_gb");
}

double keyCalls(Duration period, Duration keyReuse, std::uint64_t principals) {
    return seconds(period) / seconds(keyReuse) * 2 * static_cast<double>(principals);
}

} // namespace sluice
