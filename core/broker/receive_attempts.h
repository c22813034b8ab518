// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ring.h"
#include "core/base/sim_time.h"
#include "core/broker/index_table.h"
#include "core/kernel/call.h"

#include <cstdint>

namespace sluice {

/// What a receive attempt returned, and when that becomes visible again if nobody changes it.
struct AttemptAnswer {
    Batch batch;
    SimTime visibleAt;

    friend bool operator==(const AttemptAnswer&, const AttemptAnswer&) = default;
};

/// The receive attempt IDs a FIFO queue remembers for five minutes, with what each returned
/// (SQS-108). Clients may name every receive, so finding one costs the same however many there are.
class ReceiveAttempts {
public:
    static constexpr Duration kWindow = 300s;

    /// What the attempt returned, null when it is unknown or too old (from five minutes on). Valid
    /// until the next call.
    AttemptAnswer* find(SimTime now, std::uint64_t attemptId);
    /// Replaces what was remembered of the same ID.
    void remember(SimTime now, std::uint64_t attemptId, const AttemptAnswer& answer);
    void forget(std::uint64_t attemptId);
    void clear();
    std::size_t size() const { return m_numbers.size(); }

    friend bool operator==(const ReceiveAttempts&, const ReceiveAttempts&) = default;

private:
    struct Attempt {
        SimTime at;
        std::uint64_t id = 0;
        bool isForgotten = false;
        AttemptAnswer answer;

        friend bool operator==(const Attempt&, const Attempt&) = default;
    };
    std::uint32_t numberOf(std::uint64_t attemptId) const;

    Ring<Attempt> m_order; // in order of `at`
    IndexTable m_numbers;  // number of an attempt: its place in the ring plus m_gone
    std::uint32_t m_gone = 0;
};

} // namespace sluice
