// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/broker/dedup_memory.h"
#include "tests/support/test_main.h"

#include <map>

namespace sluice::dedup_memory_test {

namespace {

constexpr Duration kWindow = 300s;

/// One send with an ID: what is remembered, else it is remembered now.
std::optional<DedupMemory::Original> send(DedupMemory& memory,
                                          Duration at,
                                          std::uint64_t id,
                                          std::uint64_t serial,
                                          GroupIndex group = 0) {
    const auto original = memory.find(kRunStart + at, kWindow, id, group);
    if (!original) memory.remember(kRunStart + at, id, group, {serial, 1000 + serial});
    return original;
}

} // namespace

class DedupMemoryTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-93, SQS-136
    void anIdIsKnownUntilJustBeforeTheWindowEnds() {
        DedupMemory memory;
        QVERIFY(!send(memory, 0s, 7, 1));
        QVERIFY(send(memory, 299s, 7, 2));
        QVERIFY(send(memory, 300s - 1ns, 7, 3));
        QVERIFY(!send(memory, 300s, 7, 4));
    }

    // SQS-136, SQS-116
    void anIdIsNewAgainAfterTheWindow() {
        DedupMemory memory;
        QVERIFY(!send(memory, 0s, 7, 1));
        QVERIFY(!send(memory, 301s, 7, 2));
        QVERIFY(send(memory, 302s, 7, 3));
    }

    // SQS-93
    void aDuplicateDoesNotExtendTheWindow() {
        DedupMemory memory;
        send(memory, 0s, 7, 1);
        QVERIFY(send(memory, 200s, 7, 2));
        QVERIFY(!send(memory, 300s, 7, 3));
        QVERIFY(send(memory, 599s, 7, 4));
        QVERIFY(!send(memory, 600s, 7, 5));
    }

    // SQS-93, SQS-94
    void aDuplicateFindsTheOriginal() {
        DedupMemory memory;
        send(memory, 0s, 7, 11);
        send(memory, 1s, 8, 12);
        const auto original = send(memory, 2s, 7, 13);
        QVERIFY(original.has_value());
        QCOMPARE(original->serial, std::uint64_t{11});
        QCOMPARE(original->sequenceNumber, std::uint64_t{1011});
    }

    // SQS-96
    void everyDuplicateIsTold() {
        DedupMemory memory;
        int duplicates = 0;
        for (std::uint64_t serial = 1; serial <= 4; ++serial) {
            duplicates += send(memory, serial * 1s, 7, serial) ? 1 : 0;
        }
        QCOMPARE(duplicates, 3);
        QCOMPARE(memory.size(), std::size_t{1});
    }

    // SQS-95
    void theSameIdInTwoGroupsIsTwoIds() {
        DedupMemory memory;
        QVERIFY(!send(memory, 0s, 7, 1, 1));
        QVERIFY(!send(memory, 0s, 7, 2, 2));
        QVERIFY(send(memory, 1s, 7, 3, 2));
        QCOMPARE(memory.size(), std::size_t{2});
    }

    // SQS-14
    void clearingForgetsEveryId() {
        DedupMemory memory;
        send(memory, 0s, 7, 1);
        memory.clear();
        QVERIFY(!send(memory, 1s, 7, 2));
    }

    // SQS-93
    void aShorterWindowOfTheProfileForgetsSooner() {
        DedupMemory memory;
        send(memory, 0s, 7, 1);
        QVERIFY(memory.find(kRunStart + 59s, 60s, 7, 0));
        QVERIFY(!memory.find(kRunStart + 60s, 60s, 7, 0));
    }

    void agreesWithAMapOverALongRun() {
        DedupMemory memory;
        std::map<std::pair<std::uint64_t, GroupIndex>, std::pair<Duration, std::uint64_t>> expected;
        Rng rng(1);
        Duration at{};
        for (std::uint64_t serial = 1; serial <= 50'000; ++serial) {
            at += Duration{static_cast<std::int64_t>(rng.below(2'000'000'000))};
            const std::uint64_t id = rng.below(500);
            const auto group = static_cast<GroupIndex>(rng.below(2));
            const auto known = expected.find({id, group});
            const bool isKnown = known != expected.end() && at < known->second.first + kWindow;
            const auto original = send(memory, at, id, serial, group);
            QCOMPARE(original.has_value(), isKnown);
            if (isKnown) {
                QCOMPARE(original->serial, known->second.second);
            } else {
                expected[{id, group}] = {at, serial};
            }
        }
    }

    void copiesAreEqualAndHaveOneDigest() {
        DedupMemory memory;
        for (std::uint64_t id = 0; id < 100; ++id) send(memory, id * 10s, id, id);
        const DedupMemory copy = memory;
        QVERIFY(copy == memory);
        Digest left;
        Digest right;
        memory.addTo(left);
        send(memory, 1000s, 1000, 1);
        memory.addTo(right);
        QVERIFY(!(copy == memory));
        QVERIFY(left.value() != right.value());
    }
};

SLUICE_TEST(DedupMemoryTest)

} // namespace sluice::dedup_memory_test

#include "dedup_memory_test.moc"
