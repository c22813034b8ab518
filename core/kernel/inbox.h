// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/broadcast.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice {

/// A SendMessage without anything that would have to be weighed, on its way: no group, no
/// deduplication ID, no delay of its own, no answer, not above kPlainBytes. It holds its message.
struct PlainSend {
    SimTime at; ///< When it arrives.
    MessageIndex message = kNoMessage;
    LinkIndex link = kNoLink; ///< Live, and not denied.
    std::uint32_t worker = 0; ///< Call::worker
    std::uint32_t number = 0; ///< Given by the inbox, in order.

    friend bool operator==(const PlainSend&, const PlainSend&) = default;
};

/// The largest message of a plain send: such a request is billed once (PRICE-2).
inline constexpr std::uint32_t kPlainBytes = 64 * 1024;

/// The plain sends on their way to a node. They need no event each: a node that lets them wait
/// takes what has arrived when something else happens to it, before that; others are woken.
///
/// Usually a few dozen are on their way. As they come in any order, they are not sorted: what has
/// arrived is picked out, and waits in order until it is taken. While they come in order, it is at
/// the front. Of very many only those before a horizon are kept so, the others in a heap. Sends may
/// stay here after they have arrived, as in a Broadcast.
class alignas(64) Inbox {
public:
    /// From now on sends to this node may come here.
    void open() { m_isOpen = true; }
    bool isOpen() const { return m_isOpen; }

    /// Whether one may have arrived by then. Cheap; when next() says so, this does.
    bool mayHave(SimTime by) const { return m_bound <= by; }
    /// When the first one arrives; kNever: there is none. Looks at all that are near.
    SimTime next() const;
    std::size_t size() const {
        return m_end - m_first + m_far.size() + m_pickedEnd - m_pickedFirst;
    }
    /// Its number does not matter.
    [[gnu::always_inline]] void add(const PlainSend& send) {
        m_trace = (m_trace ^ ticks(send.at) ^ raw(send.link)) * kFactor;
        m_bound = std::min(m_bound, send.at);
        if (m_end == m_room || send.at >= m_horizon) [[unlikely]] {
            addApart(send);
        } else {
            append(send, m_number++);
        }
    }
    /// Takes out the first ones that arrive until then, `most` at most, in order of arrival; those
    /// of one instant in the order they were added. The result is valid until the next call of this
    /// function or add(). Requires: what it leaves of those is not overtaken by any that is added
    /// later.
    std::span<const PlainSend> takeUntil(SimTime until, std::size_t most = Broadcast::kAll);
    /// The broadcast it belongs to, whose sends it has not got yet. The kernel gives it a seat.
    const Broadcast::Seat& seat() const { return m_seat; }
    void setSeat(const Broadcast::Seat& seat) {
        m_seat = seat;
        m_isSeated = seat.broadcast != Broadcast::kNone;
        m_leftAt = kNever;
    }
    /// Whether it belongs to one.
    bool isSeated() const { return m_isSeated; }
    /// Goes past these many sends of the broadcast, which its node has taken.
    void pass(std::size_t sends) { m_seat.place += sends; }
    /// The broadcast counts places from 0 again.
    void restartBroadcast() { m_seat.place = 0; }
    /// Its node has taken some sends of a steady broadcast. Of what has arrived it may have left
    /// some before this place there: those come before what is added to the inbox at this instant.
    /// Between two stretches of a run there are none, so worlds are equal whatever this says.
    void leaveUntil(std::uint64_t place, SimTime now) {
        m_leftEnd = place;
        m_leftAt = now;
    }
    /// When it did so last; kNever: never in this broadcast.
    SimTime leftAt() const { return m_leftAt; }
    /// Sends before that place which it has not taken yet; not all need have arrived.
    std::uint64_t left() const { return m_leftEnd - std::min(m_leftEnd, m_seat.place); }
    /// Gets sends of the steady broadcast, behind those that arrive at the same time. It makes no
    /// difference when it does: they are traced by the broadcast.
    void unfold(std::span<const Broadcast::Send> sends, const Broadcast::Member& member);
    /// All in the order in which they would be taken.
    std::vector<PlainSend> inOrder() const;
    /// Takes out all for which `isOut(const PlainSend&)` is true, in this order.
    template <class IsOut>
    std::vector<PlainSend> takeIf(IsOut&& isOut) {
        std::vector<PlainSend> left;
        std::vector<PlainSend> out;
        for (const PlainSend& send : inOrder()) (isOut(send) ? out : left).push_back(send);
        if (!out.empty()) keep(left);
        return out;
    }

    /// Whether the node has to be woken when one arrives.
    bool isAwaited() const { return m_isAwaited; }
    void setAwaited(bool isAwaited) { m_isAwaited = isAwaited; }
    /// The earliest event that will wake the node, as far as it is known; kNever: there is none.
    SimTime wakes() const { return m_wakes; }
    void setWakes(SimTime at) { m_wakes = at; }

    void addTo(Digest& digest) const;
    /// Equal when both would give the same sends in the same order.
    friend bool operator==(const Inbox& left, const Inbox& right);

private:
    static constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
    static constexpr std::uint32_t kMostNear = 128; // unless they are in order
    static constexpr std::uint32_t kKeptNear = 64;

    static bool isBefore(const PlainSend& left, const PlainSend& right) {
        return left.at != right.at ? left.at < right.at
                                   : static_cast<std::int32_t>(left.number - right.number) < 0;
    }
    static bool isAfter(const PlainSend& left, const PlainSend& right) {
        return isBefore(right, left);
    }
    [[gnu::always_inline]] void append(const PlainSend& send, std::uint32_t number) {
        m_isInOrder &= m_latest <= send.at;
        m_latest = send.at;
        PlainSend& last = m_near[m_end++];
        last = send;
        last.number = number;
    }
    [[gnu::noinline]] void addApart(const PlainSend& send);
    [[gnu::noinline]] void makeRoom();
    void setRoom(std::size_t sends) {
        m_near.resize(sends);
        m_room = static_cast<std::uint32_t>(sends);
    }
    void moveNearer();
    void addFar(const PlainSend& send);
    SimTime firstFar() const { return m_far.empty() ? kNever : m_far.front().at; }
    void pick(SimTime until);
    void pickFirst(SimTime until);
    [[gnu::noinline]] void makePickedRoom();
    std::span<const PlainSend> takeFirst(SimTime until, std::size_t most);
    std::span<const PlainSend> takePicked(SimTime until, std::size_t most);
    void keep(std::span<const PlainSend> sends);

    // What add() needs is in the first cache line.
    SimTime m_bound = kNever; // none arrives before
    SimTime m_leftAt = kNever;
    bool m_isOpen = false;
    bool m_isAwaited = true;
    bool m_isInOrder = true; // those in m_near
    bool m_isSeated = false;
    std::uint32_t m_number = 0;
    std::uint32_t m_end = 0;      // m_near holds those from m_first to here,
    std::uint32_t m_room = 0;     // and has so many places
    SimTime m_latest = kRunStart; // of the last one there
    SimTime m_horizon = kNever;   // all of m_far arrive at or after it, those of m_near before
    std::uint64_t m_trace = 0;    // running hash of all sends, in order
    std::vector<PlainSend> m_near;
    std::uint32_t m_first = 0;
    std::vector<PlainSend> m_far; // a heap, the first one on top
    // Those from m_pickedFirst to m_pickedEnd have arrived, in order.
    std::vector<PlainSend> m_picked;
    std::uint32_t m_pickedFirst = 0;
    std::uint32_t m_pickedEnd = 0;
    SimTime m_wakes = kNever;
    Broadcast::Seat m_seat;
    std::uint64_t m_leftEnd = 0;
};

} // namespace sluice
