// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/broadcast.h"

#include "core/base/assert.h"
#include "core/kernel/context.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

namespace sluice {

void Broadcast::form(std::vector<Member> members, std::optional<Duration> latency) {
    SLUICE_ASSERT(m_state != State::Formed && members.size() <= kMostMembers);
    m_members = std::move(members);
    m_latency = latency.value_or(Duration::zero());
    m_isSteady = latency.has_value();
    m_state = State::Formed;
}

void Broadcast::end(State state) {
    SLUICE_ASSERT(state != State::Formed);
    if (m_isSteady) {
        forget(endPlace());
    } else {
        restart(); // how many there were depends on who looked
    }
    m_isSteady = true;
    m_members.clear();
    m_awaiting = 0;
    m_state = state;
}

void Broadcast::forget(std::uint64_t before) {
    m_sends.erase(m_sends.begin(),
                  m_sends.begin() + static_cast<std::ptrdiff_t>(before - m_firstPlace));
    m_firstPlace = before;
    if (2 * m_sends.size() > m_room) m_room *= 2;
}

bool operator==(const Broadcast& left, const Broadcast& right) {
    const auto both =
        static_cast<std::ptrdiff_t>(std::min(left.m_sends.size(), right.m_sends.size()));
    return left.m_state == right.m_state && left.m_members == right.m_members
           && left.m_latency == right.m_latency && left.m_isSteady == right.m_isSteady
           && left.m_awaiting == right.m_awaiting && left.m_trace == right.m_trace
           && left.endPlace() == right.endPlace()
           && std::equal(left.m_sends.end() - both, left.m_sends.end(), right.m_sends.end() - both);
}

namespace {

// What every call over the link takes, if it is always the same.
std::optional<Duration> latencyOf(const LinkState& link) {
    const std::optional<Duration> drawn = link.latency.constantValue();
    return drawn ? std::optional(*drawn + link.extraLatency) : std::nullopt;
}

void endBroadcast(Kernel& kernel, std::uint32_t number, Broadcast::State state) {
    Broadcast& broadcast = kernel.broadcasts[number];
    for (const Broadcast::Member& member : broadcast.members()) {
        LinkState& link = kernel.links[raw(member.link)];
        Inbox& inbox = kernel.wiring[raw(link.to)].inbox;
        kernel.fetch(inbox);
        kernel.unfold(inbox, kNever);
        inbox.setSeat({});
        link.isAhead = false;
    }
    broadcast.end(state);
}

// The latency of all these links, if it is one and the same for certain.
std::optional<Duration> commonLatency(const Kernel& kernel,
                                      const std::vector<Broadcast::Member>& members) {
    const auto of = [&](const Broadcast::Member& member) {
        return latencyOf(kernel.links[raw(member.link)]);
    };
    const std::optional<Duration> first = of(members.front());
    const bool isOne = std::ranges::all_of(
        members, [&](const Broadcast::Member& member) { return of(member) == first; });
    return isOne ? first : std::nullopt;
}

// Whether all of these links are open and lead to different nodes that have room in their inboxes
// for a broadcast.
bool canBroadcast(const Kernel& kernel, const std::vector<Broadcast::Member>& members) {
    std::vector<NodeIndex> ends;
    for (const Broadcast::Member& member : members) {
        const LinkState& link = kernel.links[raw(member.link)];
        const Inbox& inbox = kernel.wiring[raw(link.to)].inbox;
        const bool isRight = link.isLive && !link.isDenied && inbox.isOpen() && !inbox.isSeated()
                             && std::ranges::find(ends, link.to) == ends.end();
        if (!isRight) return false;
        ends.push_back(link.to);
    }
    return true;
}

std::uint64_t firstPlaceLeft(const Kernel& kernel, const Broadcast& broadcast) {
    std::uint64_t first = broadcast.endPlace();
    for (const Broadcast::Member& member : broadcast.members()) {
        const NodeIndex end = kernel.links[raw(member.link)].to;
        first = std::min(first, kernel.wiring[raw(end)].inbox.seat().place);
    }
    return first;
}

} // namespace

void Context::formBroadcast(const std::vector<Broadcast::Member>& members) {
    std::uint32_t& number = m_kernel.wiring[raw(m_self)].broadcast;
    if (number == Broadcast::kNone) {
        number = static_cast<std::uint32_t>(m_kernel.broadcasts.size());
        m_kernel.broadcasts.emplace_back();
    }
    endBroadcast(m_kernel, number, Broadcast::State::Impossible);
    if (members.empty() || members.size() > Broadcast::kMostMembers) return;
    if (!canBroadcast(m_kernel, members)) return;
    Broadcast& broadcast = m_kernel.broadcasts[number];
    broadcast.form(members, commonLatency(m_kernel, members));
    for (std::uint32_t i = 0; i < members.size(); ++i) {
        LinkState& way = m_kernel.links[raw(members[i].link)];
        way.isAhead = !broadcast.isSteady();
        Inbox& inbox = m_kernel.wiring[raw(way.to)].inbox;
        inbox.setSeat({number, i, broadcast.endPlace()});
        broadcast.setAwaiting(i, inbox.isAwaited());
    }
}

SimTime Context::broadcast(MessageIndex message) {
    Broadcast& broadcast = m_kernel.broadcasts[m_kernel.wiring[raw(m_self)].broadcast];
    if (broadcast.isFull()) broadcast.forget(firstPlaceLeft(m_kernel, broadcast));
    const SimTime at = now() + broadcast.latency();
    broadcast.add({at, message, m_kernel.messages[message].size});
    const auto members = static_cast<std::uint32_t>(broadcast.members().size());
    m_kernel.messages.retain(message, broadcast.isSteady() ? 2 * members : members);
    for (std::uint64_t left = broadcast.awaiting(); left != 0; left &= left - 1) {
        const auto member = static_cast<std::size_t>(std::countr_zero(left));
        const NodeIndex end = link(broadcast.members()[member].link).to;
        if (broadcast.isSteady()) {
            m_kernel.wakeFor(end, at);
        } else {
            m_kernel.wakeForNext(end);
        }
    }
    return at;
}

void Kernel::fetchSends(Inbox& inbox) {
    const Broadcast& broadcast = broadcasts[inbox.seat().broadcast];
    if (broadcast.isSteady()) return;
    const auto sends = broadcast.from(inbox.seat().place);
    const Broadcast::Member member = broadcast.members()[inbox.seat().member];
    LinkState& link = links[raw(member.link)];
    for (const Broadcast::Send& send : sends) {
        const Duration latency = link.latency.sample(link.random) + link.extraLatency;
        inbox.add({send.at + latency, send.message, member.link, member.worker});
    }
    inbox.pass(sends.size());
}

void fetchAll(Kernel& kernel) {
    for (Broadcast& broadcast : kernel.broadcasts) {
        if (broadcast.isSteady()) continue;
        for (const Broadcast::Member& member : broadcast.members()) {
            Inbox& inbox = kernel.wiring[raw(kernel.links[raw(member.link)].to)].inbox;
            kernel.fetch(inbox);
            inbox.restartBroadcast();
        }
        broadcast.restart();
    }
}

void endBroadcasts(Kernel& kernel) {
    for (std::uint32_t i = 0; i < kernel.broadcasts.size(); ++i)
        endBroadcast(kernel, i, Broadcast::State::Ended);
}

} // namespace sluice
