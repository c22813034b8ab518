// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/event_queue.h"

#include <utility>

namespace sluice {

namespace {

// The highest digit in which two times differ.
unsigned levelOf(std::uint64_t time, std::uint64_t other, unsigned digitBits) {
    return (static_cast<unsigned>(std::bit_width((time ^ other) | 1U)) - 1U) / digitBits;
}

} // namespace

SimTime EventQueue::earliest() const {
    if (m_runSize > 0) return m_run[m_runFirst].time;
    return empty() ? kNever : earliestIn(m_buckets[lowestBucket()]);
}

std::vector<Event> EventQueue::inOrder() const {
    std::vector<Event> events;
    events.reserve(m_size);
    const auto* const run = m_run.data() + m_runFirst;
    events.insert(events.end(), run, run + m_runSize);
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

// Called when the run and the lowest level are empty. Moves on to the earliest time and brings its
// events there, unless they are due after `limit`.
bool EventQueue::advance(SimTime limit) {
    const std::size_t index = lowestBucket();
    const std::size_t level = index / kSlots;
    const Bucket bucket = m_buckets[index];
    const std::uint32_t sorted = sortIntoRun(bucket);
    const SimTime next = sorted > 0 ? m_run.front().time : earliestIn(bucket);
    if (limit < next) {
        m_bound = next;
        return false;
    }
    m_last = next;
    m_buckets[index] = {};
    markEmpty(level, index % kSlots);
    if (sorted > 0) {
        m_runFirst = 0;
        m_runSize = sorted;
        m_runEnd = ((ticks(next) >> (level * kDigitBits)) + 1) << (level * kDigitBits);
        releaseAll(bucket);
    } else {
        spread(bucket);
    }
    return true;
}

// Sorts the events of a bucket into the unused run, events of equal time in the order they came.
// Returns how many; 0 when they are too many. The run is not in use yet: its second half holds them
// while they are dealt out by the four bits of their time below the bucket's digit. That leaves
// little to be moved.
std::uint32_t EventQueue::sortIntoRun(Bucket bucket) {
    static_assert(2 * kSorted <= kRun);
    constexpr unsigned kBits = 4;
    constexpr std::size_t kPiles = 1U << kBits;
    const unsigned shift =
        levelOf(ticks(m_events[bucket.first].time), ticks(m_last), kDigitBits) * kDigitBits - kBits;
    const auto pileOf = [&](const Event& event) { return (ticks(event.time) >> shift) % kPiles; };
    std::array<std::uint32_t, kPiles + 1> starts{}; // of a pile; first counted one further on
    Event* const held = m_run.data() + kSorted;
    std::uint32_t count = 0;
    for (std::uint32_t position = bucket.first;; position = following(position)) {
        if (count == kSorted) return 0;
        held[count] = m_events[position];
        ++starts[pileOf(held[count]) + 1];
        ++count;
        if (position + 1 == bucket.end) break;
    }
    for (std::size_t pile = 1; pile < kPiles; ++pile) {
        starts[pile] += starts[pile - 1];
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        m_run[starts[pileOf(held[i])]++] = held[i];
    }
    for (std::uint32_t i = 1; i < count; ++i) {
        const Event event = m_run[i];
        std::uint32_t at = i;
        for (; at > 0 && event.time < m_run[at - 1].time; --at) {
            m_run[at] = m_run[at - 1];
        }
        m_run[at] = event;
    }
    return count;
}

// An event that is due before the end of the run: behind those of its time. A full run goes back
// to the buckets; the levels it goes to are empty.
void EventQueue::insertIntoRun(Event event) {
    if (m_runSize == kRun) {
        m_runSize = 0;
        for (const Event& queued : m_run) place(queued);
        place(event);
        return;
    }
    if (m_runFirst + m_runSize == kRun) {
        std::copy_n(m_run.data() + m_runFirst, m_runSize, m_run.data());
        m_runFirst = 0;
    }
    std::uint32_t at = m_runFirst + m_runSize++;
    for (; at > m_runFirst && event.time < m_run[at - 1].time; --at) {
        m_run[at] = m_run[at - 1];
    }
    m_run[at] = event;
}

void EventQueue::releaseAll(const Bucket& bucket) {
    std::uint32_t chunk = bucket.first / kChunk;
    const std::uint32_t last = (bucket.end - 1) / kChunk;
    while (chunk != last) {
        release(std::exchange(chunk, m_next[chunk]));
    }
    release(last);
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
