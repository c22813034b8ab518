// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/inbox.h"

namespace sluice {

SimTime Inbox::next() const {
    if (m_pickedFirst != m_pickedEnd) return m_picked[m_pickedFirst].at;
    SimTime first = firstFar();
    const std::uint32_t end = m_isInOrder ? std::min(m_end, m_first + 1) : m_end;
    for (std::uint32_t i = m_first; i < end; ++i) first = std::min(first, m_near[i].at);
    return first;
}

void Inbox::addApart(const PlainSend& send) {
    if (m_end == m_room) makeRoom();
    if (send.at < m_horizon) {
        append(send, m_number++);
        return;
    }
    PlainSend far = send;
    far.number = m_number++;
    addFar(far);
}

void Inbox::addFar(const PlainSend& send) {
    m_far.push_back(send);
    std::push_heap(m_far.begin(), m_far.end(), isAfter);
}

// Those in order may be any number. Of others that are too many, the later ones go away.
void Inbox::makeRoom() {
    PlainSend* const near = m_near.data();
    const std::uint32_t count = m_end - m_first;
    if (m_first > count) {
        std::copy_n(near + m_first, count, near);
        m_first = 0;
        m_end = count;
        return;
    }
    if (!m_isInOrder && count >= kMostNear) {
        std::sort(near + m_first, near + m_end, isBefore);
        m_isInOrder = true;
        std::uint32_t end = m_first + kKeptNear;
        while (end < m_end && near[end].at == near[end - 1].at) ++end;
        m_latest = near[end - 1].at;
        if (end < m_end) {
            m_horizon = near[end].at;
            for (std::uint32_t i = end; i < m_end; ++i) addFar(near[i]);
            m_end = end;
            return;
        }
    }
    setRoom(std::max<std::size_t>(16, 2 * m_near.size()));
}

// Requires: nothing is near, but something is far.
void Inbox::moveNearer() {
    m_first = m_end = 0;
    m_isInOrder = true;
    m_latest = kRunStart;
    while (!m_far.empty() && (m_end < kKeptNear || m_far.front().at == m_latest)) {
        if (m_end == m_room) setRoom(2 * m_near.size());
        std::pop_heap(m_far.begin(), m_far.end(), isAfter);
        append(m_far.back(), m_far.back().number);
        m_far.pop_back();
    }
    m_horizon = firstFar();
}

std::span<const PlainSend> Inbox::takeUntil(SimTime until, std::size_t most) {
    if (m_first == m_end && !m_far.empty()) moveNearer();
    // Many may have come in order before one did not: they are too many to pick from.
    if (!m_isInOrder && m_end - m_first > 2 * kMostNear) makeRoom();
    const auto isFarDue = [&] { return !m_far.empty() && m_far.front().at <= until; };
    const std::size_t picked = m_pickedEnd - m_pickedFirst;
    if (m_isInOrder && picked == 0 && !isFarDue()) return takeFirst(until, most);
    if (picked > most) return takePicked(until, most); // they come before all others
    pick(until);
    while (m_first == m_end && isFarDue()) {
        moveNearer();
        pick(until);
    }
    return takePicked(until, most);
}

// Of those that are in order.
std::span<const PlainSend> Inbox::takeFirst(SimTime until, std::size_t most) {
    const PlainSend* const near = m_near.data();
    const std::uint32_t first = m_first;
    const std::uint32_t there = m_end - first;
    const std::uint32_t end =
        first + static_cast<std::uint32_t>(std::min<std::size_t>(there, most));
    std::uint32_t last = first;
    while (last < end && near[last].at <= until) ++last;
    m_first = last;
    m_bound = last < m_end ? near[last].at : firstFar();
    if (last == m_end) m_first = m_end = 0;
    return {near + first, last - first};
}

std::span<const PlainSend> Inbox::takePicked(SimTime until, std::size_t most) {
    const PlainSend* const first = m_picked.data() + m_pickedFirst;
    const std::uint32_t there = m_pickedEnd - m_pickedFirst;
    auto taken = static_cast<std::uint32_t>(std::min<std::size_t>(there, most));
    while (taken > 0 && first[taken - 1].at > until) --taken; // picked for a later time
    m_pickedFirst += taken;
    if (taken < there) {
        m_bound = first[taken].at;
    } else {
        m_bound = m_end != m_first ? until + Duration{1} : firstFar();
        m_pickedFirst = m_pickedEnd = 0;
    }
    return {first, taken};
}

// What is due goes behind what was so before, sorted by insertion: usually it is a few.
void Inbox::pick(SimTime until) {
    if (m_picked.size() - m_pickedEnd < m_end - m_first) makePickedRoom();
    if (m_isInOrder) {
        pickFirst(until);
        return;
    }
    PlainSend* const first = m_near.data() + m_first;
    PlainSend* end = m_near.data() + m_end;
    PlainSend* const picked = m_picked.data() + m_pickedEnd;
    PlainSend* last = picked;
    for (PlainSend* place = end; place != first;) {
        if ((--place)->at > until) [[likely]]
            continue;
        const PlainSend send = *place;
        *place = *--end;
        PlainSend* to = last++;
        for (; to != picked && isBefore(send, to[-1]); --to) *to = to[-1];
        *to = send;
    }
    m_end = static_cast<std::uint32_t>(end - m_near.data());
    m_pickedEnd = static_cast<std::uint32_t>(last - m_picked.data());
    m_isInOrder = end == first;
    if (m_isInOrder) {
        m_first = m_end = 0;
        m_latest = kRunStart;
    }
}

// Of those that are in order.
void Inbox::pickFirst(SimTime until) {
    while (m_first < m_end && m_near[m_first].at <= until)
        m_picked[m_pickedEnd++] = m_near[m_first++];
    if (m_first == m_end) m_first = m_end = 0;
}

// For all that is near.
void Inbox::makePickedRoom() {
    const std::uint32_t count = m_pickedEnd - m_pickedFirst;
    if (m_pickedFirst > 0) std::copy_n(m_picked.data() + m_pickedFirst, count, m_picked.data());
    m_pickedFirst = 0;
    m_pickedEnd = count;
    // Half of it stays free, so that what is there is not moved too often.
    const std::size_t needed = 2 * std::size_t{count} + m_near.size();
    if (m_picked.size() < needed) m_picked.resize(std::max(needed, 2 * m_picked.size()));
}

void Inbox::unfold(std::span<const Broadcast::Send> sends, const Broadcast::Member& member) {
    const std::uint64_t trace = m_trace;
    for (const Broadcast::Send& send : sends)
        add({send.at, send.message, member.link, member.worker});
    m_trace = trace;
    m_seat.place += sends.size();
}

std::vector<PlainSend> Inbox::inOrder() const {
    std::vector<PlainSend> all(m_near.data() + m_first, m_near.data() + m_end);
    all.insert(all.end(), m_picked.data() + m_pickedFirst, m_picked.data() + m_pickedEnd);
    all.insert(all.end(), m_far.begin(), m_far.end());
    std::sort(all.begin(), all.end(), isBefore);
    return all;
}

void Inbox::keep(std::span<const PlainSend> sends) {
    m_far.clear();
    m_pickedFirst = m_pickedEnd = 0;
    m_near.assign(sends.begin(), sends.end());
    m_room = m_end = static_cast<std::uint32_t>(sends.size());
    m_first = 0;
    m_isInOrder = true;
    m_latest = sends.empty() ? kRunStart : sends.back().at;
    m_horizon = kNever;
    m_bound = sends.empty() ? kNever : sends.front().at;
}

void Inbox::addTo(Digest& digest) const {
    if (m_trace == 0 && size() == 0) return; // most nodes never get any
    digest.add(m_trace);
    for (const PlainSend& send : inOrder()) digest.add(ticks(send.at));
}

bool operator==(const Inbox& left, const Inbox& right) {
    return left.m_isOpen == right.m_isOpen && left.m_isAwaited == right.m_isAwaited
           && left.m_wakes == right.m_wakes && left.m_trace == right.m_trace
           && left.m_seat == right.m_seat
           && std::ranges::equal(
               left.inOrder(), right.inOrder(), [](PlainSend one, const PlainSend& other) {
                   one.number = other.number; // tells no more than the order
                   return one == other;
               });
}

} // namespace sluice
