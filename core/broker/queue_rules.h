// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"
#include "core/schema/limits_profile.h"

#include <cstdint>

namespace sluice {

enum class QueueType : std::uint8_t { Standard, Fifo };
/// Whether one deduplication ID is remembered once for the queue or once per group (SQS-95).
enum class DedupScope : std::uint8_t { Queue, MessageGroup };
enum class ThroughputLimit : std::uint8_t { PerQueue, PerMessageGroup };
enum class Encryption : std::uint8_t { None, SqsManaged, Kms };
/// State of the key that a KMS-encrypted queue names (SQS-125).
enum class KeyState : std::uint8_t { Enabled, Disabled, Missing };
/// What DeleteMessage does with a handle of an earlier receive (SQS-36).
enum class OldHandle : std::uint8_t { Delete, Ignore, Reject };

/// Everything that decides what a queue does with its messages: its attributes as numbers, what the
/// service leaves undefined (with values that switch each off), and the limits in force.
struct QueueRules {
    QueueType type = QueueType::Standard;
    Duration visibilityTimeout = 30s;
    Duration delay{};
    Duration receiveWait{};
    Duration retention = 96h;
    std::int64_t maxMessageBytes = 1'048'576;
    std::uint32_t maxReceiveCount = 0; ///< 0: there is no dead-letter queue.

    bool contentBasedDedup = false; ///< FIFO
    DedupScope dedupScope = DedupScope::Queue;
    ThroughputLimit throughputLimit = ThroughputLimit::PerQueue;
    bool hasQuotas = true; ///< Whether FIFO call quotas are enforced (SQS-117).

    Encryption encryption = Encryption::SqsManaged;
    KeyState keyState = KeyState::Enabled;
    Duration keyReuse = 300s;

    std::uint32_t hosts = 1;        ///< SQS-20; at most kMaxHosts
    std::uint32_t sampledHosts = 1; ///< SQS-20; 1 to hosts
    double duplicateShare = 0;      ///< SQS-18, per successful receive
    Duration reorderWindow{};       ///< SQS-19: how much later a message may be placed
    OldHandle oldHandle = OldHandle::Delete;
    Duration purgeDuration{};        ///< SQS-15
    Duration attributePropagation{}; ///< SQS-8

    LimitsProfile limits;

    friend bool operator==(const QueueRules&, const QueueRules&) = default;
};

inline constexpr std::uint32_t kMaxHosts = 16;

} // namespace sluice
