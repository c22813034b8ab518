// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/ids.h"
#include "core/base/sim_time.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace sluice {

/// The plain sends (see PlainSend) of a node whose messages all go over the same links: they are
/// kept once. Each receiver's inbox reads on from a place of its own. The kernel forms and ends
/// them.
///
/// When all links have the same constant latency, the broadcast is a steady one: what it sends
/// arrives everywhere at once and in order, and nodes may take it from here. For each member it
/// holds the message twice: for the copy, and for who receives it first, as most are received
/// straight from here. Whoever takes it otherwise gives one of them back. Else every inbox gets
/// the sends before anybody looks at it, and then draws from its link when they arrive: many draws
/// in a row take less time than one for each receiver whenever something is sent.
///
/// Sends may stay here after they have arrived, while nothing but their order matters: until
/// something happens to the node that they could make a difference to.
class Broadcast {
public:
    /// One of the messages, with its Message::size.
    struct Send {
        SimTime at; ///< When it arrives; in one that is not steady, when it was sent.
        MessageIndex message = kNoMessage;
        std::uint32_t size = 0;

        friend bool operator==(const Send&, const Send&) = default;
    };
    /// Several of them in a row, and their size together.
    struct Due {
        std::span<const Send> sends;
        std::uint64_t bytes = 0;
    };
    /// A receiver.
    struct Member {
        LinkIndex link = kNoLink;
        std::uint32_t worker = 0; ///< Call::worker

        friend bool operator==(const Member&, const Member&) = default;
    };
    /// What a receiver's inbox knows of the broadcast it belongs to.
    struct Seat {
        std::uint32_t broadcast = kNone; ///< Its number in the kernel.
        std::uint32_t member = 0;
        std::uint64_t place = 0; ///< Of the next send it takes.

        friend bool operator==(const Seat&, const Seat&) = default;
    };
    enum class State : std::uint8_t {
        Ended,      ///< May be formed.
        Formed,     ///< Has members.
        Impossible, ///< Not over these links, until they change.
    };

    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t kMostMembers = 64;
    static constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

    State state() const { return m_state; }
    const std::vector<Member>& members() const { return m_members; }
    /// Of each send. Requires: isSteady().
    Duration latency() const { return m_latency; }
    bool isSteady() const { return m_isSteady; }
    /// Without a latency it is not steady.
    void form(std::vector<Member> members, std::optional<Duration> latency);
    void end(State state);

    /// A bit for each member that has to be woken when a send arrives.
    std::uint64_t awaiting() const { return m_awaiting; }
    void setAwaiting(std::uint32_t member, bool isAwaiting) {
        const std::uint64_t bit = std::uint64_t{1} << member;
        m_awaiting = isAwaiting ? m_awaiting | bit : m_awaiting & ~bit;
    }

    /// The place after the last send.
    std::uint64_t endPlace() const { return m_firstPlace + m_sends.size(); }
    /// Whether forget() has to be called before the next add().
    bool isFull() const { return m_sends.size() == m_room; }
    /// Forgets what is before this place, which every member has taken.
    void forget(std::uint64_t before);
    /// Forgets everything, which every member has taken; places count from 0 again.
    void restart() {
        forget(endPlace());
        m_firstPlace = 0;
    }
    /// Requires: not isFull(), formed, and `at` not before that of the last one.
    void add(const Send& send) {
        // Else the inboxes trace what they get.
        if (m_isSteady) m_trace = (m_trace ^ ticks(send.at)) * kFactor;
        m_sends.push_back(send);
    }
    /// The sends from this place on. Valid until the next change.
    std::span<const Send> from(std::uint64_t place) const {
        return std::span(m_sends).subspan(place - m_firstPlace);
    }
    /// When the send at this place arrives; kNever: there is none yet.
    SimTime next(std::uint64_t place) const {
        return place == endPlace() ? kNever : m_sends[place - m_firstPlace].at;
    }
    /// The first `most` sends from this place on that arrive until then. Valid until the next
    /// change.
    Due until(SimTime until, std::uint64_t place, std::size_t most) const {
        const auto sends = from(place);
        const std::size_t end = std::min(most, sends.size());
        std::size_t count = 0;
        std::uint64_t bytes = 0;
        for (; count < end && sends[count].at <= until; ++count) bytes += sends[count].size;
        return {sends.first(count), bytes};
    }
    void addTo(Digest& digest) const {
        if (m_trace != 0) digest.add(m_trace); // most never send any
    }

    /// Equal when both have sent the same to the same members, whatever they have forgotten of it.
    friend bool operator==(const Broadcast& left, const Broadcast& right);

private:
    static constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;

    std::uint64_t m_firstPlace = 0; // of those in m_sends
    std::vector<Send> m_sends;
    std::size_t m_room = 64;   // for sends, as copies of a vector have no spare capacity
    std::uint64_t m_trace = 0; // running hash of all sends, in order
    std::uint64_t m_awaiting = 0;
    Duration m_latency{};
    bool m_isSteady = true;
    State m_state = State::Ended;
    std::vector<Member> m_members;
};

} // namespace sluice
