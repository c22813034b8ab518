// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/indexed_heap.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <vector>

namespace sluice::indexed_heap_test {

class IndexedHeapTest : public QObject {
    Q_OBJECT
private slots:
    void equalsAMapSearchedFromEndToEnd() {
        QVERIFY(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& calls) {
            IndexedHeap heap;
            std::map<std::uint32_t, std::uint64_t> naive;
            for (const auto& [number, key] : calls) {
                if (key % 4 == 0) {
                    heap.erase(number % 16U);
                    naive.erase(number % 16U);
                } else {
                    heap.set(number % 16U, key);
                    naive[number % 16U] = key;
                }
                RC_ASSERT(heap.size() == naive.size());
                RC_ASSERT(heap.contains(number % 16U) == (naive.count(number % 16U) > 0));
                if (naive.empty()) continue;
                const auto first = std::min_element(
                    naive.begin(), naive.end(), [](const auto& left, const auto& right) {
                        return left.second < right.second;
                    });
                RC_ASSERT(heap.top() == first->first);
                RC_ASSERT(heap.topKey() == first->second);
            }
        }));
    }
};

SLUICE_TEST(IndexedHeapTest)

} // namespace sluice::indexed_heap_test

#include "indexed_heap_test.moc"
