// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/advice.h"
#include "core/kinds/producer.h"

#include <algorithm>
#include <vector>

namespace sluice {

/// A queue and what is linked to it.
struct Neighbourhood {
    const Document& document;
    const Node& node;
    Queue::Config config;
    std::vector<Neighbour<Consumer>> readers;
    std::vector<Neighbour<Producer>> producers;
    std::vector<Neighbour<Queue>> sources;     ///< Queues whose dead-letter queue it is.
    std::vector<Neighbour<Queue>> deadLetters; ///< At most one.
    double arrivals = 0;                       ///< Messages per second from the producers.
    bool isSentTo = false; ///< By anything; dead letters of queues and topics are not sent.
    LimitsProfile limits;  ///< Of the document.

    bool hasPoison() const {
        return std::any_of(producers.begin(), producers.end(), [](const auto& producer) {
            return producer.config.poisonShare > 0;
        });
    }
    /// The first reader whose processing fails now and then, or null.
    const Neighbour<Consumer>* failingReader() const {
        const bool isPoisoned = hasPoison();
        const auto found = std::find_if(readers.begin(), readers.end(), [&](const auto& reader) {
            return isPoisoned || reader.config.failureShare > 0;
        });
        return found == readers.end() ? nullptr : &*found;
    }
    /// Bytes of the largest message it takes, whatever its own setting says (PROF-1).
    std::int64_t mostBytes() const {
        return std::min(config.maxMessageSize, limits.maxMessageBytes);
    }
    std::int64_t workers() const {
        std::int64_t sum = 0;
        for (const auto& reader : readers) {
            sum += reader.config.workers;
        }
        return sum;
    }
};

inline bool isFifo(const Queue::Config& queue) {
    return queue.type == QueueType::Fifo;
}

/// Adds what there is to advise about what producers send to the queue: sizes, message groups,
/// deduplication, rates.
void adviseOnSending(const Neighbourhood& queue, std::vector<Finding>& findings);

/// Adds what the service would refuse about the queue itself, as errors.
void checkQueue(const Document& document,
                const Neighbourhood& queue,
                std::vector<Finding>& findings);

} // namespace sluice
