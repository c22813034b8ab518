// SPDX-License-Identifier: GPL-3.0-or-later
// The tenants of a fair queue (SQS-120 … SQS-123). What the service leaves open is a choice of this
// model: a tenant is looked at whenever one of its messages is stored, appears, is handed out or
// leaves. It turns noisy when it then has visible messages, something of it was sent within the
// last five minutes, and it
//   - holds at least 30 messages in flight and more than 10 % of all, or
//   - took more than 10 % of the time consumers spent on messages they deleted (receive to delete),
//     counted over the running 30-second step and the one before it.
// It turns quiet when no message of it is visible, or five minutes after its last send.
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/broker/group_place.h"
#include "core/broker/indexed_heap.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace sluice {

/// Where a copy of a tenant is, for the counts.
enum class Whereabouts : std::uint8_t { Delayed, Visible, InFlight, Outside };

class Tenants {
public:
    static constexpr Duration kIdle = 300s;
    static constexpr Duration kStep = 30s;
    static constexpr std::uint64_t kLeastInFlight = 30;

    /// Whether no message ever had a group.
    bool empty() const { return m_tenants.empty(); }
    bool isNoisy(GroupIndex group) const {
        return placeOf(group) < m_tenants.size() && m_tenants[placeOf(group)].isNoisy;
    }
    /// Order among noisy tenants: fewest in flight first; FairOrder::kQuiet of a quiet one.
    std::uint64_t rank(GroupIndex group) const;

    /// Something of the tenant arrives: its five minutes begin anew.
    void sent(SimTime now, GroupIndex group);
    /// Counts a copy that goes from one place to another. Requires: group is not 0.
    void count(GroupIndex group, Whereabouts from, Whereabouts to);
    /// Counts a consumer's time on a deleted message; 0 stands for messages without a group.
    void addWork(SimTime now, GroupIndex group, Duration time);
    /// Decides anew whether the tenant is noisy, with this many in flight in all. To be called
    /// after every change of its counts.
    void settle(SimTime now, GroupIndex group, std::uint64_t allInFlight);
    /// A noisy tenant whose five minutes are over: it is quiet now. Call until there is none.
    std::optional<GroupIndex> endIdle(SimTime now);
    /// Every tenant is quiet until something of it is sent.
    void quieten(SimTime now);

    std::uint64_t noisyCount() const { return m_noisy.size(); }
    /// Copies of all noisy tenants in one place; looks at each one.
    std::uint64_t noisyCopies(Whereabouts where) const;

    friend bool operator==(const Tenants&, const Tenants&) = default;

private:
    /// Nanoseconds of work in the running step and in the one before it.
    struct Work {
        std::int64_t step = 0;
        std::uint64_t running = 0;
        std::uint64_t before = 0;

        void add(SimTime now, Duration time);
        std::uint64_t recent(SimTime now) const;

        friend bool operator==(const Work&, const Work&) = default;
    };
    struct Tenant {
        SimTime idleAt; // five minutes after the last send
        Work work;
        std::array<std::uint32_t, 3> copies{}; // by Whereabouts
        bool isNoisy = false;

        friend bool operator==(const Tenant&, const Tenant&) = default;
    };

    Tenant& tenant(GroupIndex group);
    bool isOver(SimTime now, const Tenant& tenant, std::uint64_t allInFlight) const;
    void setNoisy(GroupIndex group, bool isNoisy);

    std::vector<Tenant> m_tenants; // by placeOf(group)
    IndexedHeap m_noisy;           // their places by a time not later than their idleAt
    Work m_work;                   // of all
};

} // namespace sluice
