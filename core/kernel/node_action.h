// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/kernel/call.h"
#include "core/schema/property.h"

#include <cstdint>
#include <map>
#include <string>

namespace sluice {

/// A user's action on a running node, as its kind's ActionSpec describes it. It is an input of the
/// run like an edit: logged with its time and repeated by every replay.
struct NodeAction {
    NodeId node{};
    std::string key;                                          ///< ActionSpec::key
    std::map<std::string, PropertyValue, std::less<>> values; ///< By key of its fields; checked.
    std::uint64_t message = 0; ///< Serial of the message acted on; 0: none.
    Receipt receipt;           ///< Of that message's newest receive; generation 0: never received.
    std::string nodeName{};    ///< What the part is called; filled in by the simulation.

    friend bool operator==(const NodeAction&, const NodeAction&) = default;
};

/// What came of it, for the user.
struct ActionAnswer {
    bool isRefused = false;
    std::string text; ///< "Purged 12 messages." or the error by its API name and text.

    friend bool operator==(const ActionAnswer&, const ActionAnswer&) = default;
};

/// Tells a message stored in a queue from all others there, also from the same one sent again.
struct CopyKey {
    std::uint64_t serial = 0; ///< 0: none.
    SimTime enqueuedAt;
    MessageIndex message = kNoMessage;

    friend bool operator==(const CopyKey&, const CopyKey&) = default;
};

/// A stored message as a table shows it.
struct MessageRow {
    enum class State : std::uint8_t { Delayed, Visible, Blocked, InFlight };
    std::uint64_t serial = 0;
    State state = State::Visible;
    std::uint8_t color = 0;
    std::uint32_t group = 0; ///< 0: none.
    std::uint32_t receiveCount = 0;
    std::uint32_t bytes = 0;
    SimTime enqueuedAt;
    SimTime until = kNever;           ///< End of delay or visibility timeout.
    SimTime firstReceivedAt = kNever; ///< SQS-27; kNever: not yet.
    Receipt receipt;
    MessageIndex message = kNoMessage; ///< The same as long as it is stored.
    NodeId home{};                     ///< Of a dead letter: the queue it was sent to.
    NodeId source{};                   ///< Of a dead letter: the queue it was moved from.
    std::uint64_t sequenceNumber = 0;  ///< FIFO (SQS-97); 0: none.
    std::uint64_t sentNumber = 0;      ///< The same in the queue it was sent to.

    CopyKey key() const { return {serial, enqueuedAt, message}; }
    friend bool operator==(const MessageRow&, const MessageRow&) = default;
};

} // namespace sluice
