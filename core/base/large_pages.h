// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace sluice {

inline constexpr std::size_t kLargePage = std::size_t{2} << 20U;

/// Asks the system for large pages for this memory, where it has them (Linux). It may refuse, which
/// makes no difference but in speed. Requires: `memory` lies at a multiple of kLargePage.
void askForLargePages(void* memory, std::size_t bytes);

/// Allocates what takes several large pages in large pages. Of millions of elements that are used
/// one after the other every page is cold when its turn comes; a small page then costs as much as
/// all that is done with its elements.
template <class T>
struct LargePageAllocator {
    using value_type = T;

    LargePageAllocator() = default;
    template <class Other>
    explicit LargePageAllocator(const LargePageAllocator<Other>& /*other*/) {}

    T* allocate(std::size_t count) {
        if (!isLarge(count)) return std::allocator<T>().allocate(count);
        void* const memory = ::operator new (count * sizeof(T), std::align_val_t{kLargePage});
        askForLargePages(memory, count * sizeof(T));
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t count) {
        if (isLarge(count)) {
            ::operator delete (memory, std::align_val_t{kLargePage});
        } else {
            std::allocator<T>().deallocate(memory, count);
        }
    }

    friend bool operator==(const LargePageAllocator&, const LargePageAllocator&) = default;

private:
    static bool isLarge(std::size_t count) { return count >= 2 * kLargePage / sizeof(T); }
};

} // namespace sluice
