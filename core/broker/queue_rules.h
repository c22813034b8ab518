// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/sim_time.h"
#include "core/kernel/refusal.h"
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
/// Why a call may not use the key (SQS-125, SNS-58).
constexpr Refusal keyRefusal(KeyState state, bool mayUseKey) {
    switch (state) {
    case KeyState::Missing:
        return Refusal::KmsNotFound;
    case KeyState::Disabled:
        return Refusal::KmsDisabled;
    case KeyState::Enabled:
        break;
    }
    return mayUseKey ? Refusal::None : Refusal::KmsAccessDenied;
}
/// What DeleteMessage does with a handle of an earlier receive (SQS-36).
enum class OldHandle : std::uint8_t { Delete, Ignore, Reject };

/// Everything that decides what a queue does with its messages: its attributes as numbers, what the
/// service leaves undefined (with values that switch each off), and the limits in force.
struct QueueRules {
    // What every call asks for comes first: it lies close together.
    QueueType type = QueueType::Standard;
    Encryption encryption = Encryption::SqsManaged;
    KeyState keyState = KeyState::Enabled;
    bool contentBasedDedup = false; ///< FIFO
    DedupScope dedupScope = DedupScope::Queue;
    ThroughputLimit throughputLimit = ThroughputLimit::PerQueue;
    bool hasQuotas = true; ///< Whether FIFO call quotas are enforced (SQS-117).
    OldHandle oldHandle = OldHandle::Delete;
    Duration retention = 96h;
    Duration delay{};
    Duration reorderWindow{}; ///< SQS-19: how much later a message may be placed
    std::int64_t maxMessageBytes = 1'048'576;
    std::uint32_t hosts = 1;           ///< SQS-20; at most kMaxHosts
    std::uint32_t maxReceiveCount = 0; ///< 0: there is no dead-letter queue.
    Duration visibilityTimeout = 30s;
    double duplicateShare = 0; ///< SQS-18, per successful receive
    Duration receiveWait{};
    std::uint32_t sampledHosts = 1; ///< SQS-20; 1 to hosts

    Duration keyReuse = 300s;
    Duration purgeDuration{};        ///< SQS-15
    Duration attributePropagation{}; ///< SQS-8

    LimitsProfile limits;

    friend bool operator==(const QueueRules&, const QueueRules&) = default;
};

inline constexpr std::uint32_t kMaxHosts = 16;

} // namespace sluice
