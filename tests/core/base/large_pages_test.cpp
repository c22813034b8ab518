// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_pages.h"
#include "tests/support/test_main.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace sluice::large_pages_test {

class LargePagesTest : public QObject {
    Q_OBJECT
private slots:
    // Small and large blocks, and the way from one to the other.
    void aVectorGrowsThroughBoth() {
        std::vector<std::uint64_t, LargePageAllocator<std::uint64_t>> values;
        for (std::uint64_t i = 0; i < 2'000'000; ++i) values.push_back(i);
        const auto copy = values;
        std::vector<std::uint64_t> expected(2'000'000);
        std::iota(expected.begin(), expected.end(), std::uint64_t{0});
        QVERIFY(std::equal(copy.begin(), copy.end(), expected.begin(), expected.end()));
        values.resize(10);
        values.shrink_to_fit();
        QCOMPARE(values.back(), std::uint64_t{9});
    }

    void largeBlocksBeginAtAPage() {
        LargePageAllocator<std::uint32_t> allocator;
        const std::size_t count = 2 * kLargePage / sizeof(std::uint32_t);
        for (const std::size_t more : {0, 1, 777}) {
            std::uint32_t* const block = allocator.allocate(count + more);
            QCOMPARE(reinterpret_cast<std::uintptr_t>(block) % kLargePage, std::uintptr_t{0});
            block[count + more - 1] = 1;
            allocator.deallocate(block, count + more);
        }
        std::uint32_t* const small = allocator.allocate(1);
        *small = 1;
        allocator.deallocate(small, 1);
    }
};

SLUICE_TEST(LargePagesTest)

} // namespace sluice::large_pages_test

#include "large_pages_test.moc"
