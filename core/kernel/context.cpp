// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/context.h"

#include "core/base/assert.h"

#include <algorithm>
#include <limits>

namespace sluice {

void Context::startTimer(SimTime at, std::uint64_t token) {
    m_kernel.events.push(makeEvent(at, EventKind::Timer, m_self, token));
}

MessageIndex Context::create(const Message& message) {
    if (m_kernel.messages.size() >= kMaxLiveMessages) {
        m_kernel.halt = Halt::TooManyMessages;
        m_kernel.haltedAt = m_self;
    }
    return m_kernel.messages.add(message);
}

SimTime Context::send(LinkIndex link, Call call) {
    LinkState& state = m_kernel.links[raw(link)];
    return schedule(link, call, state.latency.sample(state.random) + state.regionLatency);
}

void Context::sendAtOnce(LinkIndex link, Call call) {
    schedule(link, call, Duration::zero());
}

SimTime Context::schedule(LinkIndex link, Call call, Duration latency) {
    const LinkState& state = m_kernel.links[raw(link)];
    SLUICE_ASSERT(state.from == m_self || state.to == m_self);
    call.link = link;
    call.target = state.from == m_self ? state.to : state.from;
    const SimTime at = now() + latency;
    m_kernel.events.push(makeEvent(at, EventKind::Arrival, call.target, m_kernel.calls.add(call)));
    return at;
}

void Context::note(HopKind kind,
                   MessageIndex message,
                   LinkIndex link,
                   SimTime arrive,
                   std::uint32_t receiveCount) {
    if (m_hops == nullptr) {
        return;
    }
    const Message& body = m_kernel.messages[message];
    constexpr std::uint32_t kMost = std::numeric_limits<std::uint16_t>::max();
    m_hops->add({body.serial,
                 now(),
                 arrive,
                 link == kNoLink ? LinkId{} : m_kernel.links[raw(link)].id,
                 id(),
                 kind,
                 body.color(),
                 static_cast<std::uint16_t>(std::min(receiveCount, kMost)),
                 body.group});
}

void discard(Kernel& kernel, std::uint32_t index) {
    const Call call = kernel.calls[index];
    kernel.calls.free(index);
    if (carriesMessage(call.kind)) {
        kernel.messages.release(static_cast<MessageIndex>(call.payload));
        return;
    }
    if (call.kind == CallKind::ReceiveMessage) {
        return;
    }
    // Receipts alone hold no message.
    const bool holdsMessages =
        call.kind != CallKind::DeleteMessage && call.kind != CallKind::ChangeMessageVisibility;
    const Batch& batch = kernel.batches[call.payload];
    for (std::uint32_t i = 0; holdsMessages && i < batch.count; ++i) {
        kernel.messages.release(batch.entries[i].message);
    }
    kernel.batches.free(call.payload);
}

} // namespace sluice
