// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/refusal.h"

#include <cstdint>
#include <type_traits>

namespace sluice {

/// Why a message moves, or what else happens to it that the eye should catch.
enum class HopKind : std::uint8_t {
    Send,         ///< Along its link, from start to end.
    Receive,      ///< Along its link, from queue to consumer.
    EmptyReceive, ///< An answer without a message, along its link, from queue to consumer.
    Delete,       ///< Settled: the message is gone. At `node`, no travel.
    Expire,     ///< Visibility timeout ran out: back to the queue. Along its link, from consumer to
                ///< queue.
    DeadLetter, ///< Moved to the dead-letter queue along the dashed link.
    Lost,       ///< Retention ran out, purged, or the part was removed. At `node`, no travel.
    Accept,     ///< Stored by the queue: the send is acknowledged. At `node`, no travel.
    Deduplicate, ///< Accepted but not stored: it fades at the door. At `node`, no travel.
    Refuse,      ///< Not accepted: it bounces off. At `node`, no travel.
    Filter,      ///< Held back by a filter policy: it fades on its way along the link. It would
                 ///< have arrived at `arrive`, as links take on average.
    Redrive, ///< Moved out of the dead-letter queue: to its source along the dashed link, against
             ///< its direction, or to a queue of the user's choice.
};

/// One step of one message, for drawing only: hops are no part of the World and never change a run.
struct Hop {
    std::uint64_t message = 0; ///< MessageSerial; 0: none.
    SimTime depart;
    SimTime arrive;
    LinkId link{}; ///< Without travel: the one it came by, or 0.
    NodeId node{}; ///< Where it happens, for hops without travel; the queue for Expire.
    HopKind kind = HopKind::Send;
    std::uint8_t color = 0; ///< Colour key, 0 to 7.
    /// A dead letter of a topic: failed attempts to deliver it.
    std::uint16_t receiveCount = 0;
    std::uint32_t group = 0; ///< Message group; 0: none.
    NodeId to{};             ///< Travels without a link from `node` to this one; 0: it does not.
    std::uint16_t error = 0; ///< Refuse: number of the API's error, 0 when no API refused it.
    Refusal refusal = Refusal::None; ///< Refuse: why. DeadLetter: DeliveryFailed when of a topic.

    friend bool operator==(const Hop&, const Hop&) = default;
};

static_assert(std::is_trivially_copyable_v<Hop> && sizeof(Hop) <= 48);

} // namespace sluice
