// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/base/ring.h"
#include "tests/support/test_main.h"

#include <deque>

namespace sluice::ring_test {

class RingTest : public QObject {
    Q_OBJECT
private slots:
    void equalsADeque() {
        Rng rng(3);
        Ring<std::uint64_t> ring;
        std::deque<std::uint64_t> expected;
        for (int i = 0; i < 20'000; ++i) {
            if (expected.empty() || rng.below(100) < 52) {
                const std::uint64_t value = rng.next();
                ring.push(value);
                expected.push_back(value);
            } else {
                QCOMPARE(ring.pop(), expected.front());
                expected.pop_front();
            }
            QCOMPARE(ring.size(), expected.size());
            if (expected.empty()) continue;
            QCOMPARE(ring.front(), expected.front());
            QCOMPARE(ring.back(), expected.back());
            const std::size_t at = rng.below(expected.size());
            QCOMPARE(ring[at], expected[at]);
        }
    }

    void severalArePushedInOrder() {
        Ring<std::size_t> ring;
        for (std::size_t i = 0; i < 5; ++i) ring.push(i);
        ring.drop(4); // what comes wraps around the end
        ring.push(30, [](std::size_t i) { return 5 + i; });
        ring.push(0, [](std::size_t i) { return i; });
        QCOMPARE(ring.size(), std::size_t{31});
        for (std::size_t value = 4; value < 35; ++value) QCOMPARE(ring.pop(), value);
    }

    void dropRemovesTheOldest() {
        Ring<int> ring;
        for (int i = 0; i < 6; ++i) ring.push(i);
        ring.drop(4);
        for (int i = 6; i < 12; ++i) ring.push(i); // wraps around the end
        ring.drop(3);
        QCOMPARE(ring.size(), std::size_t{5});
        for (int value = 7; value < 12; ++value) QCOMPARE(ring.pop(), value);
        ring.drop(0);
        QVERIFY(ring.empty());
    }

    void filterKeepsTheOrder() {
        Ring<int> ring;
        for (int i = 0; i < 6; ++i) ring.push(i);
        for (int i = 0; i < 6; ++i) ring.pop(); // the rest wraps around the end
        for (int i = 0; i < 8; ++i) ring.push(i);
        ring.filter([](int value) { return value % 3 == 1; });
        QCOMPARE(ring.size(), std::size_t{3});
        for (const int value : {1, 4, 7}) QCOMPARE(ring.pop(), value);
        QVERIFY(ring.empty());
    }

    void equalityIsOfContentsNotOfPlaces() {
        Ring<int> left;
        Ring<int> right;
        left.push(0);
        left.pop();
        for (int i = 0; i < 20; ++i) {
            left.push(i);
            right.push(i);
        }
        QVERIFY(left == right);
        right.push(1);
        QVERIFY(!(left == right));
        left.push(2);
        QVERIFY(!(left == right));
        left.clear();
        QVERIFY(left.empty());
    }
};

SLUICE_TEST(RingTest)

} // namespace sluice::ring_test

#include "ring_test.moc"
