// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/kernel/inbox.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace sluice::inbox_test {

namespace {

/// An inbox and a sorted list of what has to be in it.
struct Pair {
    Inbox inbox;
    std::vector<PlainSend> expected;
    SimTime now = kRunStart;
    std::uint32_t count = 0;

    void add(Duration delay) {
        PlainSend send;
        send.at = now + delay;
        send.message = MessageIndex{count};
        send.number = count++;
        inbox.add(send);
        const auto after = [](const PlainSend& left, const PlainSend& right) {
            return left.at < right.at;
        };
        expected.insert(std::upper_bound(expected.begin(), expected.end(), send, after), send);
    }
    SimTime next() const { return expected.empty() ? kNever : expected.front().at; }
    /// False when the inbox gives anything else than what has arrived by then, in order.
    bool take(SimTime until) {
        now = until;
        while (inbox.mayHave(until)) {
            for (const PlainSend& send : inbox.takeUntil(until)) {
                if (expected.empty() || send.at > until || !(send == expected.front()))
                    return false;
                expected.erase(expected.begin());
            }
        }
        return next() > until && isEqual();
    }
    /// The same for one call that takes no more than this.
    bool takeSome(SimTime until, std::size_t most) {
        now = until;
        const auto isDue = [&](const PlainSend& send) { return send.at <= until; };
        const auto due = static_cast<std::size_t>(std::ranges::count_if(expected, isDue));
        const auto taken = inbox.takeUntil(until, most);
        const auto gone = static_cast<std::ptrdiff_t>(taken.size());
        const bool isRight = taken.size() == std::min(due, most)
                             && std::equal(taken.begin(), taken.end(), expected.begin());
        expected.erase(expected.begin(), expected.begin() + gone);
        return isRight && isEqual() && (next() > until || inbox.mayHave(until));
    }
    bool isEqual() const {
        return inbox.size() == expected.size() && inbox.next() == next()
               && inbox.inOrder() == expected;
    }
};

} // namespace

class InboxTest : public QObject {
    Q_OBJECT
private slots:
    void givesWhatHasArrivedInOrder() {
        const bool isRight = rc::check("an inbox equals a sorted list", [](std::uint64_t seed) {
            Rng rng(seed);
            // From nearly all at once to hours apart; sometimes hundreds come before one is taken.
            const std::uint64_t spread = std::uint64_t{1} << rng.below(45);
            const std::uint64_t share = 2 + rng.below(99);
            const bool isConstant = rng.below(3) == 0;
            Pair pair;
            for (int i = 0; i < 2'000; ++i) {
                if (rng.below(100) < share) {
                    pair.add(Duration{isConstant ? spread : rng.below(spread)});
                } else if (rng.below(2) == 0) {
                    RC_ASSERT(pair.take(pair.now + Duration{rng.below(spread)}));
                } else {
                    RC_ASSERT(pair.takeSome(pair.now + Duration{rng.below(spread)}, rng.below(12)));
                }
            }
            RC_ASSERT(pair.isEqual());
            RC_ASSERT(pair.take(kNever - Duration{1}));
            RC_ASSERT(pair.inbox.size() == 0U);
        });
        QVERIFY(isRight);
    }

    // Far more than are picked from come in order, and then some that overtake them.
    void stragglersMayComeAfterMany() {
        Pair pair;
        for (int i = 0; i < 2'000; ++i) pair.add(Duration{1'000 + i});
        for (int i = 0; i < 3; ++i) pair.add(Duration{500});
        for (int i = 0; i < 300; ++i) {
            QVERIFY(pair.take(pair.now + Duration{9}));
            pair.add(Duration{i % 7 * 400});
        }
        QVERIFY(pair.take(kRunStart + 1s));
        QCOMPARE(pair.inbox.size(), std::size_t{0});
    }

    void thoseOfOneInstantKeepTheirOrder() {
        Pair pair;
        for (int i = 0; i < 500; ++i) pair.add(i % 2 == 0 ? 5ms : 3ms);
        QVERIFY(pair.isEqual());
        QVERIFY(pair.take(kRunStart + 3ms));
        for (int i = 0; i < 500; ++i) pair.add(2ms);
        QVERIFY(pair.take(kRunStart + 5ms));
        QCOMPARE(pair.inbox.next(), kNever);
    }

    void someCanBeTakenOut() {
        Pair pair;
        for (int i = 0; i < 300; ++i) pair.add(Duration{(i * 37) % 100});
        const auto isOdd = [](const PlainSend& send) { return send.number % 2 == 1; };
        const Inbox before = pair.inbox;
        const auto out = pair.inbox.takeIf(isOdd);
        QCOMPARE(out.size(), std::size_t{150});
        QVERIFY(std::ranges::all_of(out, isOdd));
        QVERIFY(!(pair.inbox == before));
        std::erase_if(pair.expected, isOdd);
        QVERIFY(pair.isEqual());
        pair.add(50ns);
        QVERIFY(pair.take(kRunStart + 1s));
    }

    // What has arrived and is left goes on in order, however much of it there is.
    void whatIsLeftComesFirst() {
        Pair pair;
        for (int i = 0; i < 3'000; ++i) {
            for (int each = 0; each < 3; ++each) pair.add(Duration{(i + each) * 37 % 500});
            QVERIFY(pair.takeSome(pair.now + 100ns, 2));
        }
        QVERIFY(pair.inbox.size() > 2'900);
        pair.add(10us);
        for (int i = 0; i < 30'000; ++i) pair.add(Duration{100'000 + i}); // in order
        QVERIFY(pair.takeSome(pair.now + 1ms, 2));
        QCOMPARE(pair.inbox.takeUntil(kRunStart, 100).size(), std::size_t{0});
        for (int i = 0; i < 50; ++i) QVERIFY(pair.takeSome(pair.now + 100ns, 7));
        const auto isOdd = [](const PlainSend& send) { return send.number % 2 == 1; };
        pair.inbox.takeIf(isOdd);
        std::erase_if(pair.expected, isOdd);
        QVERIFY(pair.isEqual());
        QVERIFY(pair.take(pair.now + 1s));
        QCOMPARE(pair.inbox.size(), std::size_t{0});
    }

    // What is at the same place in two inboxes does not matter, only what they will give.
    void equalityIsOfWhatIsToCome() {
        Pair often;
        Pair seldom;
        Rng rng(5);
        for (int i = 0; i < 1'000; ++i) {
            const Duration delay{rng.below(1'000)};
            often.add(delay);
            seldom.add(delay);
            seldom.now = often.now + 3ns;
            QVERIFY(often.take(often.now + 3ns));
        }
        QVERIFY(!(often.inbox == seldom.inbox));
        QVERIFY(seldom.take(often.now));
        QVERIFY(often.inbox == seldom.inbox);
        often.add(1ns);
        QVERIFY(!(often.inbox == seldom.inbox));
    }
};

SLUICE_TEST(InboxTest)

} // namespace sluice::inbox_test

#include "inbox_test.moc"
