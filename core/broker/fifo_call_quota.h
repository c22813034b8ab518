// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/queue_rules.h"
#include "core/kernel/call.h"
#include "core/kernel/call_quota.h"
#include "core/kernel/refusal.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sluice {

/// Kinds of calls with a quota of their own.
enum class CallClass : std::uint8_t { Send, Receive, Delete, ChangeVisibility };

/// Calls of each class a second that a FIFO queue in high-throughput mode takes in this region
/// (SQS-118).
std::int64_t highThroughputCallsPerSecond(const LimitsProfile& limits, std::string_view region);

/// The calls a FIFO queue has taken in the present second (SQS-117, SQS-118).
class FifoCallQuota {
public:
    /// Where the queue is, which decides about its quota in high-throughput mode.
    void setRegion(std::string_view region);
    /// Takes one call, batch or not (SQS-68); of a send, `groups` has one for each of its messages.
    /// In high-throughput mode it also counts once for each partition that these share. Nothing
    /// counts when one has had enough.
    Refusal take(SimTime now,
                 const QueueRules& rules,
                 CallClass callClass,
                 std::span<const GroupIndex> groups);

    friend bool operator==(const FifoCallQuota&, const FifoCallQuota&) = default;

private:
    std::array<CallQuota, 4> m_calls;  // by CallClass
    CallQuota m_sent;                  // messages, by queue
    std::vector<CallQuota> m_ofGroups; // by partition of groups; empty until needed
    std::uint8_t m_regionClass = 0;
};

} // namespace sluice
