// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/refusal.h"
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

/// Up to ten entries of one batch call (SQS-63). Whole cache lines.
struct alignas(64) Batch {
    static constexpr std::size_t kCapacity = 10;

    std::uint32_t count = 0;
    std::array<Received, kCapacity> entries;

    friend bool operator==(const Batch&, const Batch&) = default;
};

/// The API action a call stands for, or the answer to one. ChangeMessageVisibility with more than
/// one entry is its batch form.
enum class CallKind : std::uint8_t {
    SendMessage,             ///< payload: MessageIndex
    SendMessageBatch,        ///< payload: batch
    SendMessageResult,       ///< payload: batch of what was refused; success is not answered
    MoveMessage,             ///< payload: MessageIndex; a queue's move to its dead-letter queue
    RedriveMessage,          ///< payload: MessageIndex; a message move task
    ReceiveMessage,          ///< payload: number of the attempt; 0: none (SQS-108)
    ReceiveMessageResult,    ///< payload: batch, possibly empty
    DeleteMessage,           ///< no payload, but the receipt
    DeleteMessageBatch,      ///< payload: batch
    ChangeMessageVisibility, ///< payload: batch
    PutObject,               ///< payload: MessageIndex, whose large body is stored
    PutObjectResult,         ///< payload: the same
    GetObject,               ///< payload: MessageIndex
    GetObjectResult,         ///< payload: the same
    DeleteObject,            ///< payload: MessageIndex
    Notify,                  ///< payload: MessageIndex; a topic's delivery to an endpoint
    NotifyResult,            ///< payload: the same; how it ended says the refusal
    RequestConfirmation,     ///< no payload; a topic asks an endpoint to confirm its subscription
    ConfirmSubscription,     ///< no payload
};

/// Whether the payload of such a call is one message, of which the call is a holder.
constexpr bool carriesMessage(CallKind kind) {
    switch (kind) {
    case CallKind::SendMessage:
    case CallKind::MoveMessage:
    case CallKind::RedriveMessage:
    case CallKind::PutObject:
    case CallKind::PutObjectResult:
    case CallKind::GetObject:
    case CallKind::GetObjectResult:
    case CallKind::DeleteObject:
    case CallKind::Notify:
    case CallKind::NotifyResult:
        return true;
    default:
        return false;
    }
}

/// Whether such a call carries nothing but its own fields.
constexpr bool carriesNothing(CallKind kind) {
    return kind == CallKind::ReceiveMessage || kind == CallKind::DeleteMessage
           || kind == CallKind::RequestConfirmation || kind == CallKind::ConfirmSubscription;
}

/// Stands for a parameter that the caller left out.
inline constexpr Duration kNotGiven = Duration::min();

inline constexpr std::uint32_t kNoCall = 0xFFFFFFFFU;

/// What a node did with a call that may be a plain one. While it decides, the call's place is free
/// already: whatever the node sends may overwrite it.
struct PlainOutcome {
    bool isTaken = false;    ///< As a plain one; false: nothing was done about the call.
    std::uint32_t sends = 0; ///< From the inbox that the node took along.
};

/// A request or answer under way on a link. Plain data; whoever takes it in owns and frees the
/// payload. One cache line.
struct alignas(64) Call {
    CallKind kind = CallKind::SendMessage;
    std::uint8_t maxMessages = 1; ///< ReceiveMessage: 1 to 10.
    /// MoveMessage: carried over to the dead-letter queue (SQS-73).
    std::uint16_t receiveCount = 0;
    std::uint32_t payload = 0;
    /// Who asked, within the calling node (a worker; for sends, how often it was tried before;
    /// for PutObject, the object's bytes; for MoveMessage, the NodeId of the queue it was sent to);
    /// comes back in the answer.
    std::uint32_t worker = 0;
    LinkIndex link = kNoLink; ///< kNoLink: from elsewhere inside the broker.
    NodeIndex target = kNoNode;
    /// The call that arrives at the same instant right after this one, sharing its event.
    std::uint32_t next = kNoCall;
    /// Of an answer. Of a send by a topic: what is wrong with the request itself.
    Refusal refusal = Refusal::None;
    bool mayUseKey = true;    ///< Whether the caller has permission for KMS keys (SQS-125).
    bool isEncrypted = false; ///< MoveMessage: how the copy was stored (SQS-124).
    bool wantsAnswer = false; ///< SendMessage: success is answered too, without the message.
    /// SendMessage: DelaySeconds. ReceiveMessage: WaitTimeSeconds. ChangeMessageVisibility: the new
    /// timeout. MoveMessage: time since the copy was enqueued. Notify: how long the topic waits.
    Duration value = kNotGiven;
    /// ReceiveMessage. MoveMessage: time since the copy was first received.
    Duration visibilityTimeout = kNotGiven;
    Receipt receipt; ///< DeleteMessage.

    /// MoveMessage: the SequenceNumber it was sent with, in the receipt, which it has not.
    std::uint64_t sentNumber() const {
        return std::uint64_t{receipt.slot} << 32U | receipt.generation;
    }
    void setSentNumber(std::uint64_t number) {
        receipt.slot = static_cast<std::uint32_t>(number >> 32U);
        receipt.generation = static_cast<std::uint32_t>(number);
    }

    friend bool operator==(const Call&, const Call&) = default;
};

} // namespace sluice
