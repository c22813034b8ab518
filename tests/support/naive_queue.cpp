// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/naive_queue.h"

#include "core/broker/placement.h"

#include <algorithm>
#include <tuple>

namespace sluice::test {

namespace {

std::uint32_t anyHost(std::uint64_t serial, const QueueRules& rules) {
    return rules.hosts > 1 ? hostOf(serial, rules.hosts) : 0;
}

std::int64_t stepOf(SimTime time) {
    return time.time_since_epoch() / Duration{30s};
}

} // namespace

// Of copies that look alike, the one of this receipt, else one of which no slot is known yet.
template <class IsIt>
NaiveQueue::Copy* NaiveQueue::firstOf(IsIt&& isIt, const Receipt& receipt) {
    Copy* unknown = nullptr;
    for (Copy& copy : m_copies) {
        if (!isIt(copy)) continue;
        if (copy.isOf(receipt)) return &copy;
        if (!copy.hasKnownSlot()) unknown = &copy;
    }
    return unknown;
}

void NaiveQueue::send(SimTime now, const NewCopy& sent, const QueueRules& rules) {
    Copy copy;
    copy.message = sent.message;
    copy.group = sent.group;
    copy.host = anyHost(sent.serial, rules);
    copy.isEncrypted = sent.isEncrypted;
    copy.enqueuedAt = copy.arrivedAt = copy.enteredAt = now;
    copy.home = copy.place = now + placedLater(sent.serial, rules.reorderWindow);
    copy.due = now + sent.delay;
    copy.state = sent.delay > Duration::zero() ? State::Delayed : State::Visible;
    arrives(now, copy.group);
    m_copies.push_back(copy);
    settle(now, copy.group);
}

void NaiveQueue::acceptMoved(SimTime now, const MovedCopy& moved, const QueueRules& rules) {
    Copy copy;
    copy.message = moved.message;
    copy.group = moved.group;
    copy.host = anyHost(raw(moved.message), rules);
    copy.source = moved.source;
    copy.isEncrypted = moved.isEncrypted;
    copy.enqueuedAt = moved.enqueuedAt;
    copy.arrivedAt = copy.enteredAt = copy.home = copy.place = now;
    copy.receiveCount = moved.receiveCount;
    copy.firstReceivedAt = moved.firstReceivedAt;
    arrives(now, copy.group);
    m_copies.push_back(copy);
    settle(now, copy.group);
}

// Quiet tenants first, in order; then the noisy tenant with the fewest in flight (SQS-121).
bool NaiveQueue::isBefore(SimTime now, const Copy& left, const Copy& right) const {
    const auto order = [&](const Copy& copy) {
        const bool noisy = isNoisy(now, copy.group);
        const std::size_t held = noisy ? count(State::InFlight, copy.group) : 0;
        return std::tuple{noisy, held, noisy ? copy.group : 0, copy.place};
    };
    return order(left) < order(right);
}

const NaiveQueue::Copy* NaiveQueue::next(SimTime now, std::uint32_t hosts) const {
    const Copy* first = nullptr;
    for (const Copy& copy : m_copies) {
        const bool isSeen = copy.state == State::Visible && (hosts >> copy.host & 1U) != 0;
        if (isSeen && (first == nullptr || isBefore(now, copy, *first))) first = &copy;
    }
    return first;
}

bool NaiveQueue::receive(SimTime now,
                         const ReceiveScan& scan,
                         const Selection& selection,
                         const QueueRules& rules,
                         const Receipt& left) {
    const Copy* first = next(now, scan.hosts);
    if (first == nullptr) return selection.kind == Selection::Kind::Nothing;
    if (selection.kind == Selection::Kind::Nothing) return false;
    const bool isMove = selection.kind == Selection::Kind::Moved;
    const Receipt& receipt = selection.received.receipt;
    const std::uint32_t before = isMove ? selection.moved.receiveCount : receipt.receiveCount - 1;
    const MessageIndex message = isMove ? selection.moved.message : selection.received.message;
    const auto isIt = [&](const Copy& copy) {
        return copy.message == message && copy.state == State::Visible
               && (scan.hosts >> copy.host & 1U) != 0 && copy.receiveCount == before
               && !isBefore(now, *first, copy) && !isBefore(now, copy, *first);
    };
    Copy* chosen = firstOf(isIt, isMove ? left : receipt);
    if (chosen == nullptr) return false;
    Copy& copy = *chosen;
    if (isMove != (rules.maxReceiveCount != 0 && copy.receiveCount >= rules.maxReceiveCount)) {
        return false;
    }
    if (isMove) {
        leave(now, copy, State::Moved);
        return selection.moved.enqueuedAt == copy.enqueuedAt && selection.moved.group == copy.group
               && selection.moved.isEncrypted == copy.isEncrypted
               && selection.moved.firstReceivedAt == copy.firstReceivedAt;
    }
    ++copy.receiveCount;
    ++copy.receivesHere;
    copy.state = State::InFlight;
    copy.receivedAt = now;
    copy.firstReceivedAt = std::min(copy.firstReceivedAt, now);
    copy.deadline = now + scan.visibilityTimeout;
    copy.receipts.push_back(receipt);
    settle(now, copy.group);
    return selection.isFirstReceive == (copy.receiveCount == 1)
           && selection.timeInQueue == now - copy.enqueuedAt;
}

MessageIndex NaiveQueue::remove(SimTime now,
                                const Receipt& receipt,
                                const QueueRules& rules,
                                CopyRefusal& refusal) {
    Copy* copy = find(receipt);
    refusal = copy == nullptr ? CopyRefusal::Gone : CopyRefusal::None;
    if (copy == nullptr) return kNoMessage;
    if (copy->receiveCount != receipt.receiveCount && rules.oldHandle != OldHandle::Delete) {
        if (rules.oldHandle == OldHandle::Reject) refusal = CopyRefusal::OldHandle;
        return kNoMessage;
    }
    if (!m_tenants.empty()) m_work.push_back({now, copy->group, now - copy->receivedAt});
    leave(now, *copy, State::Deleted);
    return copy->message;
}

CopyRefusal NaiveQueue::changeVisibility(SimTime now, const Receipt& receipt, Duration timeout) {
    Copy* copy = find(receipt);
    if (copy == nullptr) return CopyRefusal::Gone;
    if (now + timeout > copy->receivedAt + 43'200s) return CopyRefusal::BeyondLimit;
    copy->state = State::InFlight;
    copy->deadline = now + timeout;
    settle(now, copy->group);
    return CopyRefusal::None;
}

bool NaiveQueue::replicate(SimTime now, const Receipt& receipt) {
    const Copy* original = find(receipt);
    if (original == nullptr) return false;
    Copy copy = *original;
    copy.enteredAt = now;
    copy.receipts.clear();
    --copy.receiveCount;
    --copy.receivesHere;
    if (copy.receiveCount == 0) copy.firstReceivedAt = kNever;
    appear(now, copy);
    m_copies.push_back(copy);
    settle(now, copy.group);
    return true;
}

SimTime NaiveQueue::firstReceivedAt(const Receipt& receipt) {
    const Copy* copy = find(receipt);
    return copy == nullptr ? kNever : copy->firstReceivedAt;
}

bool NaiveQueue::isInFlight(const Receipt& receipt) {
    const Copy* copy = find(receipt);
    return copy != nullptr && copy->state == State::InFlight
           && copy->receiveCount == receipt.receiveCount;
}

bool NaiveQueue::redrive(SimTime now, const std::optional<StoredView>& oldest) {
    SimTime first = kNever;
    for (const Copy& copy : m_copies) {
        if (copy.state == State::Visible) first = std::min(first, copy.place);
    }
    if (first == kNever || !oldest) return first == kNever && !oldest;
    const auto isIt = [&](const Copy& copy) {
        return copy.state == State::Visible && copy.place == first
               && copy.message == oldest->message && copy.receiveCount == oldest->receiveCount;
    };
    Copy* found = firstOf(isIt, oldest->receipt);
    if (found == nullptr) return false;
    leave(now, *found, State::Redriven);
    return found->group == oldest->group && found->source == oldest->source
           && found->isEncrypted == oldest->isEncrypted && found->enqueuedAt == oldest->enqueuedAt;
}

void NaiveQueue::purge(SimTime now) {
    for (Copy& copy : m_copies) {
        if (copy.isStored()) leave(now, copy, State::Purged);
    }
    m_tenants.clear();
    m_work.clear();
}

SimTime NaiveQueue::nextDue(const QueueRules& rules) const {
    SimTime due = kNever;
    for (const Copy& copy : m_copies) {
        if (!copy.isStored()) continue;
        due = std::min(due, copy.enqueuedAt + rules.retention);
        if (copy.state == State::Delayed) due = std::min(due, copy.due);
        if (copy.state == State::InFlight) due = std::min(due, copy.deadline);
    }
    return due;
}

bool NaiveQueue::elapse(SimTime now, const Elapsed& what, const QueueRules& rules) {
    const auto isIt = [&](const Copy& copy) {
        return copy.isStored() && copy.message == what.message
               && copy.receiveCount == what.receiveCount;
    };
    const auto isOver = [&](const Copy& copy) { return copy.enqueuedAt + rules.retention <= now; };
    const bool isTimeout = what.kind == Elapsed::Kind::TimedOut;
    for (const bool isSlotKnown : {true, false}) {
        for (Copy& copy : m_copies) {
            if (!isIt(copy)) continue;
            if (what.kind == Elapsed::Kind::Expired) {
                if (!isOver(copy)) continue;
                leave(now, copy, State::Expired);
                return true;
            }
            const bool isOf = isSlotKnown ? copy.hasSlot(what.slot) : !copy.hasKnownSlot();
            const bool isDue = isTimeout
                                   ? copy.state == State::InFlight && copy.deadline <= now && isOf
                                   : copy.state == State::Delayed && copy.due <= now;
            if (!isOver(copy) && isDue) {
                appear(now, copy);
                settle(now, copy.group);
                return true;
            }
        }
    }
    return false;
}

void NaiveQueue::leaveHosts(std::uint32_t count) {
    for (Copy& copy : m_copies) copy.host %= count;
}

std::size_t NaiveQueue::count(State state) const {
    return static_cast<std::size_t>(std::count_if(
        m_copies.begin(), m_copies.end(), [&](const Copy& copy) { return copy.state == state; }));
}

std::size_t NaiveQueue::count(State state, GroupIndex group) const {
    return static_cast<std::size_t>(
        std::count_if(m_copies.begin(), m_copies.end(), [&](const Copy& copy) {
            return copy.state == state && copy.group == group;
        }));
}

std::uint64_t NaiveQueue::sojourns(SimTime now) const {
    std::uint64_t sum = 0;
    for (const Copy& copy : m_copies) {
        sum += static_cast<std::uint64_t>((std::min(copy.leftAt, now) - copy.enteredAt).count());
    }
    return sum;
}

Duration NaiveQueue::ageOfOldest(SimTime now) const {
    SimTime oldest = now;
    for (const Copy& copy : m_copies) {
        const bool counts = copy.isStored() && copy.state != State::Delayed && !copy.isPoison();
        if (counts) oldest = std::min(oldest, copy.arrivedAt);
    }
    return now - oldest;
}

QueueStore::FairFigures NaiveQueue::fairFigures(SimTime now) const {
    QueueStore::FairFigures result;
    for (const auto& [group, tenant] : m_tenants) result.noisyGroups += isNoisy(now, group) ? 1 : 0;
    SimTime oldest = now;
    for (const Copy& copy : m_copies) {
        if (!copy.isStored() || isNoisy(now, copy.group)) continue;
        ++(copy.state == State::Delayed   ? result.delayed
           : copy.state == State::Visible ? result.visible
                                          : result.inFlight);
        const bool counts = copy.state != State::Delayed && !copy.isPoison();
        if (counts) oldest = std::min(oldest, copy.arrivedAt);
    }
    result.ageOfOldest = now - oldest;
    return result;
}

bool NaiveQueue::isNoisy(SimTime now, GroupIndex group) const {
    const auto found = m_tenants.find(group);
    return found != m_tenants.end() && found->second.isNoisy && now < found->second.idleAt;
}

// SQS-120
bool NaiveQueue::isOver(SimTime now, GroupIndex group) const {
    const std::size_t held = count(State::InFlight, group);
    Duration own{};
    Duration all{};
    for (const Work& work : m_work) {
        if (stepOf(now) - stepOf(work.at) > 1) continue;
        all += work.time;
        if (work.group == group) own += work.time;
    }
    return (held >= 30 && 10 * held > count(State::InFlight)) || 10 * own > all;
}

void NaiveQueue::arrives(SimTime now, GroupIndex group) {
    if (group == 0) return;
    Tenant& tenant = m_tenants[group];
    tenant.isNoisy = tenant.isNoisy && now < tenant.idleAt;
    tenant.idleAt = now + 300s;
}

void NaiveQueue::settle(SimTime now, GroupIndex group) {
    if (group == 0) return;
    Tenant& tenant = m_tenants[group];
    tenant.isNoisy = count(State::Visible, group) > 0 && now < tenant.idleAt
                     && (tenant.isNoisy || isOver(now, group));
}

NaiveQueue::Copy* NaiveQueue::find(const Receipt& receipt) {
    const auto found = std::find_if(m_copies.begin(), m_copies.end(), [&](const Copy& copy) {
        return copy.isStored() && copy.isOf(receipt);
    });
    return found == m_copies.end() ? nullptr : &*found;
}

void NaiveQueue::leave(SimTime now, Copy& copy, State state) {
    copy.state = state;
    copy.leftAt = now;
    settle(now, copy.group);
}

// A message received three times or more goes to the back (SQS-42).
void NaiveQueue::appear(SimTime now, Copy& copy) {
    copy.state = State::Visible;
    copy.place = copy.isPoison() ? now : copy.home;
}

} // namespace sluice::test
