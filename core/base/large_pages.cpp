// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_pages.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace sluice {

void askForLargePages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
    madvise(memory, bytes, MADV_HUGEPAGE);
#endif
}

} // namespace sluice
