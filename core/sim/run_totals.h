// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace sluice {

/// Sums over the whole run, by MetricRole, and what it all would cost.
struct RunTotals {
    std::uint64_t sent = 0, refused = 0, deleted = 0, deadLettered = 0, expired = 0, lost = 0;
    std::uint64_t dropped = 0, inDeadLetterQueues = 0;
    double cost = 0; ///< US dollars.
    std::uint64_t events = 0;

    friend bool operator==(const RunTotals&, const RunTotals&) = default;
};

} // namespace sluice
