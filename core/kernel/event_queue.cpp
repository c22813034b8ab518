// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/event_queue.h"

#include <cstring>
#include <span>
#include <utility>

namespace sluice {

inline void EventQueue::place(Event event) {
    const std::uint64_t time = ticks(event.time);
    const detail::Digit& digit = digitOf(time, ticks(m_last));
    const std::size_t index = digit.base + ((time >> digit.shift) & digit.mask);
    if (m_buckets[index].end % kChunk == 0) openChunk(index);
    m_events[m_buckets[index].end++] = event;
}

inline void EventQueue::openChunk(std::size_t index) {
    if (m_free == kNoChunk) growArena();
    const std::uint32_t chunk = m_free;
    m_free = m_next[chunk];
    Bucket& bucket = m_buckets[index];
    if (bucket.end == 0) {
        bucket.first = chunk * kChunk;
        m_occupied[index / 64] |= std::uint64_t{1} << (index % 64);
        m_words |= 1U << (index / 64);
    } else {
        m_next[bucket.end / kChunk - 1] = chunk;
    }
    bucket.end = chunk * kChunk;
}

void EventQueue::push(Event event) {
    SLUICE_ASSERT(event.time >= m_last);
    m_bound = std::min(m_bound, event.time);
    ++m_size;
    if (ticks(event.time) < m_runEnd) {
        insertIntoRun(event);
    } else {
        place(event);
    }
}

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
    const Bucket bucket = m_buckets[index];
    const detail::Digit& digit = digitOf(ticks(m_events[bucket.first].time), ticks(m_last));
    const std::uint32_t sorted = sortIntoRun(bucket, digit.shift);
    const SimTime next = sorted > 0 ? m_run.front().time : earliestIn(bucket);
    if (limit < next) {
        m_bound = next;
        return false;
    }
    m_last = next;
    m_buckets[index] = {};
    markEmpty(index);
    if (sorted > 0) {
        m_runFirst = 0;
        m_runSize = sorted;
        m_runEnd = ((ticks(next) >> digit.shift) + 1) << digit.shift;
        releaseAll(bucket);
    } else {
        spread(bucket);
    }
    return true;
}

namespace {

using Keys [[gnu::vector_size(16)]] = std::int16_t;
constexpr std::size_t kLanes = sizeof(Keys) / sizeof(std::int16_t);

// Of Vectors * kLanes keys from `first` on, how many of all are smaller. They are compared with a
// key all at once, in registers.
template <std::uint32_t Vectors>
void rank(std::span<const std::int16_t> all, const std::int16_t* first, std::int16_t* ranks) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): the next line fills it.
    std::array<Keys, Vectors> keys;
    std::array<Keys, Vectors> smaller{};
    std::memcpy(keys.data(), first, sizeof(keys));
    for (const std::int16_t other : all) {
        const Keys key = other - Keys{};
        for (std::uint32_t i = 0; i < Vectors; ++i) {
            smaller[i] -= key < keys[i]; // -1 where it is
        }
    }
    std::memcpy(ranks, smaller.data(), sizeof(smaller));
}

// Of each key how many are smaller. Behind the last of both arrays there is room for more, up to a
// multiple of 4 * kLanes.
void rankAll(std::span<const std::int16_t> keys, std::int16_t* ranks) {
    for (std::size_t first = 0; first < keys.size(); first += 4 * kLanes) {
        const std::size_t left = keys.size() - first; // as many vectors as they fill
        if (left <= kLanes) {
            rank<1>(keys, keys.data() + first, ranks + first);
        } else if (left <= 2 * kLanes) {
            rank<2>(keys, keys.data() + first, ranks + first);
        } else {
            rank<4>(keys, keys.data() + first, ranks + first);
        }
    }
}

} // namespace

// Sorts the events of a bucket into the unused run, events of equal time in the order they came.
// Returns how many; 0 when they are too many. The run is not in use yet: its second half holds them
// meanwhile. An event's place is the number of smaller keys: that takes more comparisons than
// needed, but no branches.
std::uint32_t EventQueue::sortIntoRun(Bucket bucket, unsigned digitShift) {
    static_assert(2 * kSorted <= kRun && kSorted == 1U << kIndexBits
                  && kSorted % (4 * kLanes) == 0);
    constexpr unsigned kKeyBits = 16 - kIndexBits;
    constexpr std::uint64_t kMiddle = 1U << 15U; // keys are compared as signed numbers
    // A key is the time within the bucket, as far as it fits, and the event's number.
    const unsigned left = digitShift > kKeyBits ? digitShift - kKeyBits : 0;
    const std::uint64_t mask = (std::uint64_t{1} << (digitShift - left)) - 1;
    // NOLINTBEGIN(cppcoreguidelines-pro-type-member-init): those past `count` are nobody's.
    std::array<std::int16_t, kSorted> keys;
    std::array<std::int16_t, kSorted> ranks;
    // NOLINTEND(cppcoreguidelines-pro-type-member-init)
    const std::uint32_t most = digitShift < kWideShift ? kSorted : kSortedOfWide;
    Event* const held = m_run.data() + kSorted;
    std::uint32_t count = 0;
    for (std::uint32_t position = bucket.first;; position = following(position)) {
        if (count == most) return 0;
        held[count] = m_events[position];
        const std::uint64_t time = (ticks(held[count].time) >> left) & mask;
        keys[count] = static_cast<std::int16_t>((time << kIndexBits | count) ^ kMiddle);
        ++count;
        if (position + 1 == bucket.end) break;
    }
    rankAll(std::span(keys).first(count), ranks.data());
    for (std::uint32_t i = 0; i < count; ++i) {
        m_run[static_cast<std::uint32_t>(ranks[i])] = held[i];
    }
    if (left > 0) sortRun(count);
    return count;
}

// By insertion, for a run that is nearly in order.
void EventQueue::sortRun(std::uint32_t count) {
    for (std::uint32_t i = 1; i < count; ++i) {
        if (m_run[i - 1].time <= m_run[i].time) continue;
        const Event event = m_run[i];
        std::uint32_t at = i;
        for (; at > 0 && event.time < m_run[at - 1].time; --at) {
            m_run[at] = m_run[at - 1];
        }
        m_run[at] = event;
    }
}

// An event that is due before the end of the run: behind those of its time. A full run goes back
// to the buckets; the levels it goes to are empty.
void EventQueue::insertIntoRun(Event event) {
    if (m_runSize == kRun) {
        m_runSize = 0;
        m_runEnd = 0;
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
