// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/event_queue.h"

namespace sluice {

SimTime EventQueue::earliest() const {
    return empty() ? kNever : earliestIn(m_buckets[lowestBucket()]);
}

std::vector<Event> EventQueue::inOrder() const {
    std::vector<Event> events;
    events.reserve(m_size);
    for (const Bucket& bucket : m_buckets) {
        if (bucket.end == 0) continue;
        for (std::uint32_t position = bucket.first;; position = following(position)) {
            events.push_back(m_events[position]);
            if (position + 1 == bucket.end) break;
        }
    }
    std::stable_sort(events.begin(), events.end(), [](const Event& left, const Event& right) {
        return left.time < right.time;
    });
    return events;
}

bool operator==(const EventQueue& left, const EventQueue& right) {
    return left.m_size == right.m_size && left.inOrder() == right.inOrder();
}

// The arena grows by doubling, so that its size settles early.
void EventQueue::growArena() {
    constexpr std::size_t kFirstChunks = 64;
    const std::size_t before = m_next.size();
    const std::size_t after = std::max(kFirstChunks, 2 * before);
    SLUICE_ASSERT(after * kChunk < kNoChunk);
    m_events.resize(after * kChunk);
    m_next.resize(after);
    for (std::size_t chunk = after; chunk-- > before;) {
        release(static_cast<std::uint32_t>(chunk));
    }
}

SimTime EventQueue::earliestIn(const Bucket& bucket) const {
    SimTime result = m_events[bucket.first].time;
    for (std::uint32_t position = bucket.first; position + 1 != bucket.end;) {
        position = following(position);
        result = std::min(result, m_events[position].time);
    }
    return result;
}

// Called when the lowest level is empty. Moves on to the earliest time and brings its events to
// the lowest level, unless they are due after `limit`.
bool EventQueue::advance(SimTime limit) {
    const std::size_t index = lowestBucket();
    const Bucket bucket = m_buckets[index];
    const SimTime next = earliestIn(bucket);
    if (limit < next) {
        m_bound = next;
        return false;
    }
    m_last = next;
    m_buckets[index] = {};
    markEmpty(index / kSlots, index % kSlots);
    if (bucket.first + 1 == bucket.end) {
        const std::uint64_t slot = ticks(next) % kSlots;
        m_buckets[slot] = bucket;
        m_occupied[0] |= std::uint64_t{1} << slot;
        m_levels |= 1U;
    } else {
        spread(bucket);
    }
    return true;
}

// All levels that receive events are empty here, so insertion order is kept.
void EventQueue::spread(Bucket bucket) {
    while (true) {
        place(m_events[bucket.first]);
        const std::uint32_t chunk = bucket.first / kChunk;
        if (bucket.first + 1 == bucket.end) {
            release(chunk);
            return;
        }
        bucket.first = following(bucket.first);
        if (bucket.first / kChunk != chunk) release(chunk);
    }
}

} // namespace sluice
