// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/naive_fifo.h"

#include <algorithm>
#include <set>

namespace sluice::test {

void NaiveFifo::send(SimTime now, MessageIndex message, GroupIndex group) {
    Copy copy;
    copy.message = message;
    copy.group = group;
    copy.enqueuedAt = now;
    copy.isDelayed = rules.delay > Duration::zero();
    m_copies.push_back(copy);
    orderGroups();
}

void NaiveFifo::acceptMoved(SimTime now, const MovedCopy& moved) {
    Copy copy;
    copy.message = moved.message;
    copy.group = moved.group;
    copy.enqueuedAt = now;
    copy.receiveCount = moved.receiveCount;
    copy.firstReceivedAt = moved.firstReceivedAt;
    copy.mayBeDelayed = false;
    m_copies.push_back(copy);
    orderGroups();
}

// Whether a receive looks as far as this stored copy.
bool NaiveFifo::isNear(const Copy& copy) const {
    const auto before = std::count_if(
        m_copies.data(), &copy, [](const Copy& each) { return each.fate == Fate::Stored; });
    return before < rules.limits.inFlightFifo;
}

const NaiveFifo::Copy* NaiveFifo::expected(const Scan& scan) const {
    if (inFlightCount() >= static_cast<std::size_t>(rules.limits.inFlightFifo)) return nullptr;
    const auto last = std::find_if(m_copies.begin(), m_copies.end(), [&](const Copy& copy) {
        return scan.last != kNoMessage && copy.message == scan.last;
    });
    if (last != m_copies.end()) {
        const auto next = std::find_if(last + 1, m_copies.end(), [&](const Copy& copy) {
            return copy.group == last->group && copy.fate == Fate::Stored;
        });
        if (next != m_copies.end() && next->isReady() && isNear(*next)) return &*next;
    }
    return m_available.empty() ? nullptr : headOf(m_available.front());
}

bool NaiveFifo::receive(SimTime now, Scan& scan, const Selection& selection) {
    using Kind = Selection::Kind;
    const Copy* next = expected(scan);
    if (next == nullptr) return selection.kind == Kind::Nothing;
    Copy& copy = *find(next->message);
    if (rules.maxReceiveCount != 0 && copy.receiveCount >= rules.maxReceiveCount) {
        leave(copy, Fate::Moved, now);
        orderGroups();
        const MovedCopy moved{copy.message,
                              copy.receiveCount,
                              copy.enqueuedAt,
                              copy.group,
                              NodeId{},
                              false,
                              NodeId{},
                              0,
                              sequenceNumberOf(copy.message),
                              copy.firstReceivedAt};
        return selection.kind == Kind::Moved && selection.moved == moved;
    }
    ++copy.receiveCount;
    copy.isInFlight = true;
    copy.mayBeDelayed = false;
    copy.receivedAt = now;
    copy.firstReceivedAt = std::min(copy.firstReceivedAt, now);
    copy.deadline = now + scan.visibilityTimeout;
    scan.last = copy.message;
    orderGroups();
    return selection.kind == Kind::Received && selection.received.message == copy.message
           && selection.received.receipt.receiveCount == copy.receiveCount
           && selection.isFirstReceive == (copy.receiveCount == 1)
           && selection.timeInQueue == now - copy.enqueuedAt;
}

CopyRefusal NaiveFifo::check(const Copy* copy, const Received& received) const {
    if (copy == nullptr) return CopyRefusal::Gone;
    const bool isValid = copy->isInFlight && copy->receiveCount == received.receipt.receiveCount;
    return isValid ? CopyRefusal::None : CopyRefusal::HandleExpired;
}

CopyRefusal NaiveFifo::remove(SimTime now, const Received& received) {
    Copy* copy = find(received.message);
    const bool isSameInstant = copy != nullptr && copy->receivedAt == now && copy->deadline == now
                               && copy->receiveCount == received.receipt.receiveCount;
    const CopyRefusal refusal = isSameInstant ? CopyRefusal::None : check(copy, received);
    if (refusal == CopyRefusal::None) leave(*copy, Fate::Deleted, now);
    orderGroups();
    return refusal;
}

CopyRefusal NaiveFifo::changeVisibility(SimTime now, const Received& received, Duration timeout) {
    Copy* copy = find(received.message);
    const CopyRefusal refusal = check(copy, received);
    if (refusal != CopyRefusal::None) return refusal;
    if (now + timeout > copy->receivedAt + 43'200s) return CopyRefusal::BeyondLimit;
    copy->deadline = now + timeout;
    return CopyRefusal::None;
}

void NaiveFifo::rulesChanged(SimTime now) {
    for (Copy& copy : m_copies) {
        const bool isYoung = copy.enqueuedAt + rules.delay > now;
        if (copy.fate == Fate::Stored && copy.mayBeDelayed && isYoung) copy.isDelayed = true;
    }
    orderGroups();
}

MessageIndex NaiveFifo::takeOldest(SimTime now) {
    for (Copy& copy : m_copies) {
        if (copy.fate != Fate::Stored || !copy.isReady() || headOf(copy.group) != &copy) continue;
        leave(copy, Fate::Redriven, now);
        orderGroups();
        return copy.message;
    }
    return kNoMessage;
}

void NaiveFifo::purge(SimTime now) {
    for (Copy& copy : m_copies) {
        if (copy.fate == Fate::Stored) leave(copy, Fate::Purged, now);
    }
    orderGroups();
}

SimTime NaiveFifo::dueOf(const Copy& copy, Elapsed::Kind kind) const {
    if (copy.fate != Fate::Stored) return kNever;
    switch (kind) {
    case Elapsed::Kind::Expired:
        return copy.enqueuedAt + rules.retention;
    case Elapsed::Kind::TimedOut:
        return copy.isInFlight ? copy.deadline : kNever;
    case Elapsed::Kind::DelayEnded:
        break;
    }
    return copy.isDelayed ? copy.enqueuedAt + rules.delay : kNever;
}

SimTime NaiveFifo::nextDue() const {
    using enum Elapsed::Kind;
    SimTime due = kNever;
    for (const Copy& copy : m_copies) {
        for (const auto kind : {Expired, TimedOut, DelayEnded}) {
            due = std::min(due, dueOf(copy, kind));
        }
    }
    return due;
}

bool NaiveFifo::elapse(SimTime now, const Elapsed& what) {
    Copy* copy = find(what.message);
    if (copy == nullptr || copy->receiveCount != what.receiveCount) return false;
    const SimTime due = dueOf(*copy, what.kind);
    if (due > now || due != nextDue()) return false;
    if (what.kind == Elapsed::Kind::Expired) leave(*copy, Fate::Expired, now);
    if (what.kind == Elapsed::Kind::TimedOut) copy->isInFlight = false;
    if (what.kind == Elapsed::Kind::DelayEnded) copy->isDelayed = false;
    orderGroups();
    return true;
}

std::size_t NaiveFifo::count(Fate fate) const {
    return static_cast<std::size_t>(std::count_if(
        m_copies.begin(), m_copies.end(), [&](const Copy& copy) { return copy.fate == fate; }));
}

std::size_t NaiveFifo::delayedCount() const {
    return static_cast<std::size_t>(
        std::count_if(m_copies.begin(), m_copies.end(), [](const Copy& copy) {
            return copy.fate == Fate::Stored && copy.isDelayed;
        }));
}

std::size_t NaiveFifo::inFlightCount() const {
    return static_cast<std::size_t>(
        std::count_if(m_copies.begin(), m_copies.end(), [](const Copy& copy) {
            return copy.fate == Fate::Stored && copy.isInFlight;
        }));
}

std::size_t NaiveFifo::groupsInFlight() const {
    std::set<GroupIndex> groups;
    for (const Copy& copy : m_copies) {
        if (copy.fate == Fate::Stored && copy.isInFlight) groups.insert(copy.group);
    }
    return groups.size();
}

bool NaiveFifo::hasAvailable() const {
    return expected(Scan{}) != nullptr;
}

std::uint64_t NaiveFifo::sojourns(SimTime now) const {
    std::uint64_t sum = 0;
    for (const Copy& copy : m_copies) {
        sum += static_cast<std::uint64_t>((std::min(copy.leftAt, now) - copy.enqueuedAt).count());
    }
    return sum;
}

Duration NaiveFifo::ageOfOldest(SimTime now) const {
    for (const Copy& copy : m_copies) {
        if (copy.fate == Fate::Stored && !copy.isDelayed) return now - copy.enqueuedAt;
    }
    return Duration::zero();
}

std::vector<StoredView> NaiveFifo::views() const {
    std::vector<StoredView> views;
    std::set<GroupIndex> closed;
    for (const Copy& copy : m_copies) {
        if (copy.fate != Fate::Stored) continue;
        StoredView view;
        view.message = copy.message;
        view.group = copy.group;
        view.enqueuedAt = copy.enqueuedAt;
        view.receiveCount = copy.receiveCount;
        view.firstReceivedAt = copy.firstReceivedAt;
        view.sequenceNumber = sequenceNumberOf(copy.message);
        view.isBlocked = copy.isReady() && closed.contains(copy.group);
        if (!copy.isReady()) closed.insert(copy.group);
        if (copy.isDelayed) {
            view.state = CopyState::Delayed;
            view.until = copy.enqueuedAt + rules.delay;
            view.total = rules.delay;
        } else if (copy.isInFlight) {
            view.state = CopyState::InFlight;
            view.until = copy.deadline;
            view.total = copy.deadline - copy.receivedAt;
        }
        views.push_back(view);
    }
    return views;
}

void NaiveFifo::leave(Copy& copy, Fate fate, SimTime now) {
    copy.fate = fate;
    copy.leftAt = now;
}

NaiveFifo::Copy* NaiveFifo::find(MessageIndex message) {
    const auto found = std::find_if(m_copies.begin(), m_copies.end(), [&](const Copy& copy) {
        return copy.message == message && copy.fate == Fate::Stored;
    });
    return found == m_copies.end() ? nullptr : &*found;
}

const NaiveFifo::Copy* NaiveFifo::headOf(GroupIndex group) const {
    const auto found = std::find_if(m_copies.begin(), m_copies.end(), [&](const Copy& copy) {
        return copy.group == group && copy.fate == Fate::Stored;
    });
    return found == m_copies.end() ? nullptr : &*found;
}

// Groups that became unavailable leave the order, new ones join at its end; several at once in the
// order of their first messages.
void NaiveFifo::orderGroups() {
    std::vector<GroupIndex> available;
    std::int64_t searched = 0; // as isNear(), of all
    for (const Copy& copy : m_copies) {
        if (copy.fate != Fate::Stored || ++searched > rules.limits.inFlightFifo) continue;
        if (copy.isReady() && headOf(copy.group) == &copy) available.push_back(copy.group);
    }
    const auto contains = [](const std::vector<GroupIndex>& groups, GroupIndex group) {
        return std::find(groups.begin(), groups.end(), group) != groups.end();
    };
    std::vector<GroupIndex> order;
    for (const GroupIndex group : m_available) {
        if (contains(available, group)) order.push_back(group);
    }
    for (const GroupIndex group : available) {
        if (!contains(order, group)) order.push_back(group);
    }
    m_available = order;
}

} // namespace sluice::test
