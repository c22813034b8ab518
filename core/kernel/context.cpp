// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/context.h"

#include "core/base/assert.h"

#include <algorithm>
#include <limits>

namespace sluice {

void Context::startTimer(SimTime at, std::uint64_t token) {
    m_kernel.schedule(makeEvent(at, EventKind::Timer, m_self, token));
}

std::uint32_t Context::sharedQuotaIndex(std::string_view name) {
    auto& all = m_kernel.sharedQuotas;
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const SharedQuota& each) { return each.name == name; });
    const auto index = static_cast<std::uint32_t>(found - all.begin());
    if (found == all.end()) {
        all.push_back({std::string(name), {}});
    }
    return index;
}

MessageIndex Context::create(const Message& message) {
    if (m_kernel.messages.size() >= kMaxLiveMessages) {
        m_kernel.halt = Halt::TooManyMessages;
        m_kernel.haltedAt = m_self;
    }
    return m_kernel.messages.add(message);
}

SimTime Context::Fan::sendOne(LinkIndex link, std::uint32_t worker) {
    Call call;
    call.payload = static_cast<std::uint32_t>(m_message);
    call.worker = worker;
    return m_context.send(link, call);
}

SimTime Context::answer(LinkIndex link, const Call& call) {
    LinkState& state = m_kernel.links[raw(link)];
    const Duration extra = state.extraLatency - state.serviceLatency;
    const SimTime at = now() + (drawLatency(state) + extra);
    schedule(state, link, at, [&](Call& sent) { sent = call; });
    return at;
}

void Context::sendAtOnce(LinkIndex link, const Call& call) {
    schedule(m_kernel.links[raw(link)], link, now(), [&](Call& sent) { sent = call; });
}

std::optional<NodeIndex> Context::find(NodeId id) const {
    const auto found =
        std::find_if(m_kernel.wiring.begin(), m_kernel.wiring.end(), [&](const NodeWiring& wiring) {
            return wiring.isLive && wiring.id == id;
        });
    if (found == m_kernel.wiring.end()) {
        return std::nullopt;
    }
    return static_cast<NodeIndex>(found - m_kernel.wiring.begin());
}

void Context::sendInside(NodeId target, const Call& call) {
    const auto node = find(target);
    SLUICE_ASSERT(node.has_value());
    const std::uint32_t index = m_kernel.calls.add(call);
    Call& sent = m_kernel.calls[index];
    sent.link = kNoLink;
    sent.target = *node;
    sent.next = kNoCall;
    m_kernel.schedule(m_kernel.arrival(now(), index));
}

Hop Context::hopOf(HopKind kind, MessageIndex message, LinkIndex link) const {
    const Message& body = m_kernel.messages[message];
    Hop hop;
    hop.message = body.serial;
    hop.depart = hop.arrive = now();
    hop.link = link == kNoLink ? LinkId{} : m_kernel.links[raw(link)].id;
    hop.node = id();
    hop.kind = kind;
    hop.color = body.color();
    hop.group = body.group;
    return hop;
}

void Context::addHop(HopKind kind,
                     MessageIndex message,
                     LinkIndex link,
                     SimTime arrive,
                     std::uint32_t receiveCount) {
    constexpr std::uint32_t kMost = std::numeric_limits<std::uint16_t>::max();
    Hop hop = hopOf(kind, message, link);
    hop.arrive = arrive;
    hop.depart = std::min(hop.depart, arrive);
    hop.receiveCount = static_cast<std::uint16_t>(std::min(receiveCount, kMost));
    m_hops->add(hop);
}

Duration Context::averageLatency(LinkIndex link) const {
    const LinkState& state = m_kernel.links[raw(link)];
    return state.latency.average() + state.extraLatency;
}

void Context::noteInside(HopKind kind, MessageIndex message, NodeId to) {
    if (m_hops == nullptr) return;
    Hop hop = hopOf(kind, message, kNoLink);
    hop.to = to;
    m_hops->add(hop);
}

void Context::noteUndelivered(MessageIndex message, LinkIndex link, std::uint32_t attempts) {
    if (m_hops == nullptr) return;
    Hop hop = hopOf(HopKind::DeadLetter, message, link);
    hop.receiveCount = static_cast<std::uint16_t>(std::min(attempts, 0xFFFFU));
    hop.refusal = Refusal::DeliveryFailed;
    m_hops->add(hop);
}

void Context::noteEmptyReceive(LinkIndex link, SimTime arrive) {
    if (m_hops == nullptr) return;
    Hop hop;
    hop.depart = now();
    hop.arrive = arrive;
    hop.link = m_kernel.links[raw(link)].id;
    hop.node = id();
    hop.kind = HopKind::EmptyReceive;
    m_hops->add(hop);
}

void Context::noteRefusal(MessageIndex message,
                          LinkIndex link,
                          Refusal refusal,
                          std::uint16_t error) {
    if (m_hops == nullptr) return;
    Hop hop = hopOf(HopKind::Refuse, message, link);
    hop.error = error;
    hop.refusal = refusal;
    m_hops->add(hop);
}

void expelSends(Kernel& kernel) {
    for (std::size_t node = 0; node < kernel.wiring.size(); ++node) {
        const auto expelled = kernel.wiring[node].inbox.takeIf([&](const PlainSend& send) {
            const LinkState& link = kernel.links[raw(send.link)];
            return !link.isLive || link.isDenied;
        });
        for (const PlainSend& send : expelled) {
            const Call call = callOf(send, static_cast<NodeIndex>(node));
            kernel.schedule(kernel.arrival(send.at, kernel.calls.add(call)));
        }
    }
}

void discard(Kernel& kernel, std::uint32_t index) {
    const Call call = kernel.calls[index];
    kernel.calls.free(index);
    if (carriesMessage(call.kind)) {
        kernel.messages.release(static_cast<MessageIndex>(call.payload));
        return;
    }
    if (carriesNothing(call.kind)) {
        return;
    }
    // Receipts alone hold no message.
    const bool holdsMessages =
        call.kind != CallKind::DeleteMessageBatch && call.kind != CallKind::ChangeMessageVisibility;
    const Batch& batch = kernel.batches[call.payload];
    for (std::uint32_t i = 0; holdsMessages && i < batch.count; ++i) {
        kernel.messages.release(batch.entries[i].message);
    }
    kernel.batches.free(call.payload);
}

} // namespace sluice
