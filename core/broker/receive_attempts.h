// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"
#include "core/kernel/call.h"

#include <cstdint>
#include <vector>

namespace sluice {

/// The receive attempt IDs a FIFO queue remembers for five minutes, with what each returned
/// (SQS-108). Few at a time, so a plain list.
class ReceiveAttempts {
public:
    static constexpr Duration kWindow = 300s;

    /// What the attempt returned, null when it is unknown or too old. Valid until the next call.
    const Batch* find(SimTime now, std::uint64_t attemptId);
    void remember(SimTime now, std::uint64_t attemptId, const Batch& batch);
    void forget(std::uint64_t attemptId);
    void clear() { m_attempts.clear(); }

    friend bool operator==(const ReceiveAttempts&, const ReceiveAttempts&) = default;

private:
    struct Attempt {
        SimTime at;
        std::uint64_t id = 0;
        Batch batch;

        friend bool operator==(const Attempt&, const Attempt&) = default;
    };
    std::vector<Attempt> m_attempts;
};

} // namespace sluice
