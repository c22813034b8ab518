// SPDX-License-Identifier: GPL-3.0-or-later
// Values that go into and come out of the two stores, QueueStore and FifoStore.
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/call.h"

#include <array>
#include <cstdint>

namespace sluice {

/// A message that is being stored.
struct NewCopy {
    MessageIndex message = kNoMessage;
    GroupIndex group = 0;
    std::uint64_t serial = 0; ///< Chooses the host (SQS-20).
    Duration delay{};         ///< Standard queues only: a FIFO queue's delay is its own (SQS-47).
    bool isEncrypted = false; ///< Stays as it was at the send (SQS-124).
};

/// A copy on its way into a dead-letter queue.
struct MovedCopy {
    MessageIndex message = kNoMessage;
    std::uint32_t receiveCount = 0;
    SimTime enqueuedAt;
    GroupIndex group = 0;
    NodeId source{}; ///< The queue it leaves (DeadLetterQueueSourceArn, SQS-73).
    bool isEncrypted = false;
    NodeId home{};                    ///< The queue it was sent to, which named it (SQS-73).
    std::uint64_t sequenceNumber = 0; ///< Given by the FIFO queue that takes it (SQS-97).
    std::uint64_t sentNumber = 0;     ///< Given by the FIFO queue it was sent to.
    SimTime firstReceivedAt = kNever; ///< SQS-27; kNever: not yet.

    friend bool operator==(const MovedCopy&, const MovedCopy&) = default;
};

/// Slot::countAtArrival of such a copy.
constexpr std::uint16_t countAtArrival(const MovedCopy& copy) {
    constexpr std::uint32_t kMost = 0xFFFF;
    return static_cast<std::uint16_t>(copy.receiveCount < kMost ? copy.receiveCount : kMost);
}

/// One ReceiveMessage call while it selects message after message.
struct ReceiveScan {
    Duration visibilityTimeout = 30s; ///< Of this request (SQS-28).
    /// Hosts this call looks at, one bit each; long polls look at all (SQS-21).
    std::uint32_t hosts = ~0U;
    GroupIndex group = 0; ///< FIFO: the group the last message came from (SQS-99).
    bool hasGroup = false;
};

/// Result of looking for a message to hand out.
struct Selection {
    enum class Kind : std::uint8_t { Nothing, Received, Moved } kind = Kind::Nothing;
    Received received; ///< Set when Received.
    MovedCopy moved;   ///< Set when Moved; the store no longer holds the copy.
    bool isFirstReceive = false;
    Duration timeInQueue{}; ///< Since it was enqueued; set when Received.
};

/// Where copies received for the first time go: their entries, and how long each was in the queue.
/// There must be room for as many as are asked for.
struct FreshCopies {
    Received* entries = nullptr;
    Duration* queueTimes = nullptr;
};

/// What one ReceiveMessage call is handed out.
struct Handout {
    Batch batch;
    std::uint32_t firstReceives = 0;
    /// Of each copy received for the first time, since it was enqueued.
    std::array<Duration, Batch::kCapacity> queueTimes{};
    bool isRepeated = false; ///< The same was handed out before, under the same handles (SQS-108).

    /// Where further copies go.
    FreshCopies end() {
        return {batch.entries.data() + batch.count, queueTimes.data() + firstReceives};
    }
    void add(const Received& received, Duration queueTime) {
        batch.entries[batch.count++] = received;
        if (received.receipt.receiveCount == 1) queueTimes[firstReceives++] = queueTime;
    }
};

/// Something that became due by the passing of time.
struct Elapsed {
    enum class Kind : std::uint8_t { TimedOut, DelayEnded, Expired } kind = Kind::TimedOut;
    MessageIndex message = kNoMessage;
    std::uint32_t receiveCount = 0;
    std::uint32_t slot = 0xFFFFFFFFU; ///< Of a copy that timed out.
};

/// Why a store refused to change a copy.
enum class CopyRefusal : std::uint8_t {
    None,
    Gone,          ///< Deleted, expired or moved.
    HandleExpired, ///< FIFO: the visibility timeout of this receive is over (SQS-106).
    OldHandle,     ///< A newer receive exists and the rules reject older handles (SQS-36).
    BeyondLimit,   ///< Total visibility beyond 43 200 s (SQS-32).
};

enum class CopyState : std::uint8_t { Delayed, Visible, InFlight };

/// A stored copy as it looks from outside; looking changes nothing.
struct StoredView {
    MessageIndex message = kNoMessage;
    CopyState state = CopyState::Visible;
    std::uint32_t receiveCount = 0;
    GroupIndex group = 0;
    SimTime enqueuedAt;
    SimTime until = kNever;           ///< End of the delay or of the visibility timeout.
    Duration total{};                 ///< What the time left began with.
    Receipt receipt;                  ///< Of the newest receive; generation 0: never received.
    SimTime firstReceivedAt = kNever; ///< SQS-27; kNever: not yet.
    NodeId source{};                  ///< Set when it was moved here.
    NodeId home{};                    ///< Then the queue it was sent to.
    std::uint64_t sequenceNumber = 0; ///< FIFO (SQS-97)
    std::uint64_t sentNumber = 0;     ///< The same where it was sent to.
    bool isEncrypted = false;
    bool isBlocked = false; ///< FIFO: visible, but an earlier message of its group is in flight.
};

/// How many copies went which way since the start, and the sums for Little's law (nanoseconds,
/// modulo 2^64).
struct QueueCounts {
    // What most calls count comes first: it shares a cache line.
    std::uint64_t arrivals = 0, departures = 0, area = 0;
    SimTime areaUntil;
    std::uint64_t received = 0;
    std::uint64_t sent = 0;                                            ///< In.
    std::uint64_t deleted = 0;                                         ///< Out.
    std::uint64_t movedIn = 0, replicated = 0;                         ///< In (SQS-18).
    std::uint64_t expired = 0, movedOut = 0, purged = 0, redriven = 0; ///< Out.

    friend bool operator==(const QueueCounts&, const QueueCounts&) = default;
};

} // namespace sluice
