// SPDX-License-Identifier: GPL-3.0-or-later
// The future event set: a monotone radix queue. An event's bucket is the highest digit in which its
// time differs from the time of the last popped event. Digits have 6 bits, but two have 8: with the
// upper one what is due within the next milliseconds goes straight into a bucket of 16 us. When the
// turn of a bucket comes, it is spread over lower levels, or, when it is small, sorted into the
// run: the events to leave next. Buckets keep insertion order and the run is sorted stably, so
// events of equal time leave in the order they came (see tests: same order as a heap on (time,
// sequence)). All buckets are chains of small chunks of one arena: memory is recycled, and a copy
// of the queue is a copy of flat arrays.
#pragma once

#include "core/base/assert.h"
#include "core/kernel/event.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sluice {

namespace detail {

/// A digit of the times and the buckets of its values.
struct Digit {
    std::uint32_t shift = 0; ///< Of its lowest bit.
    std::uint32_t mask = 0;  ///< Its highest value.
    std::uint32_t base = 0;  ///< Index of the bucket of value 0.
};

/// All but two are short. The upper long one makes buckets of 16 us that reach 4 ms ahead: a busy
/// simulation has a few dozen events in each, and the processor guesses wrong where the events of
/// one bucket end and those of the next begin.
inline constexpr std::array<unsigned, 10> kDigitBits{6, 8, 8, 6, 6, 6, 6, 6, 6, 6};

inline constexpr auto kDigits = [] {
    std::array<Digit, kDigitBits.size()> digits{};
    std::uint32_t shift = 0;
    std::uint32_t base = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        digits[i] = {shift, (1U << kDigitBits[i]) - 1, base};
        shift += kDigitBits[i];
        base += 1U << kDigitBits[i];
    }
    return digits;
}();
inline constexpr std::size_t kDigitBuckets = kDigits.back().base + kDigits.back().mask + 1;
static_assert(kDigits.back().shift + kDigitBits.back() == 64);

/// The digit that each bit of a time is part of.
inline constexpr auto kDigitOfBit = [] {
    std::array<Digit, 64> result{};
    for (std::size_t digit = 0; digit < kDigits.size(); ++digit) {
        for (unsigned bit = 0; bit < kDigitBits[digit]; ++bit) {
            result[kDigits[digit].shift + bit] = kDigits[digit];
        }
    }
    return result;
}();

} // namespace detail

/// Stable, copyable priority queue of events. Nothing may be pushed before the last popped time.
/// Assigning to a queue reuses its memory. A moved-from queue may only be assigned to or destroyed.
class EventQueue {
public:
    /// Requires: event.time >= time of the last popped event (kRunStart at first).
    void push(Event event);
    /// Removes and returns the earliest event if it is due at or before `limit`. Does not advance
    /// otherwise, so an event may still be pushed at any time from the last popped one on. Asking
    /// again in vain is one comparison.
    std::optional<Event> popUntil(SimTime limit) {
        Event event;
        return popUntil(limit, event) ? std::optional(event) : std::nullopt;
    }
    /// The same into `event`, unchanged when there is none.
    bool popUntil(SimTime limit, Event& event);
    /// Time of the earliest event, kNever when empty. Does not advance. Cost: one pass over one
    /// bucket.
    SimTime earliest() const;

    /// The next event to leave when that is known without looking for it, else null. Valid until
    /// the next call.
    const Event* upcoming() const { return m_runSize > 0 ? m_run.data() + m_runFirst : nullptr; }

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }

    /// All events in the order they would be popped. Cost: copies and sorts.
    std::vector<Event> inOrder() const;

    /// Equal when both would pop the same events in the same order.
    friend bool operator==(const EventQueue& left, const EventQueue& right);

private:
    static constexpr std::size_t kWords = detail::kDigitBuckets / 64; // of a bit per bucket
    static constexpr std::uint32_t kChunk = 16;                       // events in a chunk
    static constexpr std::uint32_t kNoChunk = 0xFFFFFFFFU;
    static constexpr std::uint32_t kRun = 256; // most events in the run
    static constexpr unsigned kIndexBits = 7;
    // Most that are sorted into it at once; of a wider bucket only a few, as what is pushed while
    // they last has to be inserted among them.
    static constexpr std::uint32_t kSorted = 1U << kIndexBits;
    static constexpr std::uint32_t kSortedOfWide = 32;
    static constexpr unsigned kWideShift = detail::kDigits[2].shift + 1;

    /// Positions in m_events: the next event to leave, and one past the last (0 when empty).
    struct Bucket {
        std::uint32_t first = 0;
        std::uint32_t end = 0;
    };

    // Steps `position` to the next event of its chain; Requires: it is not the last one.
    std::uint32_t following(std::uint32_t position) const {
        ++position;
        return position % kChunk != 0 ? position : m_next[position / kChunk - 1] * kChunk;
    }
    std::size_t lowestBucket() const {
        const auto word = static_cast<std::size_t>(std::countr_zero(m_words));
        return word * 64 + static_cast<std::size_t>(std::countr_zero(m_occupied[word]));
    }
    // The highest digit in which two times differ.
    static const detail::Digit& digitOf(std::uint64_t time, std::uint64_t other) {
        const auto width = static_cast<unsigned>(std::bit_width((time ^ other) | 1U));
        return detail::kDigitOfBit[width - 1];
    }
    bool popRun(SimTime limit, Event& event);
    bool popLowest(SimTime limit, Event& event);
    void place(Event event);
    [[gnu::noinline]] void insertIntoRun(Event event);
    std::uint32_t sortIntoRun(Bucket bucket, unsigned digitShift);
    [[gnu::noinline]] void sortRun(std::uint32_t count);
    void openChunk(std::size_t index);
    [[gnu::noinline, gnu::cold]] void growArena();
    void release(std::uint32_t chunk) {
        m_next[chunk] = m_free;
        m_free = chunk;
    }
    void releaseAll(const Bucket& bucket);
    void markEmpty(std::size_t index);
    SimTime earliestIn(const Bucket& bucket) const;
    [[gnu::noinline]] bool advance(SimTime limit);
    void spread(Bucket bucket);

    // The run holds all events before m_runEnd, in order.
    std::array<Event, kRun> m_run{};
    std::uint32_t m_runFirst = 0;
    std::uint32_t m_runSize = 0; // from m_runFirst on
    std::uint64_t m_runEnd = 0;  // ticks
    std::array<Bucket, detail::kDigitBuckets> m_buckets{};
    std::array<std::uint64_t, kWords> m_occupied{}; // a bit per bucket that holds events
    std::uint32_t m_words = 0;                      // a bit per word of these that has one
    std::uint32_t m_free = kNoChunk;                // head of the chain of unused chunks
    SimTime m_last = kRunStart;                     // time of the last popped event
    SimTime m_bound = kNever;                       // no event is earlier than this
    std::size_t m_size = 0;
    std::vector<Event> m_events;       // kChunk places per chunk
    std::vector<std::uint32_t> m_next; // per chunk: the next one of its chain
};

inline bool EventQueue::popUntil(SimTime limit, Event& event) {
    if (m_size == 0 || limit < m_bound) return false;
    if (m_runSize == 0 && (m_words & 1U) == 0 && !advance(limit)) return false;
    return m_runSize > 0 ? popRun(limit, event) : popLowest(limit, event);
}

inline bool EventQueue::popRun(SimTime limit, Event& event) {
    const Event& first = m_run[m_runFirst];
    if (limit < first.time) {
        m_bound = first.time;
        return false;
    }
    event = first;
    m_last = first.time;
    --m_size;
    --m_runSize;
    ++m_runFirst;
    return true;
}

inline bool EventQueue::popLowest(SimTime limit, Event& event) {
    const auto slot = static_cast<std::size_t>(std::countr_zero(m_occupied[0]));
    Bucket& bucket = m_buckets[slot];
    const Event& first = m_events[bucket.first];
    if (limit < first.time) {
        m_bound = first.time;
        return false;
    }
    event = first;
    m_last = first.time;
    --m_size;
    const std::uint32_t chunk = bucket.first / kChunk;
    if (bucket.first + 1 == bucket.end) {
        release(chunk);
        bucket = {};
        markEmpty(slot);
    } else {
        bucket.first = following(bucket.first);
        if (bucket.first / kChunk != chunk) release(chunk);
    }
    return true;
}

inline void EventQueue::markEmpty(std::size_t index) {
    m_occupied[index / 64] &= ~(std::uint64_t{1} << (index % 64));
    if (m_occupied[index / 64] == 0) m_words &= ~(1U << (index / 64));
}

} // namespace sluice
