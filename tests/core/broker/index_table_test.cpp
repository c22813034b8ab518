// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/broker/index_table.h"
#include "tests/support/test_main.h"

#include <map>

namespace sluice::index_table_test {

class IndexTableTest : public QObject {
    Q_OBJECT
private slots:
    void findsNothingWhenEmpty() {
        const IndexTable table;
        QCOMPARE(table.find(7, [](std::uint32_t) { return true; }), IndexTable::kNone);
    }

    void agreesWithAMapWhileHashesCollide() {
        IndexTable table;
        std::map<std::uint32_t, std::uint32_t> expected; // position to hash
        Rng rng(1);
        for (int round = 0; round < 20'000; ++round) {
            const auto position = static_cast<std::uint32_t>(rng.below(60));
            if (const auto found = expected.find(position); found != expected.end()) {
                table.erase(found->second, position);
                expected.erase(found);
            } else {
                const auto hash = static_cast<std::uint32_t>(rng.below(40)) * 0x01000001U;
                table.insert(hash, position);
                expected.emplace(position, hash);
            }
            QCOMPARE(table.size(), expected.size());
            for (std::uint32_t i = 0; i < 60; ++i) {
                const auto found = expected.find(i);
                const std::uint32_t hash = found == expected.end() ? 0 : found->second;
                const auto isIt = [&](std::uint32_t candidate) { return candidate == i; };
                QCOMPARE(table.find(hash, isIt), found == expected.end() ? IndexTable::kNone : i);
            }
        }
        table.clear();
        QCOMPARE(table.size(), std::size_t{0});
    }

    void hashesDifferInBothNumbers() {
        QVERIFY(IndexTable::hashOf(1, 0) != IndexTable::hashOf(1, 1));
        QVERIFY(IndexTable::hashOf(1, 0) != IndexTable::hashOf(2, 0));
    }
};

SLUICE_TEST(IndexTableTest)

} // namespace sluice::index_table_test

#include "index_table_test.moc"
