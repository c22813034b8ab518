// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/ordered_ring.h"
#include "core/base/sim_time.h"
#include "core/broker/indexed_heap.h"

#include <cstdint>
#include <vector>

namespace sluice {

/// A copy with a slot, in the order of `key`. Entries are not taken out when the copy moves on;
/// `stamp` is compared with the slot to tell whether the entry still stands for it.
struct Listed {
    SimTime key;
    std::uint32_t slot = 0;
    std::uint32_t stamp = 0;

    friend bool operator==(const Listed&, const Listed&) = default;
};

/// Entries in order of key, where those of noisy tenants (fair queues, SQS-121) wait on a shelf of
/// their own, one per tenant, once somebody set them aside. A shelf stays until it is empty: when
/// its tenant turns quiet, it takes part in the common order again. Nothing is moved then.
/// `isCurrent(const Listed&)` tells the entries that still count.
class FairOrder {
public:
    /// Rank of a quiet tenant; noisy ones have a rank each, the smallest goes first.
    static constexpr std::uint64_t kQuiet = 0xFFFFFFFFFFFFFFFFU;
    static constexpr std::uint32_t kNoShelf = 0xFFFFFFFFU;

    template <class IsCurrent>
    void push(const Listed& entry, std::size_t current, IsCurrent&& isCurrent) {
        trim(m_main, current, isCurrent);
        m_main.push(entry);
    }
    /// Key of the first entry that was not set aside, kNever if there is none.
    template <class IsCurrent>
    SimTime front(IsCurrent&& isCurrent) {
        while (!m_main.empty()) {
            if (isCurrent(m_main.front())) {
                return m_main.front().key;
            }
            m_main.pop();
        }
        return kNever;
    }
    /// The entry front() spoke of.
    const Listed& first() const { return m_main.front(); }
    Listed pop() { return m_main.pop(); }

    bool hasShelves() const { return m_used > 0; }
    /// Puts an entry on the shelf of a noisy tenant.
    template <class IsCurrent>
    void setAside(GroupIndex group,
                  std::uint64_t rank,
                  const Listed& entry,
                  std::size_t current,
                  IsCurrent&& isCurrent) {
        const std::uint32_t shelf = shelfOf(group);
        trim(m_shelves[shelf].entries, current, isCurrent);
        m_shelves[shelf].entries.push(entry);
        m_noisy.set(shelf, rank);
    }
    /// The tenant's rank changed; kQuiet: it is no longer noisy.
    void setRank(GroupIndex group, std::uint64_t rank);
    /// The shelf of a quiet tenant whose first entry has the earliest key, else kNoShelf.
    template <class IsCurrent>
    std::uint32_t quietShelf(IsCurrent&& isCurrent);
    /// The shelf of the noisy tenant with the smallest rank, else kNoShelf.
    template <class IsCurrent>
    std::uint32_t noisyShelf(IsCurrent&& isCurrent);
    /// The shelf with the earliest key of all; looks at each one.
    template <class IsCurrent>
    std::uint32_t oldestShelf(IsCurrent&& isCurrent);
    SimTime shelfKey(std::uint32_t shelf) const { return m_shelves[shelf].entries.front().key; }
    std::uint64_t noisyRank() const { return m_noisy.topKey(); }
    Listed popShelf(std::uint32_t shelf);

    /// Calls `visit(entry)` for about `most` entries of the common order and of each shelf.
    template <class Visit>
    void forEachFirst(std::size_t most, Visit&& visit) const;
    /// Takes in all entries of another order, those on shelves too.
    template <class IsCurrent>
    void takeAll(FairOrder& from, IsCurrent&& isCurrent);
    void clear();

    friend bool operator==(const FairOrder&, const FairOrder&) = default;

private:
    using Entries = OrderedRing<Listed>;
    struct Shelf {
        GroupIndex group = 0; // 0: not in use
        Entries entries;

        friend bool operator==(const Shelf&, const Shelf&) = default;
    };

    std::uint32_t shelfOf(GroupIndex group);
    void release(std::uint32_t shelf);
    // Throws out outdated entries when they are the majority.
    template <class IsCurrent>
    static void trim(Entries& entries, std::size_t current, IsCurrent&& isCurrent) {
        if (entries.size() > 2 * current + 64) {
            entries.filter(isCurrent);
        }
    }
    // Drops outdated entries from the front; releases the shelf and says false when none is left.
    template <class IsCurrent>
    bool hasCurrent(std::uint32_t shelf, IsCurrent&& isCurrent);

    Entries m_main;
    std::vector<Shelf> m_shelves;
    std::vector<std::uint32_t> m_freeShelves;
    std::vector<std::uint32_t> m_shelfOf; // by placeOf(group)
    IndexedHeap m_noisy;                  // shelves by rank
    IndexedHeap m_quiet;                  // shelves by a key not later than their first
    std::size_t m_used = 0;
};

template <class IsCurrent>
bool FairOrder::hasCurrent(std::uint32_t shelf, IsCurrent&& isCurrent) {
    Entries& entries = m_shelves[shelf].entries;
    while (!entries.empty()) {
        if (isCurrent(entries.front())) {
            return true;
        }
        entries.pop();
    }
    release(shelf);
    return false;
}

template <class IsCurrent>
std::uint32_t FairOrder::quietShelf(IsCurrent&& isCurrent) {
    while (!m_quiet.empty()) {
        const std::uint32_t shelf = m_quiet.top();
        if (!hasCurrent(shelf, isCurrent)) {
            continue;
        }
        const auto key = static_cast<std::uint64_t>(shelfKey(shelf).time_since_epoch().count());
        if (key == m_quiet.topKey()) {
            return shelf;
        }
        m_quiet.set(shelf, key);
    }
    return kNoShelf;
}

template <class IsCurrent>
std::uint32_t FairOrder::noisyShelf(IsCurrent&& isCurrent) {
    while (!m_noisy.empty()) {
        if (hasCurrent(m_noisy.top(), isCurrent)) {
            return m_noisy.top();
        }
    }
    return kNoShelf;
}

template <class IsCurrent>
std::uint32_t FairOrder::oldestShelf(IsCurrent&& isCurrent) {
    std::uint32_t oldest = kNoShelf;
    for (std::uint32_t shelf = 0; shelf < m_shelves.size(); ++shelf) {
        if (m_shelves[shelf].group != 0 && hasCurrent(shelf, isCurrent)
            && (oldest == kNoShelf || shelfKey(shelf) < shelfKey(oldest))) {
            oldest = shelf;
        }
    }
    return oldest;
}

template <class Visit>
void FairOrder::forEachFirst(std::size_t most, Visit&& visit) const {
    m_main.forEachFirst(most, visit);
    for (const Shelf& shelf : m_shelves) {
        shelf.entries.forEachFirst(most, visit);
    }
}

template <class IsCurrent>
void FairOrder::takeAll(FairOrder& from, IsCurrent&& isCurrent) {
    const auto take = [&](const Listed& entry) {
        if (isCurrent(entry)) {
            m_main.push(entry);
        }
    };
    from.m_main.forEach(take);
    for (const Shelf& shelf : from.m_shelves) {
        shelf.entries.forEach(take);
    }
    from.clear();
}

} // namespace sluice
