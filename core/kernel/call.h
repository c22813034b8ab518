// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/slot_pool.h"

#include <array>
#include <cstdint>

namespace sluice {

/// Names one receive of one stored copy: the copy's slot, the slot's generation (it grows when the
/// slot is reused) and the copy's receive count at that receive. This is the receipt handle; every
/// receive gives a new one (SQS-27).
struct Receipt {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    std::uint32_t receiveCount = 0;

    friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// A message handed to a consumer.
struct Received {
    MessageIndex message = kNoMessage;
    Receipt receipt;

    friend bool operator==(const Received&, const Received&) = default;
};

/// Up to ten entries of one batch call (SQS-63).
struct Batch {
    static constexpr std::size_t kCapacity = 10;

    std::array<Received, kCapacity> entries;
    std::uint32_t count = 0;

    friend bool operator==(const Batch&, const Batch&) = default;
};

/// The API action a call stands for, or the answer to one.
enum class CallKind : std::uint8_t {
    SendMessage,             ///< payload: MessageIndex
    MoveMessage,             ///< payload: MessageIndex; a queue's move to its dead-letter queue
    ReceiveMessage,          ///< no payload
    ReceiveMessageResult,    ///< payload: batch, possibly empty
    DeleteMessage,           ///< payload: batch
    ChangeMessageVisibility, ///< payload: batch
};

/// A request or answer under way on a link. Plain data; whoever takes it in owns and frees the
/// payload.
struct Call {
    CallKind kind = CallKind::SendMessage;
    std::uint8_t maxMessages = 1; ///< ReceiveMessage: 1 to 10.
    std::uint16_t receiveCount =
        0; ///< MoveMessage: carried over to the dead-letter queue (SQS-73).
    std::uint32_t payload = 0;
    std::uint32_t worker = 0; ///< Who asked, within the calling node; comes back in the answer.
    LinkIndex link = kNoLink;
    NodeIndex target = kNoNode;
    /// ReceiveMessage: wait time. ChangeMessageVisibility: new timeout. MoveMessage: time since the
    /// copy was enqueued.
    Duration value{};

    friend bool operator==(const Call&, const Call&) = default;
};

} // namespace sluice
