// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/stored_copy.h"

#include <optional>

namespace sluice::test {

/// The oldest visible copy of a store, taken out of it for another queue.
template <class Store>
std::optional<StoredView> takeOldest(Store& store, SimTime now) {
    std::optional<StoredView> taken;
    store.takeOldest(now, [&](const StoredView& copy) {
        taken = copy;
        return true;
    });
    return taken;
}

} // namespace sluice::test
