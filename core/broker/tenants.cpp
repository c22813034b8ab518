// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/tenants.h"

#include "core/broker/fair_order.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::uint64_t kShare = 10; // more than one tenth is noisy

std::size_t at(Whereabouts where) {
    return static_cast<std::size_t>(where);
}

std::int64_t stepOf(SimTime now) {
    return now.time_since_epoch() / Tenants::kStep;
}

} // namespace

void Tenants::Work::add(SimTime now, Duration time) {
    const std::int64_t present = stepOf(now);
    if (present != step) {
        before = present == step + 1 ? running : 0;
        running = 0;
        step = present;
    }
    running += static_cast<std::uint64_t>(time.count());
}

std::uint64_t Tenants::Work::recent(SimTime now) const {
    const std::int64_t age = stepOf(now) - step;
    return age == 0 ? running + before : age == 1 ? running : 0;
}

std::uint64_t Tenants::rank(GroupIndex group) const {
    if (!isNoisy(group)) {
        return FairOrder::kQuiet;
    }
    return std::uint64_t{m_tenants[placeOf(group)].copies[at(Whereabouts::InFlight)]} << 32U
           | group;
}

Tenants::Tenant& Tenants::tenant(GroupIndex group) {
    const std::size_t place = placeOf(group);
    if (place >= m_tenants.size()) {
        m_tenants.resize(std::max(place + 1, 2 * m_tenants.size()));
    }
    return m_tenants[place];
}

void Tenants::sent(SimTime now, GroupIndex group) {
    tenant(group).idleAt = now + kIdle;
}

void Tenants::count(GroupIndex group, Whereabouts from, Whereabouts to) {
    auto& copies = tenant(group).copies;
    if (from != Whereabouts::Outside) {
        --copies[at(from)];
    }
    if (to != Whereabouts::Outside) {
        ++copies[at(to)];
    }
}

void Tenants::addWork(SimTime now, GroupIndex group, Duration time) {
    m_work.add(now, time);
    if (group != 0) {
        tenant(group).work.add(now, time);
    }
}

bool Tenants::isOver(SimTime now, const Tenant& tenant, std::uint64_t allInFlight) const {
    const std::uint64_t held = tenant.copies[at(Whereabouts::InFlight)];
    return (held >= kLeastInFlight && held * kShare > allInFlight)
           || tenant.work.recent(now) * kShare > m_work.recent(now);
}

void Tenants::settle(SimTime now, GroupIndex group, std::uint64_t allInFlight) {
    const Tenant& present = tenant(group);
    const bool canBe = present.copies[at(Whereabouts::Visible)] > 0 && now < present.idleAt;
    setNoisy(group, canBe && (present.isNoisy || isOver(now, present, allInFlight)));
}

void Tenants::setNoisy(GroupIndex group, bool isNoisy) {
    Tenant& present = tenant(group);
    if (present.isNoisy == isNoisy) {
        return;
    }
    present.isNoisy = isNoisy;
    if (isNoisy) {
        m_noisy.set(placeOf(group), ticks(present.idleAt));
    } else {
        m_noisy.erase(placeOf(group));
    }
}

std::optional<GroupIndex> Tenants::endIdle(SimTime now) {
    while (!m_noisy.empty() && m_noisy.topKey() <= ticks(now)) {
        const std::uint32_t place = m_noisy.top();
        const GroupIndex group = groupAt(place);
        if (m_tenants[place].idleAt <= now) {
            setNoisy(group, false);
            return group;
        }
        m_noisy.set(place, ticks(m_tenants[place].idleAt)); // something was sent since
    }
    return std::nullopt;
}

void Tenants::quieten(SimTime now) {
    for (Tenant& present : m_tenants) {
        present.idleAt = std::min(present.idleAt, now);
    }
    for (std::size_t i = 0; i < m_noisy.size(); ++i) {
        m_noisy.set(m_noisy[i], 0);
    }
}

std::uint64_t Tenants::noisyCopies(Whereabouts where) const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < m_noisy.size(); ++i) {
        sum += m_tenants[m_noisy[i]].copies[at(where)];
    }
    return sum;
}

} // namespace sluice
