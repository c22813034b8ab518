// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/broker/deadline_list.h"
#include "tests/support/test_main.h"

#include <set>

namespace sluice::deadline_list_test {

namespace {

/// A list, its table, and a sorted set it must agree with.
struct Watch {
    SlotTable table;
    DeadlineList list;
    std::set<std::pair<SimTime, std::uint32_t>> expected;

    std::uint32_t add(SimTime deadline) {
        const std::uint32_t slot = table.add();
        table[slot].state = SlotState::InFlight;
        table.times(slot).deadline = deadline;
        list.insert(table, slot);
        expected.emplace(deadline, slot);
        return slot;
    }
    void remove(std::uint32_t slot) {
        expected.erase({table.times(slot).deadline, slot});
        list.remove(table, slot);
        table.free(slot);
    }
    bool agrees() {
        const std::uint32_t slot = list.earliest(table);
        if (list.size() != expected.size()) return false;
        return expected.empty() ? slot == kNoSlot
                                : table.times(slot).deadline == expected.begin()->first;
    }
};

} // namespace

class DeadlineListTest : public QObject {
    Q_OBJECT
private slots:
    void ascendingDeadlinesLeaveInOrder() {
        Watch watch;
        for (int i = 0; i < 100; ++i) watch.add(kRunStart + 1s * i);
        for (std::uint32_t i = 0; i < 100; ++i) {
            QCOMPARE(watch.list.earliest(watch.table), i);
            watch.remove(i);
        }
        QCOMPARE(watch.list.earliest(watch.table), kNoSlot);
    }

    void anyOrderAndAnyRemovalKeepTheEarliest() {
        Rng rng(5);
        Watch watch;
        for (int i = 0; i < 20'000; ++i) {
            if (watch.expected.empty() || rng.below(5) < 3) {
                const bool isUsual = rng.below(4) != 0;
                const auto offset =
                    static_cast<std::int64_t>(isUsual ? 100'000 : rng.below(99'999));
                watch.add(kRunStart + Duration{i + offset});
            } else {
                auto victim = watch.expected.begin();
                std::advance(victim, static_cast<long>(rng.below(watch.expected.size()) % 8));
                watch.remove(victim->second);
            }
            QVERIFY(watch.agrees());
        }
        while (!watch.expected.empty()) {
            watch.remove(watch.expected.begin()->second);
            QVERIFY(watch.agrees());
        }
    }

    void slotsMayMoveBackAndForthBetweenListAndHeap() {
        Watch watch;
        for (int i = 0; i < 50; ++i) watch.add(kRunStart + 1s * i);
        for (int round = 0; round < 2'000; ++round) {
            const auto slot = static_cast<std::uint32_t>(round % 50);
            watch.list.remove(watch.table, slot);
            watch.expected.erase({watch.table.times(slot).deadline, slot});
            watch.table.times(slot).deadline = kRunStart + 1s * (round * 7 % 50);
            watch.list.insert(watch.table, slot);
            watch.expected.emplace(watch.table.times(slot).deadline, slot);
            QVERIFY(watch.agrees());
        }
    }

    void visitsAtMostAsManyAsAsked() {
        Watch watch;
        for (int i = 0; i < 50; ++i) watch.add(kRunStart + 1s * (50 - i));
        std::set<std::uint32_t> seen;
        watch.list.visitFirst(watch.table, 64, [&](std::uint32_t slot) { seen.insert(slot); });
        QCOMPARE(seen.size(), std::size_t{50});
        std::size_t count = 0;
        watch.list.visitFirst(watch.table, 20, [&](std::uint32_t) { ++count; });
        QCOMPARE(count, std::size_t{20});
    }
};

SLUICE_TEST(DeadlineListTest)

} // namespace sluice::deadline_list_test

#include "deadline_list_test.moc"
