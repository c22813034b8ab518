// SPDX-License-Identifier: GPL-3.0-or-later
// Follows every message of a run by its hops alone, apart from the queues' own books, as Jepsen's
// total-queue checker follows a queue from outside: what was acknowledged must be delivered, gone
// for a known reason, or still there at the end; and what came from nowhere is a fault as well.
#pragma once

#include "core/kernel/hop.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice::test {

/// The parts of a lab as far as hops name them.
struct DeliveryNetwork {
    struct Queue {
        bool isFifo = false;
        bool mayRepeat = false; ///< Standard: hands out some messages twice (SQS-18).
    };
    struct Link {
        NodeId to{};
        std::uint32_t batchSize = 10; ///< Most messages of one answer along it.
    };
    std::map<NodeId, Queue> queues;
    std::map<LinkId, Link> links;
};

/// A copy of a message in a queue.
struct QueuedMessage {
    NodeId queue{};
    std::uint64_t message = 0; ///< MessageSerial

    friend bool operator==(const QueuedMessage&, const QueuedMessage&) = default;
};

/// What the hops at one queue add up to, to be compared with the queue's own counters.
struct QueueTally {
    std::uint64_t accepted = 0, movedIn = 0, received = 0;
    std::uint64_t deleted = 0, removed = 0, movedOut = 0, redriven = 0;
    std::uint64_t stored = 0; ///< Copies that are there by the hops.

    friend bool operator==(const QueueTally&, const QueueTally&) = default;
};

/// What became of the messages of a run. The second half counts faults.
struct Deliveries {
    std::uint64_t attempts = 0;     ///< Sends that left for a queue.
    std::uint64_t acknowledged = 0; ///< Stored; the queue has answered for them.
    std::uint64_t deduplicated = 0; ///< Acknowledged without being stored.
    std::uint64_t refused = 0;
    std::uint64_t delivered = 0;  ///< First deliveries.
    std::uint64_t recovered = 0;  ///< Deliveries after the message came back.
    std::uint64_t duplicated = 0; ///< Deliveries while it was in flight, or after it was gone.
    std::uint64_t deleted = 0;
    std::uint64_t expired = 0; ///< Retention ran out, purged, or removed with its queue.
    std::uint64_t moved = 0;   ///< Into a dead-letter queue.
    std::uint64_t redriven = 0;
    std::uint64_t stored = 0; ///< At the end.

    std::uint64_t unanswered = 0; ///< Attempts that arrived and were not heard of again.
    std::uint64_t lost = 0;       ///< Acknowledged, without an end, and not stored.
    std::uint64_t invented = 0;   ///< Ends and stored copies of what was never accepted.
    std::uint64_t overtaken = 0;  ///< FIFO: delivered although an earlier message of the group was
                                  ///< neither gone nor part of the same answer.
    std::uint64_t heldTwice = 0;  ///< Those of `duplicated` at queues that must not repeat.
    std::vector<std::string> faults; ///< The first ones, with time, queue and message.

    /// One line with every number.
    std::string text() const;
};

class DeliveryChecker {
public:
    static constexpr std::size_t kMostFaultTexts = 10;

    /// The parts as they are now; removed queues stay known. One of another type than before is a
    /// new queue: the hops by which the old one ended were taken already.
    void setNetwork(DeliveryNetwork network);
    /// Takes in the next hops of the run, in order and none left out.
    void take(std::span<const Hop> hops);
    /// Compares with what the queues hold at `end`, when all hops until then were taken.
    Deliveries finish(SimTime end, std::span<const QueuedMessage> stored) const;
    /// By queue, also those that are gone.
    const std::map<NodeId, QueueTally>& tallies() const { return m_tallies; }

private:
    struct KeyHash {
        std::size_t operator()(const QueuedMessage& key) const;
    };
    struct Copy {
        std::uint64_t place = 0; // in the order of acceptance
        std::uint32_t receives = 0;
        bool isInFlight = false;
    };
    struct Record {
        std::vector<Copy> copies; // seldom more than one
        std::uint32_t accepted = 0;
        std::uint32_t attempts = 0, answers = 0;
        SimTime lastArrival; // of an attempt
        std::uint32_t group = 0;
        bool isFifo = false;
        bool mayRepeat = false;
    };
    // Places of the undeleted copies of one group, with the answer that handed out each last.
    using Lane = std::map<std::uint64_t, std::uint64_t>;

    void send(const Hop& hop);
    void accept(const Hop& hop);
    void receive(const Hop& hop);
    void expire(const Hop& hop);
    void end(const Hop& hop);
    void move(const Hop& hop);
    void answer(const Hop& hop);
    bool isHomeMade(const Hop& hop) const;
    void enter(NodeId queue, const Hop& hop);
    void beginAnswer(const Hop& hop);
    void repeat(const Hop& hop, Record& record);
    void checkOrder(const Hop& hop, const Record& record, const Copy& copy);
    void fault(const Hop& hop, const char* what);
    Lane& lane(NodeId queue, std::uint32_t group) { return m_lanes[{queue, group}]; }

    DeliveryNetwork m_network;
    std::unordered_map<QueuedMessage, Record, KeyHash> m_records;
    std::map<std::pair<NodeId, std::uint32_t>, Lane> m_lanes;
    std::map<NodeId, QueueTally> m_tallies;
    Deliveries m_result;
    Hop m_lastReceive; // of the present answer
    std::uint64_t m_answer = 0;
    bool m_isAnswering = false;
    std::uint64_t m_places = 0;
};

} // namespace sluice::test
