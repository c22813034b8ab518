// SPDX-License-Identifier: GPL-3.0-or-later
// How workers keep hidden what they are working on.
#include "core/kinds/consumer.h"

#include <algorithm>

namespace sluice {

// Extends the visibility timeout of everything the worker still has to do.
void Consumer::beat(Context& context, std::uint32_t index) {
    Worker& worker = m_workers[index];
    const Batch& batch = context.batches()[worker.batch];
    Batch rest;
    for (std::uint32_t i = worker.entry; i < batch.count; ++i) {
        rest.entries[rest.count++] = batch.entries[i];
    }
    sendBatch(context, worker, CallKind::ChangeMessageVisibility, rest, worker.beatExtension);
    worker.heartbeatAt =
        config.heartbeat == Duration::zero() ? kNever : context.now() + worker.beatInterval;
    // The next but one comes later by the growth, as the extension until then will have grown.
    constexpr double kLongestExtension = 43'200;
    const double growth = config.heartbeatGrowth;
    worker.beatInterval = fromSeconds(seconds(worker.beatInterval) * growth);
    worker.beatExtension =
        fromSeconds(std::min(seconds(worker.beatExtension) * growth, kLongestExtension));
    const SimTime finishes = worker.state == State::Processing ? worker.finishesAt : kNever;
    const SimTime next = std::min(finishes, worker.heartbeatAt);
    if (next != kNever) {
        startTimer(context, index, next);
    }
}

} // namespace sluice
