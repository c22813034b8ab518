// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of a standard queue written down as plainly as possible: a list of copies, searched
// from end to end by every call. What QueueStore must be equal to.
#pragma once

#include "core/broker/queue_store.h"

#include <vector>

namespace sluice::test {

class NaiveQueue {
public:
    enum class State : std::uint8_t { Delayed, Visible, InFlight, Deleted, Expired, Moved };
    struct Copy {
        MessageIndex message = kNoMessage;
        State state = State::Visible;
        SimTime enqueuedAt; // start of retention
        SimTime arrivedAt;  // here
        SimTime place;      // in the order of receiving
        SimTime due;        // end of the delay
        SimTime deadline;   // in flight: end of the visibility timeout
        SimTime receivedAt; // newest receive
        SimTime leftAt = kNever;
        std::uint32_t receiveCount = 0;
        std::uint32_t receivesHere = 0;
    };

    void send(SimTime now, MessageIndex message, Duration delay);
    void acceptMoved(SimTime now, const MovedCopy& copy);
    /// Whether handing out (or moving away) what `selection` says is right now; carries it out.
    bool receive(SimTime now, const Selection& selection, const QueueRules& rules);
    bool remove(SimTime now, MessageIndex message);
    CopyRefusal changeVisibility(SimTime now, MessageIndex message, Duration timeout);
    SimTime nextDue(const QueueRules& rules) const;
    /// Carries out everything due at `now`; returns how much that was.
    std::size_t elapse(SimTime now, const QueueRules& rules);
    std::size_t count(State state) const;
    /// Sum of the times all copies spent here until now, in nanoseconds.
    std::uint64_t sojourns(SimTime now) const;
    Duration ageOfOldest(SimTime now) const;

private:
    static bool isStored(const Copy& copy) { return copy.state <= State::InFlight; }
    Copy* stored(MessageIndex message);
    static void leave(Copy& copy, State state, SimTime now);

    std::vector<Copy> m_copies;
};

} // namespace sluice::test
