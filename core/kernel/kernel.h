// SPDX-License-Identifier: GPL-3.0-or-later
// Everything of a World but the nodes themselves: time, events, arenas, links. A plain value; nodes
// reach it through their Context only.
#pragma once

#include "core/base/assert.h"
#include "core/base/distribution.h"
#include "core/base/ids.h"
#include "core/kernel/body_store.h"
#include "core/kernel/call.h"
#include "core/kernel/call_quota.h"
#include "core/kernel/event_queue.h"
#include "core/kernel/inbox.h"
#include "core/kernel/message.h"
#include "core/schema/limits_profile.h"
#include "core/schema/port.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice {

/// A link while it runs. Who takes a message from it needs its first cache line, who sends one the
/// second too.
struct alignas(64) LinkState {
    LinkId id{};
    NodeIndex from = kNoNode;
    NodeIndex to = kNoNode;
    PortIndex fromPort = 0;
    PortIndex toPort = 0;
    Flow flow = Flow::Send;  ///< What its output port emits.
    bool isLive = true;      ///< False once removed; calls still under way on it are dropped.
    bool isDenied = false;   ///< Access policies do not allow what its start asks of its end.
    bool isAhead = false;    ///< Sends of a broadcast over it may still have to draw their latency.
    Duration extraLatency{}; ///< Added to each latency: distance, and the service at the start.
    /// Of the extra latency, what answers do not take.
    Duration serviceLatency{};
    /// Messages sent over it that its end took in without saying so (Call::wantsAnswer).
    std::uint64_t taken = 0;
    /// The link's own stream: other links' and nodes' draws do not depend on it.
    alignas(64) Rng random;
    Distribution latency;

    friend bool operator==(const LinkState&, const LinkState&) = default;
};

/// What several parts of one account share in one region, as Publish calls do (SNS-60).
struct SharedQuota {
    std::string name; ///< "sns.publish us-east-1 000000000000"
    CallQuota quota;

    friend bool operator==(const SharedQuota&, const SharedQuota&) = default;
};

/// A node's place in the network and its random stream.
struct NodeWiring {
    NodeId id{};
    Rng random;
    std::vector<std::vector<LinkIndex>> links; ///< Live links by port, in order of LinkId.
    bool isLive = true;                        ///< False once removed.
    std::uint32_t storeNumber = 0; ///< Of a node that stores messages: how many were before it.
    Inbox inbox;
    std::uint32_t broadcast = Broadcast::kNone; ///< Number of the one it sends, if it ever did.

    friend bool operator==(const NodeWiring&, const NodeWiring&) = default;
};

/// Why a run cannot go on: a bound was reached.
enum class Halt : std::uint8_t { None, TooManyEventsAtOnce, TooManyMessages };

/// The call that was scheduled last, while nothing else was scheduled for its instant: the next one
/// for that instant can be chained to it instead of having an event of its own.
struct NewestCall {
    SimTime at = kNever;
    std::uint32_t index = kNoCall;

    friend bool operator==(const NewestCall&, const NewestCall&) = default;
};

struct Kernel {
    SimTime now;
    EventQueue events;
    MessagePool messages;
    SlotPool<Call> calls;
    NewestCall newestCall;
    SlotPool<Batch> batches;
    BodyStore bodies;
    LimitsProfile limits; ///< Of the document, in force for every request.
    std::vector<LinkState> links;
    std::vector<NodeWiring> wiring;
    std::vector<Broadcast> broadcasts;
    std::uint32_t storeCount = 0; ///< Nodes so far that store messages.
    std::vector<SharedQuota> sharedQuotas;
    Halt halt = Halt::None;
    NodeIndex haltedAt = kNoNode;

    /// Whether a node takes this call from its inbox, unless its link is closed.
    bool isPlainSend(const Call& call) const {
        return call.kind == CallKind::SendMessage && !call.wantsAnswer && call.value == kNotGiven
               && call.mayUseKey && call.refusal == Refusal::None
               && isPlain(static_cast<MessageIndex>(call.payload));
    }
    /// Whether nothing of the message itself would have to be weighed.
    bool isPlain(MessageIndex index) const {
        const Message& message = messages[index];
        return message.group == 0 && message.dedupId == 0 && message.size <= kPlainBytes;
    }
    /// Sees to it that a message just added to the node's inbox, which awaits it, wakes the node.
    void wakeFor(NodeIndex node, SimTime arrival) {
        Inbox& inbox = wiring[raw(node)].inbox;
        SLUICE_ASSERT(arrival >= now);
        // No other one arrives before the wake that is scheduled already.
        if (arrival >= inbox.wakes()) return;
        inbox.setWakes(arrival);
        schedule(makeEvent(arrival, EventKind::Wake, node, 0));
    }
    /// Sees to it that the node is woken when the next message arrives, if it has to be.
    void wakeForNext(NodeIndex node) {
        Inbox& inbox = wiring[raw(node)].inbox;
        if (!inbox.isAwaited()) return;
        fetch(inbox);
        if (!mayHaveArrived(inbox, inbox.wakes() - Duration{1})) return;
        wakeFor(node, nextArrival(inbox));
    }
    /// Adds a send to an inbox. Requires: fetch().
    [[gnu::always_inline]] void addTo(Inbox& inbox, const PlainSend& send) {
        if (send.at == inbox.leftAt()) [[unlikely]]
            unfold(inbox, send.at, inbox.left());
        inbox.add(send);
    }
    /// Inbox::mayHave(), its broadcast included: of one that is not steady, whatever was sent.
    bool mayHaveArrived(const Inbox& inbox, SimTime by) const {
        return inbox.mayHave(by) || nextOfBroadcast(inbox) <= by;
    }
    /// Has the inbox get what a broadcast that is not steady has sent to it. It makes no difference
    /// when it does, if it is before anything else is drawn from the link or added to the inbox,
    /// and before anybody looks at it.
    void fetch(Inbox& inbox) {
        if (inbox.isSeated()) fetchSends(inbox);
    }
    /// Inbox::next(), its broadcast included. Requires: fetch().
    SimTime nextArrival(const Inbox& inbox) const {
        return std::min(inbox.next(), nextOfBroadcast(inbox));
    }
    /// What the inbox's steady broadcast has for it until then, up to `most`; nothing of another.
    /// Each holds its message twice.
    Broadcast::Due
    broadcastUntil(SimTime until, const Inbox& inbox, std::size_t most = Broadcast::kAll) const {
        if (!inbox.isSeated()) return {};
        const Broadcast::Seat& seat = inbox.seat();
        const Broadcast& broadcast = broadcasts[seat.broadcast];
        return broadcast.isSteady() ? broadcast.until(until, seat.place, most) : Broadcast::Due{};
    }
    /// The inbox gets what its steady broadcast has for it until then, up to `most`.
    void unfold(Inbox& inbox, SimTime until, std::size_t most = Broadcast::kAll) {
        const auto sends = broadcastUntil(until, inbox, most).sends;
        if (sends.empty()) return;
        for (const Broadcast::Send& send : sends) messages.release(send.message);
        inbox.unfold(sends, seatedMember(inbox));
    }
    /// The inbox with all that is on its way to its node. Requires: fetch().
    Inbox whole(const Inbox& inbox) const {
        Inbox result = inbox;
        const auto sends = broadcastUntil(kNever, inbox).sends;
        if (!sends.empty()) result.unfold(sends, seatedMember(inbox));
        return result;
    }
    /// As what an inbox gets the sends of its broadcast. Requires: it belongs to one.
    const Broadcast::Member& seatedMember(const Inbox& inbox) const {
        return broadcasts[inbox.seat().broadcast].members()[inbox.seat().member];
    }
    /// Adds an event that is no arrival.
    void schedule(const Event& event) {
        newestCall.at = event.time == newestCall.at ? kNever : newestCall.at;
        events.push(event);
    }
    /// The event of a call, also of one that is chained to another.
    Event arrival(SimTime at, std::uint32_t call) const {
        return makeEvent(at, EventKind::Arrival, calls[call].target, call);
    }

    /// Calls `visit(event)` for all events to come, in order, with one for every chained call.
    template <class Visit>
    void visitEvents(Visit&& visit) const {
        for (const Event& event : events.inOrder()) {
            if (event.kind() != EventKind::Arrival) {
                visit(event);
                continue;
            }
            auto call = static_cast<std::uint32_t>(event.detail());
            for (; call != kNoCall; call = calls[call].next) {
                visit(arrival(event.time, call));
            }
        }
    }

    friend bool operator==(const Kernel&, const Kernel&) = default;

private:
    [[gnu::noinline]] void fetchSends(Inbox& inbox);
    // A bound, if it is not steady.
    SimTime nextOfBroadcast(const Inbox& inbox) const {
        if (!inbox.isSeated()) return kNever;
        const Broadcast::Seat& seat = inbox.seat();
        return broadcasts[seat.broadcast].next(seat.place);
    }
};

/// The call that such a send to this node stands for.
inline Call callOf(const PlainSend& send, NodeIndex node) {
    Call call;
    call.payload = static_cast<std::uint32_t>(send.message);
    call.worker = send.worker;
    call.link = send.link;
    call.target = node;
    return call;
}

/// Most messages alive at once; reaching it halts the run with a finding instead of exhausting
/// memory.
inline constexpr std::size_t kMaxLiveMessages = 50'000'000;

} // namespace sluice
