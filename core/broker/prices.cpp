// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/prices.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

struct Tier {
    double upTo = 0; ///< Requests a month.
    double perMillion = 0;
};
constexpr double kNoEnd = 1e300;
constexpr std::array<Tier, 3> kStandard{{{100e9, 0.40}, {200e9, 0.30}, {kNoEnd, 0.24}}};
constexpr std::array<Tier, 3> kFifo{{{100e9, 0.50}, {200e9, 0.40}, {kNoEnd, 0.35}}};
constexpr double kFairSurchargePerMillion = 0.10;

} // namespace

double queueCost(bool isFifo, std::uint64_t requests, std::uint64_t groupRequests) {
    const auto all = static_cast<double>(requests);
    double cost = 0;
    double from = 0;
    for (const Tier& tier : isFifo ? kFifo : kStandard) {
        cost += std::max(0.0, std::min(all, tier.upTo) - from) / 1e6 * tier.perMillion;
        from = tier.upTo;
    }
    return isFifo ? cost
                  : cost + static_cast<double>(groupRequests) / 1e6 * kFairSurchargePerMillion;
}

} // namespace sluice
