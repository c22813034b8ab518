// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/broker/lease_table.h"
#include "tests/support/test_main.h"

#include <map>

namespace sluice::lease_table_test {

namespace {

/// A table with leases whose messages are numbered from 0.
struct Scene {
    LeaseTable leases;
    std::uint32_t messages = 0;

    std::vector<Received> add(SimTime deadline, std::uint32_t count) {
        const std::uint32_t index = leases.add(kRunStart, deadline, count);
        std::vector<Received> copies;
        for (std::uint32_t i = 0; i < count; ++i) {
            const MessageIndex message{messages++};
            leases[index].copies.at(i) = {kRunStart, message, 0};
            copies.push_back(
                {message, {LeaseTable::Place{index, i}.code(), leases[index].generation, 1}});
        }
        return copies;
    }
    std::vector<MessageIndex> remove(std::span<const Received> copies) {
        std::vector<MessageIndex> result;
        const std::size_t count = leases.remove(
            copies, [&](MessageIndex message, std::uint32_t) { result.push_back(message); });
        return count == result.size() ? result : std::vector<MessageIndex>{};
    }
    std::vector<MessageIndex> held() const {
        std::vector<MessageIndex> result;
        leases.visitHeld([&](const LeaseTable::Place& place) {
            result.push_back(leases[place.lease].copies.at(place.copy).message);
        });
        return result;
    }
};

using Messages = std::vector<MessageIndex>;

} // namespace

class LeaseTableTest : public QObject {
    Q_OBJECT
private slots:
    void holdsCopiesUntilTheyAreRemoved() {
        Scene scene;
        const auto first = scene.add(kRunStart + 10s, 3);
        const auto second = scene.add(kRunStart + 20s, 2);
        QCOMPARE(scene.leases.heldCount(), 5U);
        QCOMPARE(scene.leases.firstDeadline(), kRunStart + 10s);
        QCOMPARE(scene.leases.lastDeadline(), kRunStart + 20s);
        QVERIFY(scene.remove(first)
                == (Messages{MessageIndex{0}, MessageIndex{1}, MessageIndex{2}}));
        QCOMPARE(scene.leases.heldCount(), 2U);
        QCOMPARE(scene.leases.firstDeadline(), kRunStart + 20s);
        QVERIFY(!scene.leases.holds(first[1].receipt));
        QVERIFY(scene.leases.holds(second[1].receipt));
        QVERIFY(scene.remove(second).size() == 2);
        QCOMPARE(scene.leases.firstDeadline(), kNever);
        QCOMPARE(scene.leases.lastDeadline(), kRunStart);
    }

    void removesOnlyWhatIsOfOneLease() {
        Scene scene;
        const auto first = scene.add(kRunStart + 10s, 3);
        const auto second = scene.add(kRunStart + 20s, 2);
        const std::vector<Received> mixed{first[2], first[0], second[0], first[1]};
        QVERIFY(scene.remove(mixed) == (Messages{MessageIndex{2}, MessageIndex{0}}));
        QVERIFY(scene.remove(std::vector{first[0], first[1]}).empty()); // gone already
        QVERIFY(scene.held() == (Messages{MessageIndex{1}, MessageIndex{3}, MessageIndex{4}}));
        int seen = 0;
        scene.leases.visitFirst(2, [&](const LeaseTable::Place&) { ++seen; });
        QCOMPARE(seen, 2);
    }

    void anOlderReceiptFindsNothingInANewLease() {
        Scene scene;
        const auto old = scene.add(kRunStart + 10s, 2);
        QCOMPARE(scene.remove(old).size(), 2U);
        const auto renewed = scene.add(kRunStart + 20s, 2);
        QCOMPARE(renewed[0].receipt.slot, old[0].receipt.slot);
        QVERIFY(!scene.leases.holds(old[0].receipt));
        QVERIFY(scene.remove(old).empty());
        QCOMPARE(scene.leases.slotOf(old[0].receipt), kNoSlot);
        QCOMPARE(scene.leases.heldCount(), 2U);
    }

    void aReceiptLeadsToTheSlotOfACopyThatLeft() {
        Scene scene;
        const auto copies = scene.add(kRunStart + 10s, 2);
        scene.leases.leave(LeaseTable::placeOf(copies[0].receipt.slot), 7);
        QVERIFY(!scene.leases.holds(copies[0].receipt));
        QCOMPARE(scene.leases.slotOf(copies[0].receipt), 7U);
        QCOMPARE(scene.leases.slotOf(copies[1].receipt), kNoSlot);
        QCOMPARE(scene.remove(std::span(copies).last(1)).size(), 1U);
        QCOMPARE(scene.leases.firstDeadline(), kNever);
        // The lease is still needed: another one gets other receipts.
        QVERIFY(scene.add(kRunStart + 10s, 1)[0].receipt.slot != copies[0].receipt.slot);
        QCOMPARE(scene.leases.slotOf(copies[0].receipt), 7U);
        QVERIFY(scene.leases.receiptOf(7) == copies[0].receipt);
        QVERIFY(scene.leases.receiptOf(6) == Receipt{} && scene.leases.receiptOf(8) == Receipt{});
        scene.leases.slotFreed(7);
        QVERIFY(scene.leases.receiptOf(7) == Receipt{});
        QCOMPARE(scene.leases.slotOf(copies[0].receipt), kNoSlot);
        QCOMPARE(scene.add(kRunStart + 10s, 1)[0].receipt.slot, copies[0].receipt.slot);
    }

    void forgetsAllAtOnce() {
        Scene scene;
        const auto first = scene.add(kRunStart + 10s, 2);
        const auto second = scene.add(kRunStart + 20s, 2);
        scene.leases.leave(LeaseTable::placeOf(second[0].receipt.slot), 3);
        scene.leases.clear();
        QCOMPARE(scene.leases.heldCount(), 0U);
        QVERIFY(!scene.leases.holds(first[0].receipt) && !scene.leases.holds(second[1].receipt));
        QCOMPARE(scene.leases.slotOf(second[0].receipt), 3U);
        scene.leases.slotFreed(3);
        QCOMPARE(scene.leases.slotOf(second[0].receipt), kNoSlot);
        QVERIFY(scene.add(kRunStart + 30s, 2).size() == 2 && scene.held().size() == 2);
    }

    void agreesWithAMapWhateverHappens() {
        Rng rng(3);
        Scene scene;
        std::map<MessageIndex, Receipt> held; // in order of deadline, as messages are numbered so
        std::map<std::uint32_t, Receipt> left;
        std::uint32_t nextSlot = 0;
        for (int round = 0; round < 20'000; ++round) {
            const auto choice = rng.below(4);
            if (choice == 0) {
                const auto count = static_cast<std::uint32_t>(1 + rng.below(Lease::kMost));
                for (const Received& copy : scene.add(kRunStart + Duration{round}, count)) {
                    held[copy.message] = copy.receipt;
                }
            } else if (choice == 1 && !left.empty()) {
                scene.leases.slotFreed(left.begin()->first);
                QCOMPARE(scene.leases.slotOf(left.begin()->second), kNoSlot);
                left.erase(left.begin());
            } else if (!held.empty()) {
                auto any = held.lower_bound(
                    MessageIndex{static_cast<std::uint32_t>(rng.below(scene.messages))});
                if (any == held.end()) any = held.begin();
                if (choice == 2) {
                    const std::vector<Received> copies{{kNoMessage, any->second}};
                    QVERIFY(scene.remove(copies) == Messages{any->first});
                } else {
                    scene.leases.leave(LeaseTable::placeOf(any->second.slot), nextSlot);
                    left[nextSlot++] = any->second;
                }
                held.erase(any);
            }
            QCOMPARE(scene.leases.heldCount(), held.size());
        }
        Messages expected;
        for (const auto& [message, receipt] : held) {
            QVERIFY(scene.leases.holds(receipt));
            expected.push_back(message);
        }
        QVERIFY(scene.held() == expected && !expected.empty());
        for (const auto& [slot, receipt] : left) QCOMPARE(scene.leases.slotOf(receipt), slot);
    }
};

SLUICE_TEST(LeaseTableTest)

} // namespace sluice::lease_table_test

#include "lease_table_test.moc"
