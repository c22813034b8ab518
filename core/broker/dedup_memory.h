// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/ring.h"
#include "core/base/sim_time.h"
#include "core/broker/index_table.h"
#include "core/broker/stored_copy.h"

#include <cstdint>
#include <optional>

namespace sluice {

/// The deduplication IDs a FIFO queue has seen in its window (SQS-93): what was sent first with an
/// ID, remembered from that first send on, whatever became of the message. An open-addressing table
/// beside a ring in order of expiry; no allocation per ID once it has grown.
class DedupMemory {
public:
    /// The first accepted send with an ID.
    struct Original {
        std::uint64_t serial = 0;         ///< Of its message.
        std::uint64_t sequenceNumber = 0; ///< SQS-94

        friend bool operator==(const Original&, const Original&) = default;
    };
    /// What is remembered of (id, group); group 0 when the scope is the queue (SQS-95). Forgets
    /// what is older than `window` first; at exactly first + window an ID is new.
    std::optional<Original> find(SimTime now, Duration window, std::uint64_t id, GroupIndex group);
    /// Requires: find() of the same returned nothing.
    void remember(SimTime now, std::uint64_t id, GroupIndex group, Original original);
    void clear(); ///< SQS-14
    std::size_t size() const { return m_order.size(); }
    void addTo(Digest& digest) const;

    friend bool operator==(const DedupMemory&, const DedupMemory&) = default;

private:
    struct Entry {
        SimTime at;
        std::uint64_t id = 0;
        GroupIndex group = 0;
        std::uint32_t hash = 0; // of id and group
        Original original;

        friend bool operator==(const Entry&, const Entry&) = default;
    };
    // The number an entry keeps while others leave the ring before it; see numberAt().
    std::uint32_t numberAt(std::size_t place) const;
    const Entry& numbered(std::uint32_t number) const;

    Ring<Entry> m_order; // in order of `at`
    IndexTable m_numbers;
    std::uint32_t m_forgotten = 0; // how many left the ring, modulo 2^31
};

} // namespace sluice
