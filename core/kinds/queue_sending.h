// SPDX-License-Identifier: GPL-3.0-or-later
// What is done for every message that is sent to a queue, by a call or by hand.
#pragma once

#include "core/broker/hashing.h"
#include "core/kinds/queue.h"

namespace sluice {

[[gnu::always_inline]] inline SendEntry
Queue::entryOf(Context& context, MessageIndex index, const Call& call) const {
    const Message& message = context.messages()[index];
    SendEntry entry{
        index, message.serial, message.size, message.group, message.dedupId, call.value};
    // The content stands in for an ID that was not given (SQS-91).
    if (entry.dedupId == 0 && store.rules().contentBasedDedup
        && store.rules().type == QueueType::Fifo) {
        entry.dedupId = contentDedupId(context.bodies(), message);
    }
    return entry;
}

[[gnu::always_inline]] inline void Queue::keep(Context& context, const SendEntry& entry) {
    const SendOutcome outcome = store.sendMessage(context.now(), entry);
    if (outcome.isDuplicate) {
        ++counted.deduplicated; // SQS-96
        context.note(HopKind::Deduplicate, entry.message, kNoLink, context.now(), 0);
        context.messages().release(entry.message);
        return;
    }
    ++counted.sent;
    counted.sentBytes += static_cast<std::uint64_t>(entry.bytes);
    context.note(HopKind::Accept, entry.message, kNoLink, context.now(), 0);
}

} // namespace sluice
