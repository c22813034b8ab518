// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/kernel/event_queue.h"
#include "tests/support/test_main.h"

#include <queue>

#include <malloc.h>
#include <rapidcheck.h>

#include <optional>
#include <vector>

namespace sluice::event_queue_test {

namespace {

/// What the event queue must be equal to: a heap on (time, sequence).
class ReferenceQueue {
public:
    void push(Event event) { m_heap.push({event, m_sequence++}); }
    std::optional<Event> popUntil(SimTime limit) {
        if (m_heap.empty() || m_heap.top().event.time > limit) return std::nullopt;
        const Event event = m_heap.top().event;
        m_heap.pop();
        return event;
    }
    SimTime earliest() const { return m_heap.empty() ? kNever : m_heap.top().event.time; }
    std::size_t size() const { return m_heap.size(); }

private:
    struct Entry {
        Event event;
        std::uint64_t sequence;
        bool operator<(const Entry& other) const {
            return event.time != other.event.time ? event.time > other.event.time
                                                  : sequence > other.sequence;
        }
    };
    std::priority_queue<Entry> m_heap;
    std::uint64_t m_sequence = 0;
};

/// Both queues, driven alike.
struct Pair {
    EventQueue queue;
    ReferenceQueue reference;
    SimTime now = kRunStart;
    std::uint64_t count = 0;

    void push(Duration delay) {
        const Duration room = kNever - now;
        const Event event{now + std::min(delay, room), count++};
        queue.push(event);
        reference.push(event);
    }
    // False when the queues disagree.
    bool pop(SimTime limit) {
        const auto expected = reference.popUntil(limit);
        if (queue.popUntil(limit) != expected) return false;
        if (expected) now = expected->time;
        return queue.size() == reference.size() && queue.earliest() == reference.earliest();
    }
    bool drain() {
        while (!queue.empty()) {
            if (!pop(kNever)) return false;
        }
        return reference.size() == 0;
    }
};

// Short ones, so that times are often equal, and all the way up to the longest.
Duration anyDelay() {
    const int bits = *rc::gen::element(0, 1, 3, 6, 7, 12, 20, 31, 45, 62);
    return Duration{*rc::gen::inRange<std::int64_t>(0, (std::int64_t{1} << bits))};
}

void applyRandomOperations(Pair& pair) {
    const int operations = *rc::gen::inRange(0, 300);
    for (int i = 0; i < operations; ++i) {
        const int choice = *rc::gen::inRange(0, 10);
        if (choice < 5) {
            pair.push(anyDelay());
        } else if (choice < 8) {
            RC_ASSERT(pair.pop(kNever));
        } else if (choice < 9) {
            RC_ASSERT(pair.pop(pair.now + std::min(anyDelay(), kNever - pair.now)));
        } else if (!pair.queue.empty() && pair.queue.earliest() > kRunStart) {
            // In vain by one nanosecond, then just in time.
            const SimTime due = pair.queue.earliest();
            RC_ASSERT(pair.pop(due - Duration{1}));
            RC_ASSERT(pair.pop(due));
        }
    }
}

std::vector<std::uint64_t> drained(EventQueue queue) {
    std::vector<std::uint64_t> order;
    while (const auto event = queue.popUntil(kNever)) {
        order.push_back(event->what);
    }
    return order;
}

void hold(EventQueue& queue, Rng& rng, int holds) {
    for (int i = 0; i < holds; ++i) {
        const auto event = queue.popUntil(kNever);
        const auto delay = static_cast<std::int64_t>(1e6 * standardExponential(rng));
        queue.push({event->time + Duration{delay}, event->what});
    }
}

std::size_t allocatedBytes() {
    const struct mallinfo2 figures = mallinfo2();
    return figures.uordblks + figures.hblkhd;
}

} // namespace

class EventQueueTest : public QObject {
    Q_OBJECT

private slots:
    void emptyQueueGivesNothing() {
        EventQueue queue;
        QVERIFY(!queue.popUntil(kNever));
        QCOMPARE(queue.earliest(), kNever);
        QVERIFY(queue.empty());
    }

    void orderIsThatOfAHeapOnTimeAndSequence() {
        QVERIFY(rc::check("random pushes, pops and limits", [] {
            Pair pair;
            applyRandomOperations(pair);
            RC_ASSERT(pair.drain());
        }));
    }

    // More than fit into the run that is being emptied.
    void manyEventsMayComeAheadOfOthers() {
        Pair pair;
        for (int i = 0; i < 20; ++i) pair.push(Duration{5'000 + 100 * i});
        QVERIFY(pair.pop(kNever));
        for (int i = 0; i < 400; ++i) pair.push(Duration{i * 37 % 1'500});
        QVERIFY(pair.drain());
    }

    // Times that lie close together or are equal, with others that come while these leave.
    void anyNumberOfEventsMayBeDueTogether() {
        for (const int count : {1, 7, 8, 9, 16, 17, 32, 33, 64, 65, 96, 127, 128, 129, 400}) {
            for (const std::uint64_t reach : {40, 700, 15'000, 100'000}) {
                Pair pair;
                Rng rng(reach);
                const auto draw = [&] {
                    return Duration{static_cast<std::int64_t>(rng.below(reach))};
                };
                pair.push(1ms); // begins a bucket
                QVERIFY(pair.pop(kNever));
                for (int i = 0; i < count; ++i) pair.push(1ms + draw());
                for (int i = 0; i < count / 2; ++i) {
                    QVERIFY(pair.pop(kNever));
                    pair.push(draw());
                }
                QVERIFY(pair.drain());
            }
        }
    }

    void copyLivesItsOwnLife() {
        QVERIFY(rc::check("fork", [] {
            Pair pair;
            applyRandomOperations(pair);
            Pair fork;
            fork.push(5ms);
            fork = pair;
            RC_ASSERT(fork.queue == pair.queue);
            applyRandomOperations(fork);
            applyRandomOperations(pair);
            RC_ASSERT(fork.drain());
            RC_ASSERT(pair.drain());
        }));
    }

    void equalMeansTheSameFuture() {
        QVERIFY(rc::check("equality", [] {
            Pair pair;
            applyRandomOperations(pair);
            // The same events in another queue that starts from scratch, so in other buckets.
            EventQueue rebuilt;
            for (const Event& event : pair.queue.inOrder()) {
                rebuilt.push(event);
            }
            RC_ASSERT(rebuilt == pair.queue);
            RC_ASSERT(drained(rebuilt) == drained(pair.queue));
            rebuilt.push({kNever, 999});
            RC_ASSERT(!(rebuilt == pair.queue));
        }));
    }

    void equalTimesInOtherOrderAreUnequal() {
        EventQueue left;
        left.push({kRunStart + 5ms, 1});
        left.push({kRunStart + 5ms, 2});
        EventQueue right;
        right.push({kRunStart + 5ms, 2});
        right.push({kRunStart + 5ms, 1});
        QVERIFY(!(left == right));
    }

    void orderStaysThatOfAHeapOverAMillionHolds() {
        Pair pair;
        Rng rng(9);
        for (int i = 0; i < 5'000; ++i) {
            pair.push(Duration{static_cast<std::int64_t>(rng.below(1'000'000))});
        }
        for (int i = 0; i < 1'000'000; ++i) {
            const auto expected = pair.reference.popUntil(kNever);
            const auto event = pair.queue.popUntil(kNever);
            if (event != expected) QFAIL("the orders differ");
            pair.now = expected->time;
            // Whole microseconds, so that many times are equal.
            pair.push(1us * static_cast<int>(3'000 * standardExponential(rng)));
        }
        QVERIFY(pair.drain());
    }

    void askingInVainDoesNotAdvance() {
        EventQueue queue;
        queue.push({kRunStart + 1h, 1});
        queue.push({kRunStart + 2h, 2});
        QVERIFY(!queue.popUntil(kRunStart + 30min));
        QVERIFY(!queue.popUntil(kRunStart + 30min));
        QCOMPARE(queue.earliest(), kRunStart + 1h);
        queue.push({kRunStart, 3});
        queue.push({kRunStart + 10min, 4});
        QCOMPARE(queue.popUntil(kRunStart)->what, std::uint64_t{3});
        QVERIFY(!queue.popUntil(kRunStart));
        QCOMPARE(drained(queue), (std::vector<std::uint64_t>{4, 1, 2}));
    }

    void pushesAtNowLeaveAfterTheOthersOfNow() {
        EventQueue queue;
        for (std::uint64_t what = 0; what < 50; ++what) {
            queue.push({kRunStart + 1s, what});
        }
        QCOMPARE(queue.popUntil(kNever)->what, std::uint64_t{0});
        queue.push({kRunStart + 1s, 50});
        const std::vector<std::uint64_t> rest = drained(queue);
        QCOMPARE(rest.size(), std::size_t{50});
        QVERIFY(std::is_sorted(rest.begin(), rest.end()));
    }

    void theLastInstantIsReached() {
        EventQueue queue;
        queue.push({kNever, 1});
        queue.push({kRunStart, 2});
        queue.push({kNever, 3});
        QCOMPARE(drained(queue), (std::vector<std::uint64_t>{2, 1, 3}));
    }

    void memoryIsRecycled() {
        EventQueue queue;
        Rng rng(4);
        for (std::uint64_t what = 0; what < 10'000; ++what) {
            queue.push({kRunStart, what});
        }
        hold(queue, rng, 300'000);
        EventQueue snapshot = queue;
        const std::size_t before = allocatedBytes();
        hold(queue, rng, 1'000'000);
        snapshot = queue;
        QCOMPARE(allocatedBytes(), before);
        QVERIFY(snapshot == queue);
    }
};

SLUICE_TEST(EventQueueTest)

} // namespace sluice::event_queue_test

#include "event_queue_test.moc"
