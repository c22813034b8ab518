// SPDX-License-Identifier: GPL-3.0-or-later
// Where a message of a standard queue is stored and how late it is placed: chance, but always the
// same for the same message, so that no generator is needed.
#pragma once

#include "core/base/digest.h"
#include "core/base/sim_time.h"

#include <cstdint>

namespace sluice {

/// The host that stores the message, below `hosts` (SQS-20). Requires: hosts > 0.
inline std::uint32_t hostOf(std::uint64_t serial, std::uint32_t hosts) {
    Digest digest;
    digest.add(serial);
    return static_cast<std::uint32_t>((digest.value() >> 32U) * hosts >> 32U);
}

/// How much later than at its arrival the message is placed: evenly spread below `window` (SQS-19).
inline Duration placedLater(std::uint64_t serial, Duration window) {
    Digest digest;
    digest.add(~serial);
    const double part = static_cast<double>(digest.value() >> 11U) * 0x1p-53;
    return Duration{static_cast<Duration::rep>(part * static_cast<double>(window.count()))};
}

} // namespace sluice
