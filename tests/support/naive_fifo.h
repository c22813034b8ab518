// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of a FIFO queue written down as plainly as possible: a list of copies in order of
// arrival, searched from end to end by every call. What FifoStore must be equal to.
#pragma once

#include "core/broker/queue_rules.h"
#include "core/broker/stored_copy.h"

#include <optional>
#include <vector>

namespace sluice::test {

class NaiveFifo {
public:
    enum class Fate : std::uint8_t { Stored, Deleted, Expired, Moved, Redriven, Purged };
    struct Copy {
        MessageIndex message = kNoMessage;
        GroupIndex group = 0;
        Fate fate = Fate::Stored;
        bool isDelayed = false;
        bool isInFlight = false;
        bool mayBeDelayed = true; // neither received nor moved here
        SimTime enqueuedAt;
        SimTime deadline;
        SimTime receivedAt;
        SimTime firstReceivedAt = kNever;
        SimTime leftAt = kNever;
        std::uint32_t receiveCount = 0;

        bool isReady() const { return !isDelayed && !isInFlight; }
    };
    /// One receive call: what it took last.
    struct Scan {
        Duration visibilityTimeout{};
        MessageIndex last = kNoMessage;
    };

    /// Of every message, wherever it was sent to.
    static std::uint64_t sequenceNumberOf(MessageIndex message) {
        return ~std::uint64_t{raw(message)};
    }

    QueueRules rules;

    void send(SimTime now, MessageIndex message, GroupIndex group);
    void acceptMoved(SimTime now, const MovedCopy& moved);
    /// Whether what `selection` says is right now; carries it out.
    bool receive(SimTime now, Scan& scan, const Selection& selection);
    CopyRefusal remove(SimTime now, const Received& received);
    CopyRefusal changeVisibility(SimTime now, const Received& received, Duration timeout);
    /// To be called after `rules` were changed.
    void rulesChanged(SimTime now);
    /// What a message move task takes next; carries it out.
    MessageIndex takeOldest(SimTime now);
    void purge(SimTime now);
    SimTime nextDue() const;
    /// Whether this is the first, or one of the first things due at `now`; carries it out.
    bool elapse(SimTime now, const Elapsed& what);

    std::size_t count(Fate fate) const;
    std::size_t delayedCount() const;
    std::size_t inFlightCount() const;
    std::size_t groupsInFlight() const;
    bool hasAvailable() const;
    /// Sum of the times all copies spent here until now, in nanoseconds.
    std::uint64_t sojourns(SimTime now) const;
    Duration ageOfOldest(SimTime now) const;
    /// The stored copies, oldest first, as FifoStore shows them but for receipt and source.
    std::vector<StoredView> views() const;

private:
    static void leave(Copy& copy, Fate fate, SimTime now);
    Copy* find(MessageIndex message);
    const Copy* headOf(GroupIndex group) const;
    bool isNear(const Copy& copy) const;
    const Copy* expected(const Scan& scan) const;
    CopyRefusal check(const Copy* copy, const Received& received) const;
    SimTime dueOf(const Copy& copy, Elapsed::Kind kind) const;
    void orderGroups();

    std::vector<Copy> m_copies;
    std::vector<GroupIndex> m_available; // in the order in which they became so
};

} // namespace sluice::test
