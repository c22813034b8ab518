// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of a standard queue written down as plainly as possible: a list of copies, searched
// from end to end by every call. What QueueStore must be equal to.
#pragma once

#include "core/broker/queue_store.h"

#include <algorithm>
#include <map>
#include <vector>

namespace sluice::test {

class NaiveQueue {
public:
    enum class State : std::uint8_t {
        Delayed,
        Visible,
        InFlight,
        Deleted,
        Expired,
        Moved,
        Purged,
        Redriven
    };
    struct Copy {
        MessageIndex message = kNoMessage;
        State state = State::Visible;
        GroupIndex group = 0;
        std::uint32_t host = 0;
        NodeId source{};
        bool isEncrypted = false;
        SimTime enqueuedAt; // start of retention
        SimTime arrivedAt;  // here; start of its age
        SimTime enteredAt;  // the same but for replicas
        SimTime home;       // place in the order of receiving until it is poison
        SimTime place;      // in the order of receiving
        SimTime due;        // end of the delay
        SimTime deadline;   // in flight: end of the visibility timeout
        SimTime receivedAt; // newest receive
        SimTime firstReceivedAt = kNever;
        SimTime leftAt = kNever;
        std::uint32_t receiveCount = 0;
        std::uint32_t receivesHere = 0;
        std::vector<Receipt> receipts; // of all receives

        /// A receipt of a lease does not tell the slot that the copy has when it leaves the lease.
        bool hasKnownSlot() const {
            return std::any_of(receipts.begin(), receipts.end(), [](const Receipt& receipt) {
                return !LeaseTable::isLeased(receipt.slot);
            });
        }
        bool hasSlot(std::uint32_t slot) const {
            return std::any_of(receipts.begin(), receipts.end(), [&](const Receipt& receipt) {
                return receipt.slot == slot;
            });
        }
        bool isOf(const Receipt& receipt) const {
            return std::any_of(receipts.begin(), receipts.end(), [&](const Receipt& known) {
                return known.slot == receipt.slot && known.generation == receipt.generation;
            });
        }

        bool isStored() const { return state <= State::InFlight; }
        bool isPoison() const { return receivesHere >= 3; }
    };

    void send(SimTime now, const NewCopy& copy, const QueueRules& rules);
    void acceptMoved(SimTime now, const MovedCopy& copy, const QueueRules& rules);
    /// Whether handing out (or moving away) what `selection` says is right now; carries it out.
    /// `left` tells which of two copies that look alike was moved away.
    bool receive(SimTime now,
                 const ReceiveScan& scan,
                 const Selection& selection,
                 const QueueRules& rules,
                 const Receipt& left);
    MessageIndex
    remove(SimTime now, const Receipt& receipt, const QueueRules& rules, CopyRefusal& refusal);
    SimTime firstReceivedAt(const Receipt& receipt);
    CopyRefusal changeVisibility(SimTime now, const Receipt& receipt, Duration timeout);
    bool replicate(SimTime now, const Receipt& receipt);
    bool isInFlight(const Receipt& receipt);
    /// Whether this copy is the oldest; it leaves.
    bool redrive(SimTime now, const std::optional<StoredView>& oldest);
    void purge(SimTime now);
    SimTime nextDue(const QueueRules& rules) const;
    /// Whether this is due now; carries it out.
    bool elapse(SimTime now, const Elapsed& what, const QueueRules& rules);
    void leaveHosts(std::uint32_t count);

    std::size_t count(State state) const;
    /// Sum of the times all copies spent here until now, in nanoseconds.
    std::uint64_t sojourns(SimTime now) const;
    Duration ageOfOldest(SimTime now) const;
    QueueStore::FairFigures fairFigures(SimTime now) const;

private:
    struct Work {
        SimTime at;
        GroupIndex group = 0;
        Duration time{};
    };
    struct Tenant {
        SimTime idleAt;
        bool isNoisy = false;
    };

    bool isNoisy(SimTime now, GroupIndex group) const;
    bool isOver(SimTime now, GroupIndex group) const;
    std::size_t count(State state, GroupIndex group) const;
    bool isBefore(SimTime now, const Copy& left, const Copy& right) const;
    const Copy* next(SimTime now, std::uint32_t hosts) const;
    Copy* find(const Receipt& receipt);
    template <class IsIt>
    Copy* firstOf(IsIt&& isIt, const Receipt& receipt);
    void arrives(SimTime now, GroupIndex group);
    void settle(SimTime now, GroupIndex group);
    void leave(SimTime now, Copy& copy, State state);
    void appear(SimTime now, Copy& copy);

    std::vector<Copy> m_copies;
    std::map<GroupIndex, Tenant> m_tenants;
    std::vector<Work> m_work;
};

} // namespace sluice::test
