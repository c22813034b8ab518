// SPDX-License-Identifier: GPL-3.0-or-later
// Payloads too large for a queue: the consumer gets them from a bucket and removes them there.
#include "core/kinds/consumer.h"

namespace sluice {

// Gets the message's payload from the bucket before processing can begin.
void Consumer::fetch(Context& context, std::uint32_t index, LinkIndex bucket) {
    Worker& worker = m_workers[index];
    const Received& entry = context.batches()[worker.batch].entries[worker.entry];
    worker.state = State::Fetching;
    worker.bucket = bucket;
    context.messages().retain(entry.message);
    Call get;
    get.kind = CallKind::GetObject;
    get.worker = index;
    get.payload = static_cast<std::uint32_t>(entry.message);
    context.send(bucket, get);
    if (worker.heartbeatAt != kNever) {
        startTimer(context, index, worker.heartbeatAt);
    }
}

void Consumer::takeObject(Context& context, const Call& call) {
    const auto message = static_cast<MessageIndex>(call.payload);
    const bool isPresent = call.worker < m_workers.size()
                           && m_workers[call.worker].state == State::Fetching
                           && m_workers[call.worker].bucket == call.link;
    if (isPresent) {
        const Worker& worker = m_workers[call.worker];
        const bool isAwaited =
            context.batches()[worker.batch].entries[worker.entry].message == message;
        if (isAwaited) {
            const bool isReadable = call.refusal == Refusal::None;
            counted.fetched += isReadable ? 1 : 0;
            process(context, call.worker, isReadable);
        }
    }
    context.messages().release(message);
}

// The client that fetched a payload also removes it from the bucket.
void Consumer::removeObject(Context& context, MessageIndex message) {
    const auto buckets = context.links(kPayloads);
    if (buckets.empty()) {
        return;
    }
    context.messages().retain(message);
    Call remove;
    remove.kind = CallKind::DeleteObject;
    remove.payload = static_cast<std::uint32_t>(message);
    context.send(buckets.front(), remove);
}

} // namespace sluice
