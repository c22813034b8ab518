// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"
#include "core/kernel/hop_log.h"
#include "core/kernel/kernel.h"

#include <optional>
#include <span>
#include <string_view>

namespace sluice {

/// All a node may do while it handles an event. Lives for that one call.
class Context {
public:
    Context(Kernel& kernel, NodeIndex self, HopLog* hops)
        : m_kernel(kernel)
        , m_self(self)
        , m_hops(hops) {}

    SimTime now() const { return m_kernel.now; }
    const LimitsProfile& limits() const { return m_kernel.limits; }
    /// Whether there is such a node in the run now.
    bool isPresent(NodeId node) const { return find(node).has_value(); }
    const Kernel& kernel() const { return m_kernel; }
    NodeId id() const { return m_kernel.wiring[raw(m_self)].id; }
    /// The node's own random stream.
    Rng& random() { return m_kernel.wiring[raw(m_self)].random; }
    MessagePool& messages() { return m_kernel.messages; }
    SlotPool<Batch>& batches() { return m_kernel.batches; }
    BodyStore& bodies() { return m_kernel.bodies; }
    /// NodeWiring::storeNumber
    std::uint32_t storeOf(NodeIndex node) const { return m_kernel.wiring[raw(node)].storeNumber; }
    const LinkState& link(LinkIndex index) const { return m_kernel.links[raw(index)]; }
    /// Number of the quota of this name, for sharedQuota(); it stays the same for the whole run.
    std::uint32_t sharedQuotaIndex(std::string_view name);
    CallQuota& sharedQuota(std::uint32_t index) { return m_kernel.sharedQuotas[index].quota; }
    /// The node a link starts from.
    NodeId origin(LinkIndex index) const {
        return m_kernel.wiring[raw(m_kernel.links[raw(index)].from)].id;
    }
    /// Counts messages that came by this link and are kept without an answer (LinkState::taken).
    void noteTaken(LinkIndex index, std::uint64_t messages = 1) {
        m_kernel.links[raw(index)].taken += messages;
    }
    /// The node a link leads to.
    NodeId end(LinkIndex index) const {
        return m_kernel.wiring[raw(m_kernel.links[raw(index)].to)].id;
    }
    /// Live links at one of the node's ports, in order of LinkId.
    std::span<const LinkIndex> links(PortIndex port) const {
        return m_kernel.wiring[raw(m_self)].links[port];
    }

    /// Has onTimer(token) called at `at`. There is no cancelling: a node that changes its mind
    /// recognises stale tokens. Requires: at >= now(), token below 2^40.
    void startTimer(SimTime at, std::uint64_t token);

    /// Adds a new message held once. Halts the run when there are too many.
    MessageIndex create(const Message& message);

    /// Sends the call to the other end of the link; it arrives after the link's latency. Takes over
    /// the payload. Returns when it arrives. Inline, so that the call is built where it travels.
    SimTime send(LinkIndex link, const Call& call);
    /// A call that goes out as it is filled in, before anything else is sent.
    struct Posted {
        Call& call;
        SimTime arrival;
    };
    /// Sends a call which is no send over the link, to be filled in where it travels: for those
    /// that are sent most.
    Posted post(LinkIndex link);
    /// Sends one message by many links, by each as send() does. What they have in common is looked
    /// up once.
    class Fan {
    public:
        Fan(Context& context, MessageIndex message)
            : m_context(context)
            , m_links(context.m_kernel.links.data())
            , m_wiring(context.m_kernel.wiring.data())
            , m_now(context.now())
            , m_message(message)
            , m_isPlain(context.m_kernel.isPlain(message)) {}

        /// `worker` is Call::worker. Nothing is sent, and kNever returned, when access policies
        /// close the link.
        SimTime send(LinkIndex link, std::uint32_t worker);

    private:
        [[gnu::noinline]] SimTime sendOne(LinkIndex link, std::uint32_t worker);

        Context& m_context;
        LinkState* m_links;
        NodeWiring* m_wiring;
        SimTime m_now;
        MessageIndex m_message;
        bool m_isPlain;
    };
    /// Says whether this node has to be woken by the plain sends that reach it; if not, they wait
    /// until something else happens to it.
    void awaitSends(bool isAwaited) {
        Inbox& inbox = m_kernel.wiring[raw(m_self)].inbox;
        inbox.setAwaited(isAwaited);
        const Broadcast::Seat& seat = inbox.seat();
        if (inbox.isSeated())
            m_kernel.broadcasts[seat.broadcast].setAwaiting(seat.member, isAwaited);
        m_kernel.wakeForNext(m_self);
    }
    /// What is on its way to this node without events.
    Inbox& inbox() { return m_kernel.wiring[raw(m_self)].inbox; }
    void fetch(Inbox& inbox) { m_kernel.fetch(inbox); }
    /// Kernel::unfold()
    void unfold(Inbox& inbox, SimTime until) { m_kernel.unfold(inbox, until); }
    /// The node has taken some of what a steady broadcast has for it, and leaves the rest there.
    /// Requires: nothing in its inbox itself has arrived.
    void leaveRest(Inbox& inbox) {
        const Broadcast& broadcast = m_kernel.broadcasts[inbox.seat().broadcast];
        inbox.leaveUntil(broadcast.endPlace(), now());
    }
    /// Ends what the node broadcast so far, and from now on broadcasts to these, if that makes no
    /// difference but in speed: their links are open, and their ends let plain sends wait and get
    /// no other broadcast.
    void formBroadcast(const std::vector<Broadcast::Member>& members);
    Broadcast::State broadcastState() const {
        const std::uint32_t number = m_kernel.wiring[raw(m_self)].broadcast;
        return number == Broadcast::kNone ? Broadcast::State::Ended
                                          : m_kernel.broadcasts[number].state();
    }
    /// Sends the message to all of them, as Fan::send() would; returns when it arrives, if the
    /// broadcast is steady. They hold it from now on. Requires: a broadcast is formed, and the
    /// message is plain.
    SimTime broadcast(MessageIndex message);
    /// Whether what is broadcast arrives everywhere at once. Requires: a broadcast is formed.
    bool isBroadcastSteady() const {
        return m_kernel.broadcasts[m_kernel.wiring[raw(m_self)].broadcast].isSteady();
    }
    /// The same as send() for the answer to a call that came by this link.
    SimTime answer(LinkIndex link, const Call& call);
    /// The same without latency: for what happens inside the broker.
    void sendAtOnce(LinkIndex link, const Call& call);
    /// The same to a node that no link leads to: a broker needs none between its own queues.
    /// Requires: isPresent(target).
    void sendInside(NodeId target, const Call& call);

    /// What a send over the link takes on average. Draws nothing: watching must not change a run.
    Duration averageLatency(LinkIndex link) const;

    /// Whether notes go anywhere.
    bool isWatched() const { return m_hops != nullptr; }
    /// Notes a step of a message for drawing; of one that took no time, `arrive` may have passed.
    /// Costs nothing when nobody watches.
    void note(HopKind kind,
              MessageIndex message,
              LinkIndex link,
              SimTime arrive,
              std::uint32_t receiveCount) {
        if (m_hops != nullptr) {
            addHop(kind, message, link, arrive, receiveCount);
        }
    }
    /// The same of one that moves at once, without a link, to another part.
    void noteInside(HopKind kind, MessageIndex message, NodeId to);
    /// Notes that a message goes to a dead-letter queue since so many attempts to deliver it
    /// failed.
    void noteUndelivered(MessageIndex message, LinkIndex link, std::uint32_t attempts);
    /// Notes that a receive call is answered without a message.
    void noteEmptyReceive(LinkIndex link, SimTime arrive);
    /// Notes that a message which came by `link` is turned away; `error` is the number of the API's
    /// error, or 0.
    void noteRefusal(MessageIndex message, LinkIndex link, Refusal refusal, std::uint16_t error);

private:
    std::optional<NodeIndex> find(NodeId id) const;
    Duration drawLatency(LinkState& state);
    bool putIntoInbox(const LinkState& state, LinkIndex link, const Call& call, SimTime at);
    template <class Fill>
    [[gnu::always_inline]] Call&
    schedule(const LinkState& state, LinkIndex link, SimTime at, Fill&& fill);
    void addHop(HopKind kind,
                MessageIndex message,
                LinkIndex link,
                SimTime arrive,
                std::uint32_t receiveCount);
    /// A hop that takes no time.
    Hop hopOf(HopKind kind, MessageIndex message, LinkIndex link) const;

    Kernel& m_kernel;
    NodeIndex m_self;
    HopLog* m_hops;
};

// What was sent before over the link draws first.
[[gnu::always_inline]] inline Duration Context::drawLatency(LinkState& state) {
    if (state.isAhead) [[unlikely]]
        m_kernel.fetch(m_kernel.wiring[raw(state.to)].inbox);
    return state.latency.sample(state.random);
}

[[gnu::always_inline]] inline SimTime Context::send(LinkIndex link, const Call& call) {
    LinkState& state = m_kernel.links[raw(link)];
    const SimTime at = now() + (drawLatency(state) + state.extraLatency);
    if (call.kind != CallKind::SendMessage || !putIntoInbox(state, link, call, at)) {
        schedule(state, link, at, [&](Call& sent) { sent = call; });
    }
    return at;
}

[[gnu::always_inline]] inline Context::Posted Context::post(LinkIndex link) {
    LinkState& state = m_kernel.links[raw(link)];
    const SimTime at = now() + (drawLatency(state) + state.extraLatency);
    return {schedule(state, link, at, [](Call& sent) { sent = Call{}; }), at};
}

[[gnu::always_inline]] inline bool
Context::putIntoInbox(const LinkState& state, LinkIndex link, const Call& call, SimTime at) {
    Inbox& inbox = m_kernel.wiring[raw(state.to)].inbox;
    const bool isPlain =
        inbox.isOpen() && state.isLive && !state.isDenied && m_kernel.isPlainSend(call);
    if (!isPlain) return false;
    m_kernel.fetch(inbox);
    m_kernel.addTo(inbox, {at, static_cast<MessageIndex>(call.payload), link, call.worker});
    if (inbox.isAwaited()) m_kernel.wakeFor(state.to, at);
    return true;
}

[[gnu::always_inline]] inline SimTime Context::Fan::send(LinkIndex link, std::uint32_t worker) {
    LinkState& state = m_links[raw(link)];
    Inbox& inbox = m_wiring[raw(state.to)].inbox;
    if (state.isDenied) [[unlikely]]
        return kNever;
    if (!m_isPlain || !state.isLive || !inbox.isOpen()) [[unlikely]]
        return sendOne(link, worker);
    m_context.m_kernel.fetch(inbox);
    const SimTime at = m_now + (state.latency.sample(state.random) + state.extraLatency);
    m_context.m_kernel.addTo(inbox, {at, m_message, link, worker});
    if (inbox.isAwaited()) m_context.m_kernel.wakeFor(state.to, at);
    return at;
}

// Calls sent one after the other for the same instant share one event: nothing can come between
// them. It must not have happened yet.
template <class Fill>
[[gnu::always_inline]] inline Call&
Context::schedule(const LinkState& state, LinkIndex link, SimTime at, Fill&& fill) {
    SLUICE_ASSERT(state.from == m_self || state.to == m_self);
    const std::uint32_t index = m_kernel.calls.take();
    Call& sent = m_kernel.calls[index];
    fill(sent);
    sent.link = link;
    sent.target = state.from == m_self ? state.to : state.from;
    sent.next = kNoCall;
    NewestCall& newest = m_kernel.newestCall;
    if (newest.at == at && at > now()) {
        m_kernel.calls[newest.index].next = index;
    } else {
        m_kernel.events.push(makeEvent(at, EventKind::Arrival, sent.target, index));
    }
    newest = {at, index};
    return sent;
}

/// Has plain sends go on as calls whose link was removed or closed: what becomes of them has to be
/// weighed.
void expelSends(Kernel& kernel);
/// Has what is on its way in broadcasts go on in the receivers' inboxes, and ends them: before
/// links change.
void endBroadcasts(Kernel& kernel);
/// Kernel::fetch() for all inboxes: whoever looks at a World between two stretches of a run finds
/// it the same however it was run.
void fetchAll(Kernel& kernel);
/// Gives back what a call that nobody takes in still holds.
void discard(Kernel& kernel, std::uint32_t call);

} // namespace sluice
