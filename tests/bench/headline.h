// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"
#include "core/sim/world.h"

namespace sluice::bench {

/// What differs between the forms of the headline case.
struct HeadlineForm {
    /// Exponential latency with this mean, drawn for every call; else every call takes just as
    /// long.
    bool isLatencyRandom = true;
    std::int64_t sendBatch = 1; ///< Messages in one send call.
    bool deletesEach = false;   ///< A DeleteMessage call per message instead of one per batch.
    std::int64_t groups = 0;    ///< FIFO queues with this many groups, without quotas; 0: standard.
    /// Through a topic with raw delivery; else the producer calls every queue itself.
    bool isPublished = true;
};

/// A producer publishes 100 000 messages a second (Poisson, 256 bytes) to a topic with 24 queues:
/// 2.4 million copies a second. Every queue has a timeout of 2 s, a dead-letter queue, and a
/// consumer of 125 workers that receive ten at a time and need exponential 8 ms for a batch; 0.2 %
/// of the batches are lost. Every other queue gives up a message at its second receive. Latency 0.5
/// ms. The form as it is by default is D.
Document headlineDocument(const HeadlineForm& form = {});

/// Its start.
World headlineWorld(const HeadlineForm& form = {});

} // namespace sluice::bench
